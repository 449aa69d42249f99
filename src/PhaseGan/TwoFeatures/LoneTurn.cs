using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// The line x = (Λ − Λ̃_j + αΛ̃_j)/2 with two features of equal Λ, on which column j turns without a rate at deceived states where it meets no part of the other column k: P_·j and P_·k are orthogonal and S = 0.
/// </summary>
/// <remarks>
/// <para>
/// The plane of these states, q along P_·j, r_k = 0, is kept by the field, whose equations on it are those of one feature: training ends at |P_·j|² = 1 − x/Λ with E falling like 1/t (<see cref="DeceivedCentre"/>), while P_·k rests. The trace of
/// column k is (α − 1)(Λ̃_k − Λ̃_j), so that it decays for one of the two columns. Beside the plane s = (S, P_·j·P_·k) gives the turn a rate Q(s), a quadratic form, and in the mean s′ = E N s. With dσ = E dt this is dE/dσ = κE + Q(s), ds/dσ = Ns:
/// where N decays, s falls in powers of t, and E to zero with it or, where it falls faster than s² and Q(s) is negative, before: then a rate is left.
/// </para>
/// <para>
/// The coefficients are those of <see cref="SlowMode"/>, and the equations are followed from a state to where the overlaps no longer drift. Two such ends, the second from a way that has become shorter, must agree.
/// </para>
/// </remarks>
internal static class LoneTurn
{
    /// <summary>Most evaluations on the way, and how many times more looks there are between one that is followed to the end and the next.</summary>
    private const long Budget = 1_000_000;

    private const int FirstLook = 20;

    private const double LaterLook = 1.5;

    /// <summary>The largest q or r in a turn, the part of them that may not be this turn, and what E may change by in the time of one radian.</summary>
    private const double Reach = 0.1, LargestRest = 0.02, LargestChange = 0.05;

    /// <summary>Steps of the way, in units of the time in which a turn moves the overlaps by their own size, and the drift in those units at which they rest.</summary>
    private const double Step = 0.2, AtRest = 1e-5;

    private const int MostSteps = 2000;

    /// <summary>The rate at the end, in units of the frequency.</summary>
    private const double LargestRate = 1e-6;

    private static readonly int[] s_transverse = [4, 5, 6, 7], s_overlaps = [0, 1, 2, 3, 8];

    /// <summary>Whether a column turns alone without a rate, to within rounding, while the other one decays.</summary>
    public static bool IsOn(GanParameters gan) => IsOn(gan, 0) || IsOn(gan, 1);

    private static bool IsOn(GanParameters gan, int j)
    {
        if (gan.FeatureCount != 2 || gan.RealVariances[0] != gan.RealVariances[1])
            return false;
        var c = new SingleFeatureConstants(gan, 0, j);
        return RateLine.HasDeceivedTurn(c) && (c.Alpha - 1) * (gan.FakeVariances[1 - j] - c.Fake) < -RateLine.Apart * c.Fake;
    }

    /// <summary>Follows training from a start until it is seen to end there.</summary>
    /// <param name="ode">The field, with two features, on the line.</param>
    /// <param name="y">The start.</param>
    /// <param name="tolerance">How precisely the overlaps at the end must be known.</param>
    /// <param name="time">Receives the time at which the end was shown.</param>
    /// <param name="evaluations">Receives the number of evaluations.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="rate">Receives the largest real part of the spectrum at the end: zero, or below it where the energy vanished before the overlaps came to rest.</param>
    /// <returns>The recoveries at the end; null where they are not shown.</returns>
    public static ImmutableArray<double>? Catches(ReducedOde ode, ReadOnlySpan<double> y, double tolerance, out double time, out long evaluations, out double rate, CancellationToken cancellation)
    {
        int look = 0, next = FirstLook;
        SlowEnd? last = null;
        double rateThere = double.NaN;
        bool Shows(ReadOnlySpan<double> state)
        {
            if (++look < next)
                return false;
            next = (int)(LaterLook * look);
            SlowEnd? before = last;
            last = From(ode, state, out rateThere);
            return before is not null && last is not null && last.ErrorAgainst(before) < tolerance;
        }

        bool isShown = WatchedWay.Follow(new ReducedField<TwoFeatures>(ode), [.. y], Budget, Shows, out time, out evaluations, cancellation);
        rate = rateThere;
        return isShown ? ode.Unpack(last!.Point).Recovery() : null;
    }

