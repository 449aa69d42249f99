using System.Numerics;
using static PhaseGan.Dynamics.LaneMemory;

namespace PhaseGan;

/// <summary>
/// Labels of many points by trajectories side by side. Where neither the deceived manifold nor any other fixed point attracts, training oscillates for ever from almost every start. Elsewhere a trajectory is
/// followed until it cannot leave a stable part of the deceived manifold or a stable point any more, or has kept its speed: for long, as do copies of it, where something is known that could catch it. What shows none of that goes to the search from where it is.
/// </summary>
/// <typeparam name="TKind">The kind of fields.</typeparam>
/// <typeparam name="TOde">The field at one point.</typeparam>
internal sealed class TrajectoryBatch<TKind, TOde>(OdePhaseOptions options, OdeSearch search, StartedPoints points)
    where TKind : struct, ITrajectoryKind<TOde>
    where TOde : class, IRestManifold, IVectorField<MacroState>
{
    private const double RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-9;

    /// <summary>Tolerances on the last part of a slow way to a fixed point, where steps are as long as fast rates allow whatever the tolerances are.</summary>
    private const double FineRelativeTolerance = 1e-9, FineAbsoluteTolerance = 1e-12;

    /// <summary>Evaluations of the search from where a transient that did not end has come to.</summary>
    private const long LastBudget = 4000;

    /// <summary>Evaluations of the search for an end at rest before trajectories are followed whose ends are not shown, and how many more in one coordinate: each costs as much as there are coordinates.</summary>
    private const long FirstBudget = 50_000, FirstBudgetOfOne = 40_000_000;

    /// <summary>A slow state with an overlap with the discriminator above this may be the approach to a point off the deceived manifold.</summary>
    private const double Off = 0.01;

    /// <summary>A slow state is looked at again after so many steps, and this fraction of all that were made.</summary>
    private const double StepsBetweenLooks = 60, FractionBetweenLooks = 0.1;

    /// <summary>The spectrum at a stable point that a trajectory is led to is looked at again when it is within so many of the radii that it needed last.</summary>
    private const double RadiiToLookFrom = 4;

    /// <summary>Eigenvalues above this share of the Jacobian's size are told from zeros whatever their condition.</summary>
    private const double Clearly = 1e-4;

    /// <summary>Most steps of Newton's method from a slow state.</summary>
    private const int NewtonSteps = 12;

    /// <summary>With more coordinates the numbers of two registers of lanes do not lie in the nearest cache together.</summary>
    private const int MostCoordinatesOfPairs = 20;

    /// <summary>Lanes that are enough for the last trajectories, and for the last few of them.</summary>
    private const int FewLanes = 8, FewestLanes = 4;

    /// <summary>The place in the order of trajectories that may end at a point off the deceived manifold, or go on.</summary>
    private const double UsuallyLong = 0.02;

    private readonly OdeSearch _search = search;
    private readonly PhaseVerdict _moving = OdeSearch.Moving("no fixed point attracts");
    private readonly List<WaitingPoint>[] _work = [.. Enumerable.Range(0, TKind.MaxFeatures + 1).Select(_ => new List<WaitingPoint>())];
    private readonly int[] _next = new int[TKind.MaxFeatures + 1];

    private double EndPointTolerance => options.Attractor.EndPointTolerance;

    /// <summary>Takes a point: gives its verdict, or keeps it to be followed; false if it is left to the search, as every other point is. Threads may call it side by side.</summary>
    public bool TryAdd(int index, GanParameters gan, CancellationToken cancellation)
    {
        if (!TKind.IsKnown(gan) || gan.RealVariances.Distinct().Count() < gan.FeatureCount)
            return false;
        TOde ode = TKind.OdeOf(gan, options.Rule);
        if (TKind.Start(ode, points.Start(index, gan)) is not { } start)
            return false;
        bool others = TKind.OthersMayAttract(ode), deceivedRepel = CaptureCandidates.DeceivedTrace(TKind.Plain(ode)) > CaptureCandidates.Margin;
        if (!others && deceivedRepel)
        {
            points.Batch.Set(index, _moving);
            return true;
        }
        if (!TKind.ShowsEnds(gan.FeatureCount))
        {
            // a motion that drifts along the deceived manifold until it finds where that attracts may look steady for long
            if (!deceivedRepel)
            {
                points.Leave(new(index, gan, SeeksCycles: false));
                return true;
            }
            if (_search.RestOf(ode, start, FirstBudget + FirstBudgetOfOne / ode.Dimension, cancellation) is { } verdict)
            {
                points.Batch.Set(index, verdict);
                return true;
            }
        }
        List<WaitingPoint> work = _work[gan.FeatureCount];
        lock (work)
            work.Add(new WaitingPoint(index, gan, start, others, Shortness(TKind.Plain(ode), others)));
        return true;
    }

    /// <summary>Puts the trajectories in the order in which they are to be followed: the longest first, or they would go on alone in the end. Returns their number.</summary>
    public int Order()
    {
        foreach (List<WaitingPoint> work in _work)
            work.Sort((a, b) => a.Shortness < b.Shortness ? -1 : a.Shortness > b.Shortness ? 1 : a.Index.CompareTo(b.Index));
        return _work.Sum(w => w.Count);
    }

    /// <summary>Where in the order of the work a trajectory is.</summary>
    private static double Shortness(GanParameters gan, bool others)
    {
        double shortness = Math.Min(Math.Abs(CaptureCandidates.DeceivedTrace(gan)), CaptureCandidates.NearnessToALine(gan));
        // with more noise a point off the deceived manifold is more often the end, and the way to it is longer
        return others ? Math.Min(UsuallyLong / (1 + gan.EffectiveNoise / VectorMath.Largest(gan.RealVariances.AsSpan())), shortness) : shortness;
    }

    /// <summary>Follows trajectories until none is left to begin; threads may do so side by side.</summary>
    public void Run(CancellationToken cancellation)
    {
        for (int d = 1; d < _work.Length; d++)
        {
            if (_work[d].Count == 0)
                continue;
            var kept = new Queue<Journey<TOde>>();
            var work = new Work(this, d, kept, FewLanes, cancellation);
            var fewer = new Work(this, d, kept, FewestLanes, cancellation);
            bool isHuge = TKind.OdeOf(_work[d][0].Parameters, options.Rule).Dimension > MostCoordinatesOfPairs;
            if (isHuge)
                Widest.RunHuge(ref fewer);
            else
                Widest.RunLarge(ref work);
            // the last ones, where more lanes would be idle
            if (!isHuge && kept.Count > 0)
                Widest.Run(ref fewer);
            var last = new Work(this, d, kept, 0, cancellation);
            if (kept.Count > 0)
                Widest.RunFew(ref last);
        }
    }

    /// <summary>Follows the trajectories of a queue, and then those that no thread has begun; puts into the queue the last ones when they are no more than a few, for which there are too many lanes.</summary>
    private void Follow<T, TField>(TField field, in Work work)
        where T : unmanaged, IWideLanes<T>
        where TField : struct, ILaneField
    {
        var stepper = new LaneStepper<TField, T>(field, RelativeTolerance, AbsoluteTolerance, shareScale: true);
        var crew = new Crew<T, TField>(this, work.Features, field, stepper, work.Kept, work.Cancellation);
        uint live = LaneFleet.Run(stepper, crew, T.Width, T.Width > work.Few ? work.Few : 0, work.Cancellation.ThrowIfCancellationRequested);
        for (; live != 0; live &= live - 1)
            work.Kept.Enqueue(crew.Unload(BitOperations.TrailingZeroCount(live)));
    }

    /// <summary>The next trajectory with d features that no thread has begun.</summary>
    private Journey<TOde>? TryNext(int d)
    {
        List<WaitingPoint> work = _work[d];
        while (Interlocked.Increment(ref _next[d]) - 1 is var next && next < work.Count)
        {
            WaitingPoint waiting = work[next];
            if (waiting.Index >= points.Batch.End)
                continue;
            TOde ode = TKind.OdeOf(waiting.Parameters, options.Rule);
            return new(waiting, ode, TKind.Plain(ode), TKind.StartScale(ode, waiting.State));
        }
        return null;
    }

    /// <summary>Whether an eigenvalue at a point off the deceived manifold is positive and so large that it belongs to no family.</summary>
    private static bool ClearlyRepels(TOde ode, ReadOnlySpan<double> y)
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
    private (StableTarget? Target, FixedPointAttractor? Attractor) StablePoint(Journey<TOde> item)
    {
        TOde ode = item.Ode;
        NewtonResult newton = Newton.Polish(ode, item.State, NewtonSteps);
        if (!newton.IsConverged || newton.Travel > TKind.Close || StabilityClassifier.IsAtRest(ode, newton.Point))
            return (null, null);
        StableTarget? target = item.Target;
        // still far from where the point's spectrum would show it
        if (newton.Travel > RadiiToLookFrom * target?.Radius)
            return (target, null);
        if (!(target?.IsNear(newton.Point) ?? false))
            target = ClearlyRepels(ode, newton.Point) ? null : StableTarget.At(ode, newton.Point, EndPointTolerance);
        return (target, newton.Travel < target?.Radius ? target.Attractor(ode, newton, item.Time, item.Evaluations) : null);
    }

    /// <summary>
    /// What a motion is that has kept its speed up to a number of steps: one of which no copy comes to rest, a cycle, or a regular motion that has gone on for very long. Null where that is not shown.
    /// </summary>
    private PhaseVerdict? GoesOn(Journey<TOde> item, CancellationToken cancellation)
    {
        MotionSurvival copies = TKind.Copies(item, TKind.PartOfCopies(item.Parameters.FeatureCount) * item.Time, cancellation);
        if (!copies.Lasts || TKind.MayTurnSlowly(item, cancellation))
        {
            item.Copies = CopiesEnd.Rest;
            return null;
        }
        if (!TKind.MayBeRegular || !copies.IsRegular)
            return OdeSearch.KeptSpeed(item.Time, item.Evaluations, copies);
        if (item.Copies != CopiesEnd.Together)
        {
            item.Copies = CopiesEnd.Together;
            PhaseVerdict verdict = _search.On(item.Parameters, item.State, item.Time, item.Evaluations, item.Evaluations, cancellation);
            if (verdict.Attractor == nameof(AttractorKind.LimitCycle))
                return AskedIfChanged(item, verdict, cancellation);
        }
        return item.HasGoneOnForLong ? AskedIfChanged(item, OdeSearch.KeptSpeed(item.Time, item.Evaluations, copies), cancellation) : null;
    }

    /// <summary>The label of a regular motion, unless another motion came before it and its end depends on rounding.</summary>
    private static PhaseVerdict AskedIfChanged(Journey<TOde> item, PhaseVerdict verdict, CancellationToken cancellation) => item.Pieces.HaveChanged ? Asked(item, verdict, cancellation) : verdict;

    /// <summary>The label of a trajectory, unless its end depends on rounding.</summary>
    private static PhaseVerdict Asked(Journey<TOde> item, PhaseVerdict label, CancellationToken cancellation) => item.Pieces.LivelyUntil > 0 ? TKind.Asked(item, label, cancellation) : label;

    /// <summary>Looks at trajectories on their way: the policy of the lanes.</summary>
    private sealed unsafe class Crew<T, TField>(
        TrajectoryBatch<TKind, TOde> batch, int d, TField field, LaneStepper<TField, T> stepper, Queue<Journey<TOde>> kept, CancellationToken cancellation) : ILaneCrew
        where T : unmanaged, IWideLanes<T>
        where TField : struct, ILaneField
    {
        private readonly AlignedBuffer _limits = new(LaneLimits<T>.Count * T.Width);
        private readonly Journey<TOde>[] _owner = new Journey<TOde>[T.Width];
        private readonly double[] _parameters = new double[field.ParameterCount];
        private readonly bool _showsEnds = TKind.ShowsEnds(d);
        private readonly int _dimension = field.Dimension, _transverseStart = field.TransverseStart, _transverseCount = field.TransverseCount;

        private LaneLimits<T> Limit => new(_limits.Start);

        public bool TryBegin(int lane)
        {
            if ((kept.TryDequeue(out Journey<TOde>? own) ? own : batch.TryNext(d)) is not { } item)
                return false;
            _owner[lane] = item;
            ReducedEquations.Write(item.Plain, _parameters);
            (Lane(Limit.Trigger, lane), Lane(Limit.Slowness, lane), Lane(Limit.Resume, lane), Lane(Limit.Sum, lane)) = (_showsEnds ? item.Trigger : double.NaN, _showsEnds && item.OthersMayAttract ? item.SlowSpeed : 0, item.Resume, item.Sum);
            stepper.Begin(lane, _parameters, item.State, item.Time, double.MaxValue, item.NextStep, item.Pieces.End);
            Lane(stepper.Steps, lane) = item.Steps;
            if (item.Target is not null)
                stepper.SetTolerances(lane, FineRelativeTolerance, FineAbsoluteTolerance);
            return true;
        }

        /// <summary>Takes a trajectory out of its lane.</summary>
        public Journey<TOde> Unload(int lane)
        {
            Journey<TOde> item = Read(lane);
            (item.Step, item.Trigger, item.Resume, item.Sum) = (Lane(stepper.StepLength, lane), Lane(Limit.Trigger, lane), Lane(Limit.Resume, lane), Lane(Limit.Sum, lane));
            return item;
        }

        public uint Look(uint live, uint exhausted)
        {
            (uint near, uint far, uint still) = Limit.Look(_dimension, _transverseStart, _transverseCount, Journey<TOde>.Near, stepper.State, stepper.Derivative, stepper.Steps);
            uint done = 0;
            for (uint look = (near | far | still | exhausted) & live; look != 0; look &= look - 1)
            {
                int lane = BitOperations.TrailingZeroCount(look);
                uint bit = 1u << lane;
                Journey<TOde> item = Read(lane);
                double transverse = VectorMath.Largest(item.State.AsSpan(_transverseStart, _transverseCount));
                bool isEnd = false;
                if ((near & bit) != 0)
                {
                    isEnd = HasLabel(item, TKind.AtRest(item, batch._search, batch.EndPointTolerance, out double nearer));
                    Lane(Limit.Trigger, lane) = nearer * transverse;
                }
                else if ((far & bit) != 0)
                    Lane(Limit.Trigger, lane) = Math.Min(Journey<TOde>.Near, 0.5 * transverse);
                if (!isEnd && (still & bit) != 0 && transverse > Off)
                {
                    Lane(Limit.Resume, lane) = item.Steps + Math.Max(StepsBetweenLooks, FractionBetweenLooks * item.Steps);
                    isEnd = IsAtAPoint(lane);
                }
                if (isEnd || ((exhausted & bit) != 0 && !GoesOn(lane)))
                    done |= bit;
            }
            return done;
        }

        /// <summary>Whether a trajectory has a label, or is left to the search since none can be given.</summary>
        private bool HasLabel(Journey<TOde> item, PhaseVerdict? label)
        {
            if (label is null)
                return false;
            if (label.Phase != Phase.Undetermined)
                batch.Set(item.Point, Asked(item, label, cancellation));
            else
                batch.Leave(item, null);
            return true;
        }

        /// <summary>Whether a slow trajectory cannot miss a stable point nearby; then it has its verdict, or is left to the search. One that may come to it goes on with fine tolerances.</summary>
        private bool IsAtAPoint(int lane)
        {
            Journey<TOde> item = _owner[lane];
            (StableTarget? target, FixedPointAttractor? attractor) = batch.StablePoint(item);
            if (target is not null)
                Lead(lane, target);
            if (attractor is null)
                return false;
            PhaseVerdict? label = batch._search.VerdictOrNearer(item.Ode, attractor);
            // a recovery is next to the threshold: the trajectory must come nearer
            if (label is null)
                Lead(lane, target!.Within(attractor.Uncertainty));
            return HasLabel(item, label);
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
            Journey<TOde> item = _owner[lane];
            double speed = item.Pieces.Add(Lane(Limit.Sum, lane));
            bool creeps = speed < item.SlowSpeed;
            if (item.IsLively(speed))
                item.Pieces.LivelyUntil = item.Time;
            Lane(Limit.Sum, lane) = 0;
            if (item.Target is not null && !creeps)
                Lead(lane, null);
            if (item.SlowingDown.Add(speed) && TKind.AtSlowTurn(item, batch._search, cancellation) is { } slow)
            {
                batch.Set(item.Point, slow);
                return false;
            }
            if (item.MayBeFree)
            {
                if (!TKind.AnyNearlyAttracts(item.Ode))
                {
                    batch.Set(item.Point, OdeSearch.KeptSpeed(item.Time, item.Evaluations));
                    return false;
                }
                item.Copies = CopiesEnd.ToFollow;
            }
            if (item.MayGoOn && batch.GoesOn(item, cancellation) is { } verdict)
            {
                batch.Set(item.Point, verdict);
                return false;
            }
            if (item.Pieces.End > TKind.MostSteps(d, item.IsTransient || creeps))
            {
                batch.Leave(item, item.IsTransient ? LastBudget : null);
                return false;
            }
            stepper.Extend(lane, item.Pieces.End);
            return true;
        }

        /// <summary>The trajectory in a lane, where it is now.</summary>
        private Journey<TOde> Read(int lane)
        {
            Journey<TOde> item = _owner[lane];
            for (int i = 0; i < item.State.Length; i++)
                item.State[i] = Lane(stepper.State + i, lane);
            (item.Time, item.Steps) = (Lane(stepper.Time, lane), Lane(stepper.Steps, lane));
            return item;
        }
    }

    private void Set(int point, PhaseVerdict verdict) => points.Batch.Set(point, verdict);

    /// <summary>Leaves a trajectory to the search: from where it is, or from its start where its end was not looked for on the way.</summary>
    private void Leave(Journey<TOde> item, long? budget) =>
        points.Leave(TKind.ShowsEnds(item.Parameters.FeatureCount) ? new(item.Point, item.Parameters, item.State, item.Time, item.Evaluations, budget) : new(item.Point, item.Parameters, SeeksCycles: false));

    private readonly struct Work(TrajectoryBatch<TKind, TOde> batch, int d, Queue<Journey<TOde>> kept, int few, CancellationToken cancellation) : ILaneWork
    {
        public int Features => d;

        public Queue<Journey<TOde>> Kept => kept;

        public int Few => few;

        public CancellationToken Cancellation => cancellation;

        public void Run<T>()
            where T : unmanaged, IWideLanes<T>
        {
            var inLanes = new InLanes<T>(batch, this);
            TKind.Choose(d, ref inLanes);
        }
    }

    private readonly struct InLanes<T>(TrajectoryBatch<TKind, TOde> batch, Work work) : ILaneFieldWork
        where T : unmanaged, IWideLanes<T>
    {
        public void Run<TField>(TField field)
            where TField : struct, ILaneField =>
            batch.Follow<T, TField>(field, work);
    }
}
