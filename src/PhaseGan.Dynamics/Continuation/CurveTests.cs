namespace PhaseGan.Dynamics;

/// <summary>Values at a point of a curve in two parameters.</summary>
/// <param name="DoubleZero">Changes its sign where zero is a double eigenvalue.</param>
/// <param name="Degeneracy">Changes its sign where the normal form of the curve's points degenerates; NaN where they have none.</param>
/// <param name="Unstable">How many eigenvalues have positive real parts, those apart that the curve holds on the axis.</param>
/// <param name="Fold">On a curve of folds: their function.</param>
/// <param name="Pair">On a curve of Hopf points: the function of the pair.</param>
internal sealed record CurveTests(double DoubleZero, double Degeneracy, int Unstable, FoldFunction? Fold = null, PairFunction? Pair = null)
{
    /// <summary>Whether two values have different signs; zero counts as positive, so that one of two neighbouring pieces has a point that lies between them.</summary>
    public static bool Differ(double a, double b) => double.IsFinite(a) && double.IsFinite(b) && a < 0 != b < 0;
}
