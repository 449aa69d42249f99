namespace PhaseGan;

/// <summary>One start of a <see cref="BasinSample"/> and where it led.</summary>
/// <param name="Group">The group of the start, one of <see cref="BasinStarts.Groups"/>.</param>
/// <param name="Start">The start.</param>
/// <param name="Verdict">The phase that it reaches, with its evidence.</param>
public sealed record BasinStart(string Group, MacroState Start, PhaseVerdict Verdict);
