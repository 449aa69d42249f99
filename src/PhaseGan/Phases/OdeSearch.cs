using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace PhaseGan;

/// <summary>Labels single trajectories of the ODE of training by the search for their attractors.</summary>
/// <param name="options">Rule of training, threshold, tolerances and budget.</param>
internal sealed class OdeSearch(OdePhaseOptions options)
{
    /// <summary>Evaluations of a rest that a chaotic transient may have come before.</summary>
    private const long LongWay = 9000;

    /// <summary>Copies of its start are to part in this time over the rate τ max Λ: a chaotic motion takes a third of a unit for a step.</summary>
    private const double TimeToPart = 1000;

    /// <summary>The label of training from a start. One of a single discriminator feature is spread over those of the rule.</summary>
    public PhaseVerdict From(GanParameters parameters, MacroState start, CancellationToken cancellationToken)
    {
        if (start.DiscriminatorFeatures == 1)
            start = start.Spread(options.Rule.DiscriminatorFeatures);
        return MacroscopicOde.ForEnds(parameters, options.Rule) switch
        {
            ReducedOde reduced => Continue(reduced, reduced.Pack(start), 0, 0, null, cancellationToken),
            UnitNormOde unit => Continue(unit, unit.Pack(start), 0, 0, null, cancellationToken),
            CorotatingOde turning => FromStart(turning, turning.Pack(start), cancellationToken),
            DeceivedFeaturesOde features => Continue(features, features.Pack(start), 0, 0, null, cancellationToken),
            DiscriminatorFeaturesOde features => Continue(features, features.Pack(start), 0, 0, null, cancellationToken),
            MemoryOde memory => Continue(memory, memory.Pack(start), 0, 0, null, cancellationToken),
            var general => Continue((GeneralOde)general, ((GeneralOde)general).Pack(start), 0, 0, null, cancellationToken),
        };
    }

    /// <summary>The label of training with several discriminator features; of a rest after a long way it is asked if it depends on errors of the integration.</summary>
    private PhaseVerdict FromStart(CorotatingOde ode, double[] start, CancellationToken cancellationToken)
    {
        PhaseVerdict verdict = Continue(ode, start, 0, 0, null, cancellationToken);
        if (verdict.Numbers is not { Evaluations: >= LongWay } rest)
            return verdict;
        double rate = ode.Parameters.DiscriminatorRate * VectorMath.Largest(ode.Parameters.RealVariances.AsSpan());
        return EndOfCopies.Asked(ode, start, verdict, Math.Min(rest.Time, TimeToPart / rate), rest.Time, rate, cancellationToken);
    }

    /// <summary>The label of a trajectory of Example 1, or of a discriminator with several orthonormal features, that is at a state at a given time, after so many evaluations of the field; with a budget for those to come unless it is null.</summary>
    public PhaseVerdict On(
        GanParameters parameters, ReadOnlySpan<double> y, double time, long evaluations, long? budget, CancellationToken cancellationToken) =>
        MacroscopicOde.ForEnds(parameters, options.Rule) is CorotatingOde turning
            ? Continue(turning, y, time, evaluations, budget, cancellationToken)
            : Continue(new ReducedOde(parameters), y, time, evaluations, budget, cancellationToken);

    /// <summary>The label of a trajectory from its start if it comes to rest within a budget of evaluations; else null.</summary>
    public PhaseVerdict? RestOf<TField>(TField ode, ReadOnlySpan<double> start, long budget, CancellationToken cancellation)
        where TField : IVectorField<MacroState> =>
        AttractorFinder.Find(ode, start, options.Attractor with { MaxEvaluations = budget, Scope = SearchScope.RestAlone }, cancellation) is FixedPointAttractor found
        && Verdict(ode, found) is { Phase: not Phase.Undetermined } verdict
            ? verdict
            : null;

    /// <summary>The label of training of Example 1 from a start, where of motion that goes on it is not asked if it is a cycle.</summary>
    public PhaseVerdict WithoutCycles(GanParameters parameters, MacroState start, CancellationToken cancellation)
    {
        var ode = new ReducedOde(parameters);
        AttractorOptions search = options.Attractor with { Scope = SearchScope.WithoutCycles };
        Attractor found = AttractorFinder.Find(ode, ode.Pack(start), search, cancellation);
        if (found is AperiodicAttractor motion)
            return new PhaseVerdict(Phase.Oscillation, "Moving", [], Evidence(motion, "", motion.Shown), motion.Shown);
        PhaseVerdict verdict = Verdict(ode, found);
        return IsNextToThreshold(verdict) ? Verdict(ode, AttractorFinder.Find(ode, ode.Pack(start), Finer(search), cancellation)) : verdict;
    }

