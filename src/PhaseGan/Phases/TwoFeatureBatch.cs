using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>
/// Labels of many points with two features. Where the whole deceived manifold repels (its transverse trace is positive and does not depend on P and S) and no
/// other fixed point attracts (<see cref="TwoFeatureFamilies"/>), training oscillates for ever from almost every start. Elsewhere trajectories side by side are followed until each
/// cannot leave the deceived manifold any more, or slows down elsewhere and goes to the search from a single state.
/// </summary>
internal sealed class TwoFeatureBatch
{
    private const double RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-9;

    /// <summary>
    /// Steps after which a trajectory that moves is searched for a motion that goes on, steps after which that search is the last, and steps of a trajectory that creeps.
    /// </summary>
    private const double MaxSteps = 200_000, MoreSteps = 600_000, MostSteps = 1_200_000;

    /// <summary>The deceived manifold is looked at when the largest of q and r falls below this, and again at each half.</summary>
    private const double Near = 0.1;

    /// <summary>A slow state with a q or r above this may be the approach to a point off the deceived manifold.</summary>
    private const double Off = 0.01;

    /// <summary>A speed below this fraction of τ max Λ, away from the deceived manifold, is taken as the approach to another point.</summary>
    private const double Slow = 1e-3;

    /// <summary>A speed below this fraction of a slow one, where no point off the deceived manifold attracts, is a creep along that manifold.</summary>
    private const double Creeping = 0.1;

    /// <summary>A slow state is looked at again after so many steps, and this fraction of all that were made.</summary>
    private const double StepsBetweenLooks = 60, FractionBetweenLooks = 0.1;

    /// <summary>A stable fixed point is looked at where it is nearer than this; nearer than the second number a lane does not come, since its steps are not exact.</summary>
    private const double Close = 2e-4, Noise = 3e-5;

    /// <summary>Evaluations after which a search gives up and the trajectory goes on in its lane: from a state beside a stable point, and where the first steps have run out.</summary>
    private const long ProbeBudget = 4000, LongProbeBudget = 160_000;

    private const int N = 9;

    /// <summary>The place in the order of trajectories that may end at a point off the deceived manifold.</summary>
    private const double UsuallyLong = 0.02;

    /// <summary>Lanes that are enough for the last few trajectories.</summary>
    private const int FewLanes = 8;

    private readonly OdePhaseOptions _options;
    private readonly SingleFeatureBatch.Search _search;
    private readonly PhaseVerdict?[] _verdicts;
    private List<Journey> _work = [];
    private readonly CancellationToken _cancellation;

    private TwoFeatureBatch(OdePhaseOptions options, SingleFeatureBatch.Search search, PhaseVerdict?[] verdicts, CancellationToken cancellation)
    {
        (_options, _search, _verdicts, _cancellation) = (options, search, verdicts, cancellation);
    }

    /// <summary>Labels the points with two features that it can; the others stay null.</summary>
    public static void Run(
        ReadOnlySpan<GanParameters> points, OdePhaseOptions options, SingleFeatureBatch.Search search, PhaseVerdict?[] verdicts, CancellationToken cancellation)
    {
        var batch = new TwoFeatureBatch(options, search, verdicts, cancellation);
        PhaseVerdict moving = OdePhaseClassifier.Moving("no fixed point attracts");
        for (int i = 0; i < points.Length; i++)
        {
            GanParameters gan = points[i];
            if (gan.FeatureCount != 2 || gan.RealVariances[0] == gan.RealVariances[1])
                continue;
            if ((i & 255) == 0)
                cancellation.ThrowIfCancellationRequested();
            var ode = new ReducedOde(gan);
            double[] start = ode.Pack(options.Start(gan));
            if (!IsGeneric(start))
                continue;
            double size = gan.EffectiveNoise * 4, trace = -size;
            for (int l = 0; l < 2; l++)
            {
                trace += gan.RealVariances[l] - gan.FakeVariances[l] + gan.RateRatio * gan.FakeVariances[l];
                size += gan.RealVariances[l] + gan.FakeVariances[l] + gan.RateRatio * gan.FakeVariances[l];
            }
            bool others = TwoFeatureFamilies.AnyMayAttract(ode);
            if (trace > 1e-7 * size && !others)
                verdicts[i] = moving;
            else
                batch._work.Add(new Journey(i, ode, start, others, others ? UsuallyLong : Math.Min(Math.Abs(trace) / size, Nearness(gan))));
        }
        // the longest first, or they would go on alone in the end
        batch._work.Sort((a, b) => (a.Shortness, a.Point).CompareTo((b.Shortness, b.Point)));
        var work = new Work(batch);
        if (batch._work.Count > 0)
            Widest.RunWide(ref work);
        // the last few, where twice as many lanes would be idle
        if (batch._work.Count > 0)
            Widest.Run(ref work);
    }

