using System.Collections.Immutable;
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
    private const double MaxSteps = 200_000, LastSteps = 600_000, MostSteps = 1_200_000;

    /// <summary>Most steps of a motion of which copies came to rest.</summary>
    private const double MostStepsOfTransients = 2_400_000;

    /// <summary>
    /// A motion whose largest speed in so many steps is below this fraction of that in as many steps before fades: its lane leads it to its end for an eighth of what a search costs.
    /// </summary>
    private const double StepsOfFading = 50_000, Fading = 0.9;

    /// <summary>
    /// A motion whose largest speed in so many steps is never below this fraction of what it ever was, from the first pieces of its way to twelve times their number, goes on: the slowest spirals
    /// that are known, which fall like 1/√t, fall to 0.29 in that time. At rest only rounding and the tolerances move, which does not fade either, but is below <see cref="Slow"/>.
    /// </summary>
    private const double Steady = 0.8;

    /// <summary>
    /// A motion that has become steady, whose copies do not part and of which a search shows no cycle, is asked again after so many times the steps: one on a torus, whose returns have come no nearer to each other
    /// since, is said to go on then. Its copies are followed for this part of its age, since where chaos is weak they part late.
    /// </summary>
    private const double StepsOfRegular = 3, PartOfRegular = 0.1875;

    /// <summary>The deceived manifold is looked at when the largest of q and r falls below this, and again where it may be the end.</summary>
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

    /// <summary>
    /// Evaluations after which a search gives up and the trajectory goes on in its lane: of one that creeps, where the first steps have run out, and there again where a search for a cycle failed before:
    /// then the motion has come nearer to its cycle, if there is one.
    /// </summary>
    private const long ProbeBudget = 4000, LongProbeBudget = 160_000, SecondProbeBudget = 50_000;

    /// <summary>Most evaluations of the search of a motion that has become steady: of 71 such cycles of a sweep all but one were found with 32,000, and that with 45,000.</summary>
    private const long SteadyProbeBudget = 60_000;

    /// <summary>Steps after which it is asked where a slow way ends, and how many times more before it is asked again.</summary>
    private const double StepsToSlowEnd = 5000, LaterSlowEnd = 1.25;

    /// <summary>What a recovery may still change by beside a point without a rate, from overlaps that rest to higher order.</summary>
    private const double FrozenError = 1e-3;

    private const int N = 9;

    /// <summary>The place in the order of trajectories that may end at a point off the deceived manifold.</summary>
    private const double UsuallyLong = 0;

    /// <summary>Lanes that are enough for the last trajectories, and for the last few of them.</summary>
    private const int FewLanes = 8, FewestLanes = 4;

    /// <summary>To what part of their size q and r are to fall at least, and need not at most, before the deceived manifold is looked at again.</summary>
    private const double LeastFall = 0.5, MostFall = 0.1;

    private readonly OdePhaseOptions _options;
    private readonly OdeSearch _search;
    private readonly StartedPoints _points;
    private readonly PhaseVerdict _moving = OdeSearch.Moving("no fixed point attracts");
    private readonly List<Waiting> _waiting = [];
    private Waiting[] _work = [];
    private int _next;

    /// <param name="options">Threshold and tolerance of end points.</param>
    /// <param name="search">Searches from single states, and labels attractors.</param>
    /// <param name="points">The points: takes the verdicts, and what is left.</param>
    public TwoFeatureBatch(OdePhaseOptions options, OdeSearch search, StartedPoints points)
    {
        (_options, _search, _points) = (options, search, points);
    }

    /// <summary>Takes a point with two features: gives its verdict, or keeps it to be followed; false if it is left to the search, as every other point is. Threads may call it side by side.</summary>
    public bool TryAdd(int index, GanParameters gan, CancellationToken cancellation)
    {
        if (gan.FeatureCount != 2)
            return false;
        bool isEqual = gan.RealVariances[0] == gan.RealVariances[1], isOnALine = TwoFeatureCentre.IsOn(gan) || FrozenBirth.IsOn(gan) || LoneTurn.IsOn(gan), isFollowed = !isEqual || AnyAttractsWithoutARate(gan);
        if (!isFollowed && !isOnALine)
            return false;
        var ode = new ReducedOde(gan);
        double[] start = ode.Pack(_points.Start(index, gan));
        // an invariant plane of lower dimension has no turns in all directions, so that no end is seen there
        if (isOnALine && TryShowDeceived(index, ode, start, cancellation))
            return true;
        if (!isFollowed || !StartedPoints.IsGeneric(ode, start))
            return false;
        double trace = CaptureCandidates.DeceivedTrace(gan);
        bool others = isEqual || TwoFeatureFamilies.AnyMayAttract(ode);
        if (trace > CaptureCandidates.Margin && !others)
        {
            _points.Batch.Set(index, _moving);
            return true;
        }
        var waiting = new Waiting(index, gan, start, others, others ? UsuallyLong : Math.Min(Math.Abs(trace), CaptureCandidates.NearnessToALine(gan)));
        lock (_waiting)
            _waiting.Add(waiting);
        return true;
    }

    /// <summary>Whether a point lies where no deceived state has a rate, and training is seen to end at one of them all the same, or to stay near them to the last; then it has its verdict.</summary>
    private bool TryShowDeceived(int index, ReducedOde ode, ReadOnlySpan<double> start, CancellationToken cancellation)
    {
        double threshold = _options.RecoveryThreshold, tolerance = _options.Attractor.EndPointTolerance, time, rate = 0;
        long evaluations;
        bool isNear = false;
        ImmutableArray<double>? shown = TwoFeatureCentre.IsOn(ode.Parameters)
            ? TwoFeatureCentre.Catches(ode, start, threshold, out time, out evaluations, out isNear, cancellation)
            : LoneTurn.IsOn(ode.Parameters) ? LoneTurn.Catches(ode, start, tolerance, out time, out evaluations, out rate, cancellation)
            : FrozenBirth.Catches(ode, start, tolerance, out time, out evaluations, cancellation);
        if (shown is { } recovery && PhaseRule.IsDecided(recovery.AsSpan(), threshold, 4 * recovery.Length * tolerance))
            _points.Batch.Set(index, new PhaseVerdict(PhaseRule.Of(recovery.AsSpan(), threshold), nameof(FixedPointKind.Deceived), recovery, new RestEvidence(rate, time, evaluations)));
        else if (isNear)
            _points.Batch.Set(index, OdeSearch.WithoutARate(VanishingRates.At(ode.Parameters), time, evaluations));
        else
            return false;
        return true;
    }

    /// <summary>Puts the trajectories in the order in which they are to be followed: the longest first, or they would go on alone in the end. Returns their number.</summary>
    public int Order()
    {
        _work = [.. _waiting];
        _waiting.Clear();
        _waiting.TrimExcess();
        Array.Sort(_work, (a, b) => a.Shortness < b.Shortness ? -1 : a.Shortness > b.Shortness ? 1 : a.Point.CompareTo(b.Point));
        return _work.Length;
    }

    /// <summary>Follows trajectories until none is left to begin; threads may do so side by side.</summary>
    /// <param name="searchLeft">Searches what was left.</param>
    /// <param name="cancellation">Stops it.</param>
    public void Run(Action searchLeft, CancellationToken cancellation)
    {
        var kept = new Queue<Journey>();
        var work = new Work(this, kept, FewLanes, searchLeft, cancellation);
        Widest.RunLarge(ref work);
        // the last ones, where more lanes would be idle
        var fewer = new Work(this, kept, FewestLanes, searchLeft, cancellation);
        if (kept.Count > 0)
            Widest.Run(ref fewer);
        var last = new Work(this, kept, 0, searchLeft, cancellation);
        if (kept.Count > 0)
            Widest.RunFew(ref last);
    }

    /// <summary>Follows the trajectories of a queue, and then those that no thread has begun; puts into the queue the last ones when they are no more than a few, for which there are too many lanes.</summary>
    private void Follow<T>(Queue<Journey> kept, int few, Action searchLeft, CancellationToken cancellation)
        where T : unmanaged, IWideLanes<T>
    {
        var stepper = new LaneStepper<ReducedLanes<TwoFeatures>, T>(new(new TwoFeatures()), RelativeTolerance, AbsoluteTolerance, shareScale: true);
        var crew = new Crew<T>(this, stepper, kept, searchLeft, cancellation);
        uint live = LaneFleet.Run(stepper, crew, T.Width, T.Width > few ? few : 0, cancellation.ThrowIfCancellationRequested);
        for (; live != 0; live &= live - 1)
            kept.Enqueue(crew.Unload(BitOperations.TrailingZeroCount(live)));
    }

    /// <summary>The next trajectory that no thread has begun.</summary>
    private Journey? TryNext()
    {
        while (Interlocked.Increment(ref _next) - 1 is var next && next < _work.Length)
        {
            Waiting waiting = _work[next];
            // what has begun need not be kept here
            _work[next] = default;
            if (waiting.Point < _points.Batch.End)
                return new Journey(waiting.Point, new ReducedOde(waiting.Parameters), waiting.State, waiting.Others);
        }
        return null;
    }

    /// <summary>Whether a Locked point attracts that no search sees a rate at: equal Λ, which the lists of fixed points leave out, are followed where it does.</summary>
    private static bool AnyAttractsWithoutARate(GanParameters gan) =>
        AlignedHopf.Attracts(gan, 0, out _) || LockedPairHopf.Attracts(gan, 0, out _) || LockedPairHopf.Attracts(gan, 1, out _) || LockedWeakFocus.Attracts(gan, 0, out _) || LockedWeakFocus.Attracts(gan, 1, out _);

    /// <summary>The label of a Locked point that training comes to like 1/√t; its overlaps with the features vanish.</summary>
    private static PhaseVerdict AtWeakFocus(double time, long evaluations) =>
        new(Phase.Fail, nameof(FixedPointKind.Locked), [0, 0], new RestEvidence(0, time, evaluations));

    /// <summary>The label of such a point beside which the frozen column keeps its overlaps; null where a recovery is too near the threshold.</summary>
    private PhaseVerdict? BesideFrozen(ReadOnlySpan<double> y, double time, long evaluations)
    {
        int frozen = Math.Abs(y[6]) > Math.Abs(y[7]) ? 1 : 0;
        ImmutableArray<double> recovery = [y[frozen] * y[frozen], y[2 + frozen] * y[2 + frozen]];
        return PhaseRule.IsDecided(recovery.AsSpan(), _options.RecoveryThreshold, FrozenError)
            ? new PhaseVerdict(PhaseRule.Of(recovery.AsSpan(), _options.RecoveryThreshold), nameof(FixedPointKind.Locked), recovery, new RestEvidence(0, time, evaluations))
            : null;
    }

    /// <summary>The label of a motion that has kept its speed; null where something may attract and copies of the motion come to rest.</summary>
    private static PhaseVerdict? GoesOn(Journey item, ReadOnlySpan<double> y, double time, long evaluations, CancellationToken cancellation)
    {
        if (!CaptureCandidates.AnyMayAttract(item.Ode))
            return OdeSearch.KeptSpeed(time, evaluations);
        MotionSurvival survival = Copies(item, y, time, MotionSurvival.PartOfAge, cancellation);
        return survival.Lasts ? OdeSearch.KeptSpeed(time, evaluations, survival) : null;
    }

    /// <summary>What becomes of copies of a motion that are followed for a part of its age.</summary>
    private static MotionSurvival Copies(Journey item, ReadOnlySpan<double> y, double time, double part, CancellationToken cancellation) =>
        MotionSurvival.Follow(new ReducedField<TwoFeatures>(item.Ode), y, time, item.SlowSpeed / Slow, part * time, partingIsAsked: true, cancellation);

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
        NewtonResult newton = Newton.Polish(ode, y, 12, 2 * Close);
        if (!newton.IsConverged || newton.Travel > Close || StabilityClassifier.IsAtRest(ode, newton.Point))
            return (false, null);
        // still far from where the point's spectrum would show it
        if (item.IsEnding && newton.Travel > RadiiToLookFrom * item.Radius)
            return (true, null);
        if (!(item.Target?.IsNear(newton.Point) ?? false))
            item.Target = StableTarget.At(ode, newton.Point, _options.Attractor.EndPointTolerance);
        if (item.Target is not { } target)
            return (false, null);
        item.Radius = target.Radius;
        return (true, newton.Travel < target.Radius ? target.Attractor(ode, newton, time, evaluations) : null);
    }

    /// <summary>
    /// The lanes that are below their trigger, those that have risen well above it, and those in which nothing moves faster than the limit and that have
    /// made the steps after which they may be looked at. Notes the largest speeds, and adds them up.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe (uint Near, uint Far, uint Still) Look<T>(T* y, T* derivative, T* steps, T* trigger, T* slow, T* resume, T* peak, T* sum)
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
        *sum = *sum + speed;
        T isLow = T.Less(*trigger, T.All(Near));
        return (T.Signs(T.Less(transverse, *trigger)), T.Signs(isLow & T.Less(T.All(8) * *trigger, transverse)), T.Signs(T.Less(speed, *slow) & T.Less(*resume, *steps)));
    }

    /// <summary>A trajectory that no thread has begun: no more than is needed, since most cells of a sweep wait at once and the collector moves what lives.</summary>
    /// <param name="Point">Index of its point.</param>
    /// <param name="Parameters">Its point.</param>
    /// <param name="State">Where it starts.</param>
    /// <param name="Others">Whether fixed points off the deceived manifold may attract.</param>
    /// <param name="Shortness">Where in the order of the work: near a line on which a rate vanishes trajectories are long.</param>
    private readonly record struct Waiting(int Point, GanParameters Parameters, double[] State, bool Others, double Shortness);

    /// <summary>A trajectory as it enters a lane, or is taken out of one to go on in another: it keeps its bits.</summary>
    private sealed class Journey(int point, ReducedOde ode, double[] state, bool others)
    {
        private readonly double _rate = ode.Parameters.DiscriminatorRate * Largest(ode.Parameters);

        public int Point => point;

        public ReducedOde Ode => ode;

        public double[] State => state;

        /// <summary>Whether fixed points off the deceived manifold may attract.</summary>
        public bool Others => others;

        public double Time { get; set; }

        /// <summary>The next step's length.</summary>
        public double Step { get; set; } = 0.1 / (ode.Parameters.DiscriminatorRate * Largest(ode.Parameters));

        public double Steps { get; set; }

        public double Most { get; set; } = MaxSteps - 2 * StepsOfFading;

        /// <summary>The steps at which it is looked at next, whatever happens.</summary>
        public double NextLook => Math.Min(NextSlowEnd, Math.Min(Most, KeepsSpeed ? NextOfRegular : Pieces.End));

        /// <summary>The steps at which a regular motion that has become steady is looked at again.</summary>
        public double NextOfRegular { get; set; } = double.PositiveInfinity;

        /// <summary>How near its returns came to each other when it became steady; null where that was not measured.</summary>
        public ReturnGap? Gap { get; set; }

        /// <summary>The steps at which it is asked where the way ends if it is a slow one.</summary>
        public double NextSlowEnd { get; set; } = StepsToSlowEnd;

        /// <summary>The end as it was estimated last.</summary>
        public SlowEnd? Expected { get; set; }

        /// <summary>The mean speeds in pieces of the way, and whether they became steady once.</summary>
        public SpeedPieces Pieces { get; } = new();

        /// <inheritdoc cref="Pieces"/>
        public bool KeepsSpeed { get; set; }

        /// <summary>The sum of the speeds at the steps of the present piece.</summary>
        public double Sum { get; set; }

        /// <summary>Whether it is led to a stable fixed point with fine tolerances.</summary>
        public bool IsEnding { get; set; }

        /// <summary>How near it must be to the stable point that it is led to, as at the last look.</summary>
        public double Radius { get; set; }

        /// <summary>The stable fixed point that it was seen to be led to last.</summary>
        public StableTarget? Target { get; set; }

        /// <summary>Whether copies of the motion came to rest: however long it goes on it is not said to go on for ever.</summary>
        public bool IsTransient { get; set; }

        /// <summary>Whether it was asked when it had become steady if it is on a cycle.</summary>
        public bool IsSearched { get; set; }

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

        /// <summary>Where every deceived state repels no number, which no size is below.</summary>
        public double Trigger { get; set; } = CaptureCandidates.DeceivedTrace(ode.Parameters) > CaptureCandidates.Margin ? double.NaN : Near;

        public double Resume { get; set; }

        public double SlowSpeed => Slow * _rate;

        private static double Largest(GanParameters gan) =>
            Math.Max(Math.Max(gan.RealVariances[0], gan.RealVariances[1]), Math.Max(gan.FakeVariances[0], gan.FakeVariances[1]));
    }

    /// <summary>Looks at trajectories on their way: the policy of the lanes.</summary>
    private sealed unsafe class Crew<T>(
        TwoFeatureBatch batch, LaneStepper<ReducedLanes<TwoFeatures>, T> stepper, Queue<Journey> kept, Action searchLeft, CancellationToken cancellation) : ILaneCrew
        where T : unmanaged, IWideLanes<T>
    {
        /// <summary>Numbers of a lane: the largest q or r below which it is looked at, the speed below which, the steps after which, the largest speed of late, and the sum of its speeds in the present piece.</summary>
        private readonly AlignedBuffer _limits = new(5 * T.Width);
        private readonly Journey[] _owner = new Journey[T.Width];
        private readonly double[] _parameters = new double[ReducedEquations.ParameterCount(2)], _y = new double[N], _end = new double[N];

        private double* Trigger => _limits.Start;

        private double* Slowness => Trigger + T.Width;

        private double* Resume => Slowness + T.Width;

        private double* Peak => Resume + T.Width;

        private double* Sum => Peak + T.Width;

        public bool TryBegin(int lane)
        {
            if ((kept.TryDequeue(out Journey? own) ? own : batch.TryNext()) is not { } item)
                return false;
            _owner[lane] = item;
            ReducedEquations.Write(item.Ode.Parameters, _parameters);
            (Trigger[lane], Slowness[lane], Resume[lane], Peak[lane], Sum[lane]) = (item.Trigger, item.Others ? item.SlowSpeed : 0, item.Resume, item.Peak, item.Sum);
            stepper.Begin(lane, _parameters, item.State, item.Time, double.MaxValue, item.Step, item.NextLook);
            Lane(stepper.Steps, lane) = item.Steps;
            if (item.IsEnding)
                stepper.SetTolerances(lane, FineRelativeTolerance, FineAbsoluteTolerance);
            return true;
        }

        /// <summary>Takes a trajectory out of its lane.</summary>
        public Journey Unload(int lane)
        {
            Journey item = _owner[lane];
            Read(lane, item.State);
            (item.Time, item.Step, item.Steps) = (Lane(stepper.Time, lane), Lane(stepper.StepLength, lane), Lane(stepper.Steps, lane));
            (item.Trigger, item.Resume, item.Peak, item.Sum) = (Trigger[lane], Resume[lane], Peak[lane], Sum[lane]);
            return item;
        }

        public uint Look(uint live, uint exhausted)
        {
            (uint near, uint far, uint still) = TwoFeatureBatch.Look<T>(stepper.State, stepper.Derivative, stepper.Steps, (T*)Trigger, (T*)Slowness, (T*)Resume, (T*)Peak, (T*)Sum);
            uint done = 0;
            for (uint look = (near | far | still | exhausted) & live; look != 0; look &= look - 1)
            {
                int lane = BitOperations.TrailingZeroCount(look);
                uint bit = 1u << lane;
                double transverse = 0;
                for (int i = 4; i < 8; i++)
                    transverse = Math.Max(transverse, Math.Abs(Lane(stepper.State + i, lane)));
                bool isNear = (near & bit) != 0, isOut = (exhausted & bit) != 0, isStill = (still & bit) != 0 && transverse > Off;
                if ((far & bit) != 0)
                    Trigger[lane] = Math.Min(Near, 0.5 * transverse);
                if (!isNear && !isOut && !isStill)
                    continue;
                Read(lane, _y);
                double time = Lane(stepper.Time, lane), steps = Lane(stepper.Steps, lane);
                long evaluations = (long)(6 * steps + 1);
                bool isDone = false;
                if (isNear)
                {
                    isDone = IsCaught(_owner[lane], time, evaluations, out double nearer);
                    Trigger[lane] = nearer * transverse;
                }
                bool isLate = steps >= _owner[lane].Most;
                if (!isDone && isOut)
                    isDone = !GoesOn(lane, steps, time, evaluations);
                if (!isDone && isStill && !isNear && !isLate)
                    isDone = IsAtAPoint(lane, steps, time, evaluations);
                if (isDone)
                    done |= bit;
            }
            return done;
        }

        /// <summary>Whether a trajectory cannot leave the deceived manifold any more and its end is known; then it has its verdict. Else to what part of their size q and r are to fall before that is asked again.</summary>
        private bool IsCaught(Journey item, double time, long evaluations, out double nearer)
        {
            bool isEnd = DeceivedEnd.TryFind(item.Ode, _y, batch._options.Attractor.EndPointTolerance, _end, out double error, out nearer);
            nearer = Math.Clamp(nearer, MostFall, LeastFall);
            if (!isEnd || batch._search.AtDeceived(item.Ode, _end, error, time, evaluations) is not { } verdict)
                return false;
            batch._points.Batch.Set(item.Point, verdict);
            return true;
        }

        /// <summary>Whether a slow trajectory cannot miss a stable point nearby; then it has its verdict, or is left. One that may come to it goes on with fine tolerances.</summary>
        private bool IsAtAPoint(int lane, double steps, double time, long evaluations)
        {
            Journey item = _owner[lane];
            Resume[lane] = steps + Math.Max(StepsBetweenLooks, FractionBetweenLooks * steps);
            (bool isStable, FixedPointAttractor? attractor) = batch.StablePoint(item, _y, time, evaluations);
            if (attractor is not null && HasLabel(item, attractor, time, evaluations))
                return true;
            if (isStable && !item.IsEnding)
            {
                item.IsEnding = true;
                stepper.SetTolerances(lane, FineRelativeTolerance, FineAbsoluteTolerance);
            }
            return false;
        }

        /// <summary>Whether an attractor has a label, or is left to the search; otherwise a recovery is next to the threshold, and the trajectory must come nearer.</summary>
        private bool HasLabel(Journey item, FixedPointAttractor attractor, double time, long evaluations)
        {
            PhaseVerdict label = batch._search.Verdict(item.Ode, attractor);
            if (label.Phase != Phase.Undetermined)
                batch._points.Batch.Set(item.Point, label);
            else if (attractor.Uncertainty > StableTarget.Nearest)
            {
                item.Target = item.Target!.Within(attractor.Uncertainty);
                item.Radius = item.Target.Radius;
                return false;
            }
            else
                Leave(new(item.Point, item.Ode.Parameters, _y.AsSpan().ToArray(), time, evaluations));
            return true;
        }

        /// <summary>Whether a trajectory at the end of a piece, or out of steps, is given more; otherwise it has its verdict, or is left.</summary>
        private bool GoesOn(int lane, double steps, double time, long evaluations)
        {
            Journey item = _owner[lane];
            if (!item.KeepsSpeed && steps >= item.Pieces.End)
            {
                item.Pieces.Add(Sum[lane]);
                Sum[lane] = 0;
                item.KeepsSpeed = item.Pieces.AreSteady(item.SlowSpeed);
                if (item.KeepsSpeed && IsOnACycle(item, steps, time, evaluations))
                    return false;
            }
            if (steps >= item.NextOfRegular && IsRegular(lane, steps, time, evaluations))
                return false;
            if (steps >= item.NextSlowEnd && EndsSlowly(item, steps, time, evaluations))
                return false;
            bool isOut = steps >= item.Most;
            if (isOut && !MoreSteps(lane, steps, time, evaluations))
                return false;
            stepper.Extend(lane, item.NextLook);
            return true;
        }

        /// <summary>Whether two estimates of where a slow way ends agree; then it has its verdict.</summary>
        private bool EndsSlowly(Journey item, double steps, double time, long evaluations)
        {
            item.NextSlowEnd = Math.Floor(LaterSlowEnd * steps);
            SlowEnd? before = item.Expected, now = SlowEnd.From(item.Ode, _y);
            if (now is null || before is null || now.Kind != before.Kind)
            {
                item.Expected = now;
                return false;
            }
            double error = now.ErrorAgainst(before);
            if (error < double.PositiveInfinity)
                item.Expected = now;
            if (!(error < batch._options.Attractor.EndPointTolerance))
                return false;
            PhaseVerdict? verdict = now.Kind == FixedPointKind.Deceived
                ? batch._search.AtDeceived(item.Ode, now.Point, error, time, evaluations)
                : StableTarget.At(item.Ode, now.Point, batch._options.Attractor.EndPointTolerance) is { } target
                ? batch._search.Verdict(item.Ode, new FixedPointAttractor(FixedPoint.At(item.Ode, now.Point), target.Spectrum, error, time, evaluations))
                : null;
            if (verdict is null || verdict.Phase == Phase.Undetermined)
                return false;
            batch._points.Batch.Set(item.Point, verdict);
            return true;
        }

        /// <summary>
        /// Whether a motion that has become steady, and is regular, is on a cycle, as a search says whose budget is what was spent on the motion, within bounds; then it has its verdict. Where its returns are far
        /// apart there is none, or it is far yet.
        /// </summary>
        private bool IsOnACycle(Journey item, double steps, double time, long evaluations)
        {
            if (!Copies(item, _y, time, MotionSurvival.PartOfAge, cancellation).IsRegular)
                return false;
            item.IsSearched = true;
            item.Gap = ReturnGap.Measure(new ReducedField<TwoFeatures>(item.Ode), _y, null, cancellation);
            if (!(item.Gap is { IsOpen: true }) && SetCycle(item, time, evaluations, Math.Min(evaluations, SteadyProbeBudget)))
                return true;
            if (item.Gap is not null)
                item.NextOfRegular = StepsOfRegular * steps;
            return false;
        }

        /// <summary>
        /// Whether a regular motion that became steady has gone on as it was, with returns that have come no nearer to each other and copies that do not part; then it has its verdict. Where its returns
        /// have come nearer a search may show the cycle that they lead to; if not, the motion goes on. Between columns of nearly equal Λ̃ a turn may keep its speed for long and fall all the same.
        /// </summary>
        private bool IsRegular(int lane, double steps, double time, long evaluations)
        {
            Journey item = _owner[lane];
            item.NextOfRegular = double.PositiveInfinity;
            if (!item.Pieces.HaveGoneOn(Sum[lane], steps) || item.Gap is not { } before || ReturnGap.Measure(new ReducedField<TwoFeatures>(item.Ode), _y, before, cancellation) is not { } gap)
                return false;
            if (!gap.HasLasted(before))
                return SetCycle(item, time, evaluations, SecondProbeBudget);
            if (SlowTurn.MayBe(item.Ode, _y, time, cancellation) || Copies(item, _y, time, PartOfRegular, cancellation) is not { IsRegular: true } copies)
                return false;
            batch._points.Batch.Set(item.Point, OdeSearch.KeptSpeed(time, evaluations, copies));
            return true;
        }

        /// <summary>Whether a search with a budget shows a cycle; then the trajectory has its verdict.</summary>
        private bool SetCycle(Journey item, double time, long evaluations, long budget)
        {
            PhaseVerdict verdict = batch._search.On(item.Ode.Parameters, _y, time, evaluations, budget, cancellation);
            if (verdict.Attractor != nameof(AttractorKind.LimitCycle))
                return false;
            batch._points.Batch.Set(item.Point, verdict);
            return true;
        }

        /// <summary>Whether a trajectory that is out of steps is given more; otherwise it has its verdict, or is left.</summary>
        private bool MoreSteps(int lane, double steps, double time, long evaluations)
        {
            Journey item = _owner[lane];
            double peak = Peak[lane];
            bool isFading = peak < Fading * item.PeakBefore, isLast = item.IsProbed;
            if (item.IsEnding && !(peak < item.SlowSpeed))
            {
                item.IsEnding = false;
                stepper.SetTolerances(lane, RelativeTolerance, AbsoluteTolerance);
            }
            bool isSteady = item.IsSteady(peak), creeps = Creeps(item, _y);
            (item.PeakBefore, Peak[lane]) = (peak, 0);
            double most = item.IsEnding ? MostStepsToAPoint : item.IsTransient ? MostStepsOfTransients : isFading || creeps || (isLast && isSteady) ? MostSteps : isLast ? LastSteps : MaxSteps;
            if (steps >= most && Ended(item, isLast && isSteady && !creeps, creeps, time, evaluations))
                return false;
            item.Most = steps + StepsOfFading;
            return true;
        }

        /// <summary>Gives a trajectory that has had its steps its verdict, or leaves it; false where its first search shows nothing, or its copies came to rest.</summary>
        private bool Ended(Journey item, bool isSteady, bool creeps, double time, long evaluations)
        {
            GanParameters gan = item.Ode.Parameters;
            PhaseVerdict? verdict = LockedWeakFocus.Catches(item.Ode, _y) || AlignedHopf.Catches(gan, _y) ? AtWeakFocus(time, evaluations)
                : LockedPairHopf.Catches(item.Ode, _y) ? batch.BesideFrozen(_y, time, evaluations)
                : isSteady && !item.IsTransient ? TwoFeatureBatch.GoesOn(item, _y, time, evaluations, cancellation)
                : null;
            if (verdict is null && isSteady && !item.IsTransient)
            {
                item.IsTransient = true;
                return false;
            }
            if (verdict is null && item.IsProbed)
            {
                Leave(new(item.Point, gan, _y.AsSpan().ToArray(), time, evaluations, creeps || item.IsTransient ? ProbeBudget : null));
                return true;
            }
            if (verdict is null)
            {
                item.IsProbed = true;
                verdict = batch._search.On(gan, _y, time, evaluations, creeps ? ProbeBudget : item.IsSearched ? SecondProbeBudget : LongProbeBudget, cancellation);
                if (verdict.Phase == Phase.Undetermined)
                    verdict = item.KeepsSpeed && !creeps && !SlowTurn.MayBe(item.Ode, _y, time, cancellation) && Copies(item, _y, time, MotionSurvival.PartOfAge, cancellation) is { IsRegular: true } copies ? OdeSearch.KeptSpeed(time, evaluations, copies) : null;
                if (verdict is null)
                    return false;
            }
            batch._points.Batch.Set(item.Point, verdict);
            return true;
        }

        /// <summary>Leaves a trajectory to the search, which comes at once: at the end it would go on alone.</summary>
        private void Leave(in LeftPoint point)
        {
            batch._points.Leave(point);
            searchLeft();
        }

        private void Read(int lane, double[] y)
        {
            for (int i = 0; i < N; i++)
                y[i] = Lane(stepper.State + i, lane);
        }
    }

    private readonly struct Work(TwoFeatureBatch batch, Queue<Journey> kept, int few, Action searchLeft, CancellationToken cancellation) : ILaneWork
    {
        public void Run<T>()
            where T : unmanaged, IWideLanes<T> =>
            batch.Follow<T>(kept, few, searchLeft, cancellation);
    }
}
