namespace PhaseGan.Dynamics;

/// <summary>What the search for a limit cycle came to.</summary>
public enum LimitCycleStatus
{
    /// <summary>A cycle was found, with its minimal period and its multipliers.</summary>
    Converged,

    /// <summary>The search ended at a fixed point, which returns after any time: there is no cycle of visible amplitude there.</summary>
    FixedPoint,

    /// <summary>No step makes the distance of return smaller: there is no cycle near the guess. Start from a later point of the motion.</summary>
    Stalled,

    /// <summary>The budget of Newton steps ran out: give a better guess, or more steps.</summary>
    StepBudget,

    /// <summary>The budget of evaluations ran out: allow more, or loosen the tolerances of integration.</summary>
    EvaluationBudget,

    /// <summary>The period left the range allowed around the guess: the guess is not near a cycle.</summary>
    PeriodOutOfRange,

    /// <summary>The field, its Jacobian or the flow is not finite near the guess.</summary>
    NonFinite,

    /// <summary>
    /// The orbit closes within the tolerance, but not on the scale of its own motion: most often a slow spiral near fixed points. Tighten the
    /// tolerances if a small cycle is expected.
    /// </summary>
    Unresolved,

    /// <summary>A cycle was found, but the eigenvalues of its monodromy matrix could not be computed.</summary>
    SpectrumFailed,

    /// <summary>The caller cancelled.</summary>
    Cancelled,
}
