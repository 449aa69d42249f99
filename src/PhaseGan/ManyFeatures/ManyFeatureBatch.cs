using System.Numerics;
using System.Runtime.CompilerServices;
using static PhaseGan.Dynamics.LaneMemory;

namespace PhaseGan;

/// <summary>
/// Labels of many points with three features and more. Where neither the deceived manifold nor any other fixed point attracts (<see cref="ActiveFamilies"/>), training oscillates for ever from
/// almost every start. Elsewhere trajectories side by side are followed until each is near something that attracts, and goes to the search from where it is, or has kept its speed for long, as do copies of it.
/// </summary>
internal sealed class ManyFeatureBatch(OdePhaseOptions options, OdeSearch search, StartedPoints points)
{
    private const double RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-9;

    /// <summary>Tolerances on the last part of a slow way to a fixed point, where steps are as long as fast rates allow whatever the tolerances are.</summary>
    private const double FineRelativeTolerance = 1e-9, FineAbsoluteTolerance = 1e-12;

    /// <summary>Steps after which a trajectory of which nothing was shown is left to the search, and one that may end at any time: as copies of it did, or because it creeps.</summary>
    private const double MostSteps = 240_000, MostStepsToAnEnd = 1_200_000;

    /// <summary>Evaluations of the search from where a transient that did not end has come to.</summary>
    private const long LastBudget = 4000;

    /// <summary>Copies of a motion that goes on are followed for this part of its age each, all together for as long.</summary>
    private const double PartOfCopies = 0.0625;

    /// <summary>The deceived manifold is looked at when the largest of q and r falls below this, and again when it has fallen to where the end may be shown, as far as the last look can tell, or between these parts.</summary>
    private const double Near = 0.05, LeastFall = 0.7, MostFall = 0.1;

    /// <summary>A slow state with a q or r above this may be the approach to a point off the deceived manifold.</summary>
    private const double Off = 0.01;

    /// <summary>A speed below this fraction of τ max Λ is slow.</summary>
    private const double Slow = 1e-3;

    /// <summary>A slow state is looked at again after so many steps, and this fraction of all that were made.</summary>
    private const double StepsBetweenLooks = 60, FractionBetweenLooks = 0.1;

    /// <summary>A trajectory that is slow and nearer than this to a stable fixed point, about as near as the tolerances lead it, is led on with fine tolerances.</summary>
    private const double Close = 1e-5;

    /// <summary>The spectrum at a stable point that a trajectory is led to is looked at again when it is within so many of the radii that it needed last.</summary>
    private const double RadiiToLookFrom = 4;

    /// <summary>Eigenvalues above this share of the Jacobian's size are told from zeros whatever their condition.</summary>
    private const double Clearly = 1e-4;

    /// <summary>Most steps of Newton's method from a slow state.</summary>
    private const int NewtonSteps = 12;

    /// <summary>Lanes that are enough for the last trajectories, and for the last few of them.</summary>
    private const int FewLanes = 8, FewestLanes = 4;

    private readonly OdeSearch _search = search;
    private readonly PhaseVerdict _moving = OdeSearch.Moving("no fixed point attracts");
    private readonly List<Waiting>[] _work = [.. Enumerable.Range(0, ActiveFamilies.MaxFeatures + 1).Select(_ => new List<Waiting>())];
    private readonly int[] _next = new int[ActiveFamilies.MaxFeatures + 1];

    private double EndPointTolerance => options.Attractor.EndPointTolerance;

    /// <summary>Takes a point with three features and more: gives its verdict, or keeps it to be followed; false if it is left to the search, as every other point is. Threads may call it side by side.</summary>
    public bool TryAdd(int index, GanParameters gan)
    {
        if (gan.FeatureCount is < 3 or > ActiveFamilies.MaxFeatures || gan.RealVariances.Distinct().Count() < gan.FeatureCount)
            return false;
        var ode = new ReducedOde(gan);
        double[] start = ode.Pack(points.Start(index, gan));
        if (!StartedPoints.IsGeneric(ode, start))
            return false;
        bool others = ActiveFamilies.AnyMayAttract(ode);
        if (!others && CaptureCandidates.DeceivedTrace(gan) > CaptureCandidates.Margin)
        {
            points.Batch.Set(index, _moving);
            return true;
        }
        List<Waiting> work = _work[gan.FeatureCount];
        lock (work)
            work.Add(new Waiting(index, gan, start, others));
        return true;
    }

