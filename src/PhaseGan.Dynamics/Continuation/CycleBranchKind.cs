namespace PhaseGan.Dynamics;

/// <summary>What the cycles of a branch are.</summary>
public enum CycleBranchKind
{
    /// <summary>Cycles, one parameter varied.</summary>
    Cycles,

    /// <summary>Folds of cycles, two parameters varied.</summary>
    Folds,

    /// <summary>Period doublings, two parameters varied.</summary>
    PeriodDoublings,

    /// <summary>Torus bifurcations, two parameters varied, joined by neutral saddles beyond resonances 1:1 and 1:2.</summary>
    Tori,

    /// <summary>Branch points of cycles, two parameters varied, as long as a symmetry or a branch that is always there keeps them.</summary>
    BranchPoints,
}
