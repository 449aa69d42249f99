namespace PhaseGan;

/// <summary>A regulariser from functions.</summary>
internal sealed class CustomRegulariser(Func<double, double> slope, Func<double, double> curvature, string name) : Regulariser
{
    public override string Name => name;

    public override double Slope(double squaredLength) => slope(squaredLength);

    public override double Curvature(double squaredLength) => curvature(squaredLength);
}
