using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>Keeps lanes busy: fills them, steps all of them, and gives the lane of a trajectory that has ended to the next.</summary>
internal static class LaneFleet
{
    /// <summary>Steps between pauses, in which cancellation is heard: some tenths of a millisecond.</summary>
    private const int StepsBetweenPauses = 1024;

    /// <summary>Steps until no trajectory is left, or few.</summary>
    /// <param name="stepper">The lanes.</param>
    /// <param name="crew">Gives trajectories and looks at them.</param>
    /// <param name="width">Number of lanes.</param>
    /// <param name="few">When none is left to begin and no more than this many are under way, the fleet stops.</param>
    /// <param name="pause">Called from time to time between steps.</param>
    /// <returns>The lanes in which a trajectory is still under way, lane k at bit k.</returns>
    public static uint Run<T>(ILaneStepper<T> stepper, ILaneCrew crew, int width, int few, Action? pause)
        where T : unmanaged
    {
        uint live = 0, free = (1u << width) - 1;
        for (int steps = 1; ; steps++)
        {
            if (free != 0)
            {
                bool isEmpty = !Fill(stepper, crew, free, ref live);
                if (live == 0 || (isEmpty && BitOperations.PopCount(live) <= few))
                    return live;
            }
            if (steps % StepsBetweenPauses == 0)
                pause?.Invoke();
            free = crew.Look(live, (stepper.Step() | stepper.Exhausted) & live);
        }
    }

    /// <summary>Steps two fleets in turn until no trajectory is left in either: the lanes of one fill the waits of the other.</summary>
    public static void RunBoth<TField, T>(
        LaneStepper<TField, T> stepper, ILaneCrew crew, LaneStepper<TField, T> otherStepper, ILaneCrew otherCrew, Action? pause)
        where TField : struct, ILaneField
        where T : unmanaged, IWideLanes<T>
    {
        uint live = 0, free = (1u << T.Width) - 1, otherLive = 0, otherFree = free;
        for (int steps = 1; ; steps++)
        {
            if (free != 0)
                Fill(stepper, crew, free, ref live);
            if (otherFree != 0)
                Fill(otherStepper, otherCrew, otherFree, ref otherLive);
            if ((live | otherLive) == 0)
                return;
            if (steps % StepsBetweenPauses == 0)
                pause?.Invoke();
            uint ended = 0, otherEnded = 0;
            if (otherLive == 0)
                ended = stepper.Step();
            else if (live == 0)
                otherEnded = otherStepper.Step();
            else
                ended = stepper.StepWith(otherStepper, out otherEnded);
            free = live == 0 ? 0 : crew.Look(live, (ended | stepper.Exhausted) & live);
            otherFree = otherLive == 0 ? 0 : otherCrew.Look(otherLive, (otherEnded | otherStepper.Exhausted) & otherLive);
        }
    }

    /// <summary>Gives free lanes trajectories; false if there were not enough.</summary>
    private static bool Fill<T>(ILaneStepper<T> stepper, ILaneCrew crew, uint free, ref uint live)
        where T : unmanaged
    {
        bool isFilled = true;
        for (; free != 0; free &= free - 1)
        {
            int lane = BitOperations.TrailingZeroCount(free);
            if (crew.TryBegin(lane))
                live |= 1u << lane;
            else
            {
                isFilled = false;
                stepper.Park(lane);
                live &= ~(1u << lane);
            }
        }
        if (live != 0)
            stepper.Ready();
        return isFilled;
    }
}