    /// <summary>The smallest |x − Λ_l|/Λ_l: where it vanishes a rate does.</summary>
    private static double Nearness(GanParameters gan)
    {
        double nearest = double.PositiveInfinity;
        foreach (double real in gan.RealVariances)
            nearest = Math.Min(nearest, Math.Abs(1 - gan.EffectiveNoise / real));
        return nearest;
    }

    /// <summary>No overlap vanishes and the columns differ: a start on no plane that the field leaves invariant.</summary>
    private static bool IsGeneric(ReadOnlySpan<double> y)
    {
        foreach (double v in y)
            if (v == 0)
                return false;
        return Math.Abs(y[6]) != Math.Abs(y[7]);
    }

    private unsafe void Follow<T, TBits>()
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits>
    {
        int width = T.Width;
        var stepper = new LaneStepper<ReducedLanes<TwoFeatures>, T, TBits>(new(new TwoFeatures()), RelativeTolerance, AbsoluteTolerance, shareScale: true);
        Span<int> owner = stackalloc int[width];
        var limits = new AlignedBuffer(3 * width);
        double* trigger = limits.Start, slow = trigger + width, resume = slow + width;
        Span<double> y = stackalloc double[N], end = stackalloc double[N];
        Span<double> parameters = stackalloc double[ReducedEquations.ParameterCount(2)];
        int next = 0, rounds = 0;
        uint live = 0, done = (1u << width) - 1;
        while (true)
        {
            if (done != 0)
            {
                for (; done != 0; done &= done - 1)
                {
                    int lane = BitOperations.TrailingZeroCount(done);
                    if (next < _work.Count)
                    {
                        Journey item = _work[owner[lane] = next++];
                        ReducedEquations.Write(item.Ode.Parameters, parameters);
                        (trigger[lane], slow[lane], resume[lane]) = (item.Trigger, item.Others ? item.SlowSpeed : 0, item.Resume);
                        stepper.Begin(lane, parameters, item.State, item.Time, double.MaxValue, item.Step, item.Most);
                        LaneStepper<ReducedLanes<TwoFeatures>, T, TBits>.Lane(stepper.Steps, lane) = item.Steps;
                        live |= 1u << lane;
                    }
                    else
                    {
                        stepper.Park(lane);
                        live &= ~(1u << lane);
                    }
                }
                if (live == 0 || (width > FewLanes && next == _work.Count && BitOperations.PopCount(live) <= FewLanes))
                    break;
                stepper.Ready();
            }
            if ((++rounds & 1023) == 0)
                _cancellation.ThrowIfCancellationRequested();
            uint exhausted = (stepper.Step() | stepper.Exhausted) & live;
            (uint near, uint far, uint still) = Look<T, TBits>(stepper.State, stepper.Derivative, stepper.Steps, (T*)trigger, (T*)slow, (T*)resume);
            for (uint look = (near | far | still | exhausted) & live; look != 0; look &= look - 1)
            {
                int lane = BitOperations.TrailingZeroCount(look);
                uint bit = 1u << lane;
                double transverse = 0;
                for (int i = 4; i < 8; i++)
                    transverse = Math.Max(transverse, Math.Abs(LaneStepper<ReducedLanes<TwoFeatures>, T, TBits>.Lane(stepper.State + i, lane)));
                bool isNear = (near & bit) != 0, isOut = (exhausted & bit) != 0;
                if ((far & bit) != 0)
                    trigger[lane] = Math.Min(Near, 0.5 * transverse);
                if (!isNear && !isOut && !((still & bit) != 0 && transverse > Off))
                    continue;
                for (int i = 0; i < N; i++)
                    y[i] = LaneStepper<ReducedLanes<TwoFeatures>, T, TBits>.Lane(stepper.State + i, lane);
                Journey item = _work[owner[lane]];
                double time = LaneStepper<ReducedLanes<TwoFeatures>, T, TBits>.Lane(stepper.Time, lane);
                long evaluations = (long)(6 * LaneStepper<ReducedLanes<TwoFeatures>, T, TBits>.Lane(stepper.Steps, lane) + 1);
                if (isNear)
                {
                    trigger[lane] = 0.5 * transverse;
                    if (TwoFeatureRest.TryEnd(item.Ode, y, _options.Attractor.EndPointTolerance, end, out double error)
                        && Verdict(item.Ode, end, error, time, evaluations) is { } verdict)
                    {
                        _verdicts[item.Point] = verdict;
                        done |= bit;
                        continue;
                    }
                    if (!isOut)
                        continue;
                }
                if (!isOut)
                {
                    double steps = LaneStepper<ReducedLanes<TwoFeatures>, T, TBits>.Lane(stepper.Steps, lane);
                    resume[lane] = steps + Math.Max(StepsBetweenLooks, FractionBetweenLooks * steps);
                    if (!EndsAtAPoint(item.Ode, y, evaluations))
                        continue;
                }
                else if (evaluations < 6 * MostSteps && Creeps(item, y))
                {
                    // side by side, steps cost an eighth of those of a search, which finds nothing else here
                    stepper.Extend(lane, item.Most = evaluations < 6 * MoreSteps ? MoreSteps : MostSteps);
                    continue;
                }
                bool isLast = isOut && evaluations > 6 * MoreSteps;
                long? budget = !isOut || Creeps(item, y) ? ProbeBudget : isLast ? null : LongProbeBudget;
                PhaseVerdict found = _search(item.Ode.Parameters, y, time, evaluations, budget, _cancellation);
                if (!isLast && found.Phase == Phase.Undetermined)
                {
                    if (isOut)
                        stepper.Extend(lane, item.Most = MoreSteps);
                    continue;
                }
                _verdicts[item.Point] = found;
                done |= bit;
            }
        }
        var rest = new List<Journey>();
        for (; live != 0; live &= live - 1)
        {
            int lane = BitOperations.TrailingZeroCount(live);
            Journey item = _work[owner[lane]];
            for (int i = 0; i < N; i++)
                item.State[i] = LaneStepper<ReducedLanes<TwoFeatures>, T, TBits>.Lane(stepper.State + i, lane);
            item.Time = LaneStepper<ReducedLanes<TwoFeatures>, T, TBits>.Lane(stepper.Time, lane);
            item.Step = LaneStepper<ReducedLanes<TwoFeatures>, T, TBits>.Lane(stepper.StepLength, lane);
            item.Steps = LaneStepper<ReducedLanes<TwoFeatures>, T, TBits>.Lane(stepper.Steps, lane);
            (item.Trigger, item.Resume) = (trigger[lane], resume[lane]);
            rest.Add(item);
        }
        _work = rest;
        // the pointers alone do not keep the memory
        GC.KeepAlive(limits);
    }

