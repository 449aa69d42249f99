namespace PhaseGan.Dynamics;

/// <summary>What the measurement of Lyapunov exponents came to.</summary>
public enum LyapunovStatus
{
    /// <summary>The whole duration was measured, or the target error was reached.</summary>
    Completed,

    /// <summary>The motion came to rest: there is no flow direction to remove. Classify the fixed point by its spectrum instead.</summary>
    AtRest,

    /// <summary>The budget of evaluations ran out; what was measured until then is given if it suffices for an error.</summary>
    EvaluationBudget,

    /// <summary>The solution or its tangents left the finite numbers, or the step became too small.</summary>
    NonFinite,

    /// <summary>The caller cancelled; what was measured until then is given if it suffices for an error.</summary>
    Cancelled,
}
