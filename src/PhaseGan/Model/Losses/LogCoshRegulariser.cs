namespace PhaseGan;

/// <summary>H(a) = log cosh(a − 1).</summary>
internal sealed class LogCoshRegulariser : Regulariser
{
    public override string Name => "logcosh";

    public override double Slope(double squaredLength) => Math.Tanh(squaredLength - 1);

    public override double Curvature(double squaredLength)
    {
        double t = Math.Tanh(squaredLength - 1);
        return (1 - t) * (1 + t);
    }
}
