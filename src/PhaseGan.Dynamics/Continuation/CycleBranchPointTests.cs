namespace PhaseGan.Dynamics;

/// <summary>Values at a point of a curve of branch points of cycles, of the multipliers besides the one that the curve holds.</summary>
/// <param name="One">Changes its sign where another multiplier passes 1.</param>
/// <param name="MinusOne">Changes its sign where one passes −1.</param>
/// <param name="Unstable">How many lie outside of the unit circle.</param>
/// <param name="Form">The normal form with the vector to which its quadratic coefficient belongs; null where there is none.</param>
internal sealed record CycleBranchPointTests(double One, double MinusOne, int Unstable, (NormalForm Form, double[] Direction)? Form)
{
    /// <summary>Whether the coefficient has another sign at a neighbour: the cubic one of pitchforks, else the quadratic one, whose sign goes with that of the vector.</summary>
    public bool IsTurned(CycleBranchPointTests other) => (Form, other.Form) is ((var a, var u), (var b, var v)) && (a.SecondCoefficient, b.SecondCoefficient) switch
    {
        ({ } first, { } second) => CurveTests.Differ(first, second),
        (null, null) => u.Length == v.Length && CurveTests.Differ(a.Coefficient, VectorMath.Dot(u, v) < 0 ? -b.Coefficient : b.Coefficient),
        _ => false,
    };
}