    /// <summary>The label of training that comes to a fixed point like 1/√t since two columns have equal Λ̃; null where it is not seen to.</summary>
    public PhaseVerdict? AtSlowTurn(ReducedOde ode, ReadOnlySpan<double> y, double time, long evaluations, CancellationToken cancellation) =>
        SlowTurn.IsPossible(ode.Parameters) ? SlowTurn.Catches(ode, y, time, evaluations, options.RecoveryThreshold, cancellation) : null;

    private PhaseVerdict Continue(ReducedOde ode, ReadOnlySpan<double> y, double time, long evaluations, long? budget, CancellationToken cancellationToken) =>
        // one that was followed before comes too late for octaves that are long beside it
        (time == 0 ? AtSlowTurn(ode, y, time, evaluations, cancellationToken) : null) ?? ode.Parameters.FeatureCount switch
        {
            1 => Continue(new ReducedField<OneFeature>(ode), y, time, evaluations, budget, cancellationToken),
            2 => Continue(new ReducedField<TwoFeatures>(ode), y, time, evaluations, budget, cancellationToken),
            3 => Continue(new ReducedField<ThreeFeatures>(ode), y, time, evaluations, budget, cancellationToken),
            _ => Continue<ReducedOde>(ode, y, time, evaluations, budget, cancellationToken),
        };

    private PhaseVerdict Continue<TField>(TField ode, ReadOnlySpan<double> y, double time, long evaluations, long? budget, CancellationToken cancellationToken)
        where TField : IVectorField<MacroState>
    {
        AttractorOptions search = budget is { } most ? options.Attractor with { MaxEvaluations = most } : options.Attractor;
        Attractor found = AttractorFinder.Find(ode, y, time, search, cancellationToken);
        if (found is UndeterminedAttractor && found.Evaluations >= budget)
        {
            // the search was the end of a longer way
            found = new UndeterminedAttractor(
                UndeterminedCause.Budget,
                string.Create(CultureInfo.InvariantCulture, $"followed up to t = {time + found.Time:G5} with {evaluations + found.Evaluations} evaluations: the motion had not settled; raise MaxEvaluations, or start elsewhere"),
                found.Time, found.Evaluations);
        }
        PhaseVerdict verdict = Verdict(ode, found with { Time = found.Time + time, Evaluations = found.Evaluations + evaluations });
        if (verdict.Phase != Phase.Undetermined || verdict.Recovery.IsEmpty)
            return verdict;
        // a recovery next to the threshold: follow the drift along the family further
        AttractorOptions finer = search with { EndPointTolerance = Math.Min(1e-9, options.Attractor.EndPointTolerance) };
        found = AttractorFinder.Find(ode, y, time, finer, cancellationToken);
        return Verdict(ode, found with { Time = found.Time + time, Evaluations = found.Evaluations + evaluations });
    }

    private static bool IsNextToThreshold(PhaseVerdict verdict) => verdict.Phase == Phase.Undetermined && !verdict.Recovery.IsEmpty;

    /// <summary>Options of a search that follows the drift along a family further, as a recovery next to the threshold asks for.</summary>
    private static AttractorOptions Finer(AttractorOptions search) => search with { EndPointTolerance = Math.Min(1e-9, search.EndPointTolerance) };

    /// <summary>The label of an attractor.</summary>
    public PhaseVerdict Verdict(IVectorField<MacroState> ode, Attractor attractor) =>
        Label(attractor, options.RecoveryThreshold, rest => ode.Unpack(rest.Point.Coordinates.AsSpan()).Recovery());

    /// <summary>The label of a fixed point near which a trajectory is; null if a recovery lies so near the threshold that the trajectory must come nearer, as it can.</summary>
    public PhaseVerdict? VerdictOrNearer(IVectorField<MacroState> ode, FixedPointAttractor attractor) =>
        Verdict(ode, attractor) is var label && label.Phase == Phase.Undetermined && attractor.Uncertainty > StableTarget.Nearest ? null : label;

