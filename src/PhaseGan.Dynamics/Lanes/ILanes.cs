namespace PhaseGan.Dynamics;

/// <summary>
/// Real numbers side by side, each in a lane of its own: one for a single chain, 8 or 16 for as many at once. Every
/// operation is the IEEE 754 one in each lane and none is fused, so a lane holds the same bits whatever its neighbours and
/// whatever registers carry it.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal unsafe interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>How many lanes there are.</summary>
    static abstract int Width { get; }

    /// <summary>The same number in every lane.</summary>
    static abstract TSelf All(double value);

    /// <summary>Reads <see cref="Width"/> numbers.</summary>
    static abstract TSelf Load(double* from);

    /// <summary>Writes <see cref="Width"/> numbers.</summary>
    static abstract void Store(TSelf value, double* to);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>a·b + c, rounded after each operation.</summary>
    static abstract TSelf PlusProduct(TSelf a, TSelf b, TSelf c);

    /// <summary>The same with <paramref name="a"/> in memory.</summary>
    static virtual TSelf PlusProduct(TSelf* a, TSelf b, TSelf c) => TSelf.PlusProduct(*a, b, c);

    /// <summary>c − a·b, rounded after each operation.</summary>
    static abstract TSelf MinusProduct(TSelf a, TSelf b, TSelf c);

    /// <summary>a·b + c, rounded once, which is the same number on every machine; slow where a processor has no such operation.</summary>
    static abstract TSelf Fused(TSelf a, TSelf b, TSelf c);

    /// <summary>c − a·b, rounded once.</summary>
    static abstract TSelf FusedMinus(TSelf a, TSelf b, TSelf c);

    /// <summary>√a.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>|magnitude| with the sign of <paramref name="sign"/>.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary><paramref name="value"/> where <paramref name="test"/> &gt; 0, else 0.</summary>
    static abstract TSelf WherePositive(TSelf test, TSelf value);
}
