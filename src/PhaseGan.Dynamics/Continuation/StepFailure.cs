namespace PhaseGan.Dynamics;

/// <summary>Why a step of a branch, or a search for one of its points, gave nothing.</summary>
internal enum StepFailure
{
    /// <summary>It gave something.</summary>
    None,

    /// <summary>Newton's method did not converge, or contracted too little to be trusted.</summary>
    NoConvergence,

    /// <summary>A parameter left the domain of the family.</summary>
    OutsideDomain,

    /// <summary>The field or a derivative was not finite.</summary>
    NonFinite,

    /// <summary>The point found across a family is no fixed point, or has no family.</summary>
    FamilyBroken,

    /// <summary>On a curve of branch points of cycles: the branches have come apart.</summary>
    Unfolded,
}
