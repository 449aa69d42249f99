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

    /// <summary>Two multipliers are 1, besides the trivial one.</summary>
    Resonance11,

    /// <summary>Two multipliers are −1.</summary>
    Resonance12,

    /// <summary>A pair of multipliers is at e^{±2πi/3}.</summary>
    Resonance13,

    /// <summary>A pair of multipliers is at ±i.</summary>
    Resonance14,

    /// <summary>Multipliers are 1 and −1.</summary>
    FoldDoubling,

    /// <summary>Multipliers are 1 and e^{±iθ}.</summary>
    FoldTorus,

    /// <summary>Multipliers are −1 and e^{±iθ}.</summary>
    DoublingTorus,

    /// <summary>Two pairs of multipliers are on the unit circle.</summary>
    DoubleTorus,
}
