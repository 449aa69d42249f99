using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using static PhaseGan.Dynamics.LaneMemory;

namespace PhaseGan;

/// <summary>
/// Labels of many points with two features. Where the whole deceived manifold repels (its transverse trace is positive and does not depend on P and S) and no
/// other fixed point attracts (<see cref="TwoFeatureFamilies"/>), training oscillates for ever from almost every start. Elsewhere trajectories side by side are followed until each
/// cannot leave the deceived manifold any more, or slows down elsewhere and goes to the search from a single state.
/// </summary>
internal sealed class TwoFeatureBatch
{
    private const double RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-9;

    /// <summary>Tolerances on the last part of the way to a fixed point, where steps are as long as fast rates allow whatever the tolerances are.</summary>
    private const double FineRelativeTolerance = 1e-9, FineAbsoluteTolerance = 1e-12;

    /// <summary>
    /// Steps after which a trajectory that moves is searched for a motion that goes on, steps after which that search is the last, and most steps of one that fades or creeps.
    /// </summary>
    private const double MaxSteps = 200_000, MoreSteps = 600_000, MostSteps = 1_200_000;

    /// <summary>
    /// A motion whose largest speed in so many steps is below this fraction of that in as many steps before fades: its lane leads it to its end for an eighth of what a search costs.
    /// </summary>
    private const double StepsOfFading = 50_000, Fading = 0.9;

    /// <summary>
    /// A motion whose largest speed in so many steps is never below this fraction of what it ever was, from the first pieces of its way to twelve times their number, goes on: the slowest spirals
    /// that are known, which fall like 1/√t, fall to 0.29 in that time. At rest only rounding and the tolerances move, which does not fade either, but is below <see cref="Slow"/>.
    /// </summary>
    private const double Steady = 0.8;

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

    /// <summary>A trajectory that is slow and nearer than this to a stable fixed point is led on with fine tolerances, for so many steps at most.</summary>
    private const double Close = 2e-4, MostStepsToAPoint = 3_000_000;

    /// <summary>The spectrum at a stable point that a trajectory is led to is looked at again when it is within so many of the radii that it needed last.</summary>
    private const double RadiiToLookFrom = 4;

    /// <summary>Evaluations after which a search gives up and the trajectory goes on in its lane: of one that creeps, and where the first steps have run out.</summary>
    private const long ProbeBudget = 4000, LongProbeBudget = 160_000;

    private const int N = 9;

    /// <summary>The place in the order of trajectories that may end at a point off the deceived manifold.</summary>
    private const double UsuallyLong = 0.02;

    /// <summary>Lanes that are enough for the last few trajectories.</summary>
    private const int FewLanes = 8;

    private readonly OdePhaseOptions _options;
    private readonly OdePhaseClassifier _classifier;
    private readonly BatchVerdicts _batch;
    private readonly PhaseVerdict _moving = OdePhaseClassifier.Moving("no fixed point attracts");
    private readonly List<Journey> _work = [];
    private int _next;

    /// <param name="options">Threshold and tolerance of end points.</param>
    /// <param name="classifier">Searches from single states, and labels attractors.</param>
    /// <param name="batch">Takes the verdicts.</param>
    public TwoFeatureBatch(OdePhaseOptions options, OdePhaseClassifier classifier, BatchVerdicts batch)
    {
        (_options, _classifier, _batch) = (options, classifier, batch);
    }

    /// <summary>Takes a point with two features: gives its verdict, or keeps it to be followed; false if it is left to the search. Threads may call it side by side.</summary>
    public bool TryAdd(int index, GanParameters gan)
    {
        if (gan.RealVariances[0] == gan.RealVariances[1])
            return false;
        var ode = new ReducedOde(gan);
        double[] start = ode.Pack(_batch.Start(index, gan));
        if (!IsGeneric(start))
            return false;
        double trace = CaptureCandidates.DeceivedTrace(gan);
        bool others = TwoFeatureFamilies.AnyMayAttract(ode);
        if (trace > CaptureCandidates.Margin && !others)
        {
            _batch.Set(index, _moving);
            return true;
        }
        var journey = new Journey(index, ode, start, others, others ? UsuallyLong : Math.Min(Math.Abs(trace), Nearness(gan)));
        lock (_work)
            _work.Add(journey);
        return true;
    }

