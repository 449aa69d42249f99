using System.Collections.Immutable;
using System.Runtime.ExceptionServices;

namespace PhaseGan;

/// <summary>Measures which fraction of seeded starts reaches each attractor of the ODE of training.</summary>
/// <remarks>
/// Starts are drawn one after the other from the seed, then followed in parallel by <see cref="OdePhaseClassifier"/>: a sample has the
/// same bits for any number of threads. Each start costs at most the budget of the options.
/// </remarks>
public sealed class BasinSampler
{
    private readonly BasinSamplerOptions _options;

    /// <summary>Makes a sampler.</summary>
    /// <param name="options">Law and number of starts, seed, confidence; defaults if absent.</param>
    /// <exception cref="ArgumentException">The rule has several discriminator features, for which no law of starts is known here.</exception>
    public BasinSampler(BasinSamplerOptions? options = null)
    {
        _options = options ?? BasinSamplerOptions.Default;
        Renaming.RequireOneDiscriminatorFeature(_options.Phase.Rule);
    }

    /// <summary>Follows all starts at one point of parameter space.</summary>
    /// <param name="parameters">The point.</param>
    /// <param name="progress">Told how far it is: one call at a time, from the workers' threads, never backwards.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Every start with its verdict, and the fractions.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">A start of your own does not fit the parameters.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public BasinSample Sample(
        GanParameters parameters, IProgress<BasinSamplerProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int count = _options.Count;
        IVectorField<MacroState> ode = MacroscopicOde.For(parameters, _options.Phase.Rule);
        var starts = new MacroState[count];
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            starts[i] = _options.Starts.Draw(parameters, _options.Seed, i);
            ode.Pack(starts[i]); // a start that does not fit is reported here, once, and not from a worker
        }

        PhaseVerdict[] verdicts = ProgressListener<BasinSamplerProgress>.Run(
            progress, (listener, stop) => Verdicts(parameters, starts, listener, stop), cancellationToken);
        ImmutableArray<string> groups = _options.Starts.Groups;
        return new BasinSample(
            parameters,
            [.. starts.Zip(verdicts, (start, verdict) => (start, verdict)).Select((s, i) => new BasinStart(groups[i % groups.Length], s.start, s.verdict))],
            _options.Confidence, _options.Phase.RecoveryThreshold);
    }

    /// <summary>Labels the starts in parallel; of several that fail the first is reported.</summary>
    private PhaseVerdict[] Verdicts(GanParameters parameters, MacroState[] starts, IProgress<BasinSamplerProgress>? progress, CancellationToken cancellationToken)
    {
        var verdicts = new PhaseVerdict[starts.Length];
        int completed = 0;
        var gate = new Lock();
        var batch = new PointBatch<GanParameters>(starts.Length, _ => parameters, (i, verdict) =>
        {
            verdicts[i] = verdict;
            lock (gate)
                progress?.Report(new BasinSamplerProgress(++completed, starts.Length));
        });
        new OdePhaseClassifier(_options.Phase).Label(batch, i => starts[i], _options.Threads, cancellationToken);
        if (batch.Failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        return verdicts;
    }

    /// <summary>What it samples by.</summary>
    public override string ToString() => $"samples of basins by {_options}";
}
