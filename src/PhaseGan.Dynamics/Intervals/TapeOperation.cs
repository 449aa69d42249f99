namespace PhaseGan.Dynamics;

/// <summary>What a node of a <see cref="TaylorTape"/> does.</summary>
internal enum TapeOperation
{
    /// <summary>A coordinate of the state.</summary>
    Coordinate,

    /// <summary>A constant.</summary>
    Constant,

    /// <summary>a + constant.</summary>
    Shift,

    /// <summary>constant · a.</summary>
    Scale,

    /// <summary>a + b.</summary>
    Sum,

    /// <summary>a b.</summary>
    Product,
}
