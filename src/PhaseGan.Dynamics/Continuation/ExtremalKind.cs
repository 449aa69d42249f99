namespace PhaseGan.Dynamics;

/// <summary>What makes a member of a family the one that comes nearest to attracting.</summary>
public enum ExtremalKind
{
    /// <summary>One mode, or pair of modes, decides, and its rate is least there among all members nearby.</summary>
    Interior,

    /// <summary>One mode decides, and the member lies on an end of the family, beyond which the rate would fall further.</summary>
    Edge,

    /// <summary>Several modes reach the same rate, and no direction along the family lowers all of them.</summary>
    Tie,

    /// <summary>Modes are one multiple mode there: two or three real ones, or two pairs. They part beside it, some of them growing faster as a root does.</summary>
    Merged,
}
