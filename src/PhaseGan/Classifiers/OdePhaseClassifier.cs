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
public sealed class OdePhaseClassifier : IBatchPhaseClassifier
{
    private readonly OdePhaseOptions _options;
    private readonly OdeSearch _search;

    /// <summary>Makes a classifier.</summary>
    /// <param name="options">Rule of training, start, threshold and budget; defaults if absent.</param>
    public OdePhaseClassifier(OdePhaseOptions? options = null)
    {
        _options = options ?? OdePhaseOptions.Default;
        _search = new OdeSearch(_options);
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
        return From(parameters, _options.Start(parameters), cancellationToken);
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
        return From(parameters, start, cancellationToken);
    }

    /// <inheritdoc/>
    public ImmutableArray<PhaseVerdict> ClassifyMany(ReadOnlySpan<GanParameters> points, CancellationToken cancellationToken = default)
    {
        GanParameters[] all = points.ToArray();
        foreach (GanParameters point in all)
            ArgumentNullException.ThrowIfNull(point, nameof(points));
        return Labels(all, null, cancellationToken);
    }

    /// <summary>Labels many points of parameter space, each from a start of its own, whatever the options say of starts.</summary>
    /// <param name="points">The points, none of them null.</param>
    /// <param name="starts">One start a point, none of them null.</param>
    /// <param name="cancellationToken">Stops the work early with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>One verdict a point, in their order.</returns>
    /// <exception cref="ArgumentNullException">A point or a start is null.</exception>
    /// <exception cref="ArgumentException">There are not as many starts as points.</exception>
    /// <exception cref="SweepException">A start does not fit its point; the first such point is named.</exception>
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
        return Labels(all, i => from[i], cancellationToken);
    }

    /// <summary>Whether batches may label: another rule of training, other tolerances or budgets, or a wish for exponents, ask for the whole search.</summary>
    private bool IsUsualSearch => ReferenceEquals(_options.Attractor, AttractorOptions.Default)
        || _options.Attractor with { EndPointTolerance = AttractorOptions.Default.EndPointTolerance } == AttractorOptions.Default;

    private bool IsExample1 => ReferenceEquals(_options.Rule, TrainingRule.Example1) || _options.Rule.Equals(TrainingRule.Example1);

    /// <summary>
    /// The label from one start: by the search, but by a batch of one where a rate vanishes to within rounding, which only closed forms decide, and with so many features that the search for a cycle would take longer than all else.
    /// </summary>
    private PhaseVerdict From(GanParameters gan, MacroState start, CancellationToken cancellationToken)
    {
        bool isFit = start.FeatureCount == gan.FeatureCount && start.DiscriminatorFeatures == 1 && start.IsNormalised && IsUsualSearch && IsExample1;
        if (isFit && ReducedKind.IsKnown(gan) && !ReducedKind.ShowsEnds(gan.FeatureCount))
            return Labels([gan], _ => start, cancellationToken)[0];
        if (isFit && gan.FeatureCount <= 2 && VanishingRates.At(gan).Length > 0 && Labels([gan], _ => start, cancellationToken)[0] is { Phase: not Phase.Undetermined } verdict)
            return verdict;
        return Named(_search.From(gan, start, cancellationToken), gan);
    }

    /// <summary>A verdict that decides nothing with the lines without a rate that its point lies on.</summary>
    private PhaseVerdict Named(PhaseVerdict verdict, GanParameters gan)
    {
        if (!IsExample1 || verdict.Phase != Phase.Undetermined || !verdict.Recovery.IsEmpty || VanishingRates.At(gan) is not { Length: > 0 } lines)
            return verdict;
        string reason = $"{verdict.Reason}; {lines}";
        return verdict with { Reason = reason, Evidence = verdict.Evidence.SetItem(verdict.Evidence.Length - 1, reason) };
    }

    /// <summary>Where training starts at a point by the options.</summary>
    internal MacroState StartOf(GanParameters parameters) => _options.Start(parameters);

    /// <summary>Whether another classifier labels as this one does from the same start.</summary>
    internal bool DiffersInTheStartAlone(OdePhaseClassifier other) =>
        ReferenceEquals(this, other) || _options with { Start = other._options.Start } == other._options;

    /// <inheritdoc/>
    void IBatchPhaseClassifier.Label(PointBatch<GanParameters> batch, int threads, CancellationToken cancellationToken) => Label(batch, null, threads, cancellationToken);

    /// <summary>Labels the points of a batch by threads that share them; the bits are those of <see cref="ClassifyMany(ReadOnlySpan{GanParameters}, CancellationToken)"/>.</summary>
    /// <param name="batch">The points.</param>
    /// <param name="start">The start of an index, or null for the one of the options; called from several threads. Absent: every point has the one of the options.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="cancellationToken">Stops the work early.</param>
    internal void Label(PointBatch<GanParameters> batch, Func<int, MacroState?>? start, int threads, CancellationToken cancellationToken)
    {
        threads = Math.Clamp(threads, 1, Math.Max(1, batch.Count));
        if (!_options.Rule.HasPlainSteps && Renaming.Renames(_options.Rule))
        {
            LabelRenamed(batch, start, threads, cancellationToken);
            return;
        }
        var points = new StartedPoints(batch, start is null ? (_, gan) => _options.Start(gan) : (i, gan) => start(i) ?? _options.Start(gan));
        if (IsUsualSearch && _options.Rule is { DiscriminatorFeatures: ColumnPairEquations.Columns, HasUnitNorms: true, DiscriminatorNorms: DiscriminatorNorms.Orthonormal })
        {
            LabelColumnPairs(points, threads, cancellationToken);
            return;
        }
        if (!IsUsualSearch || !IsExample1)
        {
            batch.Each((index, gan, token) => Named(_search.From(gan, points.Start(index, gan), token), gan), threads, cancellationToken);
            return;
        }
        ConcurrentQueue<SingleFeatureBatch.Journey> stiff = new(), turning = new();
        var pairs = new TwoFeatureBatch(_options, _search, points);
        var more = new TrajectoryBatch<ReducedKind, ReducedOde>(_options, _search, points);
        Workers.Run(
            threads,
            (worker, token) =>
            {
                new SingleFeatureBatch(_options, points, stiff, turning, (index, gan) => pairs.TryAdd(index, gan, token) || more.TryAdd(index, gan, token), worker % 2 == 1 ? () => SearchLeft(points, token) : null, token).Run();
                SearchLeft(points, token);
            },
            cancellationToken);
        if (pairs.Order() + more.Order() > 0)
        {
            Workers.Run(
                threads,
                (_, token) =>
                {
                    pairs.Run(() => SearchLeft(points, token), token);
                    more.Run(token);
                    SearchLeft(points, token);
                },
                cancellationToken);
        }
    }

    /// <summary>Labels the points of a discriminator with two orthonormal features.</summary>
    private void LabelColumnPairs(StartedPoints points, int threads, CancellationToken cancellationToken)
    {
        var pairs = new TrajectoryBatch<ColumnPairKind, CorotatingOde>(_options, _search, points);
        Workers.Run(threads, (_, token) => TakeAll(pairs, points, token), cancellationToken);
        pairs.Order();
        Workers.Run(
            threads,
            (_, token) =>
            {
                pairs.Run(token);
                SearchLeft(points, token);
            },
            cancellationToken);
    }

    /// <summary>Hands points to a batch until none is left to take; those that it does not know are left to the search.</summary>
    private static void TakeAll(TrajectoryBatch<ColumnPairKind, CorotatingOde> pairs, StartedPoints points, CancellationToken cancellationToken)
    {
        while (points.Batch.TryTake(out int index, out GanParameters gan))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (!pairs.TryAdd(index, gan, cancellationToken))
                    points.Leave(new(index, gan));
            }