    /// <summary>Whether almost nothing moves, where no fixed point off the deceived manifold attracts.</summary>
    private static bool Creeps(Journey item, ReadOnlySpan<double> y)
    {
        if (item.Others)
            return false;
        Span<double> derivative = stackalloc double[N];
        item.Ode.Evaluate(y, derivative);
        double speed = 0;
        foreach (double v in derivative)
            speed = Math.Max(speed, Math.Abs(v));
        return speed < Creeping * item.SlowSpeed;
    }

    /// <summary>
    /// Whether Newton's method leads from a slow state to a stable fixed point so near that the search will soon end there: inside the radius that it asks for,
    /// or where a lane comes no nearer and the rest of the way costs little of what has been spent. A rest beside a saddle is not worth a search.
    /// </summary>
    private bool EndsAtAPoint(ReducedOde ode, ReadOnlySpan<double> y, long spent)
    {
        NewtonResult newton = Newton.Polish(ode, y, 12);
        if (!newton.IsConverged || newton.Travel > Close || StabilityClassifier.IsAtRest(ode, newton.Point))
            return false;
        Spectrum? spectrum = StabilityClassifier.Classify(ode, newton.Point, out double condition);
        if (spectrum?.Verdict != StabilityVerdict.Stable)
            return false;
        Span<double> jacobian = stackalloc double[N * N];
        ode.Jacobian(newton.Point, jacobian);
        double scale = 0, rate = -spectrum.GrowthRate;
        foreach (double v in jacobian)
            scale += v * v;
        scale = Math.Sqrt(scale);
        double radius = AttractorSearch.BasinRadius(rate, scale, condition);
        if (spectrum.NeutralCount > 0)
            radius = Math.Min(radius, _options.Attractor.EndPointTolerance);
        return newton.Travel < radius || (newton.Travel < Noise && 3 * Math.Log(newton.Travel / radius) * scale / rate < Math.Max(0.5 * ProbeBudget, 0.05 * spent));
    }

