namespace PhaseGan.Dynamics;

/// <summary>Why a branch of cycles ends where it does.</summary>
public enum CycleBranchEnd
{
    /// <summary>The parameter reached an end of its range.</summary>
    RangeReached,

    /// <summary>The branch came back to where it began: it has no end.</summary>
    Closed,

    /// <summary>The cycles shrink to a fixed point at a Hopf point.</summary>
    ShrinksToRest,

    /// <summary>The cycles come together with ones of half their period, at a period doubling.</summary>
    HalvesPeriod,

    /// <summary>The branch begins at the bifurcation from which it was started.</summary>
    Bifurcation,

    /// <summary>The period grew beyond <see cref="CycleBranchOptions.MaxPeriodFactor"/>: the cycles come near a fixed point, most often that of a homoclinic orbit.</summary>
    LongPeriod,

    /// <summary>No start: there is no cycle near what was given, or none that the tolerance tells from it.</summary>
    NoStart,

    /// <summary>The start belongs to a family of cycles at one value of the parameter, as with conserved quantities and symmetries that are continuous.</summary>
    NotIsolated,

    /// <summary>The step became too small: the branch has a corner, cannot be told from another one, or its cycles cannot be computed to the tolerance.</summary>
    StepTooSmall,

    /// <summary>Nearby motions part so fast that the cycle would need more segments than are allowed.</summary>
    TooUnstable,

    /// <summary>The family has no field beyond.</summary>
    OutsideDomain,

    /// <summary>The field, its Jacobian or a motion is not finite beyond.</summary>
    NonFinite,

    /// <summary>A coordinate grew to a million times its size at the start.</summary>
    Unbounded,

    /// <summary>The branch has as many cycles as were allowed.</summary>
    Budget,

    /// <summary>The caller cancelled; the branch is what was found until then.</summary>
    Cancelled,

    /// <summary>
    /// On a curve of branch points: the second parameter unfolds them, so that there are no branch points beyond, but folds or nothing. A curve of this one point is that of a point that is isolated in two parameters, as
    /// without a symmetry, or a branch that is always there, all are.
    /// </summary>
    Unfolded,
}
