namespace PhaseGan.Dynamics;

/// <summary>Where a trajectory ends up, with the evidence: one of <see cref="FixedPointAttractor"/>, <see cref="LimitCycleAttractor"/>, <see cref="AperiodicAttractor"/> and <see cref="UndeterminedAttractor"/>.</summary>
public abstract record Attractor
{
    private protected Attractor(AttractorKind kind, double time, long evaluations)
    {
        (Kind, Time, Evaluations) = (kind, time, evaluations);
    }

    /// <summary>Which of the kinds it is.</summary>
    public AttractorKind Kind { get; }

    /// <summary>Time t = k/n at which it was shown, or up to which was searched.</summary>
    public double Time { get; internal init; }

    /// <summary>Evaluations of the field that the search took, those of searches for cycles and of exponents included.</summary>
    public long Evaluations { get; internal init; }
}
