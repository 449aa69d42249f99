namespace PhaseGan;

/// <summary>The outcome of a search for a stable cycle of the reduced ODE with one feature; numerical evidence, unlike the fixed points of the map.</summary>
/// <param name="Evidence">What was shown.</param>
/// <param name="Cycle">The cycle with period, amplitudes and Floquet multipliers, if one was shown.</param>
/// <param name="Starts">How many starts were followed.</param>
public sealed record SingleFeatureCycle(CycleEvidence Evidence, LimitCycle? Cycle, int Starts)
{
    /// <summary>Whether some training never settles.</summary>
    public bool Oscillates => Evidence is CycleEvidence.Shown or CycleEvidence.Sustained;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
