namespace PhaseGan.Dynamics;

/// <summary>Where a branch of a diagram was found.</summary>
public enum BranchOriginKind
{
    /// <summary>At a start that the caller gave.</summary>
    Start,

    /// <summary>At a fixed point that a search beside the known branches found: no branch that was known then leads to it.</summary>
    Search,

    /// <summary>At a branch point of another branch of fixed points.</summary>
    BranchPoint,

    /// <summary>Cycles: at a Hopf point.</summary>
    Hopf,

    /// <summary>Cycles of twice the period: at a period doubling of other cycles.</summary>
    PeriodDoubling,

    /// <summary>Cycles: at a branch point of other cycles.</summary>
    CycleBranchPoint,

    /// <summary>Fixed points: at one at which a branch of cycles ends, because they shrink to it or because their period grows next to it.</summary>
    CycleEnd,
}
