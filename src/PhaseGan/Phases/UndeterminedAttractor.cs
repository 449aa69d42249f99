namespace PhaseGan;

/// <summary>Nothing could be shown within the budget.</summary>
public sealed record UndeterminedAttractor : Attractor
{
    internal UndeterminedAttractor(string reason, double time, long evaluations)
        : base(AttractorKind.Undetermined, time, evaluations)
    {
        Reason = reason;
    }

    /// <summary>What was tried, why it was not enough, and what to change.</summary>
    public string Reason { get; }

    /// <summary>That the search ended since the units of the field fit the motion no longer; null otherwise.</summary>
    internal UnitMisfit? Misfit { get; init; }
}
