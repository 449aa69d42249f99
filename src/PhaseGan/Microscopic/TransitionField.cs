namespace PhaseGan;

/// <summary>
/// The macroscopic ODE together with the linear system (12) that it drives, as one autonomous field. In x = (v̂, ŵ) the system is
/// dx = (A x + C û) dt + τ√(b/m) e dB with A = [[τ̃L, τ̃g̃], [−τg̃ᵀ, τh]] and C = [[0], [τgᵀ]]; the field carries dΦ = AΦ, dK = AK + C and
/// dN = AN + NAᵀ + (τ²b/m) e eᵀ, from which any Gaussian start goes to mean Φμ + Kû and covariance ΦΣΦᵀ + N.
/// </summary>
/// <remarks>Coordinates: those of the ODE, then Φ ((d + 1)²), K ((d + 1)d), N ((d + 1)²), all row-major. It has no Jacobian.</remarks>
internal sealed class TransitionField(MacroscopicEquations equations) : ISizedField
{
    private readonly int _d = equations.Parameters.FeatureCount;
    private readonly double _tau = equations.Renamed.DiscriminatorRate;
    private readonly double _tauTilde = equations.Renamed.GeneratorRate;

    public int Dimension => equations.Dimension + (_d + 1) * (3 * _d + 2);

    /// <summary>Index of Φ.</summary>
    public int Propagator => equations.Dimension;

    /// <summary>Index of K.</summary>
    public int Drift => Propagator + (_d + 1) * (_d + 1);

    /// <summary>Index of N.</summary>
    public int Noise => Drift + (_d + 1) * _d;

    /// <summary>Coordinates with Φ = I, K = 0 and N = 0.</summary>
    public double[] Start(ReadOnlySpan<double> macroscopic)
    {
        var y = new double[Dimension];
        macroscopic.CopyTo(y);
        for (int i = 0; i <= _d; i++)
            y[Propagator + i * (_d + 1) + i] = 1;
        return y;
    }

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int d = _d, size = d + 1;
        ReadOnlySpan<double> state = y[..equations.Dimension];
        equations.Evaluate(state, derivative[..equations.Dimension]);

        Span<double> scratch = stackalloc double[4 * d + size * size];
        Span<double> pull = scratch[..d], push = scratch.Slice(d, d), decay = scratch.Slice(2 * d, d), lift = scratch.Slice(3 * d, d), a = scratch[(4 * d)..];
        equations.Coefficients(state, pull, push, lift, decay, out double shift, out double diffusion);
        a.Clear();
        for (int l = 0; l < d; l++)
        {
            a[l * size + l] = _tauTilde * decay[l];
            a[l * size + d] = _tauTilde * lift[l];
            a[d * size + l] = -_tau * push[l];
        }
        a[d * size + d] = _tau * shift;

        Product(a, y.Slice(Propagator, size * size), size, derivative.Slice(Propagator, size * size));
        Span<double> drift = derivative.Slice(Drift, size * d);
        Product(a, y.Slice(Drift, size * d), d, drift);
        for (int l = 0; l < d; l++)
            drift[d * d + l] += _tau * pull[l];

        Span<double> noise = derivative.Slice(Noise, size * size);
        Product(a, y.Slice(Noise, size * size), size, noise);
        for (int i = 0; i < size; i++)
            for (int j = 0; j <= i; j++)
                noise[i * size + j] = noise[j * size + i] = noise[i * size + j] + noise[j * size + i];
        noise[d * size + d] += 2 * _tau * diffusion;
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) =>
        throw new NotSupportedException("the transition field is only integrated and has no Jacobian");

    private void Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int columns, Span<double> result)
    {
        int size = _d + 1;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < size; k++)
                    sum += a[i * size + k] * b[k * columns + j];
                result[i * columns + j] = sum;
            }
        }
    }
}
