using System.Collections.Immutable;
using System.Numerics;

namespace PhaseGan;

/// <summary>
/// The line α = 1 + x/Λ̃_j of the larger Λ̃_j with two features, beyond x = Λ of both, on which Locked leaves the deceived states at P_1j = P_2j = S = 0: r_j falls there like 1/√t and takes these overlaps with it, while those of the other
/// column come to rest.
/// </summary>
/// <remarks>
/// With s = (P_1j, P_2j, S), m = (P_1k, P_2k) and u = r_j², in units of τ: (q, r_k) follows s as G s r_j, where G is −Λ̃_j times the inverse of the block of (q, r_k) with a_i = x − Λ_i and
/// b = x + Λ̃_k − αΛ̃_k, up to sign: [[a_i, m_iΛ̃_k], [−m_iΛ_i, b]]. Then s′ = uNs with N = α diag(Λ̃_j, Λ̃_j, Λ̃_j + Λ̃_k)G − αΛ̃_j and u′ = −2(α − A)Λ̃_j u² + O(us²). Where N decays faster than (α − A)Λ̃_j, s² becomes
/// small against u, once it is it stays so, and m moves by no more than α∫|r_k q|dt, of the order of s². With one feature this is <see cref="LockedBirth"/>.
/// </remarks>
internal static class FrozenBirth
{
    /// <summary>Most evaluations on the way.</summary>
    private const long Budget = 1_000_000;

    /// <summary>What part of the slowest fast rate u may take, what part of the fall of u the terms of s² may, and how much of r_j (q, r_k) may differ from what it follows.</summary>
    private const double Small = 0.05;

    private const int Q = 4, R = 6, S = 8, Order = 3;

    /// <summary>Whether the rate of r_j vanishes to within rounding for the column with the larger Λ̃, beyond x = Λ.</summary>
    public static bool IsOn(GanParameters gan)
    {
        double own = Math.Max(gan.FakeVariances[0], gan.FakeVariances[1]), other = Math.Min(gan.FakeVariances[0], gan.FakeVariances[1]), noise = gan.EffectiveNoise, real = Math.Max(gan.RealVariances[0], gan.RealVariances[1]);
        return RateLine.OfLockedBirth(own, gan.RateRatio, noise).IsOn && noise - real > RateLine.Apart * real
            && noise + other - gan.RateRatio * other > RateLine.Apart * own && gan.RateRatio - gan.FakeGain > RateLine.Apart;
    }

    /// <summary>Follows training from a start until it is seen to end there.</summary>
    /// <param name="ode">The field, with two features, on the line.</param>
    /// <param name="y">The start.</param>
    /// <param name="tolerance">How precisely the recoveries must be known.</param>
    /// <param name="time">Receives the time at which the end was shown.</param>
    /// <param name="evaluations">Receives the number of evaluations.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The recoveries, those of the frozen column alone; null where they are not shown.</returns>
    public static ImmutableArray<double>? Catches(ReducedOde ode, ReadOnlySpan<double> y, double tolerance, out double time, out long evaluations, CancellationToken cancellation)
    {
        int k = ode.Parameters.FakeVariances[0] > ode.Parameters.FakeVariances[1] ? 1 : 0;
        double[] end = [.. y];
        bool isShown = WatchedWay.Follow(new ReducedField<TwoFeatures>(ode), end, Budget, state => Error(ode.Parameters, k, state) < tolerance, out time, out evaluations, cancellation);
        return isShown ? [end[k] * end[k], end[2 + k] * end[2 + k]] : null;
    }

    /// <summary>Bound on what the overlaps of the frozen column k may still move by; infinite where the end is not shown from a state.</summary>
    public static double Error(GanParameters gan, int k, ReadOnlySpan<double> y)
    {
        int j = 1 - k;
        double own = gan.FakeVariances[j], other = gan.FakeVariances[k], alpha = gan.RateRatio, noise = gan.EffectiveNoise, r = y[R + j], u = r * r, fall = (alpha - gan.FakeGain) * own;
        double slowest = noise + other - alpha * other;
        var block = new RealLu(Order);
        block.Matrix.AsSpan().Clear();
        for (int i = 0; i < 2; i++)
        {
            double gap = noise - gan.RealVariances[i], overlap = y[2 * i + k];
            slowest = Math.Min(slowest, gap);
            block.Matrix[i * Order + i] = gap;
            block.Matrix[2 * Order + i] = overlap * other;
            block.Matrix[i * Order + 2] = -overlap * gan.RealVariances[i];
        }
        block.Matrix[2 * Order + 2] = noise + other - alpha * other;
        if (!(alpha * own * u < Small * slowest) || !block.Factor())
            return double.PositiveInfinity;
        Span<double> s = [y[j], y[2 + j], y[S]], follows = [0, 0, 0], n = stackalloc double[Order * Order], column = stackalloc double[Order];
        double size = 0;
        for (int c = 0; c < Order; c++)
        {
            column.Clear();
            column[c] = -own;
            block.Solve(column);
            size += VectorMath.SumOfSquares(column);
            VectorMath.AddMultiple(follows, r * s[c], column);
            for (int i = 0; i < Order; i++)
                n[i * Order + c] = alpha * (i < 2 ? own : own + other) * column[i] - (i == c ? alpha * own : 0);
        }
        double slow = double.NegativeInfinity;
        foreach (Complex value in EigenSolver.Eigenvalues(n, Order) ?? [])
            slow = Math.Max(slow, value.Real);
        double largest = Math.Max(Math.Max(gan.RealVariances[0], gan.RealVariances[1]), other), square = VectorMath.SumOfSquares(s);
        double lag = VectorMath.LargestDifference(follows, [y[Q], y[Q + 1], y[R + k]]) / Math.Abs(r);
        bool isShown = slow < -(1 + Small) * fall && largest * Math.Sqrt(size * square) * Math.Sqrt(square) < Small * fall * u && lag < Small;
        // |r_k q| ≤ u|Gs|², and s² falls at twice the slowest rate of N
        return isShown ? alpha * other * (size * square / (-2 * slow) + lag * lag * u / slowest) * 2 : double.PositiveInfinity;
    }
}
