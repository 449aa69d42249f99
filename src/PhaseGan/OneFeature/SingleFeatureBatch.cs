using System.Collections.Concurrent;
using System.Numerics;
using static PhaseGan.Dynamics.LaneMemory;

namespace PhaseGan;

/// <summary>
/// Labels of many points with one feature. All fixed points and their stability are known in closed form: where none attracts, training
/// oscillates for ever from almost every start and nothing is integrated; elsewhere trajectories side by side are followed until each is in the
/// reach of an attracting point. What is not shown that way is left to the search from a single start.
/// </summary>
/// <remarks>
/// Next to x = Λ and at small α one rate is many orders of magnitude below the others, which bound the steps of an explicit method. A
/// trajectory that is not through after some hundreds of these steps and whose steps are as long as its fastest decay allows goes on in
/// <see cref="LaneRosenbrock{TField, T}"/>. One whose steps follow a turn, as a slow spiral, stays where it is: it would gain nothing, and an
/// L-stable method damps turns that it does not resolve. Both decisions rest on the trajectory's own steps and state.
/// </remarks>
internal sealed class SingleFeatureBatch
{
    /// <summary>Tolerances of the steps; those of q and r are measured against the larger of the two, however small.</summary>
    private const double RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-9;

    /// <summary>
    /// Steps of the explicit method between looks at whether a trajectory is stiff, and most of them. Where a point off the deceived manifold attracts and none on it
    /// does, those that are not caught soon and are not stiff are on a cycle.
    /// </summary>
    private const double StepsBetweenLooks = 500, MaxSteps = 100_000, StepsBesideACycle = 1000;

    /// <summary>Most steps of the implicit method, and where none of the deceived manifold attracts.</summary>
    private const double MaxStiffSteps = 20_000, StiffStepsBesideACycle = 3_000;

    /// <summary>A trajectory is stiff where the length of its explicit steps times its decay, minus the trace of the Jacobian, exceeds this.</summary>
    private const double Stiff = 1;

    /// <summary>Evaluations of a step: of the explicit method, and of the implicit one with its Jacobian counted as one.</summary>
    internal const int StepCost = 6, StiffStepCost = 4;

    /// <summary>Most evaluations of the search where the implicit method did not get through, and where a rate vanishes to within rounding, so that more would not show more.</summary>
    private const long SearchBudget = 600_000, UndecidedBudget = 300_000;

    private readonly OdePhaseOptions _options;
    private readonly StartedPoints _points;
    private readonly ConcurrentQueue<Journey> _stiff, _turning;
    private readonly Func<int, GanParameters, bool> _tryAddOther;
    private readonly Action? _between;
    private readonly CancellationToken _cancellation;
    private readonly PhaseVerdict _moving = OdeSearch.Moving("no fixed point attracts");

    /// <param name="options">Threshold and tolerance of end points.</param>
    /// <param name="points">The points, which threads with batches of their own may share.</param>
    /// <param name="stiff">Trajectories that go on by the implicit method, shared like the points.</param>
    /// <param name="turning">Trajectories that are probably on a cycle, shared like the points.</param>
    /// <param name="tryAddOther">Takes a point with more features, by its index; false leaves it to the search.</param>
    /// <param name="between">
    /// What is to be done between steps from time to time, as by half of the threads the searches that are left over: while those are compiled and slow, the other half goes on.
    /// </param>
    /// <param name="cancellation">Stops the work.</param>
    public SingleFeatureBatch(
        OdePhaseOptions options, StartedPoints points, ConcurrentQueue<Journey> stiff, ConcurrentQueue<Journey> turning, Func<int, GanParameters, bool> tryAddOther, Action? between,
        CancellationToken cancellation)
    {
        (_options, _points, _stiff, _turning, _tryAddOther, _between, _cancellation) = (options, points, stiff, turning, tryAddOther, between, cancellation);
    }

    /// <summary>Labels the points with one feature that it can, and passes on the others, until none is left to take.</summary>
    public void Run()
    {
        if (!TryTake(out Journey first))
            return;
        var work = new Work(this, first);
        Widest.RunWide(ref work);
    }

    /// <summary>The next trajectory that is to be followed; points that need none get their verdict, or go where they belong.</summary>
    private bool TryTake(out Journey journey)
    {
        PointBatch<GanParameters> batch = _points.Batch;
        while (batch.TryTake(out int index, out GanParameters gan))
        {
            if ((index & 1023) == 0)
                _cancellation.ThrowIfCancellationRequested();
            try
            {
                if (gan.FeatureCount > 1 && _tryAddOther(index, gan))
                    continue;
                if (TryDepart(index, gan, out journey))
                    return true;
            }
            catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // Whatever a start throws is the failure of its point.
            catch (Exception e)
#pragma warning restore CA1031
            {
                batch.Fail(index, e);
            }
        }
        journey = default;
        return false;
    }

