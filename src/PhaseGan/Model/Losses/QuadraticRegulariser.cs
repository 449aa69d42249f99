namespace PhaseGan;

/// <summary>H(a) = (a − 1)²/2.</summary>
internal sealed class QuadraticRegulariser : Regulariser
{
    public override string Name => "quadratic";

    public override double Slope(double squaredLength) => squaredLength - 1;

    public override double Curvature(double squaredLength) => 1;
}
