namespace PhaseGan;

/// <summary>
/// The law of the projection X = Σ_ℓ a_ℓ ĉ_ℓ of a code with independent entries that are bounded, as weights on points of the line: for averages ⟨F(X)⟩, ⟨ĉ_ℓ F(X)⟩ and
/// ⟨ĉ_ℓ ĉ_j F(X)⟩ of smooth F, at a cost that grows with the square of the number of features, or the third power for the last kind, and not exponentially.
/// </summary>
/// <remarks>
/// <para>
/// Method (derived). A linear functional on functions over [−H, H] is known on polynomials of degree below K by its weights on K Chebyshev points. Adding an entry, F ↦ ⟨F(· + aĉ)⟩, maps
/// polynomials to polynomials of the same degree and widens the interval by the entry's reach; the functional that follows has the Chebyshev moments ⟨T_j⟩ under the old weights
/// and the entry's own rule, from which its weights on the wider interval follow. Starting from the value at 0, entry after entry is added.
/// </para>
/// <para>The error is that of polynomial interpolation of F on [−H, H], besides those of the entries' rules: no moment of the law is lost on the way.</para>
/// </remarks>
internal sealed class ProjectionRule
{
    private readonly int _d;
    private readonly double[] _positions;
    private readonly double[] _chebyshev;
    private double _reach;

    /// <summary>Makes the rule.</summary>
    /// <param name="spreads">a, length d.</param>
    /// <param name="reach">Largest |ĉ_ℓ|.</param>
    /// <param name="rules">A quadrature rule for each entry.</param>
    /// <param name="order">K ≥ 2.</param>
    /// <param name="pairs">Whether weights of ⟨ĉ_ℓ ĉ_j F⟩ are wanted too.</param>
    public ProjectionRule(ReadOnlySpan<double> spreads, double reach, ReadOnlySpan<EntryRule> rules, int order, bool pairs)
    {
        _d = spreads.Length;
        Order = order;
        _positions = new double[order];
        _chebyshev = new double[order * order];
        for (int k = 0; k < order; k++)
        {
            _positions[k] = Math.Cos(Math.PI * (k + 0.5) / order);
            Chebyshev(_positions[k], _chebyshev.AsSpan(k * order, order));
        }
        Plain = new double[order];
        // the value at 0 of a function on an interval of no length
        Plain[0] = 1;
        Single = [.. Enumerable.Range(0, _d).Select(_ => new double[order])];
        Pair = pairs ? [.. Enumerable.Range(0, _d * _d).Select(i => i / _d <= i % _d ? new double[order] : [])] : [];
        var moments = new double[3][];
        for (int p = 0; p < 3; p++)
            moments[p] = new double[order * order];
        for (int l = 0; l < _d; l++)
        {
            double wider = _reach + reach * Math.Abs(spreads[l]);
            EntryMoments(spreads[l], rules[l], wider, moments);
            _reach = wider;
            AddEntry(l, moments, pairs);
        }
    }

    /// <summary>K: how many points.</summary>
    public int Order { get; }

    /// <summary>Weights for ⟨F⟩.</summary>
    public double[] Plain { get; private set; }

    /// <summary>For each ℓ the weights for ⟨ĉ_ℓ F⟩.</summary>
    public double[][] Single { get; }

    /// <summary>At ℓd + j, ℓ ≤ j, the weights for ⟨ĉ_ℓ ĉ_j F⟩; empty if not wanted.</summary>
    public double[][] Pair { get; }

    /// <summary>Point k.</summary>
    public double Point(int k) => _reach * _positions[k];

    /// <summary>For each old point and each j the averages of ĉ^p T_j over the entry, p = 0, 1, 2, on the wider interval.</summary>
    private void EntryMoments(double spread, EntryRule rule, double wider, double[][] moments)
    {
        int order = Order;
        Span<double> t = new double[order];
        for (int k = 0; k < order; k++)
        {
            Span<double> zeroth = moments[0].AsSpan(k * order, order), first = moments[1].AsSpan(k * order, order), second = moments[2].AsSpan(k * order, order);
            zeroth.Clear();
            first.Clear();
            second.Clear();
            for (int i = 0; i < rule.Count; i++)
            {
                double code = rule.Means[i], weight = rule.Weights[i];
                Chebyshev(wider > 0 ? Math.Clamp((Point(k) + spread * code) / wider, -1, 1) : 0, t);
                for (int j = 0; j < order; j++)
                {
                    double v = weight * t[j];
                    zeroth[j] += v;
                    first[j] += code * v;
                    second[j] += code * code * v;
                }
            }
        }
    }

    /// <summary>Takes all functionals from the old interval to the wider one; those with this entry come from those without it.</summary>
    private void AddEntry(int l, double[][] moments, bool pairs)
    {
        for (int i = 0; pairs && i < l; i++)
        {
            for (int j = i; j < l; j++)
                Pair[i * _d + j] = Applied(Pair[i * _d + j], moments[0]);
            Pair[i * _d + l] = Applied(Single[i], moments[1]);
        }
        if (pairs)
            Pair[l * _d + l] = Applied(Plain, moments[2]);
        for (int i = 0; i < l; i++)
            Single[i] = Applied(Single[i], moments[0]);
        Single[l] = Applied(Plain, moments[1]);
        Plain = Applied(Plain, moments[0]);
    }

    /// <summary>The weights on the wider interval of a functional that has given weights on the old one.</summary>
    private double[] Applied(double[] weights, double[] moments)
    {
        int order = Order;
        Span<double> total = new double[order];
        for (int k = 0; k < order; k++)
            if (weights[k] != 0)
                for (int j = 0; j < order; j++)
                    total[j] += weights[k] * moments[k * order + j];
        // F is interpolated by Σ_j c_j T_j with c_j = (2/K) Σ_k F(x_k) T_j(x_k), half of that for j = 0
        var result = new double[order];
        for (int k = 0; k < order; k++)
        {
            double sum = 0.5 * total[0];
            for (int j = 1; j < order; j++)
                sum += total[j] * _chebyshev[k * order + j];
            result[k] = 2 * sum / order;
        }
        return result;
    }

    /// <summary>T_0 … at t ∈ [−1, 1].</summary>
    private static void Chebyshev(double t, Span<double> to)
    {
        to[0] = 1;
        to[1] = t;
        for (int j = 2; j < to.Length; j++)
            to[j] = 2 * t * to[j - 1] - to[j - 2];
    }
}