    /// <summary>Puts the trajectories in an order that does not depend on threads. Returns their number.</summary>
    public int Order()
    {
        foreach (List<Waiting> work in _work)
            work.Sort((a, b) => a.Point.CompareTo(b.Point));
        return _work.Sum(w => w.Count);
    }

    /// <summary>Follows trajectories until none is left to begin; threads may do so side by side.</summary>
    public void Run(CancellationToken cancellation)
    {
        for (int d = 3; d < _work.Length; d++)
        {
            if (_work[d].Count == 0)
                continue;
            var kept = new Queue<Journey>();
            var work = new Work(this, d, kept, FewLanes, cancellation);
            var fewer = new Work(this, d, kept, FewestLanes, cancellation);
            if (d > 3)
                Widest.RunHuge(ref fewer);
            else
                Widest.RunLarge(ref work);
            // the last ones, where more lanes would be idle
            if (d == 3 && kept.Count > 0)
                Widest.Run(ref fewer);
            var last = new Work(this, d, kept, 0, cancellation);
            if (kept.Count > 0)
                Widest.RunFew(ref last);
        }
    }

    /// <summary>Follows the trajectories of a queue, and then those that no thread has begun; puts into the queue the last ones when they are no more than a few, for which there are too many lanes.</summary>
    private void Follow<T, TCount>(TCount count, Queue<Journey> kept, int few, CancellationToken cancellation)
        where T : unmanaged, IWideLanes<T>
        where TCount : struct, IFeatureCount
    {
        var stepper = new LaneStepper<ReducedLanes<TCount>, T>(new(count), RelativeTolerance, AbsoluteTolerance, shareScale: true);
        var crew = new Crew<T, TCount>(this, count.Value, stepper, kept, cancellation);
        uint live = LaneFleet.Run(stepper, crew, T.Width, T.Width > few ? few : 0, cancellation.ThrowIfCancellationRequested);
        for (; live != 0; live &= live - 1)
            kept.Enqueue(crew.Unload(BitOperations.TrailingZeroCount(live)));
    }

    /// <summary>The next trajectory with d features that no thread has begun.</summary>
    private Journey? TryNext(int d)
    {
        List<Waiting> work = _work[d];
        while (Interlocked.Increment(ref _next[d]) - 1 is var next && next < work.Count)
            if (work[next] is var waiting && waiting.Point < points.Batch.End)
                return new Journey(waiting.Point, new ReducedOde(waiting.Parameters), waiting.State, waiting.Others);
        return null;
    }

    /// <summary>Whether an eigenvalue at a point off the deceived manifold is positive and so large that it belongs to no family.</summary>
    private static bool ClearlyRepels(ReducedOde ode, ReadOnlySpan<double> y)
    {
        int n = ode.Dimension;
        var jacobian = new double[n * n];
        ode.Jacobian(y, jacobian);
        return EigenSolver.Eigenvalues(jacobian, n) is { } values && LargestReal(values) > Clearly * VectorMath.Norm(jacobian);
    }

    private static double LargestReal(ReadOnlySpan<Complex> values)
    {
        double largest = double.NegativeInfinity;
        foreach (Complex value in values)
            largest = Math.Max(largest, value.Real);
        return largest;
    }

    /// <summary>The stable fixed point off the deceived manifold, nearby, to which Newton's method leads from a slow state, and the attractor if the trajectory is as near to it as it must come; else null.</summary>
    private (StableTarget? Target, FixedPointAttractor? Attractor) StablePoint(Journey item, ReadOnlySpan<double> y, double time, long evaluations)
    {
        ReducedOde ode = item.Ode;
        NewtonResult newton = Newton.Polish(ode, y, NewtonSteps);
        if (!newton.IsConverged || newton.Travel >= Close || StabilityClassifier.IsAtRest(ode, newton.Point))
            return (null, null);
        StableTarget? target = item.Target;
        // still far from where the point's spectrum would show it
        if (newton.Travel > RadiiToLookFrom * target?.Radius)
            return (target, null);
        if (!(target?.IsNear(newton.Point) ?? false))
            target = ClearlyRepels(ode, newton.Point) ? null : StableTarget.At(ode, newton.Point, EndPointTolerance);
        return (target, newton.Travel < target?.Radius ? target.Attractor(ode, newton, time, evaluations) : null);
    }