    /// <summary>Puts the trajectories in the order in which they are to be followed: the longest first, or they would go on alone in the end. Returns their number.</summary>
    public int Order()
    {
        _work.Sort((a, b) => (a.Shortness, a.Point).CompareTo((b.Shortness, b.Point)));
        return _work.Count;
    }

    /// <summary>Follows trajectories until none is left to begin; threads may do so side by side.</summary>
    public void Run(CancellationToken cancellation)
    {
        var work = new Work(this, new Queue<Journey>(), cancellation);
        Widest.RunWide(ref work);
        // the last few, where twice as many lanes would be idle
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

    /// <summary>Follows the trajectories of a queue, and then those that no thread has begun; puts into the queue the last few, for which there are too many lanes.</summary>
    private unsafe void Follow<T>(Queue<Journey> own, CancellationToken cancellation)
        where T : unmanaged, IWideLanes<T>
    {
        int width = T.Width;
        var stepper = new LaneStepper<ReducedLanes<TwoFeatures>, T>(new(new TwoFeatures()), RelativeTolerance, AbsoluteTolerance, shareScale: true);
        var owner = new Journey[width];
        var limits = new AlignedBuffer(4 * width);
        double* trigger = limits.Start, slow = trigger + width, resume = slow + width, peak = resume + width;
        Span<double> y = stackalloc double[N], end = stackalloc double[N];
        Span<double> parameters = stackalloc double[ReducedEquations.ParameterCount(2)];
        int rounds = 0;
        bool isEmpty = false;
        uint live = 0, done = (1u << width) - 1;
        while (true)
        {
            if (done != 0)
            {
                for (; done != 0; done &= done - 1)
                {
                    int lane = BitOperations.TrailingZeroCount(done);
                    if (TryNext(own) is { } item)
                    {
                        owner[lane] = item;
                        ReducedEquations.Write(item.Ode.Parameters, parameters);
                        (trigger[lane], slow[lane], resume[lane], peak[lane]) = (item.Trigger, item.Others ? item.SlowSpeed : 0, item.Resume, item.Peak);
                        stepper.Begin(lane, parameters, item.State, item.Time, double.MaxValue, item.Step, item.Most);
                        Lane(stepper.Steps, lane) = item.Steps;
                        if (item.IsEnding)
                            stepper.SetTolerances(lane, FineRelativeTolerance, FineAbsoluteTolerance);
                        live |= 1u << lane;
                    }
                    else
                    {
                        isEmpty = true;
                        stepper.Park(lane);
                        live &= ~(1u << lane);
                    }
                }
                if (live == 0 || (width > FewLanes && isEmpty && BitOperations.PopCount(live) <= FewLanes))
                    break;
                stepper.Ready();
            }
            if ((++rounds & 1023) == 0)
                cancellation.ThrowIfCancellationRequested();
            uint exhausted = (stepper.Step() | stepper.Exhausted) & live;
            (uint near, uint far, uint still) = Look<T>(stepper.State, stepper.Derivative, stepper.Steps, (T*)trigger, (T*)slow, (T*)resume, (T*)peak);
            for (uint look = (near | far | still | exhausted) & live; look != 0; look &= look - 1)
            {
                int lane = BitOperations.TrailingZeroCount(look);
                uint bit = 1u << lane;
                double transverse = 0;
                for (int i = 4; i < 8; i++)
                    transverse = Math.Max(transverse, Math.Abs(Lane(stepper.State + i, lane)));
                bool isNear = (near & bit) != 0, isOut = (exhausted & bit) != 0;
                if ((far & bit) != 0)
                    trigger[lane] = Math.Min(Near, 0.5 * transverse);
                if (!isNear && !isOut && !((still & bit) != 0 && transverse > Off))
                    continue;
                for (int i = 0; i < N; i++)
                    y[i] = Lane(stepper.State + i, lane);
                Journey item = owner[lane];
                double time = Lane(stepper.Time, lane);
                long evaluations = (long)(6 * Lane(stepper.Steps, lane) + 1);
                if (isNear)
                {
                    trigger[lane] = 0.5 * transverse;
                    if (TwoFeatureRest.TryEnd(item.Ode, y, _options.Attractor.EndPointTolerance, end, out double error)
                        && Verdict(item.Ode, end, error, time, evaluations) is { } verdict)
                    {
                        _batch.Set(item.Point, verdict);
                        done |= bit;
                        continue;
                    }
                    if (!isOut)
                        continue;
                }
                double steps = Lane(stepper.Steps, lane);
                if (!isOut)
                {
                    resume[lane] = steps + Math.Max(StepsBetweenLooks, FractionBetweenLooks * steps);
                    (bool isStable, FixedPointAttractor? attractor) = StablePoint(item, y, time, evaluations);
                    if (attractor is not null)
                    {
                        PhaseVerdict label = _classifier.Verdict(item.Ode, attractor);
                        if (label.Phase != Phase.Undetermined)
                            _batch.Set(item.Point, label);
                        else
                            _batch.Postpone(new(item.Point, item.Ode.Parameters, y.ToArray(), time, evaluations));
                        done |= bit;
                    }
                    else if (isStable && !item.IsEnding)
                    {
                        item.IsEnding = true;
                        stepper.SetTolerances(lane, FineRelativeTolerance, FineAbsoluteTolerance);
                    }
                    continue;
                }
                bool isFading = peak[lane] < Fading * item.PeakBefore, isLast = item.IsProbed;
                if (item.IsEnding && !(peak[lane] < item.SlowSpeed))
                {
                    item.IsEnding = false;
                    stepper.SetTolerances(lane, RelativeTolerance, AbsoluteTolerance);
                }
                bool isSteady = item.IsSteady(peak[lane]);
                (item.PeakBefore, peak[lane]) = (peak[lane], 0);
                bool creeps = Creeps(item, y);
                if (steps < (item.IsEnding ? MostStepsToAPoint : isFading || creeps || (isLast && isSteady) ? MostSteps : isLast ? MoreSteps : MaxSteps))
                {
                    stepper.Extend(lane, item.Most = steps + StepsOfFading);
                    continue;
                }
                if (LockedWeakFocus.Catches(item.Ode.Parameters, y))
                    _batch.Set(item.Point, AtWeakFocus(time, evaluations));
                else if (isLast && isSteady && !creeps)
                    _batch.Set(item.Point, GoesOn(time, evaluations));
                else if (isLast)
                    _batch.Postpone(new(item.Point, item.Ode.Parameters, y.ToArray(), time, evaluations, creeps ? ProbeBudget : null));
                else
                {
                    item.IsProbed = true;
                    PhaseVerdict found = _classifier.Search(item.Ode.Parameters, y, time, evaluations, creeps ? ProbeBudget : LongProbeBudget, cancellation);
                    if (found.Phase == Phase.Undetermined)
                    {
                        stepper.Extend(lane, item.Most = steps + StepsOfFading);
                        continue;
                    }
                    _batch.Set(item.Point, found);
                }
                done |= bit;
            }
        }
        for (; live != 0; live &= live - 1)
        {
            int lane = BitOperations.TrailingZeroCount(live);
            Journey item = owner[lane];
            for (int i = 0; i < N; i++)
                item.State[i] = Lane(stepper.State + i, lane);
            item.Time = Lane(stepper.Time, lane);
            item.Step = Lane(stepper.StepLength, lane);
            item.Steps = Lane(stepper.Steps, lane);
            (item.Trigger, item.Resume, item.Peak) = (trigger[lane], resume[lane], peak[lane]);
            own.Enqueue(item);
        }
        // the pointers alone do not keep the memory
        GC.KeepAlive(limits);
    }

    private Journey? TryNext(Queue<Journey> own)
    {
        if (own.TryDequeue(out Journey? kept))
            return kept;
        int next = Interlocked.Increment(ref _next) - 1;
        return next < _work.Count ? _work[next] : null;
    }

    /// <summary>The label of a Locked point that training comes to like 1/√t; its overlaps with the features vanish.</summary>
    private static PhaseVerdict AtWeakFocus(double time, long evaluations) =>
        new(Phase.Fail, nameof(FixedPointKind.Locked), [0, 0], new RestEvidence(0, time, evaluations));

    /// <summary>The label of a motion that has kept its speed.</summary>
    private static PhaseVerdict GoesOn(double time, long evaluations)
    {
        string reason = string.Create(CultureInfo.InvariantCulture, $"the motion was as fast all the time up to t = {time:G5}");
        return new PhaseVerdict(Phase.Oscillation, "Moving", [], ["", "", OdePhaseClassifier.Text(time), evaluations.ToString(CultureInfo.InvariantCulture), reason], reason);
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
    /// Whether Newton's method leads from a slow state to a stable fixed point nearby, and the attractor if that is so near that the trajectory cannot miss it. A rest beside
    /// a saddle is neither.
    /// </summary>
    private (bool IsStable, FixedPointAttractor? Attractor) StablePoint(Journey item, ReadOnlySpan<double> y, double time, long evaluations)
    {
        ReducedOde ode = item.Ode;
        NewtonResult newton = Newton.Polish(ode, y, 12);
        if (!newton.IsConverged || newton.Travel > Close || StabilityClassifier.IsAtRest(ode, newton.Point))
            return (false, null);
        // still far from where the point's spectrum would show it
        if (item.IsEnding && newton.Travel > RadiiToLookFrom * item.Radius)
            return (true, null);
        Spectrum? spectrum = StabilityClassifier.Classify(ode, newton.Point, out double condition);
        if (spectrum?.Verdict != StabilityVerdict.Stable)
            return (false, null);
        double radius = AttractorSearch.BasinRadius(-spectrum.GrowthRate, spectrum.Scale, condition);
        bool isFamily = spectrum.NeutralCount > 0;
        item.Radius = isFamily ? Math.Min(radius, _options.Attractor.EndPointTolerance) : radius;
        if (newton.Travel >= item.Radius)
            return (true, null);
        return (true, new FixedPointAttractor(FixedPoint.At(ode, newton.Point), spectrum, isFamily ? newton.Travel : 0, time, evaluations));
    }

    /// <summary>
    /// The lanes that are below their trigger, those that have risen well above it, and those in which nothing moves faster than the limit and that have
    /// made the steps after which they may be looked at. Notes the largest speeds.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe (uint Near, uint Far, uint Still) Look<T>(T* y, T* derivative, T* steps, T* trigger, T* slow, T* resume, T* peak)
        where T : unmanaged, IWideLanes<T>
    {
        T size = T.AllBits(0x7FFF_FFFF_FFFF_FFFF);
        T transverse = T.All(0), speed = T.All(0);
        for (int i = 4; i < 8; i++)
        {
            T v = y[i] & size;
            transverse = T.Select(T.Less(transverse, v), v, transverse);
        }
        for (int i = 0; i < N; i++)
        {
            T v = derivative[i] & size;
            speed = T.Select(T.Less(speed, v), v, speed);
        }
        *peak = T.Select(T.Less(*peak, speed), speed, *peak);
        T isLow = T.Less(*trigger, T.All(Near));
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
            phase, nameof(FixedPointKind.Deceived), recovery, new RestEvidence(leading, time, evaluations));
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

        public double Most { get; set; } = MaxSteps - 2 * StepsOfFading;

        /// <summary>Whether it is led to a stable fixed point with fine tolerances.</summary>
        public bool IsEnding { get; set; }

        /// <summary>How near it must be to the stable point that it is led to, as at the last look.</summary>
        public double Radius { get; set; }

        /// <summary>Whether it was searched for a motion that goes on.</summary>
        public bool IsProbed { get; set; }

        /// <summary>Largest speed since its lane ran out of steps last, and before.</summary>
        public double Peak { get; set; }

        /// <inheritdoc cref="Peak"/>
        public double PeakBefore { get; set; }

        /// <summary>Smallest and largest of these speeds, without that of the beginning.</summary>
        private double _leastPeak = double.PositiveInfinity, _largestPeak;

        /// <summary>Takes the largest speed of the last steps: whether it and those before it are much the same.</summary>
        public bool IsSteady(double last)
        {
            if (PeakBefore > 0)
                (_leastPeak, _largestPeak) = (Math.Min(_leastPeak, last), Math.Max(_largestPeak, last));
            return !IsEnding && _leastPeak >= SlowSpeed && _leastPeak >= Steady * _largestPeak;
        }

        public double Trigger { get; set; } = Near;

        public double Resume { get; set; }

        public double SlowSpeed => Slow * _rate;

        private static double Largest(GanParameters gan) =>
            Math.Max(Math.Max(gan.RealVariances[0], gan.RealVariances[1]), Math.Max(gan.FakeVariances[0], gan.FakeVariances[1]));
    }

    private readonly struct Work(TwoFeatureBatch batch, Queue<Journey> own, CancellationToken cancellation) : ILaneWork
    {
        public void Run<T>()
            where T : unmanaged, IWideLanes<T> =>
            batch.Follow<T>(own, cancellation);
    }
}
