namespace PhaseGan;

/// <summary>The sum of two responses.</summary>
internal sealed class SumResponse(Response first, Response second) : Response
{
    private readonly Response _first = first;
    private readonly Response _second = second;

    public override string Name => $"{_first} + {_second}";

    public override double Scale => Math.Min(_first.Scale, _second.Scale);

    /// <summary>Polynomials have no singularities at all.</summary>
    public override bool IsCentred => (_first.IsCentred || _first is PolynomialResponse) && (_second.IsCentred || _second is PolynomialResponse);

    /// <summary>The sum, a polynomial if both are polynomials.</summary>
    public static Response Of(Response first, Response second) =>
        first is PolynomialResponse a && second is PolynomialResponse b ? a.Plus(b) : new SumResponse(first, second);

    public override double Value(double x) => _first.Value(x) + _second.Value(x);

    public override double Slope(double x) => _first.Slope(x) + _second.Slope(x);

    public override void Evaluate(double x, out double value, out double slope)
    {
        _first.Evaluate(x, out double v1, out double s1);
        _second.Evaluate(x, out double v2, out double s2);
        (value, slope) = (v1 + v2, s1 + s2);
    }

    public override void Evaluate(double x, out double value, out double slope, out double second, out double third)
    {
        _first.Evaluate(x, out double v1, out double s1, out double c1, out double t1);
        _second.Evaluate(x, out double v2, out double s2, out double c2, out double t2);
        (value, slope, second, third) = (v1 + v2, s1 + s2, c1 + c2, t1 + t2);
    }

    public override bool Equals(object? obj) => obj is SumResponse other && other._first.Equals(_first) && other._second.Equals(_second);

    public override int GetHashCode() => HashCode.Combine(_first, _second);
}
