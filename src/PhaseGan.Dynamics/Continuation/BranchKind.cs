namespace PhaseGan.Dynamics;

/// <summary>What the points of a branch are.</summary>
public enum BranchKind
{
    /// <summary>Fixed points, one parameter varied.</summary>
    FixedPoints,

    /// <summary>Folds, two parameters varied.</summary>
    Folds,

    /// <summary>Hopf points, two parameters varied, joined by neutral saddles beyond Bogdanov–Takens points.</summary>
    HopfPoints,

    /// <summary>Branch points, two parameters varied: transcritical points and pitchforks as long as the second parameter does not unfold them.</summary>
    BranchPoints,
}
