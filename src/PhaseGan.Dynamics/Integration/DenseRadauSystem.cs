namespace PhaseGan.Dynamics;

/// <summary>The linear systems of a step with the whole Jacobian of a field.</summary>
internal sealed class DenseRadauSystem(IVectorField field) : RadauSystem
{
    private readonly int _n = field.Dimension;
    private readonly RealLu _real = new(field.Dimension);
    private readonly ComplexLu _complex = new(field.Dimension);
    private readonly double[] _jacobian = new double[field.Dimension * field.Dimension];

    public override void Multiply(ReadOnlySpan<double> v, Span<double> product)
    {
        for (int i = 0; i < _n; i++)
            product[i] = VectorMath.Dot(_jacobian.AsSpan(i * _n, _n), v);
    }

    public override void Drive(ReadOnlySpan<double> v, Span<double> drive, Span<double> diagonal)
    {
        for (int i = 0; i < _n; i++)
        {
            double sum = 0;
            for (int j = 0; j < _n; j++)
                sum += Math.Abs(_jacobian[i * _n + j] * v[j]);
            (drive[i], diagonal[i]) = (sum, _jacobian[i * _n + i]);
        }
    }

    public override void SolveReal(Span<double> b) => _real.Solve(b);

    public override void SolveComplex(Span<double> re, Span<double> im) => _complex.Solve(re, im);

    protected override bool TakeJacobian(ReadOnlySpan<double> y)
    {
        field.Jacobian(y, _jacobian);
        return VectorMath.AllFinite(_jacobian);
    }

    protected override bool TryFactor(double gamma, double alpha, double beta, out bool dampsGrowth)
    {
        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j < _n; j++)
            {
                double entry = -_jacobian[i * _n + j];
                _real.Matrix[j * _n + i] = entry;
                _complex.Real[j * _n + i] = entry;
            }
        }
        Array.Clear(_complex.Imaginary);
        for (int i = 0; i < _n; i++)
        {
            _real.Matrix[i * _n + i] += gamma;
            _complex.Real[i * _n + i] += alpha;
            _complex.Imaginary[i * _n + i] = beta;
        }
        dampsGrowth = false;
        if (!_real.Factor() || !_complex.Factor())
            return false;
        dampsGrowth = _real.DeterminantSign < 0 && gamma > RoundingOfSign * _n * VectorMath.Largest(_jacobian);
        return true;
    }
}
