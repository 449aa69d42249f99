namespace PhaseGan.Dynamics;

/// <summary>Values at a point of a curve of bifurcations of cycles, of the multipliers besides those that the curve holds.</summary>
/// <param name="One">Changes its sign where a multiplier passes 1.</param>
/// <param name="MinusOne">Changes its sign where one passes −1.</param>
/// <param name="Unstable">How many lie outside of the unit circle.</param>
/// <param name="Cosine">On a curve of tori: the cosine of the pair's angle.</param>
/// <param name="Degeneracy">Changes its sign where the coefficient of the normal form does; NaN where there is none.</param>
/// <param name="Direction">On a curve of folds: the vector of the normal form at each quarter of the period, from which that of the next point has its sign.</param>
internal sealed record CycleCurveTests(double One, double MinusOne, int Unstable, double Cosine, double Degeneracy, double[]? Direction)
{
    /// <summary>Whether the pair of a curve of tori is on the circle; beyond resonances it is one of neutral saddles.</summary>
    public bool IsOnCircle => Math.Abs(Cosine) < 1;
}