    /// <summary>A trajectory from the start of a point with one feature; false where its verdict is known, or it is left.</summary>
    private bool TryDepart(int index, GanParameters gan, out Journey journey)
    {
        journey = default;
        bool isUndecided = false;
        if (gan.FeatureCount == 1 && _points.Start(index, gan) is { FeatureCount: 1, IsNormalised: true } start)
        {
            (double p, double q, double r) = (start.PValues[0], start.QValues[0], start.RValues[0]);
            var targets = new SingleFeatureTargets(gan);
            isUndecided = !targets.IsDecided;
            // starts in an invariant plane of lower dimension may end elsewhere than those beside them
            if (p != 0 && q != 0 && r != 0 && !isUndecided)
            {
                if (!targets.AnyAttracts)
                {
                    _points.Batch.Set(index, _moving);
                    return false;
                }
                if (targets.DeceivedAttracts && TryShowBirth(index, gan, [p, q, r]))
                    return false;
                if (!targets.IsLockedWeak)
                {
                    double rate = gan.DiscriminatorRate * (gan.RealVariances[0] + gan.FakeVariances[0] + gan.EffectiveNoise) + gan.GeneratorRate * gan.FakeVariances[0];
                    journey = new Journey(index, gan, targets, p, q, r, 0.5 / rate);
                    return true;
                }
                if (!targets.DeceivedAttracts && targets.Count == 0 && LockedHopf.Catches(new ReducedOde(gan), [p, q, r], out double time, out long evaluations, _cancellation))
                {
                    _points.Batch.Set(index, Verdict(nameof(FixedPointKind.Locked), 0, 0, time, evaluations));
                    return false;
                }
                isUndecided = true;
            }
            else if (p != 0 && q != 0 && r != 0 && (TryShowCentre(index, gan, [p, q, r]) || TryShowBirth(index, gan, [p, q, r])))
                return false;
        }
        _points.Leave(new(index, gan, Budget: isUndecided ? UndecidedBudget : null));
        return false;
    }

    /// <summary>Whether a point lies where no deceived state has a rate, and training is shown to end at one of them all the same.</summary>
    private bool TryShowCentre(int index, GanParameters gan, ReadOnlySpan<double> y)
    {
        var constants = new SingleFeatureConstants(gan);
        if (!RateLine.HasDeceivedTurn(constants))
            return false;
        double recovery = DeceivedCentre.Recovery(constants);
        if (!PhaseRule.IsDecided([recovery], _options.RecoveryThreshold, _options.Attractor.EndPointTolerance)
            || !DeceivedCentre.Catches(new ReducedOde(gan), y, out double time, out long evaluations, _cancellation))
            return false;
        _points.Batch.Set(index, Verdict(nameof(FixedPointKind.Deceived), recovery, 0, time, evaluations));
        return true;
    }

    /// <summary>The same where Locked begins, at P = 0.</summary>
    private bool TryShowBirth(int index, GanParameters gan, ReadOnlySpan<double> y)
    {
        if (!LockedBirth.IsOn(new SingleFeatureConstants(gan)) || !LockedBirth.Catches(new ReducedOde(gan), y, out double time, out long evaluations, _cancellation))
            return false;
        _points.Batch.Set(index, Verdict(nameof(FixedPointKind.Deceived), 0, 0, time, evaluations));
        return true;
    }

    private void Follow<T>(in Journey first)
        where T : unmanaged, IWideLanes<T>
    {
        LaneStepper<OneFeatureLanes, T> stepper = NewStepper<T>(), other = NewStepper<T>();
        LaneFleet.RunBoth(stepper, new ExplicitCrew<T>(this, stepper, first), other, new ExplicitCrew<T>(this, other, null), Pause);
        if (!_stiff.IsEmpty)
        {
            var implicitly = new LaneRosenbrock<OneFeatureLanes, T>(default, RelativeTolerance, AbsoluteTolerance, shareScale: true);
            Follow(new StiffCrew<T>(this, implicitly), implicitly);
        }
        if (!_turning.IsEmpty)
        {
            var cycles = new CycleCrew<T>(_turning, _points);
            Follow(cycles, cycles.Stepper);
        }
    }

    private static LaneStepper<OneFeatureLanes, T> NewStepper<T>()
        where T : unmanaged, IWideLanes<T> =>
        new(default, RelativeTolerance, AbsoluteTolerance, shareScale: true);

