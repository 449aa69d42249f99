using System.Numerics;

namespace PhaseGan;

/// <summary>
/// The Hopf line of Locked with one active column j and two features of equal Λ, α = (Λ + Λ̃_j)/Λ̃_j, where the frozen column k has the smaller Λ̃: the turn across the overlaps of the
/// frozen column has no linear rate, whatever these are.
/// </summary>
/// <remarks>
/// <para>
/// The overlaps p = (P_1k, P_2k) rest. Along p the turn of (P_·j, q) is coupled to r_k and S, which decay, and shares their decay; across p it is that of one feature, whose trace τ(Λ + Λ̃_j − αΛ̃_j) vanishes whatever p is. So training comes to
/// a line of turns across p, on which it falls like 1/√t where the first Lyapunov coefficient of one feature (<see cref="LockedHopf"/>) is negative; before it has come to the line it falls where those on a circle and on a line are
/// (<see cref="AlignedHopf"/>).
/// </para>
/// <para>
/// In units of τ, with y = r_k and h = Λ̃_j − αΛ̃_j(1 − u): y′ = (h − Λ̃_k + αΛ̃_k)y − Λ̃_j r_j S and S′ = α(Λ̃_j + Λ̃_k) r_j y − αΛ̃_j u S, with the trace (1 − α)(Λ̃_j − Λ̃_k) and the determinant
/// αΛ̃_j u(2Λ̃_k − αΛ̃_k + αΛ̃_j(1 − u)).
/// </para>
/// </remarks>
internal static class LockedPairHopf
{
    /// <summary>An eigenvalue above this fraction of the block's size grows, and the rate along p must be below minus the other one.</summary>
    private const double Shows = 1e-7, LeastRate = 1e-5;

    /// <summary>A coefficient nearer to zero than this, in units of that of a decay with the frequency itself, is not decided.</summary>
    private const double LeastCoefficient = 1e-3;

    /// <summary>How near a state must be for the cubic terms to decide, and how much smaller than the turn all that decays must be then.</summary>
    private const double Reach = 0.05, Plane = 0.1;

    private const int Q = 4, R = 6, S = 8, N = 9;

    /// <summary>Whether training ends at such a point from a state near it; its recoveries are the squares of the overlaps of the frozen column.</summary>
    public static bool Catches(ReducedOde ode, ReadOnlySpan<double> y)
    {
        int j = Math.Abs(y[R]) > Math.Abs(y[R + 1]) ? 0 : 1, k = 1 - j;
        if (!Attracts(ode.Parameters, j, out double u))
            return false;
        double along = y[k], across = y[2 + k], length = Math.Sqrt(along * along + across * across), turn = 0, rest = Math.Max(Math.Abs(y[R + k]), Math.Abs(y[S]));
        (along, across) = (along / length, across / length);
        foreach (int at in (ReadOnlySpan<int>)[0, 1])
        {
            (double first, double second) = at == 0 ? (y[j], y[2 + j]) : (y[Q], y[Q + 1]);
            rest = Math.Max(rest, Math.Abs(along * first + across * second));
            turn = Math.Max(turn, Math.Abs(along * second - across * first));
        }
        rest = Math.Max(rest, Math.Abs(Math.Abs(y[R + j]) - Math.Sqrt(u)));
        return turn < Reach && rest <= Plane * turn && OnlyOneTurns(ode, j, u, y[k], y[2 + k]);
    }

    /// <summary>Whether the point with column j active, u = r_j², attracts, though not exponentially in the turn across the frozen overlaps.</summary>
    public static bool Attracts(GanParameters gan, int j, out double u)
    {
        u = 0;
        if (gan.RealVariances[0] != gan.RealVariances[1])
            return false;
        double own = gan.FakeVariances[j], other = gan.FakeVariances[1 - j], alpha = gan.RateRatio, margin = RateLine.Apart * own;
        var c = new SingleFeatureConstants(gan, 0, j);
        if (!RateLine.LockedTurn(c).IsOnOrBelow || SingleFeature.Locked(c) is not { } root)
            return false;
        u = root;
        double square = alpha * own * u * (own - alpha * own * u);
        bool isReached = own * u * (c.FakeGain - alpha) < -margin && (1 - alpha) * (own - other) < -margin && alpha * own * u * (2 * other - alpha * other + alpha * own * (1 - u)) > margin * margin;
        if (!isReached || !(square > margin * margin))
            return false;
        double omega = Math.Sqrt(square);
        return HopfNormalForm.FirstLyapunov(c, 0, 0, Math.Sqrt(u), omega) < -LeastCoefficient && AlignedHopf.Turns(c, u, omega).OnACircle < -LeastCoefficient * omega;
    }

    /// <summary>Whether at the member with these frozen overlaps all but one turn over (P_·j, q, r_k, S) decays.</summary>
    private static bool OnlyOneTurns(ReducedOde ode, int j, double u, double first, double second)
    {
        int k = 1 - j;
        Span<double> point = stackalloc double[N], jacobian = stackalloc double[N * N], block = stackalloc double[36];
        point.Clear();
        (point[k], point[2 + k], point[R + j]) = (first, second, Math.Sqrt(u));
        ode.Jacobian(point, jacobian);
        ReadOnlySpan<int> odd = [j, 2 + j, Q, Q + 1, R + k, S];
        for (int a = 0; a < odd.Length; a++)
            for (int b = 0; b < odd.Length; b++)
                block[a * odd.Length + b] = jacobian[odd[a] * N + odd[b]];
        double size = VectorMath.Norm(block);
        if (EigenSolver.Eigenvalues(block, odd.Length) is not { } values)
            return false;
        int turning = 0;
        foreach (Complex value in values)
        {
            if (value.Real > Shows * size)
                return false;
            turning += value.Real > -LeastRate * size ? 1 : 0;
        }
        return turning == 2;
    }
}
