namespace PhaseGan.Tests.FixedPoints;

/// <summary>x′ = (x/L − 1)^m with the power expanded, so that it is lost in rounding near its root of multiplicity m at x = L.</summary>
internal sealed class Power : IVectorField
{
    private readonly double[] _coefficients;
    private readonly double _length;

    public Power(int multiplicity, double length = 1)
    {
        _length = length;
        _coefficients = new double[multiplicity + 1];
        _coefficients[0] = 1;
        for (int k = 1; k <= multiplicity; k++)
        {
            for (int i = k; i >= 1; i--)
                _coefficients[i] = _coefficients[i - 1] - _coefficients[i];
            _coefficients[0] *= -1;
        }
    }

    public int Dimension => 1;

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        double sum = 0;
        for (int i = _coefficients.Length - 1; i >= 0; i--)
            sum = sum * (y[0] / _length) + _coefficients[i];
        derivative[0] = sum;
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        double sum = 0;
        for (int i = _coefficients.Length - 1; i >= 1; i--)
            sum = sum * (y[0] / _length) + i * _coefficients[i];
        jacobian[0] = sum / _length;
    }
}
