namespace PhaseGan.Dynamics;

/// <summary>What one attempted step came to.</summary>
internal enum StepOutcome
{
    Accepted,
    Rejected,
    TooSmall,
    NonFinite,
}