    private void Follow<T>(ILaneCrew crew, ILaneStepper<T> stepper)
        where T : unmanaged, IWideLanes<T> =>
        LaneFleet.Run(stepper, crew, T.Width, few: 0, Pause);

    private void Pause()
    {
        _cancellation.ThrowIfCancellationRequested();
        _between?.Invoke();
    }

    /// <summary>Follows trajectories until each is in the reach of an attracting point, or is left.</summary>
    private abstract unsafe class Crew<T>(SingleFeatureBatch batch, ILaneStepper<T> stepper) : ILaneCrew
        where T : unmanaged, IWideLanes<T>
    {
        private readonly SingleFeatureWatch<T> _watch = new(batch._options.Attractor.EndPointTolerance, batch._options.RecoveryThreshold);
        private readonly Journey[] _owner = new Journey[T.Width];
        private readonly double[] _parameters = new double[ReducedEquations.ParameterCount(1)];

        /// <summary>The batch whose trajectories these are.</summary>
        protected SingleFeatureBatch Batch => batch;

        /// <summary>Evaluations of a step.</summary>
        protected abstract int Cost { get; }

        public bool TryBegin(int lane)
        {
            if (!TryNext(out Journey journey, out double most))
                return false;
            ReducedEquations.Write(journey.Point, _parameters);
            stepper.Begin(lane, _parameters, [journey.P, journey.Q, journey.R], journey.Time, double.MaxValue, journey.Step, most);
            _watch.Begin(lane, journey.Targets);
            _owner[lane] = journey;
            return true;
        }

        public uint Look(uint live, uint exhausted)
        {
            uint deceived = _watch.Deceived(stepper.Parameters, stepper.State) & live;
            uint one = (_watch.Targets > 0 ? _watch.Reached(0, stepper.State) : 0) & live, other = (_watch.Targets > 1 ? _watch.Reached(1, stepper.State) : 0) & live;
            for (uint spirals = _watch.Spirals & live & ~(deceived | one | other); spirals != 0; spirals &= spirals - 1)
            {
                int lane = BitOperations.TrailingZeroCount(spirals);
                for (int k = 0; k < _parameters.Length; k++)
                    _parameters[k] = Lane(stepper.Parameters + k, lane);
                if (_watch.FollowSpiral(lane, _parameters, Lane(stepper.State, lane), Lane(stepper.State + 1, lane), Lane(stepper.State + 2, lane)))
                    deceived |= 1u << lane;
            }
            uint done = exhausted | deceived | one | other;
            for (uint ended = done; ended != 0; ended &= ended - 1)
            {
                int lane = BitOperations.TrailingZeroCount(ended);
                uint bit = 1u << lane;
                ref readonly Journey at = ref _owner[lane];
                double time = Lane(stepper.Time, lane), steps = Lane(stepper.Steps, lane);
                long evaluations = at.Evaluations + (long)(Cost * steps);
                if (((one | other) & bit) != 0)
                    batch._points.Batch.Set(at.Index, batch.AtTarget(at, (one & bit) != 0 ? 0 : 1, time, evaluations));
                else if ((deceived & bit) != 0)
                    batch._points.Batch.Set(at.Index, batch.AtDeceived(at.Point, _watch.End(lane), time, evaluations));
                else if (GoesOn(lane, at with { P = Lane(stepper.State, lane), Q = Lane(stepper.State + 1, lane), R = Lane(stepper.State + 2, lane), Step = Lane(stepper.StepLength, lane), Time = time, Evaluations = evaluations }))
                    done &= ~bit;
            }
            return done;
        }

        /// <summary>The next trajectory, and most steps of it before it is looked at.</summary>
        protected abstract bool TryNext(out Journey journey, out double most);

        /// <summary>Whether a trajectory that is out of steps goes on in its lane; otherwise it has been passed on, or left.</summary>
        protected abstract bool GoesOn(int lane, in Journey at);

        /// <summary>Leaves a trajectory to the search, which goes on from where it is; one that is probably on a cycle is passed on to <see cref="CycleCrew{T}"/> instead.</summary>
        protected void Leave(in Journey at, long? budget)
        {
            if (at.Targets.DeceivedAttracts)
                batch._points.Leave(new(at.Index, at.Point, [at.P, at.Q, at.R], at.Time, at.Evaluations, budget));
            else
                batch._turning.Enqueue(at);
        }
    }

