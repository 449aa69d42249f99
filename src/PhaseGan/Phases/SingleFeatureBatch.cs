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
    private const int StepCost = 6, StiffStepCost = 4;

    /// <summary>Most evaluations of the search where the implicit method did not get through, and where a rate vanishes to within rounding, so that more would not show more.</summary>
    private const long SearchBudget = 600_000, UndecidedBudget = 300_000;

    private readonly OdePhaseOptions _options;
    private readonly BatchVerdicts _batch;
    private readonly ConcurrentQueue<Journey> _stiff;
    private readonly TwoFeatureBatch _pairs;
    private readonly Action? _between;
    private readonly CancellationToken _cancellation;
    private readonly PhaseVerdict _moving = OdePhaseClassifier.Moving("no fixed point attracts");

    /// <param name="options">Threshold and tolerance of end points.</param>
    /// <param name="batch">The points, which threads with batches of their own may share.</param>
    /// <param name="stiff">Trajectories that go on by the implicit method, shared like the points.</param>
    /// <param name="pairs">Takes the points with two features.</param>
    /// <param name="between">
    /// What is to be done between steps from time to time, as by half of the threads the searches that are left over: while those are compiled and slow, the other half goes on.
    /// </param>
    /// <param name="cancellation">Stops the work.</param>
    public SingleFeatureBatch(
        OdePhaseOptions options, BatchVerdicts batch, ConcurrentQueue<Journey> stiff, TwoFeatureBatch pairs, Action? between, CancellationToken cancellation)
    {
        (_options, _batch, _stiff, _pairs, _between, _cancellation) = (options, batch, stiff, pairs, between, cancellation);
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
        journey = default;
        while (_batch.TryTake(out int index, out GanParameters gan))
        {
            if ((index & 1023) == 0)
                _cancellation.ThrowIfCancellationRequested();
            if (gan.FeatureCount == 2 && _pairs.TryAdd(index, gan))
                continue;
            bool isUndecided = false;
            if (gan.FeatureCount == 1 && _batch.Start(index, gan) is { FeatureCount: 1, IsNormalised: true } start)
            {
                (double p, double q, double r) = (start.PValues[0], start.QValues[0], start.RValues[0]);
                var targets = new SingleFeatureTargets(gan);
                isUndecided = !targets.IsDecided;
                // starts in an invariant plane of lower dimension may end elsewhere than those beside them
                if (p != 0 && q != 0 && r != 0 && !isUndecided)
                {
                    if (!targets.AnyAttracts)
                    {
                        _batch.Set(index, _moving);
                        continue;
                    }
                    double rate = gan.DiscriminatorRate * (gan.RealVariances[0] + gan.FakeVariances[0] + gan.EffectiveNoise) + gan.GeneratorRate * gan.FakeVariances[0];
                    journey = new Journey(index, gan, targets, p, q, r, 0.5 / rate);
                    return true;
                }
            }
            _batch.Postpone(new(index, gan, Budget: isUndecided ? UndecidedBudget : null));
        }
        return false;
    }

    private void Follow<T>(in Journey first)
        where T : unmanaged, IWideLanes<T>
    {
        Follow<LaneStepper<OneFeatureLanes, T>, T>(new(default, RelativeTolerance, AbsoluteTolerance, shareScale: true), first);
        if (!_stiff.IsEmpty)
            Follow<LaneRosenbrock<OneFeatureLanes, T>, T>(new(default, RelativeTolerance, AbsoluteTolerance, shareScale: true), null);
    }

    /// <summary>Follows trajectories by the explicit method, from a first one, or without that those that were given up as stiff by the implicit one, until none is left to take.</summary>
    private unsafe void Follow<TStepper, T>(TStepper stepper, in Journey? first)
        where TStepper : class, ILaneStepper<T>
        where T : unmanaged, IWideLanes<T>
    {
        int width = T.Width;
        var explicitly = stepper as LaneStepper<OneFeatureLanes, T>;
        var watch = new SingleFeatureWatch<T>(_options.Attractor.EndPointTolerance, _options.RecoveryThreshold);
        var owner = new Journey[width];
        Span<double> parameters = stackalloc double[ReducedEquations.ParameterCount(1)];
        uint live = 0;
        for (int lane = 0; lane < width; lane++)
            if (lane == 0 && first is { } given ? Begin(lane, given, parameters) : TryBegin(lane, parameters))
                live |= 1u << lane;
        stepper.Ready();
        int rounds = 0;
        while (live != 0)
        {
            if ((++rounds & 1023) == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
                _between?.Invoke();
            }
            uint exhausted = (stepper.Step() | stepper.Exhausted) & live;
            uint deceived = watch.Deceived(stepper.Parameters, stepper.State) & live;
            uint one = (watch.Targets > 0 ? watch.Reached(0, stepper.State) : 0) & live, other = (watch.Targets > 1 ? watch.Reached(1, stepper.State) : 0) & live;
            for (uint spirals = watch.Spirals & live & ~(deceived | one | other); spirals != 0; spirals &= spirals - 1)
            {
                int lane = BitOperations.TrailingZeroCount(spirals);
                for (int k = 0; k < parameters.Length; k++)
                    parameters[k] = Lane(stepper.Parameters + k, lane);
                if (watch.FollowSpiral(lane, parameters, Lane(stepper.State, lane), Lane(stepper.State + 1, lane), Lane(stepper.State + 2, lane)))
                    deceived |= 1u << lane;
            }
            uint done = exhausted | deceived | one | other;
            if (done == 0)
                continue;
            for (; done != 0; done &= done - 1)
            {
                int lane = BitOperations.TrailingZeroCount(done);
                uint bit = 1u << lane;
                ref readonly Journey at = ref owner[lane];
                double time = Lane(stepper.Time, lane), steps = Lane(stepper.Steps, lane);
                long evaluations = at.Evaluations + (long)((explicitly is null ? StiffStepCost : StepCost) * steps);
                if (((one | other) & bit) != 0)
                    _batch.Set(at.Index, AtTarget(at, (one & bit) != 0 ? 0 : 1, time, evaluations));
                else if ((deceived & bit) != 0)
                    _batch.Set(at.Index, AtDeceived(at.Point, watch.End(lane), time, evaluations));
                else if (explicitly is not null && IsStiff(explicitly, lane))
                {
                    (double p, double q, double r) = State(lane);
                    _stiff.Enqueue(new Journey(at.Index, at.Point, at.Targets, p, q, r, Lane(explicitly.StepLength, lane), time, evaluations));
                }
                else if (explicitly is not null && steps < (at.Targets.DeceivedAttracts ? MaxSteps : StepsBesideACycle))
                {
                    explicitly.Extend(lane, steps + StepsBetweenLooks);
                    continue;
                }
                else if (at.Targets.DeceivedAttracts)
                {
                    // the search goes on from here; a trajectory that is probably on a cycle is searched from its start instead, which finds cycles sooner
                    (double p, double q, double r) = State(lane);
                    _batch.Postpone(new(at.Index, at.Point, [p, q, r], time, evaluations, explicitly is null ? SearchBudget : null));
                }
                else
                    _batch.Postpone(new(at.Index, at.Point));
                if (!TryBegin(lane, parameters))
                {
                    stepper.Park(lane);
                    live &= ~bit;
                }
            }
            stepper.Ready();
        }

        bool TryBegin(int lane, Span<double> parameters)
        {
            if (explicitly is null)
                return _stiff.TryDequeue(out Journey stiff) && Begin(lane, stiff, parameters);
            return TryTake(out Journey next) && Begin(lane, next, parameters);
        }

        bool Begin(int lane, in Journey journey, Span<double> parameters)
        {
            double most = explicitly is not null ? StepsBetweenLooks : journey.Targets.DeceivedAttracts ? MaxStiffSteps : StiffStepsBesideACycle;
            ReducedEquations.Write(journey.Point, parameters);
            stepper.Begin(lane, parameters, [journey.P, journey.Q, journey.R], journey.Time, double.MaxValue, journey.Step, most);
            watch.Begin(lane, journey.Targets);
            owner[lane] = journey;
            return true;
        }

        (double P, double Q, double R) State(int lane) => (Lane(stepper.State, lane), Lane(stepper.State + 1, lane), Lane(stepper.State + 2, lane));
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
        return Verdict(journey.Targets.Kind(target).ToString(), p * p, journey.Targets.GrowthRate(target), time, evaluations);
    }

    private PhaseVerdict AtDeceived(GanParameters gan, (double Overlap, double Error) end, double time, long evaluations)
    {
        double tau = gan.DiscriminatorRate, real = gan.RealVariances[0], fake = gan.FakeVariances[0], x = gan.EffectiveNoise, p = Math.Min(1, Math.Abs(end.Overlap));
        double a = tau * (real - x), d = gan.GeneratorRate * fake - tau * (fake + x), half = 0.5 * (a + d), det = a * d + tau * tau * p * p * real * fake;
        return Verdict(nameof(FixedPointKind.Deceived), p * p, half + Math.Sqrt(Math.Max(0, half * half - det)), time, evaluations);
    }

    private PhaseVerdict Verdict(string attractor, double recovery, double growth, double time, long evaluations) =>
        new(
            recovery >= _options.RecoveryThreshold ? Phase.Success : Phase.Fail, attractor, [recovery],
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
