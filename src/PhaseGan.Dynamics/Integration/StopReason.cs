namespace PhaseGan.Dynamics;

/// <summary>Why an integration stopped.</summary>
public enum StopReason
{
    /// <summary>The end time was reached.</summary>
    EndReached,

    /// <summary>A terminal event happened; the trajectory ends there.</summary>
    Event,

    /// <summary>The budget of steps was used up before the end: allow more steps or loosen the tolerances.</summary>
    StepBudget,

    /// <summary>The error control asked for a step below the resolution of time: the problem is stiff or singular there.</summary>
    StepTooSmall,

    /// <summary>The field gave a value that is not finite, however small the step: the solution leaves the domain or blows up.</summary>
    NonFinite,

    /// <summary>The caller cancelled.</summary>
    Cancelled,
}
