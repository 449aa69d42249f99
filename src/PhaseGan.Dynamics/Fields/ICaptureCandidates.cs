namespace PhaseGan.Dynamics;

/// <summary>A field whose motion stays bounded, with coordinates of order one, and that knows more of its stable fixed points than a search finds.</summary>
/// <remarks>Motion that goes on may be a long transient before capture by one of them.</remarks>
internal interface ICaptureCandidates
{
    /// <summary>Whether a stable fixed point or a stable family of them may exist; false only where it is certain that there is none.</summary>
    bool AnyMayAttract();
}
