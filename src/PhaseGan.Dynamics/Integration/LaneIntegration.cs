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
    /// <summary>From this dimension on one register for a number was faster than two, where there are sixteen registers.</summary>
    private const int LargeDimension = 6;

    /// <summary>From this dimension on it was faster where there are more registers, too.</summary>
    private const int HugeDimension = 30;

    private readonly TField _field = field;
    private readonly int _maxSteps = maxSteps;
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
            Run(count, source, until, Keep(to, ends.Length, taken), pause: null);
    }

    /// <summary>As <see cref="Run(int, Source, double, Span{double}, Span{int})"/>, with the given kind of registers.</summary>
    public void Run<T>(int count, Source source, double until, Span<double> ends, Span<int> steps)
        where T : unmanaged, IWideLanes<T>
    {
        fixed (double* to = ends)
        fixed (int* taken = steps)
            Run<T>(count, source, until, Keep(to, ends.Length, taken), pause: null);
    }

    /// <summary>Follows trajectories with the widest registers for a time, and from where they are for as long again as often as it is asked for, each with a clock and number of steps begun anew.</summary>
    /// <param name="count">How many.</param>
    /// <param name="source">Gives parameters and start of each.</param>
    /// <param name="length">The time.</param>
    /// <param name="look">Looks at a trajectory after that time, or where its steps ran out before.</param>
    /// <param name="pause">Called from time to time between steps.</param>
    public void Run(int count, Source source, double length, TrajectoryLook look, Action? pause)
    {
        var work = new Work { Owner = this, Count = count, Source = source, Length = length, Look = look, Pause = pause };
        if (_field.Dimension < LargeDimension)
            Widest.RunWide(ref work);
        else if (_field.Dimension < HugeDimension)
            Widest.RunLarge(ref work);
        else
            Widest.RunHuge(ref work);
    }

    private void Run<T>(int count, Source source, double length, TrajectoryLook look, Action? pause)
        where T : unmanaged, IWideLanes<T>
    {
        var stepper = new LaneStepper<TField, T>(_field, relativeTolerance, absoluteTolerance, shareScale: false);
        LaneFleet.Run(stepper, new Crew<T>(this, stepper, count, source, length, look), T.Width, few: 0, pause);
    }

    /// <summary>Keeps the states and steps of trajectories that are followed once.</summary>
    private static TrajectoryLook Keep(double* ends, int length, int* steps) =>
        (trajectory, state, taken) =>
        {
            state.CopyTo(new Span<double>(ends, length).Slice(trajectory * state.Length, state.Length));
            steps[trajectory] = taken;
            return false;
        };

    private sealed class Crew<T>(LaneIntegration<TField> set, LaneStepper<TField, T> stepper, int count, Source source, double length, TrajectoryLook look) : ILaneCrew
        where T : unmanaged, IWideLanes<T>
    {
        /// <summary>The first step, as a part of the time.</summary>
        private const double FirstStep = 1e-3;

        private readonly int[] _owner = new int[T.Width];
        private readonly double[] _parameters = new double[set._field.ParameterCount], _state = new double[set._field.Dimension];

        public bool TryBegin(int lane)
        {
            int next = set._taken < count ? Interlocked.Increment(ref set._taken) - 1 : count;
            if (next >= count)
                return false;
            source(_owner[lane] = next, _parameters, _state);
            stepper.Begin(lane, _parameters, _state, 0, length, FirstStep * length, set._maxSteps);
            return true;
        }

        public uint Look(uint live, uint exhausted)
        {
            uint free = 0;
            for (uint ended = exhausted; ended != 0; ended &= ended - 1)
            {
                int lane = BitOperations.TrailingZeroCount(ended), taken = (int)Lane(stepper.Steps, lane);
                for (int i = 0; i < _state.Length; i++)
                    _state[i] = Lane(stepper.State + i, lane);
                if (look(_owner[lane], _state, Lane(stepper.Time, lane) < length ? -taken : taken))
                    stepper.Restart(lane, length);
                else
                    free |= 1u << lane;
            }
            return free;
        }
    }

    private struct Work : ILaneWork
    {
        public required LaneIntegration<TField> Owner;
        public required int Count;
        public required Source Source;
        public required double Length;
        public required TrajectoryLook Look;
        public required Action? Pause;

        public readonly void Run<T>()
            where T : unmanaged, IWideLanes<T> =>
            Owner.Run<T>(Count, Source, Length, Look, Pause);
    }
}
