using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>When returns to the section contract, or close: is there a stable cycle so near that the trajectory cannot miss it?</summary>
internal sealed class CycleWatch<TField>(SearchContext<TField> search)
    where TField : IVectorField
{
    /// <summary>Shooting for a cycle is expensive; this many tries are made at returns that contract, and so many more at returns that close.</summary>
    private const int MaxAttempts = 8, MaxClosedAttempts = 4;

    /// <summary>After a try a return must be ten times nearer before the next.</summary>
    private const double Fall = 0.1;

    /// <summary>Returns within this fraction of the amplitude close: far above errors of integration, far below what a torus does for long.</summary>
    private const double Closed = 1e-4;

    /// <summary>Relative tolerance of shooting there: past saddles errors grow a thousandfold and more within a turn.</summary>
    private const double ClosedTolerance = 1e-12;

    /// <summary>Returns within this fraction of the amplitude, three loops in turn, are worth a try though they do not contract any more.</summary>
    private const double ClosedAtOnce = 1e-8;

    /// <summary>Where differences of orbits stand for tangents: offsets in units of the range, far above errors of integration at a jump.</summary>
    private const double Offset = 1e-4;

    /// <summary>Returns that close while deviations would have grown by e to this power lie on an invariant set, from which no rounding leads.</summary>
    private const double GrowthOfRounding = 40;

    /// <summary>Tangents start with zeros, which noise of rounding fills: without any absolute tolerance steps would follow the noise.</summary>
    private const double SmallestTolerance = 1e-30;

    /// <summary>Most steps of a try. Of some 500 that found a cycle, with one feature and two, all but one took three at most.</summary>
    private const int MostSteps = 6;

    /// <summary>Most evaluations of a try, and where the field is stiff, so that a period takes thousands of implicit steps.</summary>
    private const long Evaluations = 200_000, StiffEvaluations = 1_000_000;

    private double _trigger = double.PositiveInfinity;
    private int _closedAttempts;

    private LimitCycleOptions Options => new()
    {
        RelativeTolerance = 1e-9, AbsoluteTolerance = Math.Clamp(search.AbsoluteTolerance, SmallestTolerance, 1e-12), MaxSteps = MostSteps, MaxEvaluations = search.Stepper.IsStiff ? StiffEvaluations : Evaluations, PeriodRange = 1.2, PolishingSteps = 0, IsReturn = true,
    };

    /// <summary>After a return to the section.</summary>
    public LimitCycleAttractor? Step()
    {
        if (search.Options.Scope != SearchScope.All || search.CycleAttempts >= MaxAttempts)
            return null;
        double amplitude = Amplitude(), distance = search.Section.FindCycle(CycleWatch.Near * amplitude, out double period, search.Work);
        // returns of a cycle that contracts at once differ by rounding, in no order
        if (double.IsPositiveInfinity(distance) && search.Section.FindClosed(ClosedAtOnce * amplitude, out period, search.Work) > 0)
            distance = ClosedAtOnce * amplitude;
        if (distance >= _trigger)
            return null;
        _trigger = Fall * distance;
        LimitCycle? cycle = Shoot(period, Options);
        if (cycle is null)
            return null;
        double slowest = Slowest(cycle);
        // a cycle met on the way tells how slowly the motion may still change
        search.SlowestStable = Math.Min(search.SlowestStable, slowest / cycle.Period);
        if (cycle.Verdict != StabilityVerdict.Stable)
        {
            search.Obstacle = "the motion came near a cycle that is not stable and had not settled";
            return null;
        }
        return At(cycle, amplitude, slowest);
    }

    /// <summary>
    /// When motion goes on: returns that close without having been seen to contract are those of a cycle that contracts at once, of one that the Jacobian
    /// does not describe, or of one that repels and is left by no rounding.
    /// </summary>
    public Attractor? LookAtClosed()
    {
        if (search.Options.Scope != SearchScope.All)
            return null;
        double amplitude = Amplitude(), time = search.Section.FindClosed(Closed * amplitude, out double period, search.Work);
        if (time == 0 || _closedAttempts >= MaxClosedAttempts)
            return null;
        _closedAttempts++;
        double[] from = [.. search.Work];
        LimitCycle? cycle = Shoot(period, Options with { RelativeTolerance = ClosedTolerance, MaxSteps = 20 });
        if (cycle is null)
        {
            from.CopyTo(search.Work, 0);
            double[] offsets = [.. Enumerable.Range(0, search.Dimension).Select(i => Offset * Math.Max(search.Windows[1].Range(i), Offset * amplitude))];
            cycle = Shoot(period, Options with { Offsets = offsets, ResidualTolerance = 1e-7 });
        }
        if (cycle is null || VectorMath.LargestDifference(from, cycle.Point.AsSpan()) > 10 * Closed * amplitude)
            return null;
        if (cycle.Verdict == StabilityVerdict.Stable)
            return At(cycle, amplitude, Slowest(cycle));
        double growth = Math.Log(cycle.Multipliers[0].Magnitude) / cycle.Period;
        return growth * time > GrowthOfRounding
            ? search.Undetermined(string.Create(CultureInfo.InvariantCulture, $"the motion is a cycle of period {cycle.Period * search.TimeUnit:G6} on an invariant set that repels, with a multiplier of modulus {cycle.Multipliers[0].Magnitude:G4} across it, and cannot leave it; start off it"), UndeterminedCause.Repelling)
            : null;
    }

    private double Amplitude()
    {
        (MotionWindow now, MotionWindow before) = (search.Windows[0], search.Windows[1]);
        return 0.5 * Math.Max(now.Range(now.WidestCoordinate()), before.Range(before.WidestCoordinate()));
    }

    private LimitCycle? Shoot(double period, LimitCycleOptions options)
    {
        search.CycleAttempts++;
        LimitCycleSolution solution = LimitCycleSolver.Polish(search.Field, search.Work, period, options);
        search.Aside += solution.Evaluations;
        return solution.Cycle;
    }

    /// <summary>The slowest decay over a turn.</summary>
    private static double Slowest(LimitCycle cycle)
    {
        double slowest = double.PositiveInfinity;
        ImmutableArray<Complex> multipliers = cycle.Multipliers;
        foreach (int place in Places.Ordered(multipliers.Length, (a, b) => (multipliers[a] - Complex.One).Magnitude.CompareTo((multipliers[b] - Complex.One).Magnitude)).AsSpan(cycle.NeutralCount))
            slowest = Math.Min(slowest, Math.Abs(Math.Log(multipliers[place].Magnitude)));
        return slowest;
    }

    private LimitCycleAttractor? At(LimitCycle cycle, double amplitude, double slowest)
    {
        if (VectorMath.LargestDifference(search.Work, cycle.Point.AsSpan()) > CycleWatch.NearCycle * amplitude * Math.Min(1, slowest) || cycle.Amplitude < CycleWatch.LeastAmplitude * amplitude)
        {
            search.HasMetStableCycle = true;
            return null;
        }
        return new LimitCycleAttractor(cycle, search.Stepper.Time, search.Evaluations);
    }
}

/// <summary>What does not depend on the field of a watch.</summary>
internal static class CycleWatch
{
    /// <summary>A return must be this near, in units of the amplitude, for a try.</summary>
    public const double Near = 0.02;

    /// <summary>The trajectory must be within this fraction of the amplitude of the cycle, and the cycle must have so much of the motion's amplitude.</summary>
    public const double NearCycle = 0.1, LeastAmplitude = 0.2;
}
