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
        PhaseVerdict verdict = OdeSearch.Label(found, _options.RecoveryThreshold, rest => ode.Unpack(rest.Point.Coordinates.AsSpan()).Recovery());
        (string leading, string codes) = found is FixedPointAttractor end
            ? (OdeSearch.Text(end.Spectrum.GrowthRate), Numbers(ode.Unpack(end.Point.Coordinates.AsSpan()).Codes.Parameters))
            : ("", "");
        return verdict with { Evidence = [leading, codes, OdeSearch.Text(found.Time), found.Evaluations.ToString(CultureInfo.InvariantCulture), verdict.Reason] };
    }

    private static string Numbers(ImmutableArray<double> values) => string.Join(';', values.Select(x => x.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Its name.</summary>
    public override string ToString() => $"labels by {Name}";
}
