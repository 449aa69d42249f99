using System.Globalization;

namespace PhaseGan;

/// <summary>A proof by cutting a rectangle into smaller ones (<see cref="ClaimProof.CoverEqualVariances"/>).</summary>
/// <param name="Proved">Rectangles over which the claim is proved.</param>
/// <param name="GivenUp">Rectangles next to an equality in (15), where nothing is said.</param>
/// <param name="Left">Rectangles not looked at since there were too many.</param>
public sealed record ClaimCover(long Proved, long GivenUp, long Left)
{
    /// <summary>Whether everything is proved but for what lies next to an equality.</summary>
    public bool IsComplete => Left == 0;

    /// <summary>The three numbers.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Proved} rectangles proved, {GivenUp} next to an equality{(Left == 0 ? "" : $", {Left} left")}");
}
