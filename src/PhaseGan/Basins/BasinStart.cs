namespace PhaseGan;

/// <summary>One start of a <see cref="BasinSample"/> and where it led.</summary>
/// <param name="Group">The group of the start, one of <see cref="BasinStarts.Groups"/>.</param>
/// <param name="Start">The start.</param>
/// <param name="Verdict">The phase that it reaches, with its evidence.</param>
public sealed record BasinStart(string Group, MacroState Start, PhaseVerdict Verdict)
{
    /// <summary>The group of the start, one of <see cref="BasinStarts.Groups"/>.</summary>
    public string Group { get; init => field = Guard.NotNull(value, nameof(Group)); } = Guard.NotNull(Group);

    /// <summary>The start.</summary>
    public MacroState Start { get; init => field = Guard.NotNull(value, nameof(Start)); } = Guard.NotNull(Start);

    /// <summary>The phase that it reaches, with its evidence.</summary>
    public PhaseVerdict Verdict { get; init => field = Guard.NotNull(value, nameof(Verdict)); } = Guard.NotNull(Verdict);

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
