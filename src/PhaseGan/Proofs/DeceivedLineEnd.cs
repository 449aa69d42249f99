namespace PhaseGan;

/// <summary>An end on the deceived line, with what proves it.</summary>
/// <param name="Overlap">Contains P at the end.</param>
/// <param name="Axes">T, row-major.</param>
/// <param name="Reach">ρ.</param>
internal sealed record DeceivedLineEnd(Interval Overlap, double[] Axes, double Reach);
