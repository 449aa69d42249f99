using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>The other branches through a branch point.</summary>
/// <param name="Branches">Those that were followed, each in both directions.</param>
/// <param name="Status">Whether they are all.</param>
public sealed record BranchSwitch(ImmutableArray<Branch> Branches, BranchSwitchStatus Status)
{
    /// <summary>How many, and whether they are all.</summary>
    public override string ToString() => $"{Branches.Length} branches, {Status}";
}
