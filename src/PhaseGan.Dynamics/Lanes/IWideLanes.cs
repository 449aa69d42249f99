namespace PhaseGan.Dynamics;

/// <summary>Eight real numbers side by side that can also be seen as eight 64-bit patterns.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="TBits">The patterns.</typeparam>
internal interface IWideLanes<TSelf, TBits> : ILanes<TSelf>
    where TSelf : unmanaged, IWideLanes<TSelf, TBits>
    where TBits : unmanaged, IBitLanes<TBits>
{
    /// <summary>The patterns of the numbers.</summary>
    static abstract TBits ToBits(TSelf value);

    /// <summary>The numbers with these patterns.</summary>
    static abstract TSelf FromBits(TBits bits);

    /// <summary>Bit by bit, <paramref name="a"/> where the mask has a one and <paramref name="b"/> where it has a zero.</summary>
    static abstract TSelf Select(TBits mask, TSelf a, TSelf b);

    /// <summary>Whether a &lt; b in every lane.</summary>
    static abstract bool AllLess(TSelf a, TSelf b);

    /// <summary>All ones in the lanes where a &lt; b, zeros in the others (also where either is no number).</summary>
    static abstract TBits Less(TSelf a, TSelf b);

    /// <summary>The highest bit of each lane; lane k at bit k.</summary>
    static abstract uint Signs(TBits mask);
}
