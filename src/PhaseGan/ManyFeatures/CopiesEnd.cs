namespace PhaseGan;

/// <summary>What copies of a motion did.</summary>
internal enum CopiesEnd
{
    /// <summary>None were followed.</summary>
    Unknown,

    /// <summary>All went on, and none parted from the others.</summary>
    Together,

    /// <summary>One came to rest.</summary>
    Rest,
}
