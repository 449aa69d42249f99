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
    /// <inheritdoc/>
    public string Name => "claim";

    /// <summary><c>left_margin</c> and <c>right_margin</c> (the smallest of each side), <c>determinant_margin</c> (the smallest of the condition that (15) lacks).</summary>
    public ImmutableArray<string> EvidenceColumns { get; } = ["left_margin", "right_margin", "determinant_margin"];

    /// <summary>Empty: the claim leaves nothing to choose.</summary>
    /// <param name="parameters">The point.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public ImmutableArray<KeyValuePair<string, string>> Describe(GanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return [];
    }

    /// <inheritdoc/>
    public PhaseVerdict Classify(GanParameters parameters, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Claim1 claim = Claim1.Check(parameters);
        int learned = claim.RightMargins.Count(m => m > 0);
        Phase phase = learned > 0 && !claim.LeftHolds ? Phase.Oscillation : PhaseRule.Of(learned, claim.RightMargins.Length);
        return new PhaseVerdict(
            phase, "", [], [Text(claim.LeftMargins.Min()), Text(claim.RightMargins.Min()), Text(claim.DeterminantMargins.Min())]);
    }

    private static string Text(double value) => value.ToString(RestEvidence.NumberFormat, CultureInfo.InvariantCulture);

    /// <summary>Its name.</summary>
    public override string ToString() => $"labels by {Name}";
}
