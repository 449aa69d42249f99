namespace PhaseGan.Dynamics;

/// <summary>The trajectory converges to a stable periodic orbit: its returns contract, and the multipliers of the orbit next to it leave it no other way.</summary>
public sealed record LimitCycleAttractor : Attractor
{
    internal LimitCycleAttractor(LimitCycle cycle, double time, long evaluations)
        : base(AttractorKind.LimitCycle, time, evaluations)
    {
        Cycle = cycle;
    }

    /// <summary>The orbit with its period, amplitude and Floquet multipliers, polished by shooting.</summary>
    public LimitCycle Cycle { get; }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
