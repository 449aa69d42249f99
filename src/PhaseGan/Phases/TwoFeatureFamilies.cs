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
/// block over (P_lj, P_ik, S, q_l, r_k), or (P_1j, P_2j, q_1, q_2, S, r_k), has a characteristic polynomial whose coefficients are linear in the squares of the free overlaps.
/// </description></item>
/// <item><description>
/// Both columns active: S = r₁r₂(Λ̃₁ + Λ̃₂)/(Λ̃₁r₁² + Λ̃₂r₂²). With ρ = r₂²/r₁² the difference of the equations dr_j = 0 gives r₁², and what remains is one equation in ρ.
/// </description></item>
/// </list>
/// </remarks>
internal static class TwoFeatureFamilies
{
    /// <summary>Values of a free squared overlap that are looked at where stability is possible, and rows of the second one.</summary>
    private const int Grid = 64, Rows = 24, SectionSteps = 24;

    /// <summary>Values of log ρ that are looked at.</summary>
    private const int RatioGrid = 96, WindowGrid = 16;

    /// <summary>Eigenvalues below this fraction of the scale count as negative: a family that nearly attracts is not excluded.</summary>
    private const double Slack = 1e-6;

    private const int N = 9, S = 8;

    /// <summary>Whether a member attracts, or nearly so.</summary>
    public static bool AnyMayAttract(ReducedOde ode)
    {
        GanParameters gan = ode.Parameters;
        Span<double> y = stackalloc double[N], jacobian = stackalloc double[N * N];
        for (int j = 0; j < 2; j++)
        {
            for (int i = 0; i < 2; i++)
            {
                var c = new SingleFeatureConstants(
                    gan.RealVariances[i], gan.FakeVariances[j], gan.RateRatio, gan.EffectiveNoise, Gain(gan, -gan.FakeNoise), Gain(gan, gan.RealNoise));
                (double? upper, double? lower) = SingleFeature.Undeceived(c);
                if (Undeceived(ode, i, j, c, upper, y, jacobian) || Undeceived(ode, i, j, c, lower, y, jacobian))
                    return true;
                if (i == 0 && (SingleFeature.IsLockedLine(c) || Locked(ode, j, SingleFeature.Locked(c), y, jacobian)))
                    return true;
            }
        }
        for (int i = -1; i < 2; i++)
            if (BothActiveMayAttract(gan, i) && BothActive(ode, i, y, jacobian))
                return true;
        return false;
    }

    private static double Gain(GanParameters gan, double noise) => 1 + gan.DiscriminatorRate * noise / (2.0 * gan.BatchSize);

    private static bool Undeceived(ReducedOde ode, int i, int j, in SingleFeatureConstants c, double? root, Span<double> y, Span<double> jacobian)
    {
        if (root is not { } u)
            return false;
        int l = 1 - i, k = 1 - j;
        double p = Math.Sqrt(Math.Clamp(c.OverlapSquared(u), 0, 1)), r = Math.Sqrt(u);
        y.Clear();
        (y[2 * i + j], y[4 + i], y[6 + j]) = (p, p * r, r);
        ode.Jacobian(y, jacobian);
        double shift = Slack * Scale(jacobian);
        Span<double> even = stackalloc double[3], low = stackalloc double[5], high = stackalloc double[5];
        Hurwitz.Polynomial(jacobian, N, [2 * i + j, 4 + i, 6 + j], shift, even);
        if (!Hurwitz.IsStable(even))
            return false;
        ReadOnlySpan<int> odd = [2 * l + j, 2 * i + k, S, 4 + l, 6 + k];
        Hurwitz.Polynomial(jacobian, N, odd, shift, low);
        y[2 * l + k] = 1;
        ode.Jacobian(y, jacobian);
        Hurwitz.Polynomial(jacobian, N, odd, shift, high);
        return AnyStable(low, high, 1);
    }

