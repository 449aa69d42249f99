namespace PhaseGan.Dynamics;

/// <summary>No attractor was shown: within the budget, or because the motion is on none.</summary>
public sealed record UndeterminedAttractor : Attractor
{
    internal UndeterminedAttractor(UndeterminedCause cause, string reason, double time, long evaluations)
        : base(AttractorKind.Undetermined, time, evaluations)
    {
        (Cause, Reason) = (cause, reason);
    }

    /// <summary>Why, in a word.</summary>
    public UndeterminedCause Cause { get; }

    /// <summary>What was tried, why it was not enough, and what to change.</summary>
    public string Reason { get; }

    /// <summary>That the search ended since the units of the field fit the motion no longer; null otherwise.</summary>
    internal UnitMisfit? Misfit { get; init; }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
