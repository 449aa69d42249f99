using System.Numerics;

namespace PhaseGan;

/// <summary>All fixed points of the reduced ODE with two features of different Λ that do not lie on the deceived manifold, and whether any of them attracts.</summary>
/// <remarks>
/// <para>
/// dP = 0 makes P_ij = q_i/r_j for every active column (r_j ≠ 0), and then dq = 0 reads (Λ_i + h − Σ_active Λ̃_j) q_i = 0, so that at most one feature has q_i ≠ 0.
/// The families, up to signs, for a column j, the other column k, a feature i and the other feature l:
/// </para>
/// <list type="bullet">
/// <item><description>No active column (DiscriminatorOnly): always a saddle, since the block over row i of P and r has the form [[0, D], [D', ·]] with positive diagonal D, D'.</description></item>
/// <item><description>
/// One active column: the Locked or Undeceived point of the pair (Λ_i, Λ̃_j), S = 0; P_lk in [0, 1] is free (Undeceived), or both P_1k and P_2k with P_1k² + P_2k² ≤ 1 (Locked). The odd
/// block over (P_lj, P_ik, S, q_l, r_k), or (P_1j, P_2j, q_1, q_2, S, r_k), couples its coordinates along a tree, so that its characteristic polynomial is a sum over matchings, linear in the
/// squares of the free overlaps. In units of τ, with a = α, κ = aΛ̃_ju, h = Λ̃_j − Λ_i or Λ̃_j − aΛ̃_j(1 − u), e = h − Λ̃_k + aΛ̃_k,
/// m_l = (z + κ)(z − Λ_l − h) + κΛ̃_j and m = (z + κ)(z − e) + κ(Λ̃_j + Λ̃_k):
/// m_l (zm − aΛ_iΛ̃_kq_i²(z + κ)) + Λ̃_kΛ_lP_lk² z(z + κ)² for Undeceived and m m_1 m_2 + Λ̃_k(z + κ)²(Λ_1P_1k² m_2 + Λ_2P_2k² m_1) for Locked.
/// Whether a member is stable is decided by <see cref="HurwitzFamily"/>. Where Locked is a line (a = 1, no noise, h = Λ̃_ju) the block's trace is Λ_1 + Λ_2: all of it repels.
/// </description></item>
/// <item><description>Both columns active: single points, by <see cref="ActivePair"/>.</description></item>
/// </list>
/// </remarks>
internal static class TwoFeatureFamilies
{
    /// <summary>Eigenvalues below this fraction of the scale count as negative: a family that nearly attracts is not excluded.</summary>
    private const double Slack = 1e-6;

    private const int N = 9, S = 8;

    /// <summary>Whether a member attracts, or nearly so, or none could be excluded: false is shown.</summary>
    public static bool AnyMayAttract(ReducedOde ode)
    {
        GanParameters gan = ode.Parameters;
        Span<double> y = stackalloc double[N], jacobian = stackalloc double[N * N];
        for (int j = 0; j < 2; j++)
        {
            for (int i = 0; i < 2; i++)
            {
                var c = new SingleFeatureConstants(gan, i, j);
                (double? upper, double? lower) = SingleFeature.Undeceived(c);
                if (Undeceived(ode, i, j, c, upper, y, jacobian) || Undeceived(ode, i, j, c, lower, y, jacobian))
                    return true;
                if (i == 0 && Locked(ode, j, SingleFeature.Locked(c), y, jacobian))
                    return true;
            }
        }
        return AnyPairMayAttract(ode);
    }

    private static bool Undeceived(ReducedOde ode, int i, int j, in SingleFeatureConstants c, double? root, Span<double> y, Span<double> jacobian)
    {
        if (root is not { } u)
            return false;
        double p = Math.Sqrt(Math.Clamp(c.OverlapSquared(u), 0, 1)), r = Math.Sqrt(u);
        y.Clear();
        (y[2 * i + j], y[4 + i], y[6 + j]) = (p, p * r, r);
        ode.Jacobian(y, jacobian);
        double shift = Slack * VectorMath.Norm(jacobian);
        Span<double> even = stackalloc double[3];
        Hurwitz.Polynomial(jacobian, N, [2 * i + j, 4 + i, 6 + j], shift, even);
        if (!Hurwitz.IsStable(even))
            return false;
        var block = new OddBlock(ode.Parameters, j, c.Fake - c.Real, c.Fake + c.Real, c.Alpha * c.Fake * u);
        (SizedPolynomial low, SizedPolynomial slope) = block.Undeceived(i, p * p * u);
        double delta = shift / (ode.Parameters.DiscriminatorRate * block.Unit);
        return MayBeStable(low.At(delta), slope.At(delta), null);
    }

    private static bool Locked(ReducedOde ode, int j, double? root, Span<double> y, Span<double> jacobian)
    {
        if (root is not { } u)
            return false;
        GanParameters gan = ode.Parameters;
        y.Clear();
        y[6 + j] = Math.Sqrt(u);
        ode.Jacobian(y, jacobian);
        double shift = Slack * VectorMath.Norm(jacobian);
        if (!(jacobian[(6 + j) * N + 6 + j] < shift))
            return false;
        double fake = gan.FakeVariances[j], alpha = gan.RateRatio;
        var block = new OddBlock(gan, j, fake - alpha * fake * (1 - u), fake + alpha * fake, alpha * fake * u);
        (SizedPolynomial origin, SizedPolynomial first, SizedPolynomial second) = block.Locked();
        double delta = shift / (gan.DiscriminatorRate * block.Unit);
        return MayBeStable(origin.At(delta), first.At(delta), second.At(delta));
    }

