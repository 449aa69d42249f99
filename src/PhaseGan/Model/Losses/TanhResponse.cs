using System.Globalization;

namespace PhaseGan;

/// <summary>f(x) = s tanh(x/s); poles at ±iπs/2.</summary>
internal sealed class TanhResponse(double saturation) : Response
{
    private readonly double _saturation = saturation;
    private readonly double _inverse = 1 / saturation;

    public override string Name => _saturation == 1 ? "tanh" : string.Create(CultureInfo.InvariantCulture, $"tanh({_saturation:R})");

    public override double Scale => _saturation * Math.PI / 2;

    public override bool IsCentred => true;

    public override double Value(double x) => _saturation * Math.Tanh(x * _inverse);

    public override double Slope(double x)
    {
        double t = Math.Tanh(x * _inverse);
        return (1 - t) * (1 + t);
    }

    public override void Evaluate(double x, out double value, out double slope)
    {
        double t = Math.Tanh(x * _inverse);
        value = _saturation * t;
        slope = (1 - t) * (1 + t);
    }

    public override void Evaluate(double x, out double value, out double slope, out double second, out double third)
    {
        double t = Math.Tanh(x * _inverse);
        value = _saturation * t;
        slope = (1 - t) * (1 + t);
        second = -2 * t * slope * _inverse;
        third = -2 * slope * (1 - 3 * t * t) * _inverse * _inverse;
    }

    public override bool Equals(object? obj) => obj is TanhResponse other && other._saturation == _saturation;

    public override int GetHashCode() => HashCode.Combine(nameof(TanhResponse), _saturation);
}
