namespace PhaseGan.Dynamics;

/// <summary>The kinds of long-time behaviour that a search can show.</summary>
public enum AttractorKind
{
    /// <summary>No attractor was shown: within the budget, or because the motion is on none (<see cref="UndeterminedCause"/>).</summary>
    Undetermined,

    /// <summary>A fixed point, or a point of a stable family of them.</summary>
    FixedPoint,

    /// <summary>A periodic orbit.</summary>
    LimitCycle,

    /// <summary>Bounded motion that neither settles nor repeats: quasi-periodic or chaotic.</summary>
    Aperiodic,
}
