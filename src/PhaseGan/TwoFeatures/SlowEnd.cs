namespace PhaseGan;

/// <summary>Where a slow approach to a family of fixed points with two features ends: the equations of its slowest motion (<see cref="SlowMode"/>), followed down to energy zero.</summary>
/// <param name="Kind">The family: the deceived manifold or the Locked points.</param>
/// <param name="Point">The end.</param>
/// <param name="Way">How far the overlaps still drift.</param>
/// <param name="GrowsFirst">Whether the energy grows before it vanishes.</param>
/// <param name="Error">What terms of higher order may change in an overlap at the end.</param>
internal sealed record SlowEnd(FixedPointKind Kind, double[] Point, double Way, bool GrowsFirst, double Error)
{
    /// <summary>Steps on the way to energy zero, and further ones from where it nearly vanishes.</summary>
    private const int Steps = 5, Corrections = 3;

    /// <summary>How far the zero of the energy is looked for, and to what part of its distance.</summary>
    private const int MostDoublings = 64, Halvings = 24;

    /// <summary>Odd coordinates above this are no neighbourhood, and the part of them that is not the slowest motion must be below this fraction, as must what the fast coordinate lags behind.</summary>
    private const double LargestSize = 0.3, LargestRest = 0.02;

    /// <summary>A spiral may decay by this fraction of its angle, or averages mean nothing.</summary>
    private const double LargestDecay = 0.1;

    /// <summary>Terms of higher order, in units of the square of the largest size.</summary>
    private const double Neglected = 30;

    /// <summary>How far the overlaps may still drift with what is left of the energy, and how large they may become in these equations.</summary>
    private const double LastDrift = 1e-6, LargestOverlap = 1.1;

    /// <summary>Estimates are compared where the way has become shorter by this part, and errors taken twice.</summary>
    private const double LeastShorter = 0.02, Safety = 2;

    /// <summary>A column is active where r_j is above this.</summary>
    private const double Active = 0.1;

    private static readonly int[] s_transverse = [4, 5, 6, 7], s_overlaps = [0, 1, 2, 3, 8];

    /// <summary>
    /// Bound on the error of this end, from an estimate made before. What is neglected goes at least with the way that is left, so that from a way that has become shorter by a part the error is no more than what
    /// the estimates differ by over that part; while the energy only grows from almost nothing the way does not shorten, and its square at the largest size says it.
    /// </summary>
    public double ErrorAgainst(SlowEnd before)
    {
        double difference = Safety * VectorMath.LargestDifference(Point, before.Point), shorter = 1 - Way / before.Way;
        if (GrowsFirst)
            return Math.Max(Error, difference);
        return shorter > LeastShorter ? Math.Max(Error, difference / shorter) : double.PositiveInfinity;
    }

    /// <summary>What terms of higher order may change in an overlap on a way, by the largest size on it.</summary>
    public static double Dropped(double largest, double way) => Neglected * largest * largest * way;

    /// <summary>The end of the way from a state; null where it is not seen from there.</summary>
    public static SlowEnd? From(ReducedOde ode, ReadOnlySpan<double> y)
    {
        int j = Math.Abs(y[6]) > Math.Abs(y[7]) ? 0 : 1;
        bool isDeceived = Math.Max(VectorMath.Largest(y.Slice(4, 2)), Math.Abs(y[6 + j])) < Active;
        SlowMode mode;
        int[] neutral;
        if (isDeceived)
            mode = new SlowMode(ode, s_transverse, -1, 0, neutral = s_overlaps);
        else
        {
            GanParameters gan = ode.Parameters;
            double own = gan.FakeVariances[j], square = (own * (1 - gan.RateRatio) + gan.EffectiveNoise) / (own * (gan.FakeGain - gan.RateRatio));
            if (!(square > 0 && square < 1))
                return null;
            if (Math.Abs(y[7 - j]) > LargestSize || VectorMath.Largest(y.Slice(4, 2)) > LargestSize || Math.Abs(y[8]) > LargestSize)
                return null;
            mode = new SlowMode(ode, [j, 2 + j, 4, 5, 7 - j, 8], 6 + j, Math.CopySign(Math.Sqrt(square), y[6 + j]), neutral = [1 - j, 3 - j]);
        }
        return Follow(isDeceived ? FixedPointKind.Deceived : FixedPointKind.Locked, mode, y, neutral);
    }

    private static SlowEnd? Follow(FixedPointKind kind, SlowMode mode, ReadOnlySpan<double> y, int[] neutral)
    {
        Span<double> p = stackalloc double[neutral.Length];
        for (int k = 0; k < neutral.Length; k++)
            p[k] = y[neutral[k]];
        if (!mode.TryBegin(p))
            return null;
        mode.Split(y, p, out double rest);
        if (!(mode.Size < LargestSize && rest < LargestRest * mode.Size) || !mode.Find(p))
            return null;
        mode.Split(y, p, out rest);
        if (!(rest < LargestRest * mode.Size && mode.Lag(y) < LargestRest * mode.Size))
            return null;
        double size = mode.Size, energy = mode.Energy, largest = size;
        Span<double> from = stackalloc double[neutral.Length];
        p.CopyTo(from);
        if (!Descend(mode, p, energy, ref largest) || !mode.IsStable())
            return null;
        double way = VectorMath.LargestDifference(from, p);
        var end = new double[y.Length];
        mode.Write(p, end);
        return new SlowEnd(kind, end, way, largest > size, Dropped(largest, way));
    }

