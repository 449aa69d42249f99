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
}
