namespace PhaseGan.Dynamics;

/// <summary>Why a branch ends where it does.</summary>
public enum BranchEnd
{
    /// <summary>A parameter reached an end of its range.</summary>
    RangeReached,

    /// <summary>The branch came back to where it began: it has no end.</summary>
    Closed,

    /// <summary>No start: there is no fixed point near the state that was given, or rounding hides it.</summary>
    NoStart,

    /// <summary>
    /// The start has no single branch through it: the start is a branch point where more than two branches meet, or two that touch; or it belongs to a family of fixed points that is not
    /// normally nondegenerate there.
    /// </summary>
    NotIsolated,

    /// <summary>The step became too small: the branch has a corner, or cannot be told from another one.</summary>
    StepTooSmall,

    /// <summary>The family has no field beyond.</summary>
    OutsideDomain,

    /// <summary>The field or its Jacobian is not finite beyond.</summary>
    NonFinite,

    /// <summary>A coordinate grew to a million times its size at the start.</summary>
    Unbounded,

    /// <summary>The branch has as many points as were allowed.</summary>
    Budget,

    /// <summary>The family of fixed points to which the points belong is no more beyond: fixed points are isolated there, or there are none near.</summary>
    FamilyBroken,

    /// <summary>On a curve of branch points: the second parameter unfolds them, so that there are no branch points beyond, but folds or nothing.</summary>
    Unfolded,
}
