using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Tests.Sweeps;

/// <summary>A quick stand-in for a source of labels: a pure rule of x and α that uses every phase.</summary>
internal sealed class RuleClassifier(Func<GanParameters, PhaseVerdict>? rule = null) : IPhaseClassifier
{
    public const string Reason = "the \"horizon\", as it is called,\nran out; raise it";

    public string Name => "rule";

    public ImmutableArray<string> EvidenceColumns => ["margin", "reason"];

    public ImmutableArray<KeyValuePair<string, string>> Describe(GanParameters parameters) => [new("rule", "of x and alpha")];

    public PhaseVerdict Classify(GanParameters parameters, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return rule is null ? Rule(parameters) : rule(parameters);
    }

    public static PhaseVerdict Rule(GanParameters gan)
    {
        double x = gan.EffectiveNoise, lambda = gan.RealVariances[0], left = gan.RateRatio * lambda / 2;
        Phase phase = x >= lambda ? Phase.Fail
            : x >= left ? Phase.Success
            : gan.RateRatio > 3 ? Phase.ModeCollapse
            : x < 0.01 ? Phase.Undetermined
            : Phase.Oscillation;
        return new PhaseVerdict(
            phase,
            phase == Phase.Oscillation ? "LimitCycle" : "Deceived",
            [.. gan.RealVariances.Select((v, l) => 1 / (1 + x * (l + 1) / v))],
            [(x - left).ToString("R", CultureInfo.InvariantCulture), phase == Phase.Undetermined ? Reason : ""],
            phase == Phase.Undetermined ? Reason : "");
    }
}
