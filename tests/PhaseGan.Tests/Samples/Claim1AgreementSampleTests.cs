using System.Globalization;
using System.Xml.Linq;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class Claim1AgreementSampleTests
{
    [Fact]
    public async Task TheSample_CountsWhereClaimAndOdeAgree_AndThatTheMissingConditionSettlesPerfectRecovery()
    {
        using var folder = new TemporaryFolder();
        string[][] tables = [.. (await Sample.Run("Claim1Agreement.cs", folder.Path, "4")).Trim().Split("\n\n").Select(t => t.Split('\n').Skip(2).ToArray())];
        Assert.Equal([8, 8], tables.Select(t => t.Length));

        string[] files = ["d1-equal", "d1-different", "d2-equal", "d2-different", "d3-equal", "d3-different", "d4-equal", "d4-different"];
        for (int k = 0; k < files.Length; k++)
        {
            // the table counts what the file of cells says
            string[] cells = [.. File.ReadAllLines(folder.File($"claim-1-{files[k]}.csv")).Skip(1)];
            string[] row = tables[0][k].Split('|', StringSplitOptions.TrimEntries);
            Assert.Equal(cells.Length, int.Parse(row[3], CultureInfo.InvariantCulture));
            Assert.StartsWith($"{cells.Count(c => c.EndsWith(",1", StringComparison.Ordinal))} (", row[4], StringComparison.Ordinal);
            Assert.Equal("svg", XDocument.Load(folder.File($"claim-1-{files[k]}.svg")).Root!.Name.LocalName);

            // (15) with the determinant condition is kept wherever it holds, and without it where variances are equal
            string[] kept = tables[1][k].Split('|', StringSplitOptions.TrimEntries);
            Assert.Equal(kept[5], kept[6]);
            Assert.Equal("1.000", kept[8]);
            if (k % 2 == 0)
                Assert.Equal((kept[3], kept[7]), (kept[4], "1.000"));
        }

        // Λ = 3, Λ̃ = 1: α = 0.05, x = 1.3 is among the cells, where (15) holds and the determinant is 1.3² − 2.05·1.3 + 0.15 < 0
        string[] known = tables[1][1].Split('|', StringSplitOptions.TrimEntries);
        Assert.True(int.Parse(known[4], CultureInfo.InvariantCulture) < int.Parse(known[3], CultureInfo.InvariantCulture));
    }
}
