using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>The other branches through a branch point.</summary>
public sealed class BranchSwitch
{
    internal BranchSwitch(ImmutableArray<Branch> branches, BranchSwitchStatus status) => (Branches, Status) = (branches, status);

    /// <summary>Those that were followed, each in both directions.</summary>
    public ImmutableArray<Branch> Branches { get; }

    /// <summary>Whether they are all.</summary>
    public BranchSwitchStatus Status { get; }

    /// <summary>How many, and whether they are all.</summary>
    public override string ToString() => $"{Branches.Length} branches, {Status}";
}