    /// <summary>Where the turn about the overlaps of a state comes to rest, and the rate there; null where it is not seen from there.</summary>
    private static SlowEnd? From(ReducedOde ode, ReadOnlySpan<double> y, out double rate)
    {
        rate = double.NaN;
        var mode = new SlowMode(ode, s_transverse, -1, 0, s_overlaps);
        Span<double> p = stackalloc double[s_overlaps.Length], from = stackalloc double[s_overlaps.Length];
        for (int k = 0; k < p.Length; k++)
            p[k] = y[s_overlaps[k]];
        if (!mode.TryBegin(p))
            return null;
        mode.Split(y, p, out _);
        if (!(mode.Turns && mode.Size < Reach && mode.Find(p)))
            return null;
        mode.Split(y, p, out double rest);
        p.CopyTo(from);
        double energy = mode.Energy, largest = mode.Size;
        if (!(rest < LargestRest * largest) || !TryDescend(ode, mode, p, energy, ref largest))
            return null;
        var end = new double[y.Length];
        mode.Write(p, end);
        double way = VectorMath.LargestDifference(from, p);
        // where the overlaps come to rest the rate is zero to rounding
        rate = Math.Abs(mode.Growth) < LargestRate * mode.Value.Imaginary ? 0 : mode.Value.Real;
        return new SlowEnd(FixedPointKind.Deceived, end, way, GrowsFirst: false, SlowEnd.Dropped(largest, way));
    }

    /// <summary>Follows dp/dσ and dE/dσ = g + κE until the overlaps rest, or E vanishes.</summary>
    private static bool TryDescend(ReducedOde ode, SlowMode mode, Span<double> p, double energy, ref double largest)
    {
        Span<double> middle = stackalloc double[p.Length];
        double rate = ode.Parameters.GeneratorRate * Math.Max(ode.Parameters.FakeVariances[0], ode.Parameters.FakeVariances[1]);
        for (int step = 0; step < MostSteps; step++)
        {
            if (!mode.Find(p) || !Holds(mode, energy, ref largest))
                return false;
            double unit = rate * mode.SizeOf(1) * mode.SizeOf(1), sigma = Step / unit;
            if (VectorMath.Largest(mode.Drift) < AtRest * unit)
                return Math.Abs(mode.Growth) < LargestRate * mode.Value.Imaginary && mode.Kappa < 0;
            p.CopyTo(middle);
            VectorMath.AddMultiple(middle, 0.5 * sigma, mode.Drift);
            if (!mode.Find(middle))
                return false;
            double factor = Math.Exp(mode.Kappa * sigma), next = energy * factor + mode.Growth * (factor - 1) / mode.Kappa;
            VectorMath.AddMultiple(p, next > 0 ? sigma : sigma * energy / (energy - next), mode.Drift);
            if (!(next > 0))
                return mode.Find(p) && mode.IsStable();
            energy = next;
        }
        return false;
    }

    /// <summary>Whether averages over a turn mean anything, and every other mode decays.</summary>
    private static bool Holds(SlowMode mode, double energy, ref double largest)
    {
        largest = Math.Max(largest, mode.SizeOf(energy));
        return largest < Reach && mode.IsAlone() && Math.Abs(mode.Growth) + Math.Abs(mode.Kappa * energy) < LargestChange * mode.Value.Imaginary;
    }
}
