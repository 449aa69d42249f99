namespace PhaseGan;

/// <summary>What a search for a stable cycle has shown.</summary>
public enum CycleEvidence
{
    /// <summary>Every start ended at an attracting fixed point: no cycle was met.</summary>
    NoneFound,

    /// <summary>A cycle was closed by shooting and its Floquet multipliers are stable.</summary>
    Shown,

    /// <summary>Some motion does not settle, but it was not closed to a cycle (it is aperiodic or converges slowly).</summary>
    Sustained,

    /// <summary>Some start had not settled within its budget and no cycle was met.</summary>
    Undetermined,
}
