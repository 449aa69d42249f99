namespace PhaseGan.Dynamics;

/// <summary>Why a search showed no attractor.</summary>
public enum UndeterminedCause
{
    /// <summary>Nothing was shown within the budget of evaluations.</summary>
    Budget,

    /// <summary>The field is not finite at the start or ahead, or needs steps below the resolution of time.</summary>
    Singular,

    /// <summary>The trajectory is at rest where linear stability does not decide.</summary>
    Marginal,

    /// <summary>
    /// Nearby motions neither approach nor leave: centres, conserved quantities, motion that keeps volumes. Nothing attracts, however long it goes on.
    /// </summary>
    Neutral,

    /// <summary>A coordinate leaves every range, as a clock does.</summary>
    Unbounded,

    /// <summary>The trajectory lies on an invariant set that repels, such as the stable manifold of a saddle, and leaves it by no rounding.</summary>
    Repelling,

    /// <summary>The field's Jacobian does not describe the differences of nearby motions: the field jumps, or its Jacobian is wrong.</summary>
    Discontinuous,

    /// <summary>Chaotic motion beside a stable rest or cycle that may yet catch it: it may be a transient.</summary>
    Transient,
}
