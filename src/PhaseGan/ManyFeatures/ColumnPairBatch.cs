using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using static PhaseGan.Dynamics.LaneMemory;

namespace PhaseGan;

/// <summary>
/// Labels of many points of a discriminator with two orthonormal features. Trajectories side by side, in the frame that turns with the discriminator, are followed until each rests on a stable part of the
/// deceived manifold or next to a stable point, or has kept its speed for long, as do copies of it. What shows none of that goes to the search from where it is.
/// </summary>
internal sealed class ColumnPairBatch(OdePhaseOptions options, OdeSearch search, StartedPoints points)
{
    private const double RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-9;

    /// <summary>Tolerances on the last part of the way to a fixed point, where steps are as long as fast rates allow whatever the tolerances are.</summary>
    private const double FineRelativeTolerance = 1e-9, FineAbsoluteTolerance = 1e-12;

    /// <summary>Steps after which a trajectory of which nothing was shown is left to the search, and one that may end at any time: as copies of it did, or because it creeps.</summary>
    private const double MostSteps = 480_000, MostStepsToAnEnd = 1_200_000;

    /// <summary>Steps from which on a regular motion that has kept its speed, and is on no cycle that a search found, is said to go on.</summary>
    private const double StepsOfRegularMotion = 100_000;

    /// <summary>Evaluations of the search from where a transient that did not end has come to.</summary>
    private const long LastBudget = 4000;

    /// <summary>Copies of a motion that goes on are followed for this part of its age each, all together for as long.</summary>
    private const double PartOfCopies = 0.0625;

    /// <summary>The deceived manifold is looked at when the largest of Q and R falls below this, and again when it has fallen by this factor.</summary>
    private const double Near = 0.05, Fall = 0.4;

    /// <summary>A slow state with an entry of Q or R above this may be the approach to a point off the deceived manifold.</summary>
    private const double Off = 0.01;

    /// <summary>A speed below this fraction of τ max Λ is slow.</summary>
    private const double Slow = 1e-3;

    /// <summary>A slow state is looked at again after so many steps, and this fraction of all that were made.</summary>
    private const double StepsBetweenLooks = 60, FractionBetweenLooks = 0.1;

    /// <summary>A trajectory that is slow and nearer than this to a stable fixed point is led on with fine tolerances.</summary>
    private const double Close = 2e-4;

    /// <summary>The spectrum at a stable point that a trajectory is led to is looked at again when it is within so many of the radii that it needed last.</summary>
    private const double RadiiToLookFrom = 4;

    /// <summary>Most steps of Newton's method from a slow state.</summary>
    private const int NewtonSteps = 12;

    /// <summary>Lanes that are enough for the last trajectories.</summary>
    private const int FewLanes = 4;

    private readonly OdeSearch _search = search;
    private readonly ConcurrentQueue<(Journey Item, long? Budget)> _left = new();
    private readonly ConcurrentQueue<Journey>[] _waiting = [.. Enumerable.Range(0, ColumnPairEquations.MaxFeatures + 1).Select(_ => new ConcurrentQueue<Journey>())];

    private PointBatch<GanParameters> Points => points.Batch;

    /// <summary>Labels points until none is left to take; threads may do so side by side.</summary>
    public void Run(CancellationToken cancellation)
    {
        while (TryTake(out Journey? first))
        {
            // points of a diagram have one number of features; others wait for their turn
            int d = first.Ode.Parameters.FeatureCount;
            _waiting[d].Enqueue(first);
            Follow(d, cancellation);
        }
        for (int d = 1; d < _waiting.Length; d++)
            Follow(d, cancellation);
        while (_left.TryDequeue(out (Journey Item, long? Budget) left))
            if (left.Item.Point < Points.End)
                Points.Set(left.Item.Point, () => _search.On(left.Item.Ode, left.Item.State, left.Item.Time, left.Item.Evaluations, left.Budget, cancellation), cancellation);
    }

    /// <summary>Follows trajectories with d features until none is left to begin.</summary>
    private void Follow(int d, CancellationToken cancellation)
    {
        if (_waiting[d].IsEmpty)
            return;
        var kept = new Queue<Journey>();
        var work = new Work(this, d, kept, FewLanes, cancellation);
        if (d > 2)
            Widest.RunHuge(ref work);
        else
            Widest.RunLarge(ref work);
        var last = new Work(this, d, kept, 0, cancellation);
        if (kept.Count > 0)
            Widest.RunFew(ref last);
    }

