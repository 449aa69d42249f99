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
        bool isEmpty = false;
        for (int steps = 1; ; steps++)
        {
            if (free != 0)
            {
                for (; free != 0; free &= free - 1)
                {
                    int lane = BitOperations.TrailingZeroCount(free);
                    if (crew.TryBegin(lane))
                        live |= 1u << lane;
                    else
                    {
                        isEmpty = true;
                        stepper.Park(lane);
                        live &= ~(1u << lane);
                    }
                }
                if (live == 0 || (isEmpty && BitOperations.PopCount(live) <= few))
                    return live;
                stepper.Ready();
            }
            if (steps % StepsBetweenPauses == 0)
                pause?.Invoke();
            free = crew.Look(live, (stepper.Step() | stepper.Exhausted) & live);
        }
    }
}