    /// <summary>The label of a motion that has kept its speed; null where copies of it come to rest.</summary>
    private static PhaseVerdict? GoesOn(Journey item, ReadOnlySpan<double> y, double time, long evaluations, CancellationToken cancellation)
    {
        double scale = item.SlowSpeed / Slow, length = PartOfCopies * time;
        MotionSurvival survival = item.Ode.Parameters.FeatureCount switch
        {
            3 => MotionSurvival.Follow(new ReducedField<ThreeFeatures>(item.Ode), y, time, scale, length, partingIsAsked: false, cancellation),
            4 => MotionSurvival.Follow(new ReducedField<FourFeatures>(item.Ode), y, time, scale, length, partingIsAsked: false, cancellation),
            _ => MotionSurvival.Follow(item.Ode, y, time, scale, length, partingIsAsked: false, cancellation),
        };
        return survival.Lasts ? OdeSearch.KeptSpeed(time, evaluations, survival) : null;
    }

    /// <summary>
    /// The lanes that are below their trigger, those that have risen well above it, and those in which nothing moves faster than the limit and that have
    /// made the steps after which they may be looked at. Adds up the speeds.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe (uint Near, uint Far, uint Still) Look<T>(int d, T* y, T* derivative, T* steps, in Limits<T> limits)
        where T : unmanaged, IWideLanes<T>
    {
        T size = T.AllBits(0x7FFF_FFFF_FFFF_FFFF);
        T transverse = T.All(0), speed = T.All(0);
        for (int i = d * d; i < d * d + 2 * d; i++)
        {
            T v = y[i] & size;
            transverse = T.Select(T.Less(transverse, v), v, transverse);
        }
        for (int i = 0, n = ReducedEquations.Dimension(d); i < n; i++)
        {
            T v = derivative[i] & size;
            speed = T.Select(T.Less(speed, v), v, speed);
        }
        *limits.Sum = *limits.Sum + speed;
        T trigger = *limits.Trigger, isLow = T.Less(trigger, T.All(Near));
        return (T.Signs(T.Less(transverse, trigger)), T.Signs(isLow & T.Less(T.All(8) * trigger, transverse)), T.Signs(T.Less(speed, *limits.Slowness) & T.Less(*limits.Resume, *steps)));
    }

    /// <summary>Numbers of the lanes: the largest q or r below which one is looked at, the speed below which, the steps after which, and the sum of its speeds of late.</summary>
    private readonly unsafe struct Limits<T>(double* start)
        where T : unmanaged, IWideLanes<T>
    {
        public T* Trigger => (T*)start;

        public T* Slowness => Trigger + 1;

        public T* Resume => Trigger + 2;

        public T* Sum => Trigger + 3;
    }

    /// <summary>A trajectory that no thread has begun: no more than is needed, since most cells of a sweep may wait at once.</summary>
    /// <param name="Point">Index of its point.</param>
    /// <param name="Parameters">Its point.</param>
    /// <param name="State">Where it starts.</param>
    /// <param name="Others">Whether fixed points off the deceived manifold may attract.</param>
    private readonly record struct Waiting(int Point, GanParameters Parameters, double[] State, bool Others);

    /// <summary>A trajectory as it enters a lane, or is taken out of one to go on in another: it keeps its bits.</summary>
    private sealed class Journey(int point, ReducedOde ode, double[] state, bool others)
    {
        private readonly double _rate = ode.Parameters.DiscriminatorRate * Math.Max(ode.Parameters.RealVariances.Max(), ode.Parameters.FakeVariances.Max());

        public int Point => point;

        public ReducedOde Ode => ode;

        public double[] State => state;

        /// <summary>Whether fixed points off the deceived manifold may attract.</summary>
        public bool Others => others;

        /// <summary>The stable fixed point that it is led to with fine tolerances; null where it is led to none.</summary>
        public StableTarget? Target { get; set; }

        public double Time { get; set; }

        /// <summary>The next step's length.</summary>
        public double Step { get; set; } = 0.1 / (ode.Parameters.DiscriminatorRate * Math.Max(ode.Parameters.RealVariances.Max(), ode.Parameters.FakeVariances.Max()));

        public double Steps { get; set; }

