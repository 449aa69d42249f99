namespace PhaseGan;

/// <summary>
/// Whether copies of a training, whose starts differ by as much as a step of the integration errs, end where it ended. After a chaotic transient beside several ends they need not: then errors decide where training ends, and a
/// single integration tells nothing. Asked where the motion was lively for long before it ended, of fields with coordinates of order one that follow many trajectories side by side.
/// </summary>
/// <remarks>Where all copies end alike another end that more than 0.44 of them reach is excluded with an error of one in a hundred.</remarks>
internal static class EndOfCopies
{
    /// <summary>A piece of the way is lively if its mean speed is above this part of the rate τ max Λ. Motions that go on have a multiple of it; of those that end after 1,500 steps one in seven.</summary>
    public const double Lively = 0.02;

    /// <summary>Most steps in which copies are to part: those of a chaotic motion take some hundreds.</summary>
    public const int MostStepsToPart = 3000;

    private const int Copies = 8, Looks = 32;

    /// <summary>A copy that is not where training ended is followed for so many times as long as that took.</summary>
    private const int Patience = 2;

    /// <summary>Copies of a motion that goes on are followed for so many times as long as it was lively first.</summary>
    private const int PatienceWithMotion = 4;

    /// <summary>A speed below this part of the rate is slow.</summary>
    private const double Slow = 1e-3;

    /// <summary>Recoveries that differ by less are those of one end, which copies are still on their way to.</summary>
    private const double SameEnd = 0.01;

    /// <summary>Of a step of the copies, and what their starts differ by.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>Most steps of a copy between two looks, in units of the time times the rate: a few are needed.</summary>
    private const double MostStepsPerTime = 100;

    /// <summary>The verdict of a training, or that its end depends on errors of the integration.</summary>
    /// <param name="ode">Its field.</param>
    /// <param name="start">Where it started.</param>
    /// <param name="verdict">What was shown: rest, or regular motion.</param>
    /// <param name="lively">The time up to which it was lively at first.</param>
    /// <param name="time">The time after which that was shown.</param>
    /// <param name="rate">τ max Λ.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static PhaseVerdict Asked<TField>(TField ode, double[] start, PhaseVerdict verdict, double lively, double time, double rate, CancellationToken cancellation)
        where TField : IVectorField<MacroState>, ICaptureCandidates
    {
        if (!Part(ode, start, lively, cancellation))
            return verdict;
        bool moves = verdict.Phase == Phase.Oscillation;
        double length = (moves ? Math.Min(time, PatienceWithMotion * lively) : time) / Looks;
        int[] looks = new int[Copies];
        bool[] differs = new bool[Copies];
        ode.TryFollow(MotionSurvival.Copy(start, Copies, Tolerance), length, (int)Math.Min(int.MaxValue, 1000 + MostStepsPerTime * rate * length), Tolerance, Look, cancellation.ThrowIfCancellationRequested);
        int others = differs.Count(d => d);
        return others == 0 ? verdict : OdeSearch.DependsOnErrors(verdict, $"{others} of {Copies} copies, whose starts differ by {Tolerance:G}, ended elsewhere");

        bool Look(int copy, ReadOnlySpan<double> state, int steps)
        {
            var change = new double[state.Length];
            ode.Evaluate(state, change);
            bool isSlow = VectorMath.Largest(change) < Slow * rate;
            differs[copy] = steps < 0 || (moves ? isSlow : !isSlow || !IsAt(ode.Unpack(state), verdict));
            bool isEarly = ++looks[copy] < Looks;
            return steps > 0 && (moves ? isEarly && !isSlow : isEarly || (differs[copy] && looks[copy] < Patience * Looks));
        }
    }

    private static bool IsAt(MacroState state, PhaseVerdict verdict)
    {
        ReadOnlySpan<double> ends = verdict.Recoveries, here = state.Recovery().AsSpan();
        return VectorMath.LargestDifference(here, ends) < SameEnd;
    }

    /// <summary>Whether two copies of a start part in a time, as they do in chaos.</summary>
    private static bool Part<TField>(TField ode, double[] start, double until, CancellationToken cancellation)
        where TField : IVectorField<MacroState>, ICaptureCandidates
    {
        int n = start.Length;
        double[] states = new double[2 * Looks * n];
        int[] looks = new int[2], taken = new int[2];
        bool part = false;
        ode.TryFollow(MotionSurvival.Copy(start, 2), until / Looks, MostStepsToPart, Tolerance, Look, cancellation.ThrowIfCancellationRequested);
        return part;

        bool Look(int copy, ReadOnlySpan<double> state, int steps)
        {
            int look = looks[copy]++;
            taken[copy] += Math.Abs(steps);
            state.CopyTo(states.AsSpan((2 * look + copy) * n));
            part |= looks[1 - copy] > look && VectorMath.LargestDifference(state, states.AsSpan((2 * look + 1 - copy) * n, n)) > MotionSurvival.Parted;
            return !part && steps > 0 && looks[copy] < Looks && taken[copy] < MostStepsToPart;
        }
    }
}