    /// <summary>The trajectory of the next point; a point for which there are no lanes goes to the search at once.</summary>
    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Journey? journey)
    {
        while (Points.TryTake(out int index, out GanParameters gan))
        {
            try
            {
                var ode = (CorotatingOde)MacroscopicOde.ForEnds(gan, options.Rule);
                MacroState start = points.Start(index, gan);
                journey = new Journey(index, ode, ode.Pack(start.DiscriminatorFeatures == 1 ? start.Spread(ColumnPairEquations.Columns) : start));
            }
#pragma warning disable CA1031 // Whatever a point or its start throws is the failure of the point.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Points.Fail(index, e);
                continue;
            }
            if (!journey.Ode.Numbers.IsEmpty && gan.RealVariances.Distinct().Count() == gan.FeatureCount)
                return true;
            _left.Enqueue((journey, null));
        }
        journey = null;
        return false;
    }

    /// <summary>The label of a trajectory, unless its end depends on rounding.</summary>
    private static PhaseVerdict Asked(Journey item, PhaseVerdict label, CancellationToken cancellation) =>
        item.Pieces.LivelyUntil > 0 ? EndOfCopies.Asked(item.Ode, item.Start, label, item.Pieces.LivelyUntil, item.Time, item.SlowSpeed / Slow, cancellation) : label;

    /// <summary>Follows the trajectories of a queue, and then those of points that nobody has taken; puts into the queue the last ones when they are no more than a few, for which there are too many lanes.</summary>
    private void Follow<T, TCount>(TCount count, Queue<Journey> kept, int few, CancellationToken cancellation)
        where T : unmanaged, IWideLanes<T>
        where TCount : struct, IFeatureCount
    {
        var stepper = new LaneStepper<ColumnPairLanes<TCount>, T>(new(count), RelativeTolerance, AbsoluteTolerance, shareScale: true);
        var crew = new Crew<T, TCount>(this, count.Value, stepper, kept, cancellation);
        uint live = LaneFleet.Run(stepper, crew, T.Width, T.Width > few ? few : 0, cancellation.ThrowIfCancellationRequested);
        for (; live != 0; live &= live - 1)
            kept.Enqueue(crew.Unload(BitOperations.TrailingZeroCount(live)));
    }

    /// <summary>The next trajectory with d features.</summary>
    private Journey? Next(int d)
    {
        if (_waiting[d].TryDequeue(out Journey? waiting))
            return waiting;
        while (TryTake(out Journey? taken))
        {
            if (taken.Ode.Parameters.FeatureCount == d)
                return taken;
            _waiting[taken.Ode.Parameters.FeatureCount].Enqueue(taken);
        }
        return null;
    }

    /// <summary>The stable fixed point off the deceived manifold, nearby, to which Newton's method leads from a slow state, and the attractor if the trajectory cannot miss it; else null.</summary>
    private (StableTarget? Target, FixedPointAttractor? Attractor) StablePoint(Journey item)
    {
        NewtonResult newton = Newton.Polish(item.Ode, item.State, NewtonSteps);
        if (!newton.IsConverged || newton.Travel > Close || StabilityClassifier.IsAtRest(item.Ode, newton.Point))
            return (null, null);
        StableTarget? target = item.Target;
        // still far from where the point's spectrum would show it
        if (newton.Travel > RadiiToLookFrom * target?.Radius)
            return (target, null);
        if (!(target?.IsNear(newton.Point) ?? false))
            target = StableTarget.At(item.Ode, newton.Point, options.Attractor.EndPointTolerance);
        return (target, newton.Travel < target?.Radius ? target.Attractor(item.Ode, newton, item.Time, item.Evaluations) : null);
    }

    /// <summary>The end of a trajectory on a stable part of the deceived manifold, if hardly anything is left of the way to it.</summary>
    private FixedPointAttractor? Caught(Journey item)
    {
        CorotatingOde ode = item.Ode;
        if (StabilityClassifier.AtRest(ode, item.State, out double condition) is not { Verdict: StabilityVerdict.Stable } spectrum)
            return null;
        Span<double> transverse = item.State.AsSpan(ode.TransverseStart, ode.TransverseCount);
        if (!RestDrift.IsSmall(spectrum, condition, item.Scale, VectorMath.Largest(transverse), options.Attractor.EndPointTolerance, out double drift))
            return null;
        double[] end = [.. item.State];
        end.AsSpan(ode.TransverseStart, ode.TransverseCount).Clear();
        return new FixedPointAttractor(FixedPoint.At(ode, end), spectrum, drift, item.Time, item.Evaluations);
    }

    /// <summary>What a motion is that has kept its speed up to a number of steps: chaos of which no copy comes to rest, a cycle, or a regular motion that has gone on for very long. Null where that is not shown.</summary>
    private PhaseVerdict? GoesOn(Journey item, CancellationToken cancellation)
    {
        MotionSurvival copies = MotionSurvival.Follow(item.Ode, item.State, item.Time, item.SlowSpeed / Slow, PartOfCopies * item.Time, partingIsAsked: true, cancellation);
        if (!copies.Lasts)
        {
            item.Copies = CopiesEnd.Rest;
            return null;
        }
        if (!copies.IsRegular)
            return OdeSearch.KeptSpeed(item.Time, item.Evaluations, copies);
        if (item.Copies != CopiesEnd.Together)
        {
            item.Copies = CopiesEnd.Together;
            PhaseVerdict verdict = _search.On(item.Ode, item.State, item.Time, item.Evaluations, item.Evaluations, cancellation);
            if (verdict.Attractor == nameof(AttractorKind.LimitCycle))
                return AskedIfChanged(item, verdict, cancellation);
        }
        return item.Steps >= StepsOfRegularMotion ? AskedIfChanged(item, OdeSearch.KeptSpeed(item.Time, item.Evaluations, copies), cancellation) : null;
    }

    /// <summary>The label of a regular motion, unless another motion came before it and its end depends on rounding.</summary>
    private static PhaseVerdict AskedIfChanged(Journey item, PhaseVerdict verdict, CancellationToken cancellation) => item.Pieces.HaveChanged ? Asked(item, verdict, cancellation) : verdict;

    /// <summary>The lanes that are below their trigger, those that have risen well above it, and those in which nothing moves faster than the limit and that may be looked at. Adds up the speeds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe (uint Near, uint Far, uint Still) Look<T>(int d, T* y, T* derivative, T* steps, in Limits<T> limits)
        where T : unmanaged, IWideLanes<T>
    {
        T size = T.AllBits(0x7FFF_FFFF_FFFF_FFFF);
        T transverse = T.All(0), speed = T.All(0);
        for (int i = d * d; i < d * d + 4 * d; i++)
        {
            T v = y[i] & size;
            transverse = T.Select(T.Less(transverse, v), v, transverse);
        }
        for (int i = 0, n = ColumnPairEquations.Dimension(d); i < n; i++)
        {
            T v = derivative[i] & size;
            speed = T.Select(T.Less(speed, v), v, speed);
        }
        *limits.Sum = *limits.Sum + speed;
        T trigger = *limits.Trigger, isLow = T.Less(trigger, T.All(Near));
        return (T.Signs(T.Less(transverse, trigger)), T.Signs(isLow & T.Less(T.All(8) * trigger, transverse)), T.Signs(T.Less(speed, *limits.Slowness) & T.Less(*limits.Resume, *steps)));
    }

    /// <summary>Numbers of the lanes: the largest entry of Q or R below which one is looked at, the speed below which, the steps after which, and the sum of its speeds of late.</summary>
    private readonly unsafe struct Limits<T>(double* start)
        where T : unmanaged, IWideLanes<T>
    {
        public T* Trigger => (T*)start;

        public T* Slowness => Trigger + 1;

        public T* Resume => Trigger + 2;

        public T* Sum => Trigger + 3;
    }

    /// <summary>A trajectory as it enters a lane, or is taken out of one to go on in another: it keeps its bits.</summary>
    private sealed class Journey(int point, CorotatingOde ode, double[] state)
    {
        private readonly double _rate = ode.Numbers.IsEmpty ? 0 : ode.Numbers[ReducedEquations.Tau] * VectorMath.Largest(ode.Numbers[ReducedEquations.Real..]);
        private readonly double _startScale = ode.Numbers.IsEmpty ? 0 : Size(ode, state);

        public int Point => point;

        public CorotatingOde Ode => ode;

        public double[] State => state;

        /// <summary>Where it started.</summary>
        public double[] Start { get; } = [.. state];

        /// <summary>The stable fixed point that it is led to with fine tolerances; null where it is led to none.</summary>
        public StableTarget? Target { get; set; }

        public double Time { get; set; }

        /// <summary>The next step's length.</summary>
        public double Step { get; set; }

        public double Steps { get; set; }

        /// <summary>The mean speeds in pieces of the way.</summary>
        public SpeedPieces Pieces { get; } = new();

        /// <summary>The sum of the speeds at the steps of the present piece.</summary>
        public double Sum { get; set; }

        public double Trigger { get; set; } = Near;

        public double Resume { get; set; }

        /// <summary>What copies of the motion did when they were last followed.</summary>
        public CopiesEnd Copies { get; set; }

        /// <summary>Whether copies of the motion came to rest: however long it goes on it is not said to go on for ever.</summary>
        public bool IsTransient => Copies == CopiesEnd.Rest;

        /// <summary>Whether it is asked now if the motion goes on for ever; of a regular one that is on no cycle that a search found not before it has gone on for very long.</summary>
        public bool MayGoOn => !IsTransient && Pieces.AreSteady(SlowSpeed) && (Copies != CopiesEnd.Together || Steps >= StepsOfRegularMotion);

        public double SlowSpeed => Slow * _rate;

        public double FirstStep => 0.1 / _rate;

        public long Evaluations => (long)(6 * Steps + 1);

        /// <summary>The size of the Jacobian at the start or here, whichever is larger.</summary>
        public double Scale => Math.Max(_startScale, Size(ode, state));

        private static double Size(CorotatingOde ode, ReadOnlySpan<double> state)
        {
            int n = ode.Dimension;
            var jacobian = new double[n * n];
            ode.Jacobian(state, jacobian);
            return VectorMath.Norm(jacobian);
        }
    }

    /// <summary>What copies of a motion did.</summary>
    private enum CopiesEnd
    {
        /// <summary>None were followed.</summary>
        Unknown,

        /// <summary>All went on, and none parted from the others.</summary>
        Together,

        /// <summary>One came to rest.</summary>
        Rest,
    }

    /// <summary>Looks at trajectories on their way: the policy of the lanes.</summary>
    private sealed unsafe class Crew<T, TCount>(
        ColumnPairBatch batch, int d, LaneStepper<ColumnPairLanes<TCount>, T> stepper, Queue<Journey> kept, CancellationToken cancellation) : ILaneCrew
        where T : unmanaged, IWideLanes<T>
        where TCount : struct, IFeatureCount
    {
        private readonly AlignedBuffer _limits = new(4 * T.Width);
        private readonly Journey[] _owner = new Journey[T.Width];

        private Limits<T> Limit => new(_limits.Start);

        public bool TryBegin(int lane)
        {
            if ((kept.TryDequeue(out Journey? own) ? own : batch.Next(d)) is not { } item)
                return false;
            _owner[lane] = item;
            (Lane(Limit.Trigger, lane), Lane(Limit.Slowness, lane), Lane(Limit.Resume, lane), Lane(Limit.Sum, lane)) = (item.Trigger, item.SlowSpeed, item.Resume, item.Sum);
            stepper.Begin(lane, item.Ode.Numbers, item.State, item.Time, double.MaxValue, item.Step > 0 ? item.Step : item.FirstStep, item.Pieces.End);
            Lane(stepper.Steps, lane) = item.Steps;
            if (item.Target is not null)
                stepper.SetTolerances(lane, FineRelativeTolerance, FineAbsoluteTolerance);
            return true;
        }

        /// <summary>Takes a trajectory out of its lane.</summary>
        public Journey Unload(int lane)
        {
            Journey item = Read(lane);
            (item.Step, item.Trigger, item.Resume, item.Sum) = (Lane(stepper.StepLength, lane), Lane(Limit.Trigger, lane), Lane(Limit.Resume, lane), Lane(Limit.Sum, lane));
            return item;
        }

        public uint Look(uint live, uint exhausted)
        {
            (uint near, uint far, uint still) = ColumnPairBatch.Look(d, stepper.State, stepper.Derivative, stepper.Steps, Limit);
            uint done = 0;
            for (uint look = (near | far | still | exhausted) & live; look != 0; look &= look - 1)
            {
                int lane = BitOperations.TrailingZeroCount(look);
                uint bit = 1u << lane;
                Journey item = Read(lane);
                double transverse = VectorMath.Largest(item.State.AsSpan(d * d, 4 * d));
                bool isEnd = false;
                if ((near & bit) != 0)
                {
                    isEnd = HasLabel(lane, batch.Caught(item), leads: false);
                    Lane(Limit.Trigger, lane) = Fall * transverse;
                }
                else if ((far & bit) != 0)
                    Lane(Limit.Trigger, lane) = Math.Min(Near, 0.5 * transverse);
                if (!isEnd && (still & bit) != 0 && transverse > Off)
                {
                    Lane(Limit.Resume, lane) = item.Steps + Math.Max(StepsBetweenLooks, FractionBetweenLooks * item.Steps);
                    (StableTarget? target, FixedPointAttractor? attractor) = batch.StablePoint(item);
                    if (target is not null)
                        Lead(lane, target);
                    isEnd = HasLabel(lane, attractor, leads: true);
                }
                if (isEnd || ((exhausted & bit) != 0 && !GoesOn(lane)))
                    done |= bit;
            }
            return done;
        }

        /// <summary>Whether an end has a label, or is left to the search; otherwise a recovery is next to the threshold, and the trajectory must come nearer.</summary>
        private bool HasLabel(int lane, FixedPointAttractor? attractor, bool leads)
        {
            if (attractor is null)
                return false;
            Journey item = _owner[lane];
            PhaseVerdict label = batch._search.Verdict(item.Ode, attractor);
            if (label.Phase != Phase.Undetermined)
                batch.Points.Set(item.Point, Asked(item, label, cancellation));
            else if (attractor.Uncertainty > StableTarget.Nearest)
            {
                if (leads)
                    Lead(lane, item.Target!.Within(attractor.Uncertainty));
                return false;
            }
            else
                batch._left.Enqueue((item, null));
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
            double speed = item.Pieces.Add(Lane(Limit.Sum, lane));
            bool creeps = speed < item.SlowSpeed;
            if (speed > EndOfCopies.Lively / Slow * item.SlowSpeed && item.Steps <= EndOfCopies.MostStepsToPart)
                item.Pieces.LivelyUntil = item.Time;
            Lane(Limit.Sum, lane) = 0;
            if (item.Target is not null && !creeps)
                Lead(lane, null);
            if (item.MayGoOn && batch.GoesOn(item, cancellation) is { } verdict)
            {
                batch.Points.Set(item.Point, verdict);
                return false;
            }
            if (item.Pieces.End > (item.IsTransient || creeps ? MostStepsToAnEnd : MostSteps))
            {
                batch._left.Enqueue((item, item.IsTransient ? LastBudget : null));
                return false;
            }
            stepper.Extend(lane, item.Pieces.End);
            return true;
        }

        /// <summary>The trajectory in a lane, where it is now.</summary>
        private Journey Read(int lane)
        {
            Journey item = _owner[lane];
            for (int i = 0; i < item.State.Length; i++)
                item.State[i] = Lane(stepper.State + i, lane);
            (item.Time, item.Steps) = (Lane(stepper.Time, lane), Lane(stepper.Steps, lane));
            return item;
        }
    }

    private readonly struct Work(ColumnPairBatch batch, int d, Queue<Journey> kept, int few, CancellationToken cancellation) : ILaneWork
    {
        public void Run<T>()
            where T : unmanaged, IWideLanes<T>
        {
            if (d == 2)
                batch.Follow<T, TwoFeatures>(default, kept, few, cancellation);
            else
                batch.Follow<T, SomeFeatures>(new(d), kept, few, cancellation);
        }
    }
}