        /// <summary>The mean speeds in pieces of the way.</summary>
        public SpeedPieces Pieces { get; } = new();

        /// <summary>The sum of the speeds at the steps of the present piece.</summary>
        public double Sum { get; set; }

        /// <summary>Where every deceived state repels no number, which no size is below.</summary>
        public double Trigger { get; set; } = CaptureCandidates.DeceivedTrace(ode.Parameters) > CaptureCandidates.Margin ? double.NaN : Near;

        public double Resume { get; set; }

        /// <summary>Whether copies of the motion came to rest: however long it goes on it is not said to go on for ever.</summary>
        public bool IsTransient { get; set; }

        public double SlowSpeed => Slow * _rate;
    }

    /// <summary>Looks at trajectories on their way: the policy of the lanes.</summary>
    private sealed unsafe class Crew<T, TCount>(
        ManyFeatureBatch batch, int d, LaneStepper<ReducedLanes<TCount>, T> stepper, Queue<Journey> kept, CancellationToken cancellation) : ILaneCrew
        where T : unmanaged, IWideLanes<T>
        where TCount : struct, IFeatureCount
    {
        private readonly AlignedBuffer _limits = new(4 * T.Width);
        private readonly Journey[] _owner = new Journey[T.Width];
        private readonly double[] _parameters = new double[ReducedEquations.ParameterCount(d)], _y = new double[ReducedEquations.Dimension(d)], _end = new double[ReducedEquations.Dimension(d)];

        private Limits<T> Limit => new(_limits.Start);

        public bool TryBegin(int lane)
        {
            if ((kept.TryDequeue(out Journey? own) ? own : batch.TryNext(d)) is not { } item)
                return false;
            _owner[lane] = item;
            ReducedEquations.Write(item.Ode.Parameters, _parameters);
            (Lane(Limit.Trigger, lane), Lane(Limit.Slowness, lane), Lane(Limit.Resume, lane), Lane(Limit.Sum, lane)) = (item.Trigger, item.Others ? item.SlowSpeed : 0, item.Resume, item.Sum);
            stepper.Begin(lane, _parameters, item.State, item.Time, double.MaxValue, item.Step, item.Pieces.End);
            Lane(stepper.Steps, lane) = item.Steps;
            if (item.Target is not null)
                stepper.SetTolerances(lane, FineRelativeTolerance, FineAbsoluteTolerance);
            return true;
        }

        /// <summary>Takes a trajectory out of its lane.</summary>
        public Journey Unload(int lane)
        {
            Journey item = _owner[lane];
            Read(lane);
            _y.CopyTo(item.State);
            (item.Time, item.Step, item.Steps) = (Lane(stepper.Time, lane), Lane(stepper.StepLength, lane), Lane(stepper.Steps, lane));
            (item.Trigger, item.Resume, item.Sum) = (Lane(Limit.Trigger, lane), Lane(Limit.Resume, lane), Lane(Limit.Sum, lane));
            return item;
        }

        public uint Look(uint live, uint exhausted)
        {
            (uint near, uint far, uint still) = ManyFeatureBatch.Look(d, stepper.State, stepper.Derivative, stepper.Steps, Limit);
            uint done = 0;
            for (uint look = (near | far | still | exhausted) & live; look != 0; look &= look - 1)
            {
                int lane = BitOperations.TrailingZeroCount(look);
                uint bit = 1u << lane;
                Read(lane);
                double transverse = VectorMath.Largest(_y.AsSpan(d * d, 2 * d));
                Journey item = _owner[lane];
                bool isEnd = false;
                if ((near & bit) != 0)
                {
                    isEnd = IsCaught(lane, out double nearer);
                    Lane(Limit.Trigger, lane) = Math.Clamp(nearer, MostFall, LeastFall) * transverse;
                }
                else if ((far & bit) != 0)
                    Lane(Limit.Trigger, lane) = Math.Min(Near, 0.5 * transverse);
                if (!isEnd && (still & bit) != 0 && transverse > Off)
                {
                    double steps = Lane(stepper.Steps, lane);
                    Lane(Limit.Resume, lane) = steps + Math.Max(StepsBetweenLooks, FractionBetweenLooks * steps);
                    isEnd = IsAtAPoint(lane);
                }
                if (isEnd || ((exhausted & bit) != 0 && !GoesOn(lane)))
                    done |= bit;
            }
            return done;
        }

        /// <summary>Whether a trajectory cannot leave the deceived manifold any more and its end is known; then it has its verdict.</summary>
        private bool IsCaught(int lane, out double nearer)
        {
            Journey item = _owner[lane];
            if (!DeceivedEnd.TryFind(item.Ode, _y, batch.EndPointTolerance, _end, out double error, out nearer)
                || batch._search.AtDeceived(item.Ode, _end, error, Lane(stepper.Time, lane), Evaluations(lane)) is not { } verdict)
                return false;
            batch.Set(item.Point, verdict);
            return true;
        }

        /// <summary>Whether a slow trajectory cannot miss a stable point nearby; then it has its verdict, or is left to the search. One that may come to it goes on with fine tolerances.</summary>
        private bool IsAtAPoint(int lane)
        {
            Journey item = _owner[lane];
            (StableTarget? target, FixedPointAttractor? attractor) = batch.StablePoint(item, _y, Lane(stepper.Time, lane), Evaluations(lane));
            if (target is not null)
                Lead(lane, target);
            if (attractor is null)
                return false;
            PhaseVerdict label = batch._search.Verdict(item.Ode, attractor);
            if (label.Phase != Phase.Undetermined)
                batch.Set(item.Point, label);
            else if (attractor.Uncertainty > StableTarget.Nearest)
            {
                // a recovery is next to the threshold: the trajectory must come nearer
                Lead(lane, target!.Within(attractor.Uncertainty));
                return false;
            }
            else
                Leave(lane);
            return true;
        }

        /// <summary>Leads a trajectory to a stable fixed point, or to none any more.</summary>
        private void Lead(int lane, StableTarget? target)
        {
            _owner[lane].Target = target;
            bool isEnding = target is not null;
            stepper.SetTolerances(lane, isEnding ? FineRelativeTolerance : RelativeTolerance, isEnding ? FineAbsoluteTolerance : AbsoluteTolerance);
        }

        /// <summary>Whether a trajectory at the end of a piece is given more steps; otherwise it has its verdict, or is left.</summary>
        private bool GoesOn(int lane)
        {
            Journey item = _owner[lane];
            bool creeps = item.Pieces.Add(Lane(Limit.Sum, lane)) < item.SlowSpeed;
            Lane(Limit.Sum, lane) = 0;
            if (item.Target is not null && !creeps)
                Lead(lane, null);
            if (!item.IsTransient && item.Pieces.AreSteady(item.SlowSpeed))
            {
                if (ManyFeatureBatch.GoesOn(item, _y, Lane(stepper.Time, lane), Evaluations(lane), cancellation) is { } verdict)
                {
                    batch.Set(item.Point, verdict);
                    return false;
                }
                item.IsTransient = true;
            }
            if (item.Pieces.End > (item.IsTransient || creeps ? MostStepsToAnEnd : MostSteps))
            {
                Leave(lane, item.IsTransient ? LastBudget : null);
                return false;
            }
            stepper.Extend(lane, item.Pieces.End);
            return true;
        }

        /// <summary>Leaves a trajectory to the search, from where it is.</summary>
        private void Leave(int lane, long? budget = null) =>
            batch.Leave(new(_owner[lane].Point, _owner[lane].Ode.Parameters, [.. _y], Lane(stepper.Time, lane), Evaluations(lane), budget));

        private long Evaluations(int lane) => (long)(6 * Lane(stepper.Steps, lane) + 1);

        private void Read(int lane)
        {
            for (int i = 0; i < _y.Length; i++)
                _y[i] = Lane(stepper.State + i, lane);
        }
    }

    private void Set(int point, PhaseVerdict verdict) => points.Batch.Set(point, verdict);

    private void Leave(in LeftPoint point) => points.Leave(point);

    private readonly struct Work(ManyFeatureBatch batch, int d, Queue<Journey> kept, int few, CancellationToken cancellation) : ILaneWork
    {
        public void Run<T>()
            where T : unmanaged, IWideLanes<T>
        {
            if (d == 3)
                batch.Follow<T, ThreeFeatures>(default, kept, few, cancellation);
            else if (d == 4)
                batch.Follow<T, FourFeatures>(default, kept, few, cancellation);
            else
                batch.Follow<T, SomeFeatures>(new(d), kept, few, cancellation);
        }
    }
}
