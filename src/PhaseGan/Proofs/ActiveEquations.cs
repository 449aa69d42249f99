namespace PhaseGan;

/// <summary>
/// The equations of the fixed points of (13) with given active columns A (r_j ≠ 0) and a given seen feature s, or none, over intervals of u_j = r_j², in units of τ: E_j, the equation of dr_j divided by r_j.
/// </summary>
/// <remarks>
/// <para>
/// dP = 0 and dS = 0 give P_ij = q_i/r_j and S_jk = r_j r_k (Λ̃_j + Λ̃_k)/(Λ̃_j u_j + Λ̃_k u_k), dq = 0 leaves one feature with q_s ≠ 0, v = q_s² (with equal Λ, after a rotation). With w = Σ Λ̃_k u_k, W = Σ Λ̃_k over A, and the gains A of the fake and B of the real data:
/// </para>
/// <code>
/// E_j = Λ_s v/u_j + h + αΛ̃_j (1 − u_j) − Λ̃_j − Σ_{k≠j} Λ̃_k (Λ̃_j + Λ̃_k) u_k/(Λ̃_j u_j + Λ̃_k u_k) = 0
/// seen: h = W − Λ_s, Λ_s v = (Aw − x − h)/B      not seen: h = Aw − x, v = 0
/// </code>
/// <para>
/// The two shares of a pair add up, u_k's to Λ̃_j + Λ̃_k, so that the sum of all E_j has none of them: Σ Λ_s v/u_j + nh + (α − n)W − αw = 0.
/// </para>
/// </remarks>
internal sealed class ActiveEquations : IIntervalField
{
    private readonly Interval[] _fake;
    private readonly Interval _alpha, _noise, _fakeGain, _realGain, _sum, _seenVariance;

    /// <param name="box">The parameters.</param>
    /// <param name="columns">A, not empty.</param>
    /// <param name="seen">s, or −1.</param>
    public ActiveEquations(ParameterBox box, int[] columns, int seen)
    {
        (Box, Columns, Seen) = (box, columns, seen);
        _fake = [.. columns.Select(j => box.FakeVariances[j])];
        (_alpha, _noise, _fakeGain, _realGain) = (box.RateRatio, box.EffectiveNoise, box.FakeGain, box.RealGain);
        foreach (Interval fake in _fake)
            _sum += fake;
        _seenVariance = seen < 0 ? 0 : box.RealVariances[seen];
    }

    /// <summary>The parameters.</summary>
    public ParameterBox Box { get; }

    /// <summary>A.</summary>
    public int[] Columns { get; }

    /// <summary>s, or −1.</summary>
    public int Seen { get; }

    /// <summary>n, the number of active columns.</summary>
    public int Dimension => _fake.Length;

    /// <summary>h.</summary>
    public Interval Regulation(ReadOnlySpan<Interval> u) => Seen < 0 ? _fakeGain * Weight(u) - _noise : _sum - _seenVariance;

    /// <summary>w.</summary>
    public Interval Weight(ReadOnlySpan<Interval> u)
    {
        Interval w = 0;
        for (int j = 0; j < u.Length; j++)
            w += _fake[j] * u[j];
        return w;
    }

    /// <summary>v = q_s².</summary>
    public Interval SeenSquare(ReadOnlySpan<Interval> u) => Seen < 0 ? 0 : SeenPull(u) / _seenVariance;

    /// <summary>S_jk of two active columns.</summary>
    public Interval Overlap(ReadOnlySpan<Interval> u, int j, int k) => u[j].Sqrt() * u[k].Sqrt() * (_fake[j] + _fake[k]) / (_fake[j] * u[j] + _fake[k] * u[k]);

    /// <inheritdoc/>
    public void Enclose(ReadOnlySpan<Interval> y, Span<Interval> derivative)
    {
        Interval h = Regulation(y), pull = SeenPull(y);
        for (int j = 0; j < y.Length; j++)
        {
            derivative[j] = h + (_alpha - 1) * _fake[j] - _alpha * _fake[j] * y[j] + (Seen < 0 ? 0 : pull / y[j]);
            for (int k = 0; k < y.Length; k++)
                if (k != j)
                    derivative[j] -= Share(y, j, k);
        }
    }

