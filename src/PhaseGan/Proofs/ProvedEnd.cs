namespace PhaseGan;

/// <summary>Where a training is proved to end.</summary>
public enum ProvedEnd
{
    /// <summary>Nothing was proved.</summary>
    NotProved,

    /// <summary>At a fixed point, or on the deceived line at rest.</summary>
    Rest,

    /// <summary>Nowhere: it returns for ever to a small piece of a section, through which there is a cycle, and never comes to rest.</summary>
    Cycle,
}
