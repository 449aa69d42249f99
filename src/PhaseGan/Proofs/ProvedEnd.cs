namespace PhaseGan;

/// <summary>Where a training is proved to end.</summary>
public enum ProvedEnd
{
    /// <summary>Nothing was proved.</summary>
    NotProved,

    /// <summary>At a fixed point, or on the deceived line at rest.</summary>
    Rest,

    /// <summary>Nowhere: it goes round for ever, near a cycle that attracts everything near it.</summary>
    Cycle,
}
