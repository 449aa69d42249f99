using System.Collections.Immutable;
using System.Globalization;
using Microsoft.DotNet.Interactive.Formatting;

namespace PhaseGan;

/// <summary>The label of one point of parameter space with what it rests on.</summary>
/// <param name="Phase">The label.</param>
/// <param name="Attractor">
/// Short name of what was shown: for the ODE the kind of the attractor (a <see cref="FixedPointKind"/>, <c>LimitCycle</c>,
/// <c>Aperiodic</c>, <c>Moving</c> where only rest was excluded), for other sources their own word; empty where the source knows no attractor.
/// </param>
/// <param name="Recovery">ρ_ℓ ∈ [0, 1] for each feature at the attractor; empty where the source gives none.</param>
/// <param name="Evidence">Values of the classifier's <see cref="IPhaseClassifier.EvidenceColumns"/>, in that order, culture-invariant.</param>
/// <param name="Reason">
/// For <see cref="Phase.Undetermined"/>: what was tried, why it was not enough and what to change. For a label shown by exclusion: what
/// excludes the others. Else empty.
/// </param>
[TypeFormatterSource(typeof(NotebookFormatters))]
public sealed record PhaseVerdict(
    Phase Phase,
    string Attractor,
    ImmutableArray<double> Recovery,
    ImmutableArray<string> Evidence,
    string Reason = "") : IShownInNotebooks
{
    private readonly ValueArray<double> _recovery = ValueArray.Of(Recovery);
    private readonly ValueArray<string> _evidence = Texts(Evidence);
    private readonly RestEvidence _numbers;
    // of one feature, where the array is none: a sweep has a verdict for each of its cells
    private readonly double _onlyRecovery;

    /// <summary>The verdict of the ODE for a fixed point that attracts; its evidence is worded when it is asked for.</summary>
    internal PhaseVerdict(Phase phase, string attractor, ImmutableArray<double> recovery, RestEvidence numbers)
        : this(phase, attractor, recovery.Length == 1 ? [] : recovery, [])
    {
        _numbers = numbers;
        if (recovery.Length == 1)
            (_recovery, _onlyRecovery) = (default, recovery[0]);
    }

    /// <summary>The same for one feature, without an array.</summary>
    internal PhaseVerdict(Phase phase, string attractor, double recovery, RestEvidence numbers)
        : this(phase, attractor, [], [])
    {
        (_numbers, _recovery, _onlyRecovery) = (numbers, default, recovery);
    }

    /// <summary>The label; one of the five.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to none of them.</exception>
    public Phase Phase { get; init => field = OneOfFive(value); } = OneOfFive(Phase);

    /// <summary>Short name of what was shown; may be empty.</summary>
    public string Attractor { get; init => field = Guard.NotNull(value, nameof(Attractor)); } = Guard.NotNull(Attractor);

    /// <summary>ρ_ℓ ∈ [0, 1] for each feature at the attractor; may be empty.</summary>
    public ImmutableArray<double> Recovery
    {
        get => _recovery.IsDefault ? [_onlyRecovery] : _recovery;
        init => _recovery = ValueArray.Of(value);
    }

    /// <summary>Values of the classifier's <see cref="IPhaseClassifier.EvidenceColumns"/>, in that order, culture-invariant.</summary>
    public ImmutableArray<string> Evidence
    {
        get => _numbers.IsPresent ? _numbers.Text() : _evidence;
        init => (_evidence, _numbers) = (Texts(value), default);
    }

    /// <summary>What is known besides the label; may be empty.</summary>
    public string Reason { get; init => field = Guard.NotNull(value, nameof(Reason)); } = Guard.NotNull(Reason);

    /// <summary>Whether label, attractor, recovery, evidence and reason are the same, entry by entry.</summary>
    /// <param name="other">Another verdict.</param>
    public bool Equals(PhaseVerdict? other) =>
        other is not null
        && (Phase, Attractor, Reason) == (other.Phase, other.Attractor, other.Reason)
        && Recoveries.SequenceEqual(other.Recoveries)
        && Evidence.AsSpan().SequenceEqual(other.Evidence.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Phase, Attractor, ValueArray.Of(Recovery), ValueArray.Of(Evidence), Reason);

    /// <summary><see cref="Recovery"/> without an array.</summary>
    internal ReadOnlySpan<double> Recoveries => _recovery.IsDefault ? new ReadOnlySpan<double>(in _onlyRecovery) : ((ImmutableArray<double>)_recovery).AsSpan();

    /// <summary>The evidence of a fixed point as numbers; not present where it is held as texts.</summary>
    internal ref readonly RestEvidence Numbers => ref _numbers;

    /// <summary>Whether the evidence is held as numbers, so many that none of its values needs to be looked at.</summary>
    internal bool HasNumbers(int count) => _numbers.IsPresent && count == RestEvidence.Count;

    private static Phase OneOfFive(Phase phase) =>
        Enum.IsDefined(phase) ? phase : throw Guard.OutOfRange(nameof(Phase), (int)phase, "is a label and must be one of the five phases");

    private static ValueArray<string> Texts(ImmutableArray<string> evidence)
    {
        ValueArray<string> texts = ValueArray.Of(evidence, nameof(Evidence));
        foreach (string? text in evidence)
            Guard.NotNull(text, nameof(Evidence));
        return texts;
    }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);

    /// <summary>The verdict as a table, for notebooks that show a value as HTML.</summary>
    public string ToHtml()
    {
        var table = new HtmlTable(Phase.ToString());
        if (Attractor.Length > 0)
            table.Add("attractor", Attractor);
        for (int l = 0; l < Recovery.Length; l++)
            table.Add(string.Create(CultureInfo.InvariantCulture, $"recovery {l + 1}"), HtmlTable.Number(Recovery[l]));
        if (Reason.Length > 0)
            table.Add("reason", Reason);
        return table.ToString();
    }
}
