namespace PhaseGan;

/// <summary>
/// The Locked point of two features with equal Λ̃, or nearly so: the overlap S of the columns and the r of the frozen one turn about it without a linear rate, so that training comes to it like 1/√t, if
/// at all.
/// </summary>
/// <remarks>
/// <para>
/// On the plane P = q = 0, in units of τΛ̃, with y = r_k of the frozen column, u = r_j² of the active one, χ = x/Λ̃ and A = 1 − τη_G/2m:
/// </para>
/// <code>
/// r_j' = r_j (A(r_j² + y²) − χ − 1 + α(1 − r_j²)) − S y
/// y'   = y (A(r_j² + y²) − χ − 1 + α(1 − y²)) − S r_j
/// S'   = α(2 r_j y − S (r_j² + y²))
/// </code>
/// <para>
/// At u = (Λ̃(1 − α) + x)/(Λ̃(A − α)) the block over (y, S) has determinant αu(2 − αu) and the trace (α − 1)(Λ̃_k − Λ̃_j)/Λ̃_j for any Λ̃_k. On the centre manifold r_j = √u + c₁y² + c₂yS + c₃S² what is
/// left are linear and cubic terms; the linear ones keep E = α√u y² − αu yS + ½√u S², and the sign of the mean of dE/dt over an ellipse of E decides. The plane attracts where Λ_i + h is below
/// αΛ̃u and below Λ̃ for each feature i, h = AΛ̃u − x; the overlaps of the frozen column fall like a power of t, since dP_ik = −τ̃Λ̃_k r_k² P_ik.
/// </para>
/// <para>
/// Beside the plane these overlaps give the turn a rate g that goes with their squares. With dσ = E dt the equations dE/dσ = −cE + 2g and dP_ik²/dσ ∝ −P_ik² are linear, so that both fall to zero like 1/t, or E before, and E does not rise
/// above the larger one of itself and 2g/c.
/// </para>
/// </remarks>
internal static class LockedWeakFocus
{
    /// <summary>Gaps of Λ̃ above this fraction give rates that show.</summary>
    private const double LargestGap = 1e-6;

    /// <summary>Points on an ellipse; a polynomial of degree four has its mean in more than four.</summary>
    private const int Phases = 8;

    /// <summary>The mean of dE/dt over E² must be below minus this, and rates beyond zero by <see cref="RateLine.Apart"/>.</summary>
    private const double Margin = 0.05;

    /// <summary>How near a state must be for the cubic terms to decide, and how much smaller P and q must be than r_k and S then.</summary>
    private const double Reach = 0.05, Plane = 0.1;

    /// <summary>The largest overlap of the frozen column that recoveries do not show, and how many times the energy the one may be that its overlaps lead to.</summary>
    private const double LargestFrozen = 0.01, LargestRise = 4;

    private const int Q = 4, R = 6, S = 8, N = 9;

    /// <summary>Whether training ends at such a point from a state near it.</summary>
    public static bool Catches(ReducedOde ode, ReadOnlySpan<double> y)
    {
        GanParameters gan = ode.Parameters;
        int j = Math.Abs(y[R]) > Math.Abs(y[R + 1]) ? 0 : 1, k = 1 - j;
        if (!Attracts(gan, j, out double u))
            return false;
        double turn = Math.Max(Math.Abs(y[R + k]), Math.Abs(y[S])), frozen = Math.Max(Math.Abs(y[k]), Math.Abs(y[2 + k])), rest = Math.Max(VectorMath.Largest(y.Slice(Q, 2)), Math.Max(Math.Abs(y[j]), Math.Abs(y[2 + j])));
        if (!(turn < Reach && rest <= Plane * turn && Math.Abs(Math.Abs(y[R + j]) - Math.Sqrt(u)) < turn))
            return false;
        return frozen <= Plane * turn || (frozen < LargestFrozen && IsHeld(ode, j, u, y));
    }

