namespace PhaseGan.Dynamics;

/// <summary>That a path is proved to pass through a piece of a section which returns into itself, so that it returns to it for ever.</summary>
/// <param name="Piece">The piece.</param>
/// <param name="After">How many steps were looked at by then, the last of which is cut short next to the section.</param>
/// <param name="LastLength">The length of that last step.</param>
internal sealed record CycleCatch(CycleProof Piece, int After, double LastLength);