#pragma warning disable CA1031 // Whatever a point or its start throws is the failure of the point.
            catch (Exception e)
#pragma warning restore CA1031
            {
                points.Batch.Fail(index, e);
            }
        }
    }

    /// <summary>Labels the points as those of Example 1 that they are by other names.</summary>
    private void LabelRenamed(PointBatch<GanParameters> batch, Func<int, MacroState?>? start, int threads, CancellationToken cancellationToken)
    {
        PointBatch<GanParameters> renamed = batch.Renamed(gan => Renaming.ToExample1(_options.Rule, gan)!);
        new OdePhaseClassifier(_options with { Rule = TrainingRule.Example1 })
            .Label(renamed, i => start?.Invoke(i) ?? _options.Start(batch.Make(i)), threads, cancellationToken);
        if (renamed.Failure is { } failure)
            batch.Fail(renamed.End, failure);
    }

    private ImmutableArray<PhaseVerdict> Labels(GanParameters[] points, Func<int, MacroState?>? start, CancellationToken cancellationToken)
    {
        var verdicts = new PhaseVerdict[points.Length];
        var batch = new PointBatch<GanParameters>(points.Length, i => points[i], (i, verdict) => verdicts[i] = verdict);
        Label(batch, start, 1, cancellationToken);
        return batch.Failure is null
            ? ImmutableCollectionsMarshal.AsImmutableArray(verdicts)
            : throw new SweepException(batch.End, FormattableString.Invariant($"point {batch.End + 1} of {points.Length} ({points[batch.End]})"), batch.Failure);
    }

    /// <summary>Labels what trajectories side by side left.</summary>
    private void SearchLeft(StartedPoints points, CancellationToken cancellationToken)
    {
        while (points.TryTakeLeft(out LeftPoint left))
            points.Batch.Set(left.Index, () => Named(Searched(left, points, cancellationToken), left.Point), cancellationToken);
    }

    private PhaseVerdict Searched(LeftPoint left, StartedPoints points, CancellationToken cancellationToken)
    {
        if (!left.SeeksCycles)
            return _search.WithoutCycles(left.Point, points.Start(left.Index, left.Point), cancellationToken);
        return left.State is null && left.Budget is null
            ? _search.From(left.Point, points.Start(left.Index, left.Point), cancellationToken)
            : _search.On(left.Point, left.State ?? new ReducedOde(left.Point).Pack(points.Start(left.Index, left.Point)), left.Time, left.Evaluations, left.Budget, cancellationToken);
    }

    /// <summary>The label of an attractor of an ODE of training that was found before.</summary>
    /// <param name="ode">The field it belongs to.</param>
    /// <param name="attractor">The attractor.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public PhaseVerdict Verdict(IVectorField<MacroState> ode, Attractor attractor)
    {
        ArgumentNullException.ThrowIfNull(ode);
        ArgumentNullException.ThrowIfNull(attractor);
        return _search.Verdict(ode, attractor);
    }

    /// <summary>Its name and rule of training.</summary>
    public override string ToString() => $"labels by {Name} ({_options.Rule})";
}
