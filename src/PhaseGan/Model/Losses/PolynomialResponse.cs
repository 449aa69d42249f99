using System.Globalization;

namespace PhaseGan;

/// <summary>f(x) = Σ_k a_k x^k.</summary>
internal sealed class PolynomialResponse : Response
{
    private readonly double[] _value;
    private readonly double[] _slope;
    private readonly double[] _second;
    private readonly double[] _third;

    public PolynomialResponse(double[] coefficients)
    {
        int length = coefficients.Length;
        while (length > 1 && coefficients[length - 1] == 0)
            length--;
        _value = coefficients[..length];
        _slope = Derivative(_value);
        _second = Derivative(_slope);
        _third = Derivative(_second);
        Square = Product(_value, _value);
        SquareSlope = Derivative(Square);
        SquareSecond = Derivative(SquareSlope);
    }

    public override string Name => Degree == 1 && _value is [0, 1]
        ? "linear"
        : $"polynomial({string.Join(", ", _value.Select(a => a.ToString("R", CultureInfo.InvariantCulture)))})";

    public override double Scale => double.PositiveInfinity;

    public int Degree => _value.Length - 1;

    public ReadOnlySpan<double> Coefficients => _value;

    public ReadOnlySpan<double> SlopeCoefficients => _slope;

    public ReadOnlySpan<double> SecondCoefficients => _second;

    public ReadOnlySpan<double> ThirdCoefficients => _third;

    /// <summary>Coefficients of f², of its derivative, of its second derivative.</summary>
    public double[] Square { get; }

    public double[] SquareSlope { get; }

    public double[] SquareSecond { get; }

    public override double Value(double x) => Horner(_value, x);

    public override double Slope(double x) => Horner(_slope, x);

    public override void Evaluate(double x, out double value, out double slope, out double second, out double third) =>
        (value, slope, second, third) = (Horner(_value, x), Horner(_slope, x), Horner(_second, x), Horner(_third, x));

    /// <summary>f f′.</summary>
    public PolynomialResponse TimesItsSlope() => new(Product(_value, _slope));

    /// <summary>f + g.</summary>
    public PolynomialResponse Plus(PolynomialResponse other)
    {
        var sum = new double[Math.Max(_value.Length, other._value.Length)];
        for (int k = 0; k < sum.Length; k++)
            sum[k] = (k < _value.Length ? _value[k] : 0) + (k < other._value.Length ? other._value[k] : 0);
        return new PolynomialResponse(sum);
    }

    public override bool Equals(object? obj) => obj is PolynomialResponse other && _value.AsSpan().SequenceEqual(other._value);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (double a in _value)
            hash.Add(a);
        return hash.ToHashCode();
    }

    private static double Horner(double[] coefficients, double x)
    {
        double sum = 0;
        for (int k = coefficients.Length - 1; k >= 0; k--)
            sum = sum * x + coefficients[k];
        return sum;
    }

    private static double[] Derivative(double[] coefficients)
    {
        if (coefficients.Length == 1)
            return [0];
        var result = new double[coefficients.Length - 1];
        for (int k = 1; k < coefficients.Length; k++)
            result[k - 1] = k * coefficients[k];
        return result;
    }

    private static double[] Product(double[] a, double[] b)
    {
        var result = new double[a.Length + b.Length - 1];
        for (int i = 0; i < a.Length; i++)
            for (int j = 0; j < b.Length; j++)
                result[i + j] += a[i] * b[j];
        return result;
    }
}