    /// <summary>The label of an attractor of any field whose fixed points have recoveries.</summary>
    public static PhaseVerdict Label(Attractor attractor, double threshold, Func<FixedPointAttractor, ImmutableArray<double>> recoveryOf)
    {
        switch (attractor)
        {
            case FixedPointAttractor found:
                ImmutableArray<double> recovery = recoveryOf(found);
                bool decided = PhaseRule.IsDecided(recovery.AsSpan(), threshold, 4 * recovery.Length * found.Uncertainty);
                Phase phase = decided ? PhaseRule.Of(recovery.AsSpan(), threshold) : Phase.Undetermined;
                var verdict = new PhaseVerdict(
                    phase, found.Point.Kind.ToString(), recovery, new RestEvidence(found.Spectrum.GrowthRate, attractor.Time, attractor.Evaluations));
                return decided ? verdict : verdict with { Reason = "a recovery lies too near the threshold to decide; ask for a finer end point or another threshold" };
            case LimitCycleAttractor cycle:
                return Cycle(cycle.Cycle.Period, attractor.Time, attractor.Evaluations);
            case AperiodicAttractor:
                return new PhaseVerdict(Phase.Oscillation, "Aperiodic", [], Evidence(attractor, ""));
            case UndeterminedAttractor unknown:
                return new PhaseVerdict(Phase.Undetermined, "Undetermined", [], Evidence(attractor, "", unknown.Reason), unknown.Reason);
            default:
                throw new ArgumentException($"attractor of kind {attractor.Kind} is not known here", nameof(attractor));
        }
    }

    /// <summary>The label of an end on the deceived manifold that is known to within an error in each coordinate; null if a recovery is too near the threshold.</summary>
    public PhaseVerdict? AtDeceived(ReducedOde ode, ReadOnlySpan<double> end, double error, double time, long evaluations)
    {
        ImmutableArray<double> recovery = ode.Unpack(end).Recovery();
        if (!PhaseRule.IsDecided(recovery.AsSpan(), options.RecoveryThreshold, 4 * recovery.Length * error))
            return null;
        int k = ode.TransverseCount;
        Span<double> block = stackalloc double[k * k];
        ode.TransverseBlock(end, block);
        double leading = double.NegativeInfinity;
        foreach (Complex value in EigenSolver.Eigenvalues(block, k) ?? [])
            leading = Math.Max(leading, value.Real);
        return new PhaseVerdict(PhaseRule.Of(recovery.AsSpan(), options.RecoveryThreshold), nameof(FixedPointKind.Deceived), recovery, new RestEvidence(leading, time, evaluations));
    }

    /// <summary>Oscillation because the motion is on a stable cycle of a known period.</summary>
    public static PhaseVerdict Cycle(double period, double time, long evaluations) =>
        new(Phase.Oscillation, "LimitCycle", [], ["", Text(period), Text(time), evaluations.ToString(CultureInfo.InvariantCulture), ""]);

    private static ImmutableArray<string> Evidence(Attractor attractor, string period, string reason = "") =>
        ["", period, Text(attractor.Time), attractor.Evaluations.ToString(CultureInfo.InvariantCulture), reason];

    /// <summary>Oscillation because every fixed point repels: what kind of motion it is was not asked.</summary>
    public static PhaseVerdict Moving(string shown) => new(Phase.Oscillation, "Moving", [], ["", "", "", "0", shown], shown);

    /// <summary>Oscillation because the motion kept its speed up to a time, as did copies of it where there is something that could catch it.</summary>
    public static PhaseVerdict KeptSpeed(double time, long evaluations, MotionSurvival? copies = null)
    {
        string reason = string.Create(CultureInfo.InvariantCulture, $"the motion was as fast all the time up to t = {time:G5}{(copies is { } known ? $"; {known.Words}" : "")}");
        return new PhaseVerdict(Phase.Oscillation, "Moving", [], ["", "", Text(time), (evaluations + (copies?.Evaluations ?? 0)).ToString(CultureInfo.InvariantCulture), reason], reason);
    }

    /// <summary>Undetermined because copies of the training ended elsewhere.</summary>
    public static PhaseVerdict DependsOnErrors(PhaseVerdict shown, string copies)
    {
        string reason = $"the end depends on rounding: after chaos that does not last training came to {shown.Phase} ({shown.Attractor}), but {copies}; start elsewhere";
        return new PhaseVerdict(Phase.Undetermined, "Undetermined", [], ["", "", shown.Evidence[2], shown.Evidence[3], reason], reason);
    }

    /// <summary>Undetermined because training stayed near deceived states that have no rate, and where their overlaps drift to was not seen.</summary>
    public static PhaseVerdict WithoutARate(string lines, double time, long evaluations)
    {
        string reason = string.Create(CultureInfo.InvariantCulture, $"followed up to t = {time:G5} with {evaluations} evaluations: q and r fall slower than any rate near deceived states, and where the overlaps drift to was not seen; {lines}");
        return new PhaseVerdict(Phase.Undetermined, "Undetermined", [], ["", "", Text(time), evaluations.ToString(CultureInfo.InvariantCulture), reason], reason);
    }

    /// <summary>A number of the evidence.</summary>
    public static string Text(double value) => value.ToString(RestEvidence.NumberFormat, CultureInfo.InvariantCulture);
}
