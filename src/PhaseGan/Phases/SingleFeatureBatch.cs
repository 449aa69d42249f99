using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace PhaseGan;

/// <summary>
/// Labels of many points with one feature. All fixed points and their stability are known in closed form: where none attracts, training
/// oscillates for ever from almost every start and nothing is integrated; elsewhere trajectories side by side are followed until each is in the
/// reach of an attracting point. What is not shown that way is left to the search from a single start.
/// </summary>
/// <remarks>
/// Next to x = Λ and at small α one rate is many orders of magnitude below the others, which bound the steps of an explicit method. A
/// trajectory that is not through after some hundreds of these steps and whose steps are as long as its fastest decay allows goes on in
/// <see cref="LaneRosenbrock{TField, T, TBits}"/>. One whose steps follow a turn, as a slow spiral, stays where it is: it would gain nothing, and an
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

    /// <summary>Most evaluations of the search where the implicit method did not get through.</summary>
    private const long SearchBudget = 600_000;

    private readonly OdePhaseOptions _options;
    private readonly PhaseVerdict?[] _verdicts;
    private readonly int[] _points;
    private readonly double[] _starts;
    private readonly SingleFeatureTargets[] _targets;
    private readonly GanParameters[] _parameters;
    private readonly Search _search;
    private readonly CancellationToken _cancellation;
    private readonly double[] _times, _lengths;
    private readonly long[] _evaluations;
    private readonly int[] _stiff;
    private int _count, _stiffCount;

    private SingleFeatureBatch(int capacity, OdePhaseOptions options, Search search, PhaseVerdict?[] verdicts, CancellationToken cancellation)
    {
        (_options, _search, _verdicts, _cancellation) = (options, search, verdicts, cancellation);
        (_points, _starts, _targets, _parameters) = (new int[capacity], new double[3 * capacity], new SingleFeatureTargets[capacity], new GanParameters[capacity]);
        (_times, _lengths, _evaluations, _stiff) = (new double[capacity], new double[capacity], new long[capacity], new int[capacity]);
    }

    /// <summary>Searches the attractor of a trajectory that has been followed to a state at a time, with so many evaluations; with a budget for those to come unless it is null.</summary>
    public delegate PhaseVerdict Search(GanParameters point, ReadOnlySpan<double> y, double time, long evaluations, long? budget, CancellationToken cancellation);

    /// <summary>Labels the points with one feature that it can; the others stay null.</summary>
    public static void Run(ReadOnlySpan<GanParameters> points, OdePhaseOptions options, Search search, PhaseVerdict?[] verdicts, CancellationToken cancellation)
    {
        var batch = new SingleFeatureBatch(points.Length, options, search, verdicts, cancellation);
        PhaseVerdict moving = OdePhaseClassifier.Moving("no fixed point attracts");
        for (int i = 0; i < points.Length; i++)
        {
            GanParameters gan = points[i];
            if (gan.FeatureCount != 1)
                continue;
            MacroState start = options.Start(gan);
            if (start.FeatureCount != 1 || !start.IsNormalised)
                continue;
            (double p, double q, double r) = (start.PValues[0], start.QValues[0], start.RValues[0]);
            // starts in an invariant plane of lower dimension may end elsewhere than those beside them
            if (p == 0 || q == 0 || r == 0)
                continue;
            var targets = new SingleFeatureTargets(gan);
            if (!targets.IsDecided)
                continue;
            if (targets.AnyAttracts)
                batch.Add(i, gan, targets, p, q, r);
            else
                verdicts[i] = moving;
        }
        var work = new Work(batch);
        if (batch._count > 0)
            Widest.RunWide(ref work);
    }

    private void Follow<T, TBits>()
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits>
    {
        Follow<LaneStepper<OneFeatureLanes, T, TBits>, T, TBits>(new(default, RelativeTolerance, AbsoluteTolerance, shareScale: true), _count);
        if (_stiffCount > 0)
            Follow<LaneRosenbrock<OneFeatureLanes, T, TBits>, T, TBits>(new(default, RelativeTolerance, AbsoluteTolerance, shareScale: true), _stiffCount);
    }

    /// <summary>Follows all trajectories by the explicit method, or those that it gave up as stiff by the implicit one.</summary>
    private unsafe void Follow<TStepper, T, TBits>(TStepper stepper, int count)
        where TStepper : class, ILaneStepper<T>
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits>
    {
        int width = T.Width;
        var explicitly = stepper as LaneStepper<OneFeatureLanes, T, TBits>;
        var watch = new SingleFeatureWatch<T, TBits>(_options.Attractor.EndPointTolerance, _options.RecoveryThreshold);
        Span<int> owner = stackalloc int[width];
        Span<double> parameters = stackalloc double[ReducedEquations.ParameterCount(1)];
        int next = 0;
        uint live = 0;
        for (int lane = 0; lane < width; lane++)
            if (next < count)
            {
                live |= 1u << lane;
                owner[lane] = Begin(next++, lane, parameters);
            }
        stepper.Ready();
        int rounds = 0;
        while (live != 0)
        {
            if ((++rounds & 1023) == 0)
                _cancellation.ThrowIfCancellationRequested();
            uint exhausted = (stepper.Step() | stepper.Exhausted) & live;
            uint deceived = watch.Deceived(stepper.Parameters, stepper.State) & live;
            uint first = (watch.Targets > 0 ? watch.Reached(0, stepper.State) : 0) & live, second = (watch.Targets > 1 ? watch.Reached(1, stepper.State) : 0) & live;
            for (uint spirals = watch.Spirals & live & ~(deceived | first | second); spirals != 0; spirals &= spirals - 1)
            {
                int lane = BitOperations.TrailingZeroCount(spirals);
                for (int k = 0; k < parameters.Length; k++)
                    parameters[k] = Number(stepper.Parameters + k, lane);
                if (watch.FollowSpiral(lane, parameters, Number(stepper.State, lane), Number(stepper.State + 1, lane), Number(stepper.State + 2, lane)))
                    deceived |= 1u << lane;
            }
            uint done = exhausted | deceived | first | second;
            if (done == 0)
                continue;
            for (; done != 0; done &= done - 1)
            {
                int lane = BitOperations.TrailingZeroCount(done), at = owner[lane];
                uint bit = 1u << lane;
                double time = Number(stepper.Time, lane), steps = Number(stepper.Steps, lane);
                long evaluations = _evaluations[at] + (long)((explicitly is null ? StiffStepCost : StepCost) * steps);
                if (((first | second) & bit) != 0)
                    _verdicts[_points[at]] = AtTarget(at, (first & bit) != 0 ? 0 : 1, time, evaluations);
                else if ((deceived & bit) != 0)
                    _verdicts[_points[at]] = AtDeceived(at, watch.End(lane), time, evaluations);
                else if (explicitly is not null && IsStiff(explicitly, lane))
                {
                    Keep(at, lane);
                    (_times[at], _lengths[at], _evaluations[at]) = (time, Number(explicitly.StepLength, lane), evaluations);
                    _stiff[_stiffCount++] = at;
                }
                else if (explicitly is not null && steps < (_targets[at].DeceivedAttracts ? MaxSteps : StepsBesideACycle))
                {
                    explicitly.Extend(lane, steps + StepsBetweenLooks);
                    continue;
                }
                else if (_targets[at].DeceivedAttracts)
                {
                    // the search goes on from here; a trajectory that is probably on a cycle is searched from its start instead, which finds cycles sooner
                    Keep(at, lane);
                    _verdicts[_points[at]] = _search(_parameters[at], _starts.AsSpan(3 * at, 3), time, evaluations, explicitly is null ? SearchBudget : null, _cancellation);
                }
                if (next < count)
                    owner[lane] = Begin(next++, lane, parameters);
                else
                {
                    stepper.Park(lane);
                    live &= ~bit;
                }
            }
            stepper.Ready();
        }

        int Begin(int number, int lane, Span<double> parameters)
        {
            int at = explicitly is null ? _stiff[number] : number;
            double most = explicitly is not null ? StepsBetweenLooks : _targets[at].DeceivedAttracts ? MaxStiffSteps : StiffStepsBesideACycle;
            ReducedEquations.Write(_parameters[at], parameters);
            stepper.Begin(lane, parameters, _starts.AsSpan(3 * at, 3), _times[at], double.MaxValue, _lengths[at], most);
            watch.Begin(lane, _targets[at]);
            return at;
        }

        void Keep(int at, int lane)
        {
            for (int i = 0; i < 3; i++)
                _starts[3 * at + i] = Number(stepper.State + i, lane);
        }
    }

    /// <summary>Whether the fastest decay, taken from the trace of the Jacobian, bounds the steps of the explicit method, rather than a turn that they follow.</summary>
    private static unsafe bool IsStiff<T, TBits>(LaneStepper<OneFeatureLanes, T, TBits> stepper, int lane)
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits>
    {
        int count = ReducedEquations.ParameterCount(1);
        SingleLane* numbers = stackalloc SingleLane[count + 3 + 9], y = numbers + count, jacobian = y + 3;
        for (int k = 0; k < count; k++)
            numbers[k] = SingleLane.All(Number(stepper.Parameters + k, lane));
        for (int i = 0; i < 3; i++)
            y[i] = SingleLane.All(Number(stepper.State + i, lane));
        ReducedEquations.Jacobian(numbers, y, jacobian);
        return -(jacobian[0].Value + jacobian[4].Value + jacobian[8].Value) * Number(stepper.StepLength, lane) > Stiff;
    }

    private static unsafe double Number<T>(T* numbers, int lane)
        where T : unmanaged =>
        ((double*)numbers)[lane];

    private void Add(int point, GanParameters gan, in SingleFeatureTargets targets, double p, double q, double r)
    {
        (_points[_count], _targets[_count], _parameters[_count]) = (point, targets, gan);
        (_starts[3 * _count], _starts[3 * _count + 1], _starts[3 * _count + 2]) = (p, q, r);
        double rate = gan.DiscriminatorRate * (gan.RealVariances[0] + gan.FakeVariances[0] + gan.EffectiveNoise) + gan.GeneratorRate * gan.FakeVariances[0];
        (_lengths[_count], _evaluations[_count]) = (0.5 / rate, 1);
        _count++;
    }

    private PhaseVerdict AtTarget(int at, int target, double time, long evaluations)
    {
        ref readonly SingleFeatureTargets targets = ref _targets[at];
        double p = targets.Target(target)[0];
        return Verdict(targets.Kind(target).ToString(), p * p, targets.GrowthRate(target), time, evaluations);
    }

    private PhaseVerdict AtDeceived(int at, (double Overlap, double Error) end, double time, long evaluations)
    {
        GanParameters gan = _parameters[at];
        double tau = gan.DiscriminatorRate, real = gan.RealVariances[0], fake = gan.FakeVariances[0], x = gan.EffectiveNoise, p = Math.Min(1, Math.Abs(end.Overlap));
        double a = tau * (real - x), d = gan.GeneratorRate * fake - tau * (fake + x), half = 0.5 * (a + d), det = a * d + tau * tau * p * p * real * fake;
        return Verdict(nameof(FixedPointKind.Deceived), p * p, half + Math.Sqrt(Math.Max(0, half * half - det)), time, evaluations);
    }

    private PhaseVerdict Verdict(string attractor, double recovery, double growth, double time, long evaluations) =>
        new(
            recovery >= _options.RecoveryThreshold ? Phase.Success : Phase.Fail, attractor, [recovery],
            [OdePhaseClassifier.Text(growth), "", OdePhaseClassifier.Text(time), evaluations.ToString(CultureInfo.InvariantCulture), ""]);

    private readonly struct Work(SingleFeatureBatch batch) : ILaneWork
    {
        public void Run<T, TBits>()
            where T : unmanaged, IWideLanes<T, TBits>
            where TBits : unmanaged, IBitLanes<TBits> =>
            batch.Follow<T, TBits>();
    }
}
