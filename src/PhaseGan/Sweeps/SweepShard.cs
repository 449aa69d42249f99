using System.Globalization;
using System.Text.Json.Serialization;

namespace PhaseGan;

/// <summary>One of the parts into which a sweep is dealt, so that several machines label one diagram: part <see cref="Index"/> of <see cref="Count"/>.</summary>
/// <remarks>
/// Cells are dealt by a rank-1 lattice: cell (i, j) belongs to the part in which the fractional part of 1 + i/g + j/g² falls, g = 1.3247… the
/// real root of g³ = g + 1. The multiples of these two numbers fill the square about as evenly as any do (M. Roberts, <em>The Unreasonable
/// Effectiveness of Quasirandom Sequences</em>, 2018), so that every region of the diagram, expensive or cheap, is shared out nearly
/// equally. It is done in whole numbers and is the same on every machine. The parts have nearly, not exactly, the same number of cells.
/// </remarks>
public readonly record struct SweepShard
{
    // 2⁶⁴/g and 2⁶⁴/g².
    private const ulong AlongX = 13925035116211876495, AlongY = 10511698010929265436;

    private readonly int _index;
    private readonly int _count;

    /// <summary>Names a part.</summary>
    /// <param name="index">Which, counted from 1.</param>
    /// <param name="count">How many there are, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    [JsonConstructor]
    public SweepShard(int index, int count)
    {
        Guard.AtLeast(count, 1, "a number of shards");
        if (index < 1 || index > count)
            throw Guard.OutOfRange(nameof(index), index, string.Create(CultureInfo.InvariantCulture, $"counts shards from 1 and must lie in [1, {count}]"));
        (_index, _count) = (index - 1, count - 1);
    }

    /// <summary>The whole sweep: 1/1, also the default.</summary>
    public static SweepShard Whole => default;

    /// <summary>Which part, from 1 to <see cref="Count"/>.</summary>
    public int Index => _index + 1;

    /// <summary>Number of parts, ≥ 1.</summary>
    public int Count => _count + 1;

    /// <summary>Whether this is the whole sweep.</summary>
    public bool IsWhole => _count == 0;

    /// <summary>Whether a cell belongs to this part; each cell belongs to exactly one.</summary>
    /// <param name="xIndex">Zero-based index along the horizontal axis.</param>
    /// <param name="yIndex">Zero-based index along the vertical axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative.</exception>
    public bool Contains(int xIndex, int yIndex)
    {
        Guard.AtLeast(xIndex, 0, "an index");
        Guard.AtLeast(yIndex, 0, "an index");
        ulong place = unchecked((ulong)xIndex * AlongX + (ulong)yIndex * AlongY);
        return Math.BigMul(place, (ulong)Count, out _) == (ulong)_index;
    }

    /// <summary>The cells of this part of a grid, as y-major indices, upwards.</summary>
    /// <param name="columns">Number of values of the horizontal axis, ≥ 0.</param>
    /// <param name="rows">Number of values of the vertical axis, ≥ 0; the product with <paramref name="columns"/> is at most <see cref="int.MaxValue"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are too many cells.</exception>
    public IEnumerable<int> Cells(int columns, int rows)
    {
        Guard.AtLeast(columns, 0, "a number of columns");
        Guard.AtLeast(rows, 0, "a number of rows");
        if ((long)columns * rows > int.MaxValue)
            throw Guard.OutOfRange(nameof(rows), rows, string.Create(CultureInfo.InvariantCulture, $"times {columns} columns is a number of cells and must be at most {int.MaxValue}"));
        SweepShard shard = this;
        return Enumerable.Range(0, columns * rows).Where(cell => shard.Contains(cell % columns, cell / columns));
    }

    /// <summary>The part as in <c>3/8</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}
