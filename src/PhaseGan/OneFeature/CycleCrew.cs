using System.Collections.Concurrent;
using System.Numerics;
using static PhaseGan.Dynamics.LaneMemory;

namespace PhaseGan;

/// <summary>
/// Shows for many trajectories side by side that each is on a stable cycle (one feature): follows it with its tangents until it comes back to where it was, shoots from there until the
/// orbit closes, and takes the multipliers. What is not shown, or not clearly, is left to the search from the start.
/// </summary>
/// <remarks>
/// A return counts, and a cycle counts as that of the trajectory, as in <see cref="CycleWatch{TField}"/>; the orbit closes as in <see cref="LimitCycleSolver"/>. A multiplier next to the unit
/// circle is left to them, which know how to tell it from one on the circle. The first return near the start has the minimal period, since all those before were farther.
/// </remarks>
internal sealed unsafe class CycleCrew<T> : ILaneCrew
    where T : unmanaged, IWideLanes<T>
{
    /// <summary>Tolerances of the steps: those of shooting in the search.</summary>
    private const double RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-12;

    /// <summary>The first step as a part of that of a trajectory followed at a relative tolerance of 1e-6: errors of order five, a thousand times smaller.</summary>
    private const double Finer = 0.25;

    /// <summary>Most steps of a flow, returns that are not near the start, and shots.</summary>
    private const int MostSteps = 20_000, MostReturns = 24, MostShots = 10;

    /// <summary>The largest distance of return that closes an orbit, relative to max(1, max |y_i|).</summary>
    private const double ClosedWithin = 1e-9;

    /// <summary>The period may move by this part of the first guess, and multipliers must lie this far within the unit circle.</summary>
    private const double PeriodRange = 0.2, LeastMargin = 0.05;

    private const int N = 3;

    private readonly ConcurrentQueue<SingleFeatureBatch.Journey> _waiting;
    private readonly StartedPoints _points;
    private readonly LaneStepper<OneFeatureTangentLanes, T> _stepper;
    private readonly AlignedBuffer _memory = new((4 * N + 1) * T.Width);
    private readonly T* _start, _direction, _low, _high, _height;
    private readonly Orbit?[] _orbits = new Orbit?[T.Width];
    private readonly double[] _parameters = new double[ReducedEquations.ParameterCount(1)];
    private readonly CycleShot _shot = new();

    /// <param name="waiting">The trajectories, shared by the crews of all threads.</param>
    /// <param name="points">Takes the verdicts, and the points that are left.</param>
    public CycleCrew(ConcurrentQueue<SingleFeatureBatch.Journey> waiting, StartedPoints points)
    {
        (_waiting, _points, _stepper) = (waiting, points, new(default, RelativeTolerance, AbsoluteTolerance, shareScale: true));
        _start = (T*)_memory.Start;
        _direction = _start + N;
        _low = _start + 2 * N;
        _high = _start + 3 * N;
        _height = _start + 4 * N;
    }

    /// <summary>The lanes.</summary>
    public LaneStepper<OneFeatureTangentLanes, T> Stepper => _stepper;

    /// <inheritdoc/>
    public bool TryBegin(int lane)
    {
        if (_orbits[lane] is null)
        {
            if (!_waiting.TryDequeue(out SingleFeatureBatch.Journey at))
                return false;
            _orbits[lane] = new Orbit(at);
        }
        Orbit orbit = _orbits[lane]!;
        ReducedEquations.Write(orbit.At.Point, _parameters);
        Span<double> y = stackalloc double[N + N * N], f = stackalloc double[N];
        y.Clear();
        orbit.Start.CopyTo(y);
        for (int i = 0; i < N; i++)
            y[N + i * (N + 1)] = 1;
        fixed (double* parameters = _parameters, from = y, to = f)
            ReducedEquations.Evaluate(1, (SingleLane*)parameters, (SingleLane*)from, (SingleLane*)to);
        double speed = VectorMath.Norm(f);
        for (int i = 0; i < N; i++)
        {
            Lane(_start + i, lane) = Lane(_low + i, lane) = Lane(_high + i, lane) = y[i];
            Lane(_direction + i, lane) = f[i] / speed;
        }
        Lane(_height, lane) = 0;
        _stepper.Begin(lane, _parameters, y, 0, orbit.Shots == 0 ? double.MaxValue : orbit.Period, Finer * orbit.At.Step, MostSteps);
        return true;
    }

    /// <inheritdoc/>
    public uint Look(uint live, uint exhausted)
    {
        uint free = 0;
        for (uint lanes = (Returned() & live) | exhausted; lanes != 0; lanes &= lanes - 1)
        {
            int lane = BitOperations.TrailingZeroCount(lanes);
            Orbit orbit = _orbits[lane]!;
            bool isAtEnd = orbit.Shots > 0 && Lane(_stepper.Time, lane) >= orbit.Period;
            if ((exhausted & (1u << lane)) != 0 && !isAtEnd)
                Leave(lane);
            else if (isAtEnd ? Ends(lane, orbit) : orbit.Shots > 0 || Returns(lane, orbit))
                continue;
            free |= 1u << lane;
        }
        return free;
    }

    /// <summary>The lanes that have just crossed the plane through their start along the field there; takes note of the ranges of their coordinates.</summary>
    private uint Returned()
    {
        T zero = T.All(0), height = zero, before = *_height;
        T* y = _stepper.State;
        for (int i = 0; i < N; i++)
        {
            _low[i] = T.Select(T.Less(y[i], _low[i]), y[i], _low[i]);
            _high[i] = T.Select(T.Less(_high[i], y[i]), y[i], _high[i]);
            height = T.PlusProduct(y[i] - _start[i], _direction[i], height);
        }
        *_height = height;
        return T.Signs(T.Less(before, zero)) & ~T.Signs(T.Less(height, zero));
    }

    /// <summary>After a crossing: whether the lane goes on to the next one, since this one is not near the start. Otherwise the first guess of a cycle is there, or the trajectory has been left.</summary>
    private bool Returns(int lane, Orbit orbit)
    {
        ReadShot(lane);
        double late = Lane(_height, lane) / VectorMath.Dot(_shot.Flow, _shot.Direction), distance = 0;
        for (int i = 0; i < N; i++)
            distance = Math.Max(distance, Math.Abs(_shot.End[i] - late * _shot.Flow[i] - _shot.Start[i]));
        orbit.Amplitude = Amplitude(lane);
        if (distance < CycleWatch.Near * orbit.Amplitude)
        {
            orbit.Period = orbit.Guess = Lane(_stepper.Time, lane);
            orbit.Time = orbit.At.Time + orbit.Period;
            Improve(lane, orbit);
            return false;
        }
        if (++orbit.Returns < MostReturns)
            return true;
        Leave(lane);
        return false;
    }

    /// <summary>At the end of a shot: the verdict, the next shot, or nothing that is clear. The lane is free for what follows.</summary>
    private bool Ends(int lane, Orbit orbit)
    {
        ReadShot(lane);
        double residual = _shot.Residual, size = Math.Max(1, VectorMath.Largest(_shot.Start));
        if (residual <= ClosedWithin * size)
        {
            orbit.Evaluations += Evaluations(lane);
            if (IsShown(lane, orbit))
            {
                _points.Batch.Set(orbit.At.Index, OdeSearch.Cycle(orbit.Period, orbit.Time, orbit.Evaluations));
                _orbits[lane] = null;
            }
            else
                Leave(lane);
        }
        else if (orbit.Shots < MostShots && residual < orbit.Residual)
        {
            orbit.Residual = residual;
            Improve(lane, orbit);
        }
        else
            Leave(lane);
        return false;
    }

    /// <summary>Whether the closed orbit of a lane is a stable cycle, so near that the trajectory cannot miss it.</summary>
    private bool IsShown(int lane, Orbit orbit)
    {
        if (_shot.Moduli() is not { } moduli || !(moduli.Larger < 1 - LeastMargin))
            return false;
        double slowest = -Math.Log(moduli.Larger);
        return orbit.Moved(_shot.Start) <= CycleWatch.NearCycle * orbit.Amplitude * Math.Min(1, slowest) && Amplitude(lane) >= CycleWatch.LeastAmplitude * orbit.Amplitude;
    }

    /// <summary>The next shot by Newton's method, for which the lane is free; or the trajectory is left.</summary>
    private void Improve(int lane, Orbit orbit)
    {
        Span<double> step = stackalloc double[N + 1];
        orbit.Evaluations += Evaluations(lane);
        orbit.Shots++;
        if (!_shot.TryStep(step))
        {
            Leave(lane);
            return;
        }
        for (int i = 0; i < N; i++)
            orbit.Start[i] += step[i];
        orbit.Period += step[N];
        if (!(Math.Abs(orbit.Period - orbit.Guess) <= PeriodRange * orbit.Guess && orbit.Moved(orbit.Start) <= CycleWatch.NearCycle * orbit.Amplitude))
            Leave(lane);
    }

    /// <summary>Leaves a trajectory to the search, from its start.</summary>
    private void Leave(int lane)
    {
        SingleFeatureBatch.Journey at = _orbits[lane]!.At;
        _points.Leave(new(at.Index, at.Point));
        _orbits[lane] = null;
    }

    private long Evaluations(int lane) => (long)(SingleFeatureBatch.StepCost * Lane(_stepper.Steps, lane));

    /// <summary>Half the range of the coordinate with the widest.</summary>
    private double Amplitude(int lane)
    {
        double widest = 0;
        for (int i = 0; i < N; i++)
            widest = Math.Max(widest, Lane(_high + i, lane) - Lane(_low + i, lane));
        return 0.5 * widest;
    }

    private void ReadShot(int lane)
    {
        for (int i = 0; i < N; i++)
        {
            (_shot.Start[i], _shot.Direction[i]) = (Lane(_start + i, lane), Lane(_direction + i, lane));
            (_shot.End[i], _shot.Flow[i]) = (Lane(_stepper.State + i, lane), Lane(_stepper.Derivative + i, lane));
        }
        for (int k = 0; k < N * N; k++)
            _shot.Matrix[k] = Lane(_stepper.State + N + k, lane);
    }

    /// <summary>What is known of the orbit of a lane.</summary>
    private sealed class Orbit(SingleFeatureBatch.Journey at)
    {
        /// <summary>The trajectory.</summary>
        public SingleFeatureBatch.Journey At { get; } = at;

        /// <summary>The point from which the next flow starts.</summary>
        public double[] Start { get; } = [at.P, at.Q, at.R];

        /// <summary>The period; none before the first shot.</summary>
        public double Period { get; set; }

        /// <summary>The time of the return.</summary>
        public double Guess { get; set; }

        /// <summary>Half the range of the motion up to the return.</summary>
        public double Amplitude { get; set; }

        /// <summary>The distance of return of the last shot.</summary>
        public double Residual { get; set; } = double.PositiveInfinity;

        /// <summary>The time at which the trajectory returned.</summary>
        public double Time { get; set; }

        public int Returns { get; set; }

        public int Shots { get; set; }

        public long Evaluations { get; set; } = at.Evaluations;

        /// <summary>The largest difference between a point and the trajectory.</summary>
        public double Moved(ReadOnlySpan<double> point) => Math.Max(Math.Max(Math.Abs(point[0] - At.P), Math.Abs(point[1] - At.Q)), Math.Abs(point[2] - At.R));
    }
}
