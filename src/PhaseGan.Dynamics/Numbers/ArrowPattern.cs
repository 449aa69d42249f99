namespace PhaseGan.Dynamics;

/// <summary>
/// Where an <see cref="ArrowMatrix"/> has entries: over all coordinates but those of a contiguous border it is diagonal, and each of these others meets the same number of
/// border coordinates, in its row and in its column.
/// </summary>
internal sealed class ArrowPattern
{
    private readonly int[] _links;

    /// <param name="order">N: the order of the matrix.</param>
    /// <param name="borderStart">The first coordinate of the border.</param>
    /// <param name="borderCount">K: how many coordinates the border has.</param>
    /// <param name="links">The border coordinates, in [0, K), that each other coordinate meets, one coordinate after the other.</param>
    /// <exception cref="ArgumentException">The links are not as many for each coordinate.</exception>
    public ArrowPattern(int order, int borderStart, int borderCount, int[] links)
    {
        (Order, BorderStart, BorderCount, _links) = (order, borderStart, borderCount, links);
        OtherCount = order - borderCount;
        LinkCount = OtherCount > 0 ? links.Length / OtherCount : 0;
        if (LinkCount * OtherCount != links.Length)
            throw new ArgumentException($"links must be as many for each of the {OtherCount} coordinates outside the border; got {links.Length} in all", nameof(links));
    }

    /// <summary>N.</summary>
    public int Order { get; }

    /// <summary>The first coordinate of the border.</summary>
    public int BorderStart { get; }

    /// <summary>K.</summary>
    public int BorderCount { get; }

    /// <summary>M = N − K: how many coordinates are not of the border.</summary>
    public int OtherCount { get; }

    /// <summary>L: how many border coordinates each of the others meets.</summary>
    public int LinkCount { get; }

    /// <summary>The border coordinates that the others meet, M times L.</summary>
    public ReadOnlySpan<int> Links => _links;

    /// <summary>How many numbers a matrix has: its diagonal outside the border, the rows and the columns of the links, the block of the border.</summary>
    public int EntryCount => OtherCount * (1 + 2 * LinkCount) + BorderCount * BorderCount;

    /// <summary>Which of the border a coordinate is, in [0, K); −1 if it is none.</summary>
    public int BorderOf(int coordinate) => coordinate >= BorderStart && coordinate < BorderStart + BorderCount ? coordinate - BorderStart : -1;

    /// <summary>Which of those outside the border a coordinate is, in [0, M).</summary>
    public int OtherOf(int coordinate) => coordinate < BorderStart ? coordinate : coordinate - BorderCount;

    /// <summary>The coordinate with an index in [0, M) among those outside the border.</summary>
    public int CoordinateOf(int other) => other < BorderStart ? other : other + BorderCount;
}