    /// <summary>
    /// Follows the overlaps until the energy vanishes. With dσ = E dt the equations are dp/dσ = D²f(v, v̄), in which E does not occur, and dE/dσ = g + κE along their solution, g = 2 Re λ, which reaches
    /// zero in a finite σ.
    /// </summary>
    private static bool Descend(SlowMode mode, Span<double> p, double energy, ref double largest)
    {
        int n = p.Length;
        Span<double> at = stackalloc double[n], sum = stackalloc double[n], growths = stackalloc double[4];
        ReadOnlySpan<double> places = [0, 0.5, 0.5, 1], weights = [1, 2, 2, 1];
        for (int step = 0; step < Steps + Corrections; step++)
        {
            sum.Clear();
            p.CopyTo(at);
            double h = 0, kappa = 0;
            for (int stage = 0; stage < 4; stage++)
            {
                if (!mode.Find(at))
                    return false;
                if (stage == 0)
                {
                    largest = Math.Max(largest, mode.SizeOf(energy));
                    double left = Remaining(energy, mode.Growth, mode.GrowthChange, mode.Kappa);
                    if (!(largest < LargestSize) || !double.IsFinite(left) || !mode.IsAlone())
                        return false;
                    h = left / Math.Max(1, Steps - step);
                }
                growths[stage] = mode.Growth;
                kappa += weights[stage] / 6 * mode.Kappa;
                if (mode.Turns && Math.Abs(mode.Growth) + Math.Abs(mode.Kappa * energy) > LargestDecay * mode.Value.Imaginary)
                    return false;
                double next = stage < 3 ? h * places[stage + 1] : 0;
                for (int k = 0; k < n; k++)
                {
                    sum[k] += h / 6 * weights[stage] * mode.Drift[k];
                    at[k] = p[k] + next * mode.Drift[k];
                }
            }
            // the parabola through the growths at the ends and in the middle
            double middle = 0.5 * (growths[1] + growths[2]), first = -3 * growths[0] + 4 * middle - growths[3], second = 4 * (growths[0] - 2 * middle + growths[3]);
            energy = Energy(energy, h, growths[0], first / h, second / (h * h), kappa);
            for (int k = 0; k < n; k++)
                p[k] += sum[k];
            if (!(VectorMath.Largest(p) <= LargestOverlap))
                return false;
            if (step >= Steps - 1 && mode.Growth < 0 && Math.Abs(energy) * VectorMath.Largest(mode.Drift) < LastDrift * -mode.Growth)
                return mode.Find(p);
        }
        return false;
    }

    /// <summary>E at σ where dE/dσ = g + g'σ + ½g''σ² + κE.</summary>
    private static double Energy(double energy, double sigma, double growth, double change, double curvature, double kappa)
    {
        double x = kappa * sigma;
        // (eˣ − Σ xᵏ/k!)/xⁿ for n = 1, 2, 3, by their series where they would cancel
        double one, two, three;
        if (Math.Abs(x) < 0.5)
        {
            three = 0;
            for (int k = 16; k >= 3; k--)
                three = three * x / (k + 1) + 1;
            three /= 6;
            two = 0.5 + x * three;
            one = 1 + x * two;
        }
        else
        {
            one = (Math.Exp(x) - 1) / x;
            two = (one - 1) / x;
            three = (two - 0.5) / x;
        }
        return (1 + x * one) * energy + sigma * (growth * one + sigma * (change * two + sigma * curvature * three));
    }

    /// <summary>The first σ at which E vanishes with a linear growth; minus that at which it did where it is below zero; infinite if there is none.</summary>
    private static double Remaining(double energy, double growth, double change, double kappa)
    {
        double rate = growth + kappa * energy;
        if (energy <= 0)
            return growth < 0 ? energy / -growth : double.PositiveInfinity;
        // as long as the growth takes to change its sign, or E to vanish at its present rate
        double step = rate > 0 ? Math.Abs(growth / change) : energy / -rate;
        if (!(step > 0) || !double.IsFinite(step))
            return double.PositiveInfinity;
        double low = 0, high = 0.25 * step;
        for (int k = 0; Energy(energy, high, growth, change, 0, kappa) > 0; k++)
        {
            if (k == MostDoublings)
                return double.PositiveInfinity;
            (low, high) = (high, 1.5 * high);
        }
        for (int k = 0; k < Halvings; k++)
        {
            double middle = 0.5 * (low + high);
            if (Energy(energy, middle, growth, change, 0, kappa) > 0)
                low = middle;
            else
                high = middle;
        }
        return 0.5 * (low + high);
    }
}
