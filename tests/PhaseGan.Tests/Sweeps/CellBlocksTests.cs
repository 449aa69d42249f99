using System.Text;
using Xunit;

namespace PhaseGan.Tests.Sweeps;

public class CellBlocksTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(100_001)]
    public void Blocks_AreHandedOverInTheirOrder_OnTheCallersThread(int cells)
    {
        var text = new StringBuilder();
        int caller = Environment.CurrentManagedThreadId;
        var blocks = new CellBlocks();
        for (int time = 0; time < 2; time++)
        {
            text.Clear();
            blocks.Write(cells, Numbers, piece =>
            {
                Assert.Equal(caller, Environment.CurrentManagedThreadId);
                text.Append(Encoding.UTF8.GetString(piece));
            });
            Assert.Equal(string.Concat(Enumerable.Range(0, cells).Select(k => FormattableString.Invariant($"{k};"))), text.ToString());
        }
    }

    [Fact]
    public void NoCells_AreNoBlocks() => new CellBlocks().Write(0, (_, _, _) => Assert.Fail("no block is asked for"), _ => Assert.Fail("no block is there"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFailure_IsThrownAsItWas_AndNothingWaits(bool ofTheMaker)
    {
        int pieces = 0;
        IOException thrown = Assert.Throws<IOException>(() => new CellBlocks().Write(
            200_000,
            (from, to, rows) =>
            {
                if (ofTheMaker && from > 100_000)
                    throw new IOException("of the maker");
                Numbers(from, to, rows);
            },
            _ =>
            {
                if (!ofTheMaker && ++pieces == 3)
                    throw new IOException("of the receiver");
            }));
        Assert.Equal(ofTheMaker ? "of the maker" : "of the receiver", thrown.Message);
    }

    private static void Numbers(int from, int to, Utf8Rows rows)
    {
        for (int k = from; k < to; k++)
        {
            rows.Number(k);
            rows.Raw(";"u8);
        }
    }
}
