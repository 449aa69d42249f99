namespace PhaseGan.Dynamics;

/// <summary>A place of a diagram at which a branch may begin, and from which none was followed.</summary>
/// <param name="Origin">The place.</param>
/// <param name="Reason">Why.</param>
public sealed record UnfollowedStart(BranchOrigin Origin, UnfollowedReason Reason)
{
    /// <summary>The place.</summary>
    public BranchOrigin Origin { get; init => field = Guard.NotNull(value, nameof(Origin)); } = Guard.NotNull(Origin);

    /// <summary>The place and the reason.</summary>
    public override string ToString() => $"{Origin}: {Reason}";
}
