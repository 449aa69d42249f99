namespace PhaseGan.Dynamics;

/// <summary>A curve followed one way from a joint: pieces, the joints between them, and what it comes to.</summary>
internal sealed class CurveTubeArm
{
    public List<CurveTubePiece> Pieces { get; } = [];

    public List<CurveTubePiece> Joints { get; } = [];

    public CurveTubeEnd? End { get; set; }

    public bool IsClosed { get; set; }
}
