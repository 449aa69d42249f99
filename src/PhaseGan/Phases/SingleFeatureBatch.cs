using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace PhaseGan;

/// <summary>
/// Labels of many points with one feature. All fixed points and their stability are known in closed form: where none attracts, training
/// oscillates for ever from almost every start and nothing is integrated; elsewhere trajectories side by side are followed until each is in the
/// reach of an attracting point. What is not shown that way is left to the search from a single start.
/// </summary>
internal sealed class SingleFeatureBatch
{
    /// <summary>Tolerances of the steps; those of q and r are measured against the larger of the two, however small.</summary>
    private const double RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-9;

    /// <summary>
    /// A trajectory that needs more steps than this goes to the search from a single start. Where a point off the deceived manifold attracts and none on it does, those
    /// that are not caught soon are on a cycle.
    /// </summary>
    private const double MaxSteps = 1_500_000, MaxStepsBesideACycle = 1000;

    private readonly OdePhaseOptions _options;
    private readonly PhaseVerdict?[] _verdicts;
    private readonly int[] _points;
    private readonly double[] _starts;
    private readonly SingleFeatureTargets[] _targets;
    private readonly GanParameters[] _parameters;
    private readonly Search _search;
    private readonly CancellationToken _cancellation;
    private int _count;

    private SingleFeatureBatch(int capacity, OdePhaseOptions options, Search search, PhaseVerdict?[] verdicts, CancellationToken cancellation)
    {
        (_options, _search, _verdicts, _cancellation) = (options, search, verdicts, cancellation);
        (_points, _starts, _targets, _parameters) = (new int[capacity], new double[3 * capacity], new SingleFeatureTargets[capacity], new GanParameters[capacity]);
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

    private unsafe void Follow<T, TBits>()
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits>
    {
        int width = T.Width;
        var stepper = new LaneStepper<ReducedLanes<OneFeature>, T, TBits>(new(new OneFeature()), RelativeTolerance, AbsoluteTolerance, shareScale: true);
        var watch = new SingleFeatureWatch<T, TBits>(_options.Attractor.EndPointTolerance, _options.RecoveryThreshold);
        Span<int> owner = stackalloc int[width];
        Span<double> parameters = stackalloc double[ReducedEquations.ParameterCount(1)];
        int next = 0;
        uint live = 0;
        for (int lane = 0; lane < width; lane++)
            if (next < _count)
            {
                live |= 1u << lane;
                Begin(stepper, watch, lane, owner[lane] = next++, parameters);
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
                    parameters[k] = LaneStepper<ReducedLanes<OneFeature>, T, TBits>.Lane(stepper.Parameters + k, lane);
                if (watch.FollowSpiral(lane, parameters, Coordinate(stepper, 0, lane), Coordinate(stepper, 1, lane), Coordinate(stepper, 2, lane)))
                    deceived |= 1u << lane;
            }
            uint done = exhausted | deceived | first | second;
            if (done == 0)
                continue;
            for (; done != 0; done &= done - 1)
            {
                int lane = BitOperations.TrailingZeroCount(done), at = owner[lane];
                uint bit = 1u << lane;
                double time = LaneStepper<ReducedLanes<OneFeature>, T, TBits>.Lane(stepper.Time, lane), steps = LaneStepper<ReducedLanes<OneFeature>, T, TBits>.Lane(stepper.Steps, lane);
                if (((first | second) & bit) != 0)
                    _verdicts[_points[at]] = AtTarget(at, (first & bit) != 0 ? 0 : 1, time, steps);
                else if ((deceived & bit) != 0)
                    _verdicts[_points[at]] = AtDeceived(at, watch.End(lane), time, steps);
                else if (_targets[at].DeceivedAttracts)
                    // the search goes on from here; a trajectory that is probably on a cycle is searched from its start instead, which finds cycles sooner
                    _verdicts[_points[at]] = _search(
                        _parameters[at], [Coordinate(stepper, 0, lane), Coordinate(stepper, 1, lane), Coordinate(stepper, 2, lane)], time, (long)(6 * steps + 1), null, _cancellation);
                if (next < _count)
                    Begin(stepper, watch, lane, owner[lane] = next++, parameters);
                else
                {
                    stepper.Park(lane);
                    live &= ~bit;
                }
            }
            stepper.Ready();
        }
    }

    private static unsafe double Coordinate<T, TBits>(LaneStepper<ReducedLanes<OneFeature>, T, TBits> stepper, int coordinate, int lane)
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits> =>
        LaneStepper<ReducedLanes<OneFeature>, T, TBits>.Lane(stepper.State + coordinate, lane);

    private void Add(int point, GanParameters gan, in SingleFeatureTargets targets, double p, double q, double r)
    {
        (_points[_count], _targets[_count], _parameters[_count]) = (point, targets, gan);
        (_starts[3 * _count], _starts[3 * _count + 1], _starts[3 * _count + 2]) = (p, q, r);
        _count++;
    }

    private void Begin<T, TBits>(
        LaneStepper<ReducedLanes<OneFeature>, T, TBits> stepper, SingleFeatureWatch<T, TBits> watch, int lane, int at, Span<double> parameters)
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits>
    {
        GanParameters gan = _parameters[at];
        ReducedEquations.Write(gan, parameters);
        double rate = gan.DiscriminatorRate * (gan.RealVariances[0] + gan.FakeVariances[0] + gan.EffectiveNoise) + gan.GeneratorRate * gan.FakeVariances[0];
        stepper.Begin(lane, parameters, _starts.AsSpan(3 * at, 3), 0, double.MaxValue, 0.5 / rate, _targets[at].DeceivedAttracts ? MaxSteps : MaxStepsBesideACycle);
        watch.Begin(lane, _targets[at]);
    }

    private PhaseVerdict AtTarget(int at, int target, double time, double steps)
    {
        ref readonly SingleFeatureTargets targets = ref _targets[at];
        double p = targets.Target(target)[0];
        return Verdict(targets.Kind(target).ToString(), p * p, targets.GrowthRate(target), time, steps);
    }

    private PhaseVerdict AtDeceived(int at, (double Overlap, double Error) end, double time, double steps)
    {
        GanParameters gan = _parameters[at];
        double tau = gan.DiscriminatorRate, real = gan.RealVariances[0], fake = gan.FakeVariances[0], x = gan.EffectiveNoise, p = Math.Min(1, Math.Abs(end.Overlap));
        double a = tau * (real - x), d = gan.GeneratorRate * fake - tau * (fake + x), half = 0.5 * (a + d), det = a * d + tau * tau * p * p * real * fake;
        return Verdict(nameof(FixedPointKind.Deceived), p * p, half + Math.Sqrt(Math.Max(0, half * half - det)), time, steps);
    }

    private PhaseVerdict Verdict(string attractor, double recovery, double growth, double time, double steps) =>
        new(
            recovery >= _options.RecoveryThreshold ? Phase.Success : Phase.Fail, attractor, [recovery],
            [OdePhaseClassifier.Text(growth), "", OdePhaseClassifier.Text(time), ((long)(6 * steps + 1)).ToString(CultureInfo.InvariantCulture), ""]);

    private readonly struct Work(SingleFeatureBatch batch) : ILaneWork
    {
        public void Run<T, TBits>()
            where T : unmanaged, IWideLanes<T, TBits>
            where TBits : unmanaged, IBitLanes<TBits> =>
            batch.Follow<T, TBits>();
    }
}
