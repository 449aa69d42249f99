using Xunit;

namespace PhaseGan.Tests.Sweeps;

/// <summary>Grids that are too large to count or to hold are refused at once, with the limit.</summary>
public class SizeLimitTests
{
    [Theory]
    [InlineData(65536, 65536)]
    [InlineData(int.MaxValue, 17)]
    [InlineData(46341, 46341)]
    [InlineData(2, 1 << 30)]
    public void MoreCellsThanCanBeCounted_AreRefused(int columns, int rows)
    {
        Assert.Equal("rows", Assert.Throws<ArgumentOutOfRangeException>(() => new SweepShard(1, 2).Cells(columns, rows)).ParamName);
        Assert.Equal("rows", Assert.Throws<ArgumentOutOfRangeException>(() => new SweepDescription(columns, rows, [])).ParamName);
    }

    [Fact]
    public void TheCellsOfALongRow_ComeAtOnce()
    {
        Assert.Equal(0, SweepShard.Whole.Cells(int.MaxValue, 1).First());
        Assert.Empty(SweepShard.Whole.Cells(0, int.MaxValue));
        Assert.Empty(SweepShard.Whole.Cells(int.MaxValue, 0));
    }

    [Fact]
    public void AnAxis_HasAtMostTenMillionValues()
    {
        foreach (int count in (int[])[Axis.MaxCount + 1, int.MaxValue])
        {
            Assert.Contains("must be ≤ 10000000", Assert.Throws<ArgumentOutOfRangeException>(() => Axis.Linear("a", 0, 1, count)).Message, StringComparison.Ordinal);
            Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => Axis.Logarithmic("a", 1, 2, count)).ParamName);
        }
    }

    [Theory]
    [InlineData(100_000, 100_000)]
    [InlineData(50_000, 40_000)]
    [InlineData(11_586, 11_586)]
    public void ASweepOfMoreCellsThanADiagramHolds_IsRefused(int columns, int rows)
    {
        var gan = new GanParameters([1], [1], 0.2, 0.04, 1, 1);
        var e = Assert.Throws<ArgumentException>(() => new PhaseSweep(Axis.Linear("a", 1, 2, columns), Axis.Linear("b", 1, 2, rows), (_, _) => gan));
        Assert.Contains("at most 134217728 cells", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PhaseDiagram(Axis.Linear("a", 1, 2, columns), Axis.Linear("b", 1, 2, rows), [], []));
    }
}
