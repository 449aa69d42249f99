namespace PhaseGan.Dynamics;

/// <summary>What happens at a cycle of a branch.</summary>
public enum CycleSpecialKind
{
    /// <summary>Two cycles meet and vanish: a multiplier is 1, and the branch turns back.</summary>
    Fold,

    /// <summary>A multiplier is −1: cycles of twice the period are born.</summary>
    PeriodDoubling,

    /// <summary>A pair of multipliers is on the unit circle at e^{±iθ}, 0 &lt; θ &lt; π: tori are born (Neimark–Sacker).</summary>
    Torus,

    /// <summary>A multiplier is 1, and two branches of cycles cross.</summary>
    BranchPoint,

    /// <summary>Multipliers cross the circle together, as with symmetries, or the error does not tell one crossing from another: how many is known, and no more.</summary>
    Multiple,

    /// <summary>On a curve of folds: two of its branches meet in a tip.</summary>
    Cusp,

    /// <summary>On a curve of period doublings: the cubic coefficient vanishes, and a curve of folds of the doubled cycles begins.</summary>
    GeneralizedDoubling,

    /// <summary>On a curve of torus bifurcations: the cubic coefficient vanishes, and tori fold.</summary>
    Chenciner,

    /// <summary>Two multipliers are 1 besides the trivial one: curves of folds and of tori touch (resonance 1:1).</summary>
    Resonance11,

    /// <summary>Two multipliers are −1: curves of period doublings and of tori touch (resonance 1:2).</summary>
    Resonance12,

    /// <summary>On a curve of torus bifurcations: the multipliers are e^{±2πi/3} (resonance 1:3).</summary>
    Resonance13,

    /// <summary>On a curve of torus bifurcations: the multipliers are ±i (resonance 1:4).</summary>
    Resonance14,

    /// <summary>A multiplier is 1 and one is −1: curves of folds and of period doublings cross.</summary>
    FoldDoubling,

    /// <summary>A multiplier is 1 and a pair is on the unit circle: curves of folds and of tori cross.</summary>
    FoldTorus,

    /// <summary>A multiplier is −1 and a pair is on the unit circle: curves of period doublings and of tori cross.</summary>
    DoublingTorus,

    /// <summary>Two pairs are on the unit circle: two curves of tori cross.</summary>
    DoubleTorus,

    /// <summary>On a curve of branch points: another multiplier is 1, and the branch on which they lie turns back.</summary>
    BranchPointFold,

    /// <summary>On a curve of branch points: another multiplier is −1, and a curve of period doublings crosses.</summary>
    BranchPointDoubling,

    /// <summary>On a curve of branch points: a pair is on the unit circle besides, and a curve of tori crosses.</summary>
    BranchPointTorus,

    /// <summary>On a curve of branch points: the first coefficient that does not vanish on the curve does, of pitchforks the cubic one (what leaves turns to the other side, and a curve of folds begins), else the quadratic one.</summary>
    DegenerateBranchPoint,
}
