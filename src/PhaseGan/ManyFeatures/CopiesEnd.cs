namespace PhaseGan;

/// <summary>What copies of a motion did.</summary>
internal enum CopiesEnd
{
    /// <summary>None were followed, and it was not asked if there is anything that could catch the motion.</summary>
    Unknown,

    /// <summary>None were followed; something is known that could catch the motion.</summary>
    ToFollow,

    /// <summary>All went on, and none parted from the others.</summary>
    Together,

    /// <summary>One came to rest.</summary>
    Rest,
}
