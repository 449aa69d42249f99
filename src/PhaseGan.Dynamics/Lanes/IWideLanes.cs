namespace PhaseGan.Dynamics;

/// <summary>
/// Real numbers side by side that can also be seen as 64-bit patterns. A pattern lies in lanes of the same type as the numbers: a mask has all ones or all zeros in each.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal interface IWideLanes<TSelf> : ILanes<TSelf>
    where TSelf : unmanaged, IWideLanes<TSelf>
{
    /// <summary>The same pattern in every lane.</summary>
    static abstract TSelf AllBits(ulong value);

    static abstract TSelf operator ^(TSelf a, TSelf b);

    static abstract TSelf operator &(TSelf a, TSelf b);

    static abstract TSelf operator |(TSelf a, TSelf b);

    static abstract TSelf operator <<(TSelf a, int count);

    static abstract TSelf operator >>>(TSelf a, int count);

    /// <summary>a ⊕ b ⊕ c.</summary>
    static abstract TSelf Xor(TSelf a, TSelf b, TSelf c);

    /// <summary>The sum of patterns modulo 2⁶⁴.</summary>
    static abstract TSelf AddBits(TSelf a, TSelf b);

    /// <summary>The difference of patterns modulo 2⁶⁴.</summary>
    static abstract TSelf SubtractBits(TSelf a, TSelf b);

    /// <summary>The 64-bit product of the low halves of patterns; the high halves are ignored.</summary>
    static abstract TSelf MultiplyLow32(TSelf a, TSelf b);

    /// <summary>Bit by bit, <paramref name="a"/> where the mask has a one and <paramref name="b"/> where it has a zero.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary><paramref name="b"/> where a &lt; b, else <paramref name="a"/>, also where either is no number.</summary>
    static virtual TSelf Larger(TSelf a, TSelf b) => TSelf.Select(TSelf.Less(a, b), b, a);

    /// <summary><paramref name="b"/> where b &lt; a, else <paramref name="a"/>, also where either is no number.</summary>
    static virtual TSelf Smaller(TSelf a, TSelf b) => TSelf.Select(TSelf.Less(b, a), b, a);

    /// <summary>Whether a &lt; b in every lane.</summary>
    static abstract bool AllLess(TSelf a, TSelf b);

    /// <summary>All ones in the lanes where a &lt; b, zeros in the others (also where either is no number).</summary>
    static abstract TSelf Less(TSelf a, TSelf b);

    /// <summary>The highest bit of each lane; lane k at bit k.</summary>
    static abstract uint Signs(TSelf mask);
}
