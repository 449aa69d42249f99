namespace PhaseGan.Dynamics;

/// <summary>The linear systems of a step of <see cref="RadauStepper{TField}"/>: the Jacobian and the factors of γ/h − J and (α + iβ)/h − J.</summary>
internal sealed class RadauSystem(int dimension)
{
    /// <summary>Below this multiple of the rounding of J the sign of det(γ/h − J) says nothing.</summary>
    private const double RoundingOfSign = 1e3 * 2.2e-16;

    private readonly RealLu _real = new(dimension);
    private readonly ComplexLu _complex = new(dimension);
    private double _step = double.NaN;

    /// <summary>J in row-major order. Call <see cref="Forget"/> after a change.</summary>
    public double[] Jacobian { get; } = new double[dimension * dimension];

    /// <summary>Whether an odd number of directions grow faster than γ/h, so that a step would damp what grows.</summary>
    public bool DampsGrowth { get; private set; }

    /// <summary>Makes the factors those of no step.</summary>
    public void Forget() => _step = double.NaN;

    /// <summary>Sees to it that the factors are those of a step of length h; false if a matrix is singular or not finite.</summary>
    public bool Prepare(double h)
    {
        if (_step == h)
            return true;
        int n = dimension;
        double gamma = RadauTable.Gamma / h, alpha = RadauTable.Alpha / h, beta = RadauTable.Beta / h;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double entry = -Jacobian[i * n + j];
                _real.Matrix[j * n + i] = entry;
                _complex.Real[j * n + i] = entry;
            }
        }
        Array.Clear(_complex.Imaginary);
        for (int i = 0; i < n; i++)
        {
            _real.Matrix[i * n + i] += gamma;
            _complex.Real[i * n + i] += alpha;
            _complex.Imaginary[i * n + i] = beta;
        }
        _step = double.NaN;
        if (!_real.Factor() || !_complex.Factor())
            return false;
        DampsGrowth = _real.DeterminantSign < 0 && gamma > RoundingOfSign * n * VectorMath.Largest(Jacobian);
        _step = h;
        return true;
    }

    /// <summary>Solves (γ/h − J)x = b in place.</summary>
    public void SolveReal(Span<double> b) => _real.Solve(b);

    /// <summary>Solves ((α + iβ)/h − J)x = b in place.</summary>
    public void SolveComplex(Span<double> re, Span<double> im) => _complex.Solve(re, im);
}