    /// <summary>Whether the rate that the frozen overlaps give the turn leads to an energy not much above the present one, and all else decays.</summary>
    private static bool IsHeld(ReducedOde ode, int j, double u, ReadOnlySpan<double> y)
    {
        GanParameters gan = ode.Parameters;
        int k = 1 - j;
        Span<double> point = stackalloc double[N], jacobian = stackalloc double[N * N], block = stackalloc double[36];
        point.Clear();
        (point[k], point[2 + k], point[R + j]) = (y[k], y[2 + k], Math.Sqrt(u));
        ode.Jacobian(point, jacobian);
        ReadOnlySpan<int> odd = [j, 2 + j, Q, Q + 1, R + k, S];
        for (int a = 0; a < odd.Length; a++)
            for (int b = 0; b < odd.Length; b++)
                block[a * odd.Length + b] = jacobian[odd[a] * N + odd[b]];
        if (EigenSolver.Eigenvalues(block, odd.Length) is not { } values)
            return false;
        Array.Sort(values, (a, b) => b.Real.CompareTo(a.Real));
        double unit = gan.DiscriminatorRate * gan.FakeVariances[j], alpha = gan.RateRatio, e = Math.Sqrt(u), r = y[R + k], s = Math.Sign(y[R + j]) * y[S];
        double energy = alpha * e * r * r - alpha * u * r * s + 0.5 * e * s * s, fall = -MeanChange(alpha, gan.FakeGain, u) * energy;
        return values[1].Real == values[0].Real && 2 * values[0].Real < LargestRise * fall * unit && values[2].Real < -RateLine.Apart * unit;
    }

    /// <summary>Whether the point with column j active, u = r_j², attracts, though not exponentially.</summary>
    public static bool Attracts(GanParameters gan, int j, out double u)
    {
        double own = gan.FakeVariances[j], other = gan.FakeVariances[1 - j], alpha = gan.RateRatio, chi = gan.EffectiveNoise / own;
        double gain = gan.FakeGain;
        u = (1 - alpha + chi) / (gain - alpha);
        bool isPoint = u > 0 && u < 1 && alpha > gain && alpha * u < 2;
        if (!isPoint || Math.Abs(other - own) > LargestGap * own || (alpha - 1) * (other - own) > 0)
            return false;
        double h = gain * u - chi;
        foreach (double real in gan.RealVariances)
            if (!(real / own + h < Math.Min(alpha * u, 1) - RateLine.Apart))
                return false;
        return MeanChange(alpha, gain, u) < -Margin;
    }

    /// <summary>The mean of dE/dt over E², from the cubic terms, on an ellipse of E; in units of τΛ̃.</summary>
    public static double MeanChange(double alpha, double gain, double u)
    {
        double e = Math.Sqrt(u), rate = 2 * u * (alpha - gain);
        // the equations of y², yS and S² for the centre manifold
        double a11 = rate + 2 * alpha * u, a12 = 2 * alpha * e, a21 = -2 * e, a22 = rate, a23 = 4 * alpha * e, a32 = -e, a33 = rate - 2 * alpha * u;
        double det = a11 * (a22 * a33 - a23 * a32) - a12 * a21 * a33;
        double c1 = (gain * e * (a22 * a33 - a23 * a32) + a12 * a33) / det;
        double c2 = (-a11 * a33 - a21 * gain * e * a33) / det;
        double c3 = (a11 * a32 + a21 * gain * e * a32) / det;
        // y and S on the ellipse y = cos φ, S = αe cos φ + (ω/e) sin φ, on which E is constant
        double omega = Math.Sqrt(alpha * u * (2 - alpha * u)), mean = 0, energy = 0.5 * omega * omega / e;
        for (int k = 0; k < Phases; k++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * k / Phases);
            double y = cos, s = alpha * e * cos + omega / e * sin, r = c1 * y * y + c2 * y * s + c3 * s * s;
            double ofY = 2 * gain * e * r * y - s * r + (gain - alpha) * y * y * y, ofS = alpha * (2 * r * y - 2 * e * s * r - s * y * y);
            mean += ((2 * alpha * e * y - alpha * u * s) * ofY + (e * s - alpha * u * y) * ofS) / Phases;
        }
        return mean / (energy * energy);
    }
}