    private static bool Locked(ReducedOde ode, int j, double? root, Span<double> y, Span<double> jacobian)
    {
        if (root is not { } u)
            return false;
        int k = 1 - j;
        y.Clear();
        y[6 + j] = Math.Sqrt(u);
        ode.Jacobian(y, jacobian);
        double shift = Slack * Scale(jacobian);
        if (!(jacobian[(6 + j) * N + 6 + j] < shift))
            return false;
        ReadOnlySpan<int> odd = [j, 2 + j, 4, 5, S, 6 + k];
        Span<double> origin = stackalloc double[6], first = stackalloc double[6], second = stackalloc double[6], at = stackalloc double[6];
        Hurwitz.Polynomial(jacobian, N, odd, shift, origin);
        y[k] = 1;
        ode.Jacobian(y, jacobian);
        Hurwitz.Polynomial(jacobian, N, odd, shift, first);
        (y[k], y[2 + k]) = (0, 1);
        ode.Jacobian(y, jacobian);
        Hurwitz.Polynomial(jacobian, N, odd, shift, second);
        Span<double> end = stackalloc double[6];
        for (int b = 0; b <= Rows; b++)
        {
            double square = (double)b / Rows;
            for (int n = 0; n < at.Length; n++)
            {
                at[n] = origin[n] + square * (second[n] - origin[n]);
                end[n] = at[n] + first[n] - origin[n];
            }
            if (AnyStable(at, end, 1 - square))
                return true;
        }
        return AnyStable(origin, second, 1);
    }

    /// <summary>
    /// Whether a polynomial on the way from <paramref name="low"/> (at 0) to <paramref name="high"/> (at 1) is stable, up to <paramref name="limit"/>: where all
    /// coefficients are positive, which is an interval, on a grid and at the maxima of the last determinant between its points.
    /// </summary>
    private static bool AnyStable(ReadOnlySpan<double> low, ReadOnlySpan<double> high, double limit)
    {
        double from = 0, to = limit;
        for (int n = 0; n < low.Length; n++)
        {
            double slope = high[n] - low[n];
            if (slope > 0)
                from = Math.Max(from, -low[n] / slope);
            else if (slope < 0)
                to = Math.Min(to, -low[n] / slope);
            else if (low[n] <= 0)
                return false;
        }
        if (!(from <= to))
            return false;
        // a narrow stable piece shows as a maximum of the last determinant, which is then followed
        const double golden = 0.6180339887498949;
        Span<double> at = stackalloc double[low.Length];
        double step = (to - from) / Grid;
        // beside an end, where a real eigenvalue crosses zero, a piece may be narrow too
        for (double inside = 0.3 * step; inside > 1e-6 * step; inside *= 0.1)
        {
            Between(from + inside, low, high, at);
            bool isStable = Hurwitz.IsStable(at);
            Between(to - inside, low, high, at);
            if (isStable || Hurwitz.IsStable(at))
                return true;
        }
        double before = double.NegativeInfinity, value = Determinant(from, low, high, at);
        for (int g = 0; g <= Grid; g++)
        {
            double s = from + g * step, next = g < Grid ? Determinant(s + step, low, high, at) : double.NegativeInfinity;
            Between(s, low, high, at);
            if (Hurwitz.IsStable(at))
                return true;
            if (value <= 0 && value >= before && value >= next)
            {
                double left = Math.Max(from, s - step), right = Math.Min(to, s + step);
                double a = right - golden * (right - left), b = left + golden * (right - left), atA = Determinant(a, low, high, at), atB = Determinant(b, low, high, at);
                for (int k = 0; k < SectionSteps; k++)
                {
                    if (atA > atB)
                    {
                        (right, b, atB) = (b, a, atA);
                        a = right - golden * (right - left);
                        atA = Determinant(a, low, high, at);
                    }
                    else
                    {
                        (left, a, atA) = (a, b, atB);
                        b = left + golden * (right - left);
                        atB = Determinant(b, low, high, at);
                    }
                }
                Between(0.5 * (left + right), low, high, at);
                if (Hurwitz.IsStable(at))
                    return true;
            }
            (before, value) = (value, next);
        }
        return false;
    }

    private static double Determinant(double s, ReadOnlySpan<double> low, ReadOnlySpan<double> high, Span<double> at)
    {
        Between(s, low, high, at);
        return Hurwitz.LastDeterminant(at);
    }