    /// <summary>
    /// The lanes that are below their trigger, those that have risen well above it, and those in which nothing moves faster than the limit and that have
    /// made the steps after which they may be looked at.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe (uint Near, uint Far, uint Still) Look<T, TBits>(T* y, T* derivative, T* steps, T* trigger, T* slow, T* resume)
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits>
    {
        TBits size = TBits.All(0x7FFF_FFFF_FFFF_FFFF);
        T transverse = T.All(0), speed = T.All(0);
        for (int i = 4; i < 8; i++)
        {
            T v = T.FromBits(T.ToBits(y[i]) & size);
            transverse = T.Select(T.Less(transverse, v), v, transverse);
        }
        for (int i = 0; i < N; i++)
        {
            T v = T.FromBits(T.ToBits(derivative[i]) & size);
            speed = T.Select(T.Less(speed, v), v, speed);
        }
        TBits isLow = T.Less(*trigger, T.All(Near));
        return (T.Signs(T.Less(transverse, *trigger)), T.Signs(isLow & T.Less(T.All(8) * *trigger, transverse)), T.Signs(T.Less(speed, *slow) & T.Less(*resume, *steps)));
    }

    /// <summary>The label of a deceived end, or null if a recovery is too near the threshold.</summary>
    private PhaseVerdict? Verdict(ReducedOde ode, ReadOnlySpan<double> end, double error, double time, long evaluations)
    {
        ImmutableArray<double> recovery = ode.Unpack(end).Recovery();
        double theta = _options.RecoveryThreshold;
        int recovered = 0;
        foreach (double rho in recovery)
        {
            if (Math.Abs(rho - theta) <= 8 * error + 1e-9)
                return null;
            recovered += rho >= theta ? 1 : 0;
        }
        Span<double> block = stackalloc double[16];
        ode.TransverseBlock(end, block);
        double leading = double.NegativeInfinity;
        foreach (Complex value in EigenSolver.Eigenvalues(block, 4) ?? [])
            leading = Math.Max(leading, value.Real);
        Phase phase = recovered == 2 ? Phase.Success : recovered == 1 ? Phase.ModeCollapse : Phase.Fail;
        return new PhaseVerdict(
            phase, nameof(FixedPointKind.Deceived), recovery,
            [OdePhaseClassifier.Text(leading), "", OdePhaseClassifier.Text(time), evaluations.ToString(CultureInfo.InvariantCulture), ""]);
    }

    /// <summary>A trajectory as it enters a lane, or is taken out of one to go on in another: it keeps its bits.</summary>
    private sealed class Journey(int point, ReducedOde ode, double[] state, bool others, double shortness)
    {
        private readonly double _rate = ode.Parameters.DiscriminatorRate * Largest(ode.Parameters);

        public int Point => point;

        public ReducedOde Ode => ode;

        public double[] State => state;

        /// <summary>Where in the order of the work: near a line on which a rate vanishes trajectories are long.</summary>
        public double Shortness => shortness;

        /// <summary>Whether fixed points off the deceived manifold may attract.</summary>
        public bool Others => others;

        public double Time { get; set; }

        /// <summary>The next step's length.</summary>
        public double Step { get; set; } = 0.1 / (ode.Parameters.DiscriminatorRate * Largest(ode.Parameters));

        public double Steps { get; set; }

        public double Most { get; set; } = MaxSteps;

        public double Trigger { get; set; } = Near;

        public double Resume { get; set; }

        public double SlowSpeed => Slow * _rate;

        private static double Largest(GanParameters gan) =>
            Math.Max(Math.Max(gan.RealVariances[0], gan.RealVariances[1]), Math.Max(gan.FakeVariances[0], gan.FakeVariances[1]));
    }

    private readonly struct Work(TwoFeatureBatch batch) : ILaneWork
    {
        public void Run<T, TBits>()
            where T : unmanaged, IWideLanes<T, TBits>
            where TBits : unmanaged, IBitLanes<TBits> =>
            batch.Follow<T, TBits>();
    }
}
