using System.Globalization;

namespace PhaseGan;

/// <summary>f(x) = 1/(1 + e^(−kx)); poles at ±iπ/k.</summary>
internal sealed class LogisticResponse(double steepness) : Response
{
    private readonly double _steepness = steepness;

    public override string Name => string.Create(CultureInfo.InvariantCulture, $"logistic({_steepness:R})");

    public override double Scale => Math.PI / Math.Abs(_steepness);

    public override bool IsCentred => true;

    public override double Value(double x) => 1 / (1 + Math.Exp(-_steepness * x));

    public override double Slope(double x)
    {
        Evaluate(x, out _, out double slope);
        return slope;
    }

    public override void Evaluate(double x, out double value, out double slope)
    {
        // e^(−|kx|) cannot overflow, and f(1 − f) keeps its digits far out
        double e = Math.Exp(-Math.Abs(_steepness * x));
        double near = 1 / (1 + e);
        value = _steepness * x >= 0 ? near : e * near;
        slope = _steepness * e * near * near;
    }

    public override void Evaluate(double x, out double value, out double slope, out double second, out double third)
    {
        Evaluate(x, out value, out slope);
        double odd = 1 - 2 * value;
        second = _steepness * slope * odd;
        third = _steepness * (second * odd - 2 * slope * slope);
    }

    public override bool Equals(object? obj) => obj is LogisticResponse other && other._steepness == _steepness;

    public override int GetHashCode() => HashCode.Combine(nameof(LogisticResponse), _steepness);
}
