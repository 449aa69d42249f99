using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>Labels read off inequality (15) as the paper words it, errors included, to be set against the other sources.</summary>
/// <remarks>
/// <para>
/// A feature with Λ_ℓ ≤ x (right side violated) is not learned: if that is every feature the label is Fail. Otherwise, if the left side is
/// violated the label is Oscillation; otherwise it is ModeCollapse if some feature is not learned and Success if (15) holds.
/// </para>
/// <para>These are statements of the paper, not of this library: <see cref="Claim1"/> says where they go wrong.</para>
/// </remarks>
public sealed class ClaimPhaseClassifier : IPhaseClassifier
{
    private readonly TrainingRule _rule;

    /// <summary>Makes a classifier.</summary>
    /// <param name="rule">A rule that <see cref="Renaming"/> leads back to Example 1, of which the generalised claim speaks; Example 1 if absent.</param>
    /// <exception cref="ArgumentException">The claim says nothing of the rule.</exception>
    public ClaimPhaseClassifier(TrainingRule? rule = null)
    {
        _rule = rule ?? TrainingRule.Example1;
        if (_rule.Scheme.HasExtragradient)
            throw new ArgumentException($"rule must not have extragradient, with which it depends on the parameters whether Claim 1 says anything: ask Claim1.Check at a point; got {rule}", nameof(rule));
        if (!Renaming.HasFactors(_rule))
            throw new ArgumentException($"rule must have linear responses, unit norms, no other ρ than x and positive factors j_T and j_G for Claim 1 to say anything; got {rule}", nameof(rule));
    }

    /// <inheritdoc/>
    public string Name => "claim";

    /// <summary><c>left_margin</c> and <c>right_margin</c> (the smallest of each side), <c>determinant_margin</c> (the smallest of the condition that (15) lacks).</summary>
    public ImmutableArray<string> EvidenceColumns { get; } = ["left_margin", "right_margin", "determinant_margin"];

    /// <summary>The rule, if it has more than Example 1; else the claim leaves nothing to choose.</summary>
    /// <param name="parameters">The point.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public ImmutableArray<KeyValuePair<string, string>> Describe(GanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return _rule.HasPlainSteps ? [] : [new("rule", ClassifierSettings.Exact(_rule))];
    }

    /// <inheritdoc/>
    public PhaseVerdict Classify(GanParameters parameters, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Claim1 claim = Claim1.Check(parameters, _rule);
        int learned = claim.RightMargins.Count(m => m > 0);
        Phase phase = learned > 0 && !claim.LeftHolds ? Phase.Oscillation : PhaseRule.Of(learned, claim.RightMargins.Length);
        return new PhaseVerdict(
            phase, "", [], [Text(claim.LeftMargins.Min()), Text(claim.RightMargins.Min()), Text(claim.DeterminantMargins.Min())]);
    }

    private static string Text(double value) => value.ToString(RestEvidence.NumberFormat, CultureInfo.InvariantCulture);

    /// <summary>Its name.</summary>
    public override string ToString() => $"labels by {Name}";
}
