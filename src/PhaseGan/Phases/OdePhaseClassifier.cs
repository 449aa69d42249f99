using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PhaseGan;

/// <summary>
/// Labels by the attractor that the ODE of training reaches from a start, for any <see cref="TrainingRule"/>: a stable fixed point is Success, ModeCollapse or Fail by the
/// recovery ρ_ℓ = (P S⁺ Pᵀ)_ℓℓ of each feature against θ, anything that keeps moving is Oscillation, and what could not be shown is
/// Undetermined.
/// </summary>
public sealed class OdePhaseClassifier : IBatchPhaseClassifier, ISharedBatchClassifier
{
    private readonly OdePhaseOptions _options;

    /// <summary>Makes a classifier.</summary>
    /// <param name="options">Rule of training, start, threshold and budget; defaults if absent.</param>
    public OdePhaseClassifier(OdePhaseOptions? options = null)
    {
        _options = options ?? OdePhaseOptions.Default;
    }

    /// <inheritdoc/>
    public string Name => "ode";

    /// <summary><c>leading</c> (largest real part of the spectrum at a fixed point), <c>period</c>, <c>time</c> (t at which it was shown), <c>evaluations</c>, <c>reason</c>.</summary>
    public ImmutableArray<string> EvidenceColumns { get; } = ["leading", "period", "time", "evaluations", "reason"];

