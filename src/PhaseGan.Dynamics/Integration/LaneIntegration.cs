using System.Numerics;
using static PhaseGan.Dynamics.LaneMemory;

namespace PhaseGan.Dynamics;

/// <summary>
/// Follows any number of trajectories of a field to a given time, 8 or 16 at once; a lane whose trajectory has ended takes the next one. The
/// result has the same bits for any kind of registers and any order of the trajectories. An instance follows one set, which several threads may share: each
/// takes from it what no other has taken.
/// </summary>
/// <param name="field">The field.</param>
/// <param name="relativeTolerance">Relative tolerance of a step.</param>
/// <param name="absoluteTolerance">Absolute tolerance of a step.</param>
/// <param name="maxSteps">Most steps that a trajectory may try.</param>
internal sealed unsafe class LaneIntegration<TField>(TField field, double relativeTolerance, double absoluteTolerance, int maxSteps)
    where TField : struct, ILaneField
{
    private int _taken;

    /// <summary>Writes the parameters and the start of a trajectory.</summary>
    public delegate void Source(int trajectory, Span<double> parameters, Span<double> start);

    /// <summary>Follows trajectories from time 0 with the widest registers.</summary>
    /// <param name="count">How many.</param>
    /// <param name="source">Gives parameters and start of each.</param>
    /// <param name="until">Time up to which they are followed.</param>
    /// <param name="ends">Receives the last states, count times N numbers.</param>
    /// <param name="steps">Receives the steps that each took; negative where they ran out before the end.</param>
    public void Run(int count, Source source, double until, Span<double> ends, Span<int> steps)
    {
        fixed (double* to = ends)
        fixed (int* taken = steps)
        {
            var work = new Work { Owner = this, Count = count, Source = source, Until = until, Ends = to, Length = ends.Length, Steps = taken };
            Widest.RunWide(ref work);
        }
    }

    /// <summary>As <see cref="Run(int, Source, double, Span{double}, Span{int})"/>, with the given kind of registers.</summary>
    public void Run<T>(int count, Source source, double until, Span<double> ends, Span<int> steps)
        where T : unmanaged, IWideLanes<T>
    {
        int width = T.Width;
        var stepper = new LaneStepper<TField, T>(field, relativeTolerance, absoluteTolerance, shareScale: false);
        int n = field.Dimension;
        Span<int> owner = stackalloc int[width];
        Span<double> parameters = new double[field.ParameterCount], start = new double[n];
        uint live = 0, done = (1u << width) - 1;
        while (true)
        {
            if (done != 0)
            {
                for (; done != 0; done &= done - 1)
                {
                    int lane = BitOperations.TrailingZeroCount(done);
                    uint bit = 1u << lane;
                    if ((live & bit) != 0)
                    {
                        for (int i = 0; i < n; i++)
                            ends[owner[lane] * n + i] = Lane(stepper.State + i, lane);
                        int taken = (int)Lane(stepper.Steps, lane);
                        steps[owner[lane]] = Lane(stepper.Time, lane) < until ? -taken : taken;
                    }
                    if (_taken < count && Interlocked.Increment(ref _taken) - 1 is int next && next < count)
                    {
                        source(owner[lane] = next, parameters, start);
                        stepper.Begin(lane, parameters, start, 0, until, 1e-3 * until, maxSteps);
                        live |= bit;
                    }
                    else
                    {
                        stepper.Park(lane);
                        live &= ~bit;
                    }
                }
                if (live == 0)
                    return;
                stepper.Ready();
            }
            done = (stepper.Step() | stepper.Exhausted) & live;
        }
    }

    private struct Work : ILaneWork
    {
        public required LaneIntegration<TField> Owner;
        public required int Count;
        public required Source Source;
        public required double Until;
        public required double* Ends;
        public required int Length;
        public required int* Steps;

        public readonly void Run<T>()
            where T : unmanaged, IWideLanes<T> =>
            Owner.Run<T>(Count, Source, Until, new Span<double>(Ends, Length), new Span<int>(Steps, Count));
    }
}
