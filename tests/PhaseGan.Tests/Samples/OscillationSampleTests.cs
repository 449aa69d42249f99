using System.Globalization;
using System.Xml.Linq;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class OscillationSampleTests
{
    [Fact]
    public async Task TheSample_TellsRestCycleAndChaos_MeasuresExponents_AndDrawsThem()
    {
        using var folder = new TemporaryFolder();
        string printed = await Sample.Run("Oscillation.cs", folder.Path, "6", "1", "0", "2", "4000");
        Assert.Contains("40 starts", printed, StringComparison.Ordinal);

        // d = 1: all rest or cycle, and a cycle just below the wedge of success (α = 1, η = 1)
        string[] one = File.ReadAllLines(folder.File("oscillation-1.csv"));
        Assert.Equal("alpha,eta,leading,kind,period,exponent,standard_error", one[0]);
        Assert.Equal(36, one.Length - 1);
        Assert.All(one.Skip(1), row => Assert.Contains(row.Split(',')[3], (string[])["rest", "cycle"]));
        string[] below = one[1 + 2 * 6 + 1].Split(',');
        Assert.Equal(["1", "1", "cycle"], [below[0], below[1], below[3]]);
        Assert.True(Number(below[5]) < 0);

        // d = 2 at α = 1, η = 2.2
        string[] two = Assert.Single(File.ReadAllLines(folder.File("oscillation-2.csv")).Skip(1)).Split(',');
        Assert.Equal("chaos", two[3]);
        Assert.True(Number(two[5]) > 10 * Number(two[6]));
        string[] rest = File.ReadAllLines(folder.File("oscillation-route.csv"))[1].Split(',');
        Assert.Equal("rest", rest[3]);
        Assert.True(Number(rest[5]) < 0);

        // at (5, 3), α = 0.5, η = 1 another method (two trajectories) gives 0.035 ± 0.001; the mean of 40 starts over 500 time units each
        // has an error of 0.0014, of which the bound is five and the reference's own twice
        string[][] exponents = [.. File.ReadAllLines(folder.File("oscillation-exponents.csv")).Skip(1).Select(l => l.Split(','))];
        Assert.Equal(0.035, exponents.Where(r => r[0] == "start").Average(r => Number(r[6])), 0.009);

        // of all exponents of the field the sum is the mean divergence, which is negative on an attractor
        var all = exponents.Where(r => r[0] == "all").GroupBy(r => r[1]).ToList();
        Assert.Equal([9, 18], all.Select(list => list.Count()));
        Assert.All(all, list => Assert.True(list.Sum(r => Number(r[6])) < -0.1));
        Assert.All(Directory.GetFiles(folder.Path, "*.svg"), svg => Assert.Equal("svg", XDocument.Load(svg).Root!.Name.LocalName));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