    /// <inheritdoc/>
    public void EncloseJacobian(ReadOnlySpan<Interval> y, Span<Interval> jacobian)
    {
        int n = y.Length;
        Interval pull = SeenPull(y);
        for (int j = 0; j < n; j++)
        {
            Interval own = -_alpha * _fake[j] - (Seen < 0 ? 0 : pull / y[j].Square());
            for (int k = 0; k < n; k++)
            {
                Interval slope = Seen < 0 ? _fakeGain * _fake[k] : _fakeGain * _fake[k] / (_realGain * y[j]);
                if (k != j)
                {
                    Interval all = (_fake[j] * y[j] + _fake[k] * y[k]).Square(), share = _fake[k] * (_fake[j] + _fake[k]) * _fake[j] / all;
                    slope -= share * y[j];
                    own += share * y[k];
                }
                jacobian[j * n + k] = slope;
            }
            jacobian[j * n + j] += own;
        }
    }

    /// <summary>Whether a piece holds no fixed point: an equation, or one of the conditions 0 ≤ v ≤ u_j and S² ≤ 1, fails all over it. Sides may reach u_j = 0.</summary>
    public bool IsExcluded(ReadOnlySpan<Interval> u)
    {
        int n = u.Length;
        Interval w = Weight(u), h = Regulation(u), pull = SeenPull(u), total = 0;
        double least = double.PositiveInfinity;
        foreach (Interval square in u)
            least = Math.Min(least, square.High);
        if (Seen >= 0)
        {
            if (pull.Intersect(new Interval(0, (_seenVariance * least).High)) is not { } possible)
                return true;
            pull = possible;
        }
        for (int j = 0; j < n; j++)
        {
            // Λ_s v/u_j = Λ_s P_sj² is at most Λ_s
            Interval seen = Seen < 0 ? 0 : new Interval(((Interval)pull.Low / u[j].High).Low, u[j].Low > 0 ? Math.Min(_seenVariance.High, (pull.High / (Interval)u[j].Low).High) : _seenVariance.High);
            total += seen;
            Interval value = seen + (_alpha - 1) * _fake[j] + (Seen < 0 ? -_noise : h);
            for (int k = 0; k < n; k++)
            {
                value += ((Seen < 0 ? _fakeGain : 0) * _fake[k] - (k == j ? _alpha * _fake[j] : 0)) * u[k];
                if (k != j)
                    value -= Share(u, j, k);
            }
            if (value.Low > 0 || value.High < 0)
                return true;
        }
        total += Seen < 0 ? (n * _fakeGain - _alpha) * w - n * _noise + (_alpha - n) * _sum : n * h + (_alpha - n) * _sum - _alpha * w;
        return total.Low > 0 || total.High < 0 || AreTooClose(u);
    }

    /// <summary>Λ_s v.</summary>
    private Interval SeenPull(ReadOnlySpan<Interval> u) => Seen < 0 ? 0 : (_fakeGain * Weight(u) - _noise - _sum + _seenVariance) / _realGain;

    /// <summary>Λ̃_k (Λ̃_j + Λ̃_k) u_k/(Λ̃_j u_j + Λ̃_k u_k), which grows with u_k and falls with u_j, both not negative.</summary>
    private Interval Share(ReadOnlySpan<Interval> u, int j, int k)
    {
        Interval both = _fake[j] + _fake[k];
        return new Interval(At(u[k].Low, u[j].High).Low, At(u[k].High, u[j].Low).High);

        Interval At(double own, double other) => own <= 0 ? 0 : other <= 0 ? both : both / (1 + _fake[j] * other / (_fake[k] * own));
    }

    /// <summary>Whether S² of some pair exceeds 1 all over a piece: it does where u_j/u_k lies between 1 and (Λ̃_k/Λ̃_j)².</summary>
    private bool AreTooClose(ReadOnlySpan<Interval> u)
    {
        for (int j = 0; j < u.Length; j++)
            for (int k = 0; k < u.Length; k++)
                if (k != j && u[k].Low > 0)
                {
                    Interval ratio = u[j] / u[k], square = (_fake[k] / _fake[j]).Square();
                    if (ratio.Low > 1 && ratio.High < square.Low)
                        return true;
                }
        return false;
    }
}
