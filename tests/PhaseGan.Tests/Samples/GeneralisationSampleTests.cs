using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class GeneralisationSampleTests
{
    [Fact]
    public async Task TheSample_ShowsWhichDistancesGeneralise()
    {
        string output = await Sample.Run("Generalisation.cs", "4");
        string[][] rows = [.. output.Split('\n').Skip(2).Where(l => l.Length > 0).Select(l => l.Replace("±", " ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(["25", "100", "400"], rows.Select(r => r[0]));
        // n = 100, four runs: the length of a normal vector has a relative deviation of 1/√200, its mean over four 1/28; six of those
        Assert.All(rows, r => Assert.Equal(Math.Sqrt(2 * 99.5 / Number(r[0])), Number(r[5]), 0.22 * Number(r[5])));
        Assert.All(rows, r => Assert.Equal(Math.Log(2), Number(r[7]), 1e-6));
        Assert.All(rows, r => Assert.InRange(Number(r[9]), 1.1, 1.4));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}