    /// <summary>Follows by the explicit method, from a first trajectory on; passes on those that are stiff.</summary>
    private sealed class ExplicitCrew<T>(SingleFeatureBatch batch, LaneStepper<OneFeatureLanes, T> stepper, Journey? first) : Crew<T>(batch, stepper)
        where T : unmanaged, IWideLanes<T>
    {
        private readonly LaneStepper<OneFeatureLanes, T> _stepper = stepper;
        private Journey? _first = first;

        protected override int Cost => StepCost;

        protected override bool TryNext(out Journey journey, out double most)
        {
            most = StepsBetweenLooks;
            if (_first is not { } given)
                return Batch.TryTake(out journey);
            (journey, _first) = (given, null);
            return true;
        }

        protected override unsafe bool GoesOn(int lane, in Journey at)
        {
            double steps = Lane(_stepper.Steps, lane);
            if (IsStiff(_stepper, lane))
                Batch._stiff.Enqueue(at);
            else if (steps < (at.Targets.DeceivedAttracts ? MaxSteps : StepsBesideACycle))
            {
                _stepper.Extend(lane, steps + StepsBetweenLooks);
                return true;
            }
            else
                Leave(at, null);
            return false;
        }
    }

    /// <summary>Follows by the implicit method those that were passed on.</summary>
    private sealed class StiffCrew<T>(SingleFeatureBatch batch, ILaneStepper<T> stepper) : Crew<T>(batch, stepper)
        where T : unmanaged, IWideLanes<T>
    {
        protected override int Cost => StiffStepCost;

        protected override bool TryNext(out Journey journey, out double most)
        {
            bool isThere = Batch._stiff.TryDequeue(out journey);
            most = isThere && journey.Targets.DeceivedAttracts ? MaxStiffSteps : StiffStepsBesideACycle;
            return isThere;
        }

        protected override bool GoesOn(int lane, in Journey at)
        {
            Leave(at, SearchBudget);
            return false;
        }
    }

    /// <summary>Whether the fastest decay, taken from the trace of the Jacobian, bounds the steps of the explicit method, rather than a turn that they follow.</summary>
    private static unsafe bool IsStiff<T>(LaneStepper<OneFeatureLanes, T> stepper, int lane)
        where T : unmanaged, IWideLanes<T>
    {
        int count = ReducedEquations.ParameterCount(1);
        SingleLane* numbers = stackalloc SingleLane[count + 3 + 9], y = numbers + count, jacobian = y + 3;
        for (int k = 0; k < count; k++)
            numbers[k] = SingleLane.All(Lane(stepper.Parameters + k, lane));
        for (int i = 0; i < 3; i++)
            y[i] = SingleLane.All(Lane(stepper.State + i, lane));
        ReducedEquations.Jacobian(numbers, y, jacobian);
        return -(jacobian[0].Value + jacobian[4].Value + jacobian[8].Value) * Lane(stepper.StepLength, lane) > Stiff;
    }

    private PhaseVerdict AtTarget(in Journey journey, int target, double time, long evaluations)
    {
        double p = journey.Targets.Target(target)[0];
        return Verdict(journey.Targets.Kind(target) == FixedPointKind.Locked ? nameof(FixedPointKind.Locked) : nameof(FixedPointKind.Undeceived), p * p, journey.Targets.GrowthRate(target), time, evaluations);
    }

    private PhaseVerdict AtDeceived(GanParameters gan, (double Overlap, double Error) end, double time, long evaluations)
    {
        double tau = gan.DiscriminatorRate, real = gan.RealVariances[0], fake = gan.FakeVariances[0], x = gan.EffectiveNoise, p = Math.Min(1, Math.Abs(end.Overlap));
        double a = tau * (real - x), d = gan.GeneratorRate * fake - tau * (fake + x), half = 0.5 * (a + d), det = a * d + tau * tau * p * p * real * fake;
        return Verdict(nameof(FixedPointKind.Deceived), p * p, half + Math.Sqrt(Math.Max(0, half * half - det)), time, evaluations);
    }

    private PhaseVerdict Verdict(string attractor, double recovery, double growth, double time, long evaluations) =>
        new(
            PhaseRule.Of([recovery], _options.RecoveryThreshold), attractor, recovery,
            new RestEvidence(growth, time, evaluations));

    /// <summary>A trajectory on its way, with the length of its next step.</summary>
    internal readonly record struct Journey(
        int Index, GanParameters Point, SingleFeatureTargets Targets, double P, double Q, double R, double Step, double Time = 0, long Evaluations = 1);

    private readonly struct Work(SingleFeatureBatch batch, Journey first) : ILaneWork
    {
        public void Run<T>()
            where T : unmanaged, IWideLanes<T> =>
            batch.Follow<T>(first);
    }
}