    /// <summary>The rule, the start at these parameters, the threshold, and all options of the search.</summary>
    /// <param name="parameters">The point.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public ImmutableArray<KeyValuePair<string, string>> Describe(GanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        AttractorOptions search = _options.Attractor;
        LyapunovOptions? exponents = search.Lyapunov;
        return
        [
            new("rule", ClassifierSettings.Exact(_options.Rule)),
            new("start", ClassifierSettings.Exact(_options.Start(parameters))),
            new("recovery threshold", ClassifierSettings.Exact(_options.RecoveryThreshold)),
            new("relative tolerance", ClassifierSettings.Exact(search.RelativeTolerance)),
            new("absolute tolerance", ClassifierSettings.Exact(search.AbsoluteTolerance)),
            new("most evaluations", ClassifierSettings.Exact(search.MaxEvaluations)),
            new("end point tolerance", ClassifierSettings.Exact(search.EndPointTolerance)),
            .. search.LengthScale is { } length ? [new("length scale", ClassifierSettings.Exact(length))] : ImmutableArray<KeyValuePair<string, string>>.Empty,
            new("exponents", ClassifierSettings.Exact(search.Exponents)),
            new("options of exponents", exponents is null ? "default" : string.Create(CultureInfo.InvariantCulture,
                $"transient {exponents.Transient:R}, duration {exponents.Duration:R}, standard error {exponents.TargetStandardError:R}, neutral removed {exponents.RemoveNeutral}, tolerances {exponents.RelativeTolerance:R} and {exponents.AbsoluteTolerance:R}, most evaluations {exponents.MaxEvaluations}")),
        ];
    }

    /// <inheritdoc/>
    public PhaseVerdict Classify(GanParameters parameters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Search(parameters, _options.Start(parameters), cancellationToken);
    }

    /// <summary>Labels one point of parameter space from a start of its own, whatever the options say of starts.</summary>
    /// <param name="parameters">The point.</param>
    /// <param name="start">Where training starts; as many features as the point has.</param>
    /// <param name="cancellationToken">Stops the work early with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> or <paramref name="start"/> is null.</exception>
    /// <exception cref="ArgumentException">The start does not fit the point.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PhaseVerdict Classify(GanParameters parameters, MacroState start, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(start);
        return Search(parameters, start, cancellationToken);
    }

    private PhaseVerdict Search(GanParameters parameters, MacroState start, CancellationToken cancellationToken) =>
        MacroscopicOde.For(parameters, _options.Rule) switch
        {
            ReducedOde reduced => Continue(reduced, reduced.Pack(start), 0, 0, null, cancellationToken),
            UnitNormOde unit => Continue(unit, unit.Pack(start), 0, 0, null, cancellationToken),
            var general => Continue((GeneralOde)general, ((GeneralOde)general).Pack(start), 0, 0, null, cancellationToken),
        };

    /// <summary>The label of a trajectory that is at a state at a given time, after so many evaluations of the field; with a budget for those to come unless it is null.</summary>
    internal PhaseVerdict Search(
        GanParameters parameters, ReadOnlySpan<double> y, double time, long evaluations, long? budget, CancellationToken cancellationToken) =>
        Continue(new ReducedOde(parameters), y, time, evaluations, budget, cancellationToken);

    private PhaseVerdict Continue(ReducedOde ode, ReadOnlySpan<double> y, double time, long evaluations, long? budget, CancellationToken cancellationToken) =>
        ode.Parameters.FeatureCount switch
        {
            1 => Continue(new ReducedField<OneFeature>(ode), y, time, evaluations, budget, cancellationToken),
            2 => Continue(new ReducedField<TwoFeatures>(ode), y, time, evaluations, budget, cancellationToken),
            3 => Continue(new ReducedField<ThreeFeatures>(ode), y, time, evaluations, budget, cancellationToken),
            _ => Continue<ReducedOde>(ode, y, time, evaluations, budget, cancellationToken),
        };

    private PhaseVerdict Continue<TField>(TField ode, ReadOnlySpan<double> y, double time, long evaluations, long? budget, CancellationToken cancellationToken)
        where TField : IVectorField<MacroState>
    {
        AttractorOptions options = budget is { } most ? _options.Attractor with { MaxEvaluations = most } : _options.Attractor;
        Attractor found = AttractorFinder.Find(ode, y, time, options, cancellationToken);
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
        AttractorOptions finer = options with { EndPointTolerance = Math.Min(1e-9, _options.Attractor.EndPointTolerance) };
        found = AttractorFinder.Find(ode, y, time, finer, cancellationToken);
        return Verdict(ode, found with { Time = found.Time + time, Evaluations = found.Evaluations + evaluations });
    }

    /// <inheritdoc/>
    public ImmutableArray<PhaseVerdict> ClassifyMany(ReadOnlySpan<GanParameters> points, CancellationToken cancellationToken = default)
    {
        GanParameters[] all = points.ToArray();
        foreach (GanParameters point in all)
            ArgumentNullException.ThrowIfNull(point, nameof(points));
        return ImmutableCollectionsMarshal.AsImmutableArray(ClassifyMany(all.Length, i => all[i], null, 1, null, cancellationToken));
    }

    /// <summary>Labels many points of parameter space, each from a start of its own, whatever the options say of starts.</summary>
    /// <param name="points">The points, none of them null.</param>
    /// <param name="starts">One start a point, none of them null.</param>
    /// <param name="cancellationToken">Stops the work early with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>One verdict a point, in their order.</returns>
    /// <exception cref="ArgumentNullException">A point or a start is null.</exception>
    /// <exception cref="ArgumentException">There are not as many starts as points, or a start does not fit its point.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ImmutableArray<PhaseVerdict> ClassifyMany(
        ReadOnlySpan<GanParameters> points, ReadOnlySpan<MacroState> starts, CancellationToken cancellationToken = default)
    {
        Guard.Length(starts.Length, points.Length, "one start for each point", nameof(starts));
        GanParameters[] all = points.ToArray();
        MacroState[] from = starts.ToArray();
        foreach (GanParameters point in all)
            ArgumentNullException.ThrowIfNull(point, nameof(points));
        foreach (MacroState start in from)
            ArgumentNullException.ThrowIfNull(start, nameof(starts));
        return ImmutableCollectionsMarshal.AsImmutableArray(ClassifyMany(all.Length, i => all[i], i => from[i], 1, null, cancellationToken));
    }

    /// <summary>Where training starts at a point by the options.</summary>
    internal MacroState StartOf(GanParameters parameters) => _options.Start(parameters);

    /// <summary>Whether another classifier labels as this one does from the same start.</summary>
    internal bool DiffersInTheStartAlone(OdePhaseClassifier other) =>
        ReferenceEquals(this, other) || _options with { Start = other._options.Start } == other._options;

    /// <inheritdoc/>
    PhaseVerdict[] ISharedBatchClassifier.ClassifyMany(
        int count, Func<int, GanParameters> point, Func<int, MacroState?>? start, int threads, Action<int, PhaseVerdict>? labelled, CancellationToken cancellationToken) =>
        ClassifyMany(count, point, start, threads, labelled, cancellationToken);

    private PhaseVerdict[] ClassifyMany(
        int count, Func<int, GanParameters> point, Func<int, MacroState?>? start, int threads, Action<int, PhaseVerdict>? labelled, CancellationToken cancellationToken)
    {
        var batch = new BatchVerdicts(count, point, (i, gan) => start?.Invoke(i) ?? _options.Start(gan), labelled);
        // another rule of training, other tolerances or budgets, or a wish for exponents, ask for the whole search
        bool isUsual = (ReferenceEquals(_options.Rule, TrainingRule.Example1) || _options.Rule.Equals(TrainingRule.Example1))
            && (ReferenceEquals(_options.Attractor, AttractorOptions.Default)
                || _options.Attractor with { EndPointTolerance = AttractorOptions.Default.EndPointTolerance } == AttractorOptions.Default);
        var stiff = new ConcurrentQueue<SingleFeatureBatch.Journey>();
        var pairs = new TwoFeatureBatch(_options, this, batch);
        Workers.Run(
            threads,
            (worker, token) =>
            {
                if (!isUsual)
                    SearchAll(batch, token);
                else
                    new SingleFeatureBatch(_options, batch, stiff, pairs, worker % 2 == 1 ? () => SearchRest(batch, token) : null, token).Run();
                SearchRest(batch, token);
            },
            cancellationToken);
        if (pairs.Order() > 0)
        {
            Workers.Run(
                threads,
                (_, token) =>
                {
                    pairs.Run(token);
                    SearchRest(batch, token);
                },
                cancellationToken);
        }
        return batch.All;
    }

    private void SearchAll(BatchVerdicts batch, CancellationToken cancellationToken)
    {
        while (batch.TryTake(out int index, out GanParameters gan))
            batch.Set(index, Search(gan, batch.Start(index, gan), cancellationToken));
    }

    /// <summary>Labels what side by side was not.</summary>
    private void SearchRest(BatchVerdicts batch, CancellationToken cancellationToken)
    {
        while (batch.TryTakeLater(out BatchVerdicts.Later later))
            batch.Set(later.Index, later.State is null && later.Budget is null
                ? Search(later.Point, batch.Start(later.Index, later.Point), cancellationToken)
                : Search(
                    later.Point, later.State ?? new ReducedOde(later.Point).Pack(batch.Start(later.Index, later.Point)), later.Time, later.Evaluations, later.Budget, cancellationToken));
    }

    /// <summary>The label of an attractor of an ODE of training that was found before.</summary>
    /// <param name="ode">The field it belongs to.</param>
    /// <param name="attractor">The attractor.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public PhaseVerdict Verdict(IVectorField<MacroState> ode, Attractor attractor)
    {
        ArgumentNullException.ThrowIfNull(ode);
        ArgumentNullException.ThrowIfNull(attractor);
        switch (attractor)
        {
            case FixedPointAttractor found:
                ImmutableArray<double> recovery = ode.Unpack(found.Point.Coordinates.AsSpan()).Recovery();
                bool decided = PhaseRule.IsDecided(recovery.AsSpan(), _options.RecoveryThreshold, 4 * recovery.Length * found.Uncertainty);
                Phase phase = decided ? PhaseRule.Of(recovery.AsSpan(), _options.RecoveryThreshold) : Phase.Undetermined;
                var verdict = new PhaseVerdict(
                    phase, found.Point.Kind.ToString(), recovery, new RestEvidence(found.Spectrum.GrowthRate, attractor.Time, attractor.Evaluations));
                return decided ? verdict : verdict with { Reason = "a recovery lies too near the threshold to decide; ask for a finer end point or another threshold" };
            case LimitCycleAttractor cycle:
                return new PhaseVerdict(Phase.Oscillation, "LimitCycle", [], Evidence(attractor, Text(cycle.Cycle.Period)));
            case AperiodicAttractor:
                return new PhaseVerdict(Phase.Oscillation, "Aperiodic", [], Evidence(attractor, ""));
            case UndeterminedAttractor unknown:
                return new PhaseVerdict(Phase.Undetermined, "Undetermined", [], Evidence(attractor, "", unknown.Reason), unknown.Reason);
            default:
                throw new ArgumentException($"attractor of kind {attractor.Kind} is not known here", nameof(attractor));
        }
    }

    private static ImmutableArray<string> Evidence(Attractor attractor, string period, string reason = "") =>
        ["", period, Text(attractor.Time), attractor.Evaluations.ToString(CultureInfo.InvariantCulture), reason];

    /// <summary>Oscillation because every fixed point repels: what kind of motion it is was not asked.</summary>
    internal static PhaseVerdict Moving(string shown) => new(Phase.Oscillation, "Moving", [], ["", "", "", "0", shown], shown);

    /// <summary>The format of numbers in evidence.</summary>
    internal const string NumberFormat = "G6";

    internal static string Text(double value) => value.ToString(NumberFormat, CultureInfo.InvariantCulture);
}
