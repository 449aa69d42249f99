using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// Labels of training that learns the law of its codes too (<see cref="LearnableCodesOde"/>), with unit norms, by the attractor that the ODE reaches from a generic start: as <see cref="OdePhaseClassifier"/> has them, by the recoveries of the
/// features. Where the codes end is part of the evidence.
/// </summary>
public sealed class LearnableCodesClassifier : IPhaseClassifier
{
    private readonly LearnableCodesOptions _options;

    /// <summary>Makes a classifier.</summary>
    /// <param name="options">Codes, their rate, signs of the discriminator's features, start, threshold.</param>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public LearnableCodesClassifier(LearnableCodesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <inheritdoc/>
    public string Name => "codes";

    /// <summary><c>leading</c> (largest real part of the spectrum at a fixed point), <c>codes</c> (θ there), <c>time</c>, <c>evaluations</c>, <c>reason</c>.</summary>
    public ImmutableArray<string> EvidenceColumns { get; } = ["leading", "codes", "time", "evaluations", "reason"];

    /// <summary>The options.</summary>
    /// <param name="parameters">The point.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public ImmutableArray<KeyValuePair<string, string>> Describe(GanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return
        [
            new("codes", $"{_options.Codes.Kind} {Numbers(_options.Codes.Weights)} {Numbers(_options.Codes.Parameters)}"),
            new("code rate", ClassifierSettings.Exact(_options.CodeRate)),
            new("signs", string.Join(';', _options.Signs)),
            new("rule", ClassifierSettings.Exact(_options.Rule)),
            new("start", string.Create(CultureInfo.InvariantCulture, $"generic, size {_options.StartSize:R}, seed {_options.StartSeed}")),
            new("recovery threshold", ClassifierSettings.Exact(_options.RecoveryThreshold)),
            new("most evaluations", ClassifierSettings.Exact(_options.Attractor.MaxEvaluations)),
        ];
    }

    /// <inheritdoc/>
    public PhaseVerdict Classify(GanParameters parameters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var ode = new LearnableCodesOde(parameters, _options.Codes, _options.CodeRate, _options.Signs, _options.Rule);
        var start = LearnableCodesState.NearOrigin(parameters.FeatureCount, _options.Signs.Length, _options.Codes, _options.StartSize, _options.StartSeed);
        Attractor found = AttractorFinder.Find(new RestingCodes(ode), ode.Pack(start), 0, _options.Attractor, cancellationToken);
        switch (found)
        {
            case FixedPointAttractor rest:
                LearnableCodesState end = ode.Unpack(rest.Point.Coordinates.AsSpan());
                ImmutableArray<double> recovery = end.Recovery();
                bool decided = PhaseRule.IsDecided(recovery.AsSpan(), _options.RecoveryThreshold, 4 * recovery.Length * rest.Uncertainty);
                string reason = decided ? "" : "a recovery lies too near the threshold to decide";
                return new PhaseVerdict(
                    decided ? PhaseRule.Of(recovery.AsSpan(), _options.RecoveryThreshold) : Phase.Undetermined, rest.Point.Kind.ToString(), recovery,
                    Evidence(found, OdeSearch.Text(rest.Spectrum.GrowthRate), Numbers(end.Codes.Parameters), reason), reason);
            case LimitCycleAttractor:
                return new PhaseVerdict(Phase.Oscillation, "LimitCycle", [], Evidence(found, "", "", ""));
            case AperiodicAttractor:
                return new PhaseVerdict(Phase.Oscillation, "Aperiodic", [], Evidence(found, "", "", ""));
            case UndeterminedAttractor unknown:
                return new PhaseVerdict(Phase.Undetermined, "Undetermined", [], Evidence(found, "", "", unknown.Reason), unknown.Reason);
            default:
                throw new InvalidOperationException($"attractor of kind {found.Kind} is not known here");
        }
    }

    private static ImmutableArray<string> Evidence(Attractor found, string leading, string codes, string reason) =>
        [leading, codes, OdeSearch.Text(found.Time), found.Evaluations.ToString(CultureInfo.InvariantCulture), reason];

    private static string Numbers(ImmutableArray<double> values) => string.Join(';', values.Select(x => x.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Its name.</summary>
    public override string ToString() => $"labels by {Name}";
}