    private static void Between(double s, ReadOnlySpan<double> low, ReadOnlySpan<double> high, Span<double> at)
    {
        for (int n = 0; n < at.Length; n++)
            at[n] = low[n] + s * (high[n] - low[n]);
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
            return other < own && other + fake - own < gan.RateRatio * fake + slack;
        }
        double largest = Math.Max(gan.RealVariances[0], gan.RealVariances[1]) - gan.EffectiveNoise, gain = Gain(gan, -gan.FakeNoise);
        return largest < Math.Max(0, (gan.RateRatio - gain) * fake) + slack * (1 + Math.Abs(gain));
    }

    /// <summary>Points with both columns active on feature i, or on none for i = −1.</summary>
    private static bool BothActive(ReducedOde ode, int i, Span<double> y, Span<double> jacobian)
    {
        var pair = new ActivePair(ode.Parameters, i);
        Span<double> cuts = stackalloc double[2 + ActivePair.Limits];
        Span<double> atLow = stackalloc double[ActivePair.Limits], atHigh = stackalloc double[ActivePair.Limits], at = stackalloc double[ActivePair.Limits];
        double low = s_ratios[0];
        pair.LimitsAt(low, atLow);
        for (int g = 1; g <= RatioGrid; g++)
        {
            double high = s_ratios[g];
            pair.LimitsAt(high, atHigh);
            // the ratios with 0 < r₁², r₂² ≤ 1 may be a narrow window: its ends are where one of the limits changes sign
            int count = 0;
            cuts[count++] = low;
            for (int k = 0; k < ActivePair.Limits; k++)
            {
                if ((atLow[k] > 0) == (atHigh[k] > 0))
                    continue;
                double left = low, right = high;
                for (int step = 0; step < 50; step++)
                {
                    double middle = 0.5 * (left + right);
                    pair.LimitsAt(middle, at);
                    if ((at[k] > 0) == (atLow[k] > 0))
                        left = middle;
                    else
                        right = middle;
                }
                cuts[count++] = 0.5 * (left + right);
            }
            cuts[count++] = high;
            if (count > 2)
                cuts[..count].Sort();
            // the residual has a sign at both ends of a piece, or it is not looked at
            else if (!ActivePair.MayBePoint(low, atLow) || !ActivePair.MayBePoint(high, atHigh))
                count = 0;
            for (int k = 0; k + 1 < count; k++)
                if (AnyBetween(ode, pair, i, cuts[k], cuts[k + 1], count > 2 ? WindowGrid : 1, y, jacobian))
                    return true;
            low = high;
            atHigh.CopyTo(atLow);
        }
        return false;
    }

    private static readonly double[] s_ratios = [.. Enumerable.Range(0, RatioGrid + 1).Select(g => Math.Exp(6 * (2.0 * g / RatioGrid - 1)))];

    /// <summary>Points with both columns active and a ratio in an interval, which is cut into steps.</summary>
    private static bool AnyBetween(ReducedOde ode, in ActivePair pair, int i, double from, double to, int steps, Span<double> y, Span<double> jacobian)
    {
        // just inside, where a window ends
        double margin = 1e-9 * (to - from), width = (to - from - 2 * margin) / steps, last = from + margin, before = pair.Residual(last, out _);
        for (int g = 1; g <= steps; g++)
        {
            double rho = from + margin + g * width, value = pair.Residual(rho, out _);
            if (double.IsFinite(before) && double.IsFinite(value) && (before > 0) != (value > 0))
            {
                double low = last, high = rho;
                for (int step = 0; step < 60 && high - low > 1e-15 * high; step++)
                {
                    double middle = 0.5 * (low + high);
                    if ((pair.Residual(middle, out _) > 0) == (before > 0))
                        low = middle;
                    else
                        high = middle;
                }
                pair.Residual(0.5 * (low + high), out double u1);
                if (Attracts(ode, pair, i, u1, 0.5 * (low + high) * u1, y, jacobian))
                    return true;
            }
            (before, last) = (value, rho);
        }
        return false;
    }

    private static bool Attracts(ReducedOde ode, in ActivePair pair, int i, double u1, double u2, Span<double> y, Span<double> jacobian)
    {
        double v = i < 0 ? 0 : pair.Square(u1, u2), cross = pair.Cross(u1, u2);
        if (!(u1 > 0 && u2 > 0 && u1 <= 1 && u2 <= 1 && v >= 0 && v <= Math.Min(u1, u2) * (1 + 1e-9)) || cross > Math.Sqrt(u1 * u2) * (1 + 1e-9))
            return false;
        double q = Math.Sqrt(v), r1 = Math.Sqrt(u1), r2 = Math.Sqrt(u2);
        y.Clear();
        if (i >= 0)
            (y[2 * i], y[2 * i + 1], y[4 + i]) = (q / r1, q / r2, q);
        (y[6], y[7], y[S]) = (r1, r2, cross / (r1 * r2));
        ode.Jacobian(y, jacobian);
        double shift = Slack * Scale(jacobian);
        Span<double> three = stackalloc double[3], six = stackalloc double[6];
        for (int l = 0; l < 2; l++)
        {
            if (l == i)
                continue;
            Hurwitz.Polynomial(jacobian, N, [2 * l, 2 * l + 1, 4 + l], shift, three);
            if (!Hurwitz.IsStable(three))
                return false;
        }
        if (i < 0)
        {
            Hurwitz.Polynomial(jacobian, N, [6, 7, S], shift, three);
            return Hurwitz.IsStable(three);
        }
        Hurwitz.Polynomial(jacobian, N, [2 * i, 2 * i + 1, 4 + i, 6, 7, S], shift, six);
        return Hurwitz.IsStable(six);
    }

    private static double Scale(ReadOnlySpan<double> jacobian)
    {
        double sum = 0;
        foreach (double v in jacobian)
            sum += v * v;
        return Math.Sqrt(sum);
    }

    /// <summary>The equations of two active columns, in units of τ: with q_i ≠ 0 h = Λ̃₁ + Λ̃₂ − Λ_i, else h follows from r.</summary>
    private readonly struct ActivePair(GanParameters gan, int i)
    {
        private readonly double _f1 = gan.FakeVariances[0], _f2 = gan.FakeVariances[1], _real = i < 0 ? 0 : gan.RealVariances[i];
        private readonly double _alpha = gan.RateRatio, _noise = gan.EffectiveNoise, _fakeGain = Gain(gan, -gan.FakeNoise), _realGain = Gain(gan, gan.RealNoise);
        private readonly bool _isLocked = i < 0;

        /// <summary>r₁r₂S.</summary>
        public double Cross(double u1, double u2) => u1 * u2 * (_f1 + _f2) / (_f1 * u1 + _f2 * u2);

        /// <summary>q_i².</summary>
        public double Square(double u1, double u2) => (_fakeGain * (_f1 * u1 + _f2 * u2) - _noise - (_f1 + _f2 - _real)) / (_realGain * _real);

        /// <summary>Number of <see cref="LimitsAt"/>.</summary>
        public const int Limits = 4;

        /// <summary>Numerator and denominator of r₁² at a ratio ρ, and the differences that change sign where r₁² = 1 and where r₂² = 1.</summary>
        public void LimitsAt(double rho, Span<double> limits)
        {
            (double numerator, double denominator) = First(rho);
            (limits[0], limits[1], limits[2], limits[3]) = (numerator, denominator, numerator - denominator, rho * numerator - denominator);
        }

        /// <summary>False where r₁² or r₂² at a ratio with these limits is outside (0, 1] by more than the slack of <see cref="Residual"/>.</summary>
        public static bool MayBePoint(double rho, ReadOnlySpan<double> limits)
        {
            double u1 = limits[0] / limits[1];
            return u1 > -1e-4 && u1 <= 1.0001 && rho * u1 <= 1.0001;
        }

        /// <summary>What is left of dr₁ = 0 at a ratio ρ, with the r₁² that makes dr₁r₁ = dr₂r₂; not finite where there is none.</summary>
        public double Residual(double rho, out double u1)
        {
            (double numerator, double denominator) = First(rho);
            u1 = numerator / denominator;
            if (!(u1 > 0 && u1 <= 1.000001 && rho * u1 <= 1.000001))
                return double.NaN;
            double cross = rho * (_f1 + _f2) / (_f1 + _f2 * rho), h = _isLocked ? _fakeGain * (_f1 + _f2 * rho) * u1 - _noise : _f1 + _f2 - _real;
            double v = _isLocked ? 0 : Square(u1, rho * u1);
            return _real * v - _f1 * u1 - _f2 * cross * u1 + h * u1 + _alpha * _f1 * (1 - u1) * u1;
        }

        private (double Numerator, double Denominator) First(double rho)
        {
            double cross = rho * (_f1 + _f2) / (_f1 + _f2 * rho);
            // r₁(dr₁) − r₂(dr₂) = u₁(linear + h(1 − ρ)) − αu₁²(Λ̃₁ − Λ̃₂ρ²), with h = h₀ + h₁u₁
            double linear = -_f1 - _f2 * cross + _alpha * _f1 + _f1 * cross + _f2 * rho - _alpha * _f2 * rho;
            double square = _alpha * (_f1 - _f2 * rho * rho);
            double h0 = _isLocked ? -_noise : _f1 + _f2 - _real, h1 = _isLocked ? _fakeGain * (_f1 + _f2 * rho) : 0;
            return (linear + h0 * (1 - rho), square - h1 * (1 - rho));
        }
    }
}
