namespace PhaseGan.Dynamics;

/// <summary>Eight 64-bit patterns side by side; arithmetic is modulo 2⁶⁴ in each lane.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal unsafe interface IBitLanes<TSelf>
    where TSelf : unmanaged, IBitLanes<TSelf>
{
    /// <summary>The same pattern in every lane.</summary>
    static abstract TSelf All(ulong value);

    /// <summary>Reads eight patterns.</summary>
    static abstract TSelf Load(ulong* from);

    /// <summary>Writes eight patterns.</summary>
    static abstract void Store(TSelf value, ulong* to);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator ^(TSelf a, TSelf b);

    static abstract TSelf operator &(TSelf a, TSelf b);

    static abstract TSelf operator |(TSelf a, TSelf b);

    static abstract TSelf operator <<(TSelf a, int count);

    static abstract TSelf operator >>>(TSelf a, int count);

    /// <summary>a ⊕ b ⊕ c.</summary>
    static abstract TSelf Xor(TSelf a, TSelf b, TSelf c);

    /// <summary>The 64-bit product of the low halves of a and b in each lane; the high halves are ignored.</summary>
    static abstract TSelf MultiplyLow32(TSelf a, TSelf b);
}