    /// <summary>Whether a monic polynomial plus s in [0, 1] times another, or plus s and t times two with s + t ≤ 1, may have roots with negative real parts alone.</summary>
    private static bool MayBeStable(in SizedPolynomial origin, in SizedPolynomial first, SizedPolynomial? second)
    {
        int n = origin.Degree;
        Span<double> low = stackalloc double[n], one = stackalloc double[n], other = stackalloc double[n], errors = stackalloc double[n];
        for (int k = 0; k < n; k++)
        {
            int power = n - 1 - k;
            low[k] = origin[power];
            one[k] = origin[power] + first[power];
            other[k] = origin[power] + (second?[power] ?? 0);
            errors[k] = origin.Error(power) + first.Error(power) + (second?.Error(power) ?? 0);
        }
        // the trace, which is the same along the family
        return low[0] > -errors[0] && HurwitzFamily.Search(low, one, second is null ? default : other, errors) != StableMember.None;
    }

    /// <summary>
    /// Whether the block over (P_l1, P_l2, q_l) of a feature l ≠ i can be stable where both columns are active: with w = Λ̃₁r₁² + Λ̃₂r₂² ≤ Λ̃₁ + Λ̃₂ its trace has the sign of
    /// Λ_l + h − αw and its determinant that of Λ_l + h − Λ̃₁ − Λ̃₂, where h = Λ̃₁ + Λ̃₂ − Λ_i, or h = (1 − τη_G/2m)w − x for i = −1.
    /// </summary>
    private static bool BothActiveMayAttract(GanParameters gan, int i)
    {
        double fake = gan.FakeVariances[0] + gan.FakeVariances[1], slack = 1e-5 * (1 + gan.RateRatio) * fake;
        if (i >= 0)
        {
            double own = gan.RealVariances[i], other = gan.RealVariances[1 - i];
            return other < own + 1e-5 * own && other + fake - own < gan.RateRatio * fake + slack;
        }
        double gain = gan.FakeGain;
        double largest = Math.Max(gan.RealVariances[0], gan.RealVariances[1]) - gan.EffectiveNoise;
        return largest < Math.Max(0, (gan.RateRatio - gain) * fake) + slack * (1 + Math.Abs(gain));
    }

    /// <summary>The same of the points with both columns active alone.</summary>
    private static bool AnyPairMayAttract(ReducedOde ode)
    {
        GanParameters gan = ode.Parameters;
        Span<double> y = stackalloc double[N], jacobian = stackalloc double[N * N];
        var pair = new ActivePair(gan);
        Span<ActivePair.Point> points = stackalloc ActivePair.Point[ActivePair.MaxPoints];
        for (int i = -1; i < 2; i++)
        {
            if (!BothActiveMayAttract(gan, i))
                continue;
            bool areKnown = i < 0
                ? pair.TryUnseen(points, out int count)
                : pair.TrySeen(gan.RealVariances[i], gan.RealVariances[1 - i], points, out count);
            if (!areKnown)
                return true;
            foreach (ActivePair.Point point in points[..count])
                if (Attracts(ode, i, point, y, jacobian))
                    return true;
        }
        return false;
    }

    private static bool Attracts(ReducedOde ode, int i, in ActivePair.Point point, Span<double> y, Span<double> jacobian)
    {
        double q = Math.Sqrt(point.Seen), r1 = Math.Sqrt(point.First), r2 = Math.Sqrt(point.Second);
        y.Clear();
        if (i >= 0)
            (y[2 * i], y[2 * i + 1], y[4 + i]) = (q / r1, q / r2, q);
        (y[6], y[7], y[S]) = (r1, r2, point.Overlap);
        ode.Jacobian(y, jacobian);
        double shift = Slack * VectorMath.Norm(jacobian);
        for (int l = 0; l < 2; l++)
            if (l != i && !IsStable(jacobian, [2 * l, 2 * l + 1, 4 + l], shift))
                return false;
        return i < 0 ? IsStable(jacobian, [6, 7, S], shift) : IsStable(jacobian, [2 * i, 2 * i + 1, 4 + i, 6, 7, S], shift);
    }

    /// <summary>Whether all eigenvalues of a block have real parts below the shift, or are not known. At small α the coefficients of its polynomial are below rounding, its eigenvalues are not.</summary>
    private static bool IsStable(ReadOnlySpan<double> jacobian, ReadOnlySpan<int> coordinates, double shift)
    {
        int n = coordinates.Length;
        Span<double> block = stackalloc double[n * n], work = stackalloc double[HessenbergQr.WorkSize(n)];
        Span<Complex> values = stackalloc Complex[n];
        for (int a = 0; a < n; a++)
            for (int b = 0; b < n; b++)
                block[a * n + b] = jacobian[coordinates[a] * N + coordinates[b]];
        if (!EigenSolver.TryEigenvalues(block, n, values, work))
            return true;
        foreach (Complex value in values)
            if (!(value.Real < shift))
                return false;
        return true;
    }
}
