namespace PhaseGan.Dynamics;

/// <summary>Something that happens between two cycles of a branch.</summary>
/// <param name="Kind">What.</param>
/// <param name="Before">The cycle before.</param>
/// <param name="After">The cycle after.</param>
/// <param name="At">The equations at the point; at the cycle before, if it was not located.</param>
/// <param name="Error">A bound on the error of its unknowns.</param>
/// <param name="Angle">θ of a pair e^{±iθ}.</param>
/// <param name="IsLocated">Whether it was located.</param>
/// <param name="Form">The coefficient of the normal form, where there is one.</param>
internal sealed record CycleEvent(CycleSpecialKind Kind, CycleNode Before, CycleNode After, CycleEvaluation At, double Error, double? Angle = null, bool IsLocated = true, NormalForm? Form = null);
