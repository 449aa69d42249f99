namespace PhaseGan;

/// <summary>
/// The conditions that are left for a root of the reduced ODE with a given set of active columns (r_j ≠ 0) once dP = dS = 0 are solved, in
/// the unknowns u_j = r_j² and, if a group of features of variance Λ is seen, Q = Λ|q|²; in units of τ.
/// </summary>
/// <remarks>
/// <code>
/// 0 = Q − Σ_k Λ̃_k(Λ̃_j + Λ̃_k)u_j u_k/(Λ̃_j u_j + Λ̃_k u_k) + h u_j + αΛ̃_j(1 − u_j)u_j     (r_j dr_j, each active j)
/// 0 = Λ + h − Σ_k Λ̃_k                                                                     (dq, if seen)
/// h = A Σ_k Λ̃_k u_k − BQ − x
/// </code>
/// </remarks>
internal sealed class ActiveColumns : ISizedField
{
    private readonly double[] _fake;
    private readonly double? _real;
    private readonly double _alpha;
    private readonly double _noise;
    private readonly double _fakeGain;
    private readonly double _realGain;

    /// <param name="parameters">The parameters.</param>
    /// <param name="columns">The active columns, at least one.</param>
    /// <param name="real">Λ of the seen features, or null if q = 0.</param>
    public ActiveColumns(GanParameters parameters, IEnumerable<int> columns, double? real)
    {
        _fake = [.. columns.Select(j => parameters.FakeVariances[j])];
        _real = real;
        _alpha = parameters.RateRatio;
        _noise = parameters.EffectiveNoise;
        _fakeGain = parameters.FakeGain;
        _realGain = parameters.RealGain;
    }

    public int Dimension => _fake.Length + (_real is null ? 0 : 1);

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int k = _fake.Length;
        double seen = _real is null ? 0 : y[k];
        double h = -_realGain * seen - _noise, total = 0;
        for (int j = 0; j < k; j++)
        {
            h += _fakeGain * _fake[j] * y[j];
            total += _fake[j];
        }
        for (int j = 0; j < k; j++)
        {
            double sum = seen + (h + _alpha * _fake[j] * (1 - y[j])) * y[j];
            for (int l = 0; l < k; l++)
                sum -= _fake[l] * (_fake[j] + _fake[l]) * y[j] * y[l] / (_fake[j] * y[j] + _fake[l] * y[l]);
            derivative[j] = sum;
        }
        if (_real is { } real)
            derivative[k] = real + h - total;
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int k = _fake.Length, n = Dimension;
        double seen = _real is null ? 0 : y[k];
        double h = -_realGain * seen - _noise;
        for (int j = 0; j < k; j++)
            h += _fakeGain * _fake[j] * y[j];
        jacobian[..(n * n)].Clear();
        for (int j = 0; j < k; j++)
        {
            jacobian[j * n + j] = h + _alpha * _fake[j] * (1 - 2 * y[j]);
            for (int l = 0; l < k; l++)
            {
                double weight = _fake[j] * y[j] + _fake[l] * y[l];
                double scale = _fake[l] * (_fake[j] + _fake[l]) / (weight * weight);
                jacobian[j * n + j] -= scale * _fake[l] * y[l] * y[l];
                jacobian[j * n + l] -= scale * _fake[j] * y[j] * y[j];
                jacobian[j * n + l] += _fakeGain * _fake[l] * y[j];
            }
            if (_real is null)
                continue;
            jacobian[j * n + k] = 1 - _realGain * y[j];
            jacobian[k * n + j] = _fakeGain * _fake[j];
        }
        if (_real is not null)
            jacobian[k * n + k] = -_realGain;
    }
}
