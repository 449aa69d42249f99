using System.Globalization;
using System.Xml.Linq;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class TrainingPathsSampleTests
{
    [Fact]
    public async Task TheSample_ShowsWhichRulesArrive()
    {
        using var folder = new TemporaryFolder();
        string output = await Sample.Run("TrainingPaths.cs", folder.Path);
        Dictionary<string, double> ends = output.Split('\n').Where(l => l.Contains(" at t = ", StringComparison.Ordinal))
            .ToDictionary(l => l[..l.LastIndexOf(':')], l => double.Parse(l[(l.LastIndexOf(':') + 1)..].Split(" at ")[0], CultureInfo.InvariantCulture));
        Assert.Equal(7, ends.Count);

        // γ(1 + E)/(1 − E) with E = e^(−γπ/2ω) is where the cycle of the one-centred penalty crosses ψ = 0, its least distance
        const double gamma = 0.5;
        double e = Math.Exp(-gamma * Math.PI / (2 * Math.Sqrt(1 - gamma * gamma / 4))), cycle = gamma * (1 + e) / (1 - e);
        Assert.InRange(ends["one-centred penalty, γ = 0.5"], 0.9 * cycle, 1.3 * cycle);
        Assert.InRange(ends["5 discriminator steps, weights clipped to 0.3"], 0.05, 0.4);
        Assert.InRange(ends["zero-centred penalty, γ = 0.5"], 0, 0.001);
        Assert.InRange(ends["constant, 0.05"], 0.02, 1);
        Assert.InRange(ends["decaying, 0.2/(1 + k/20)^0.7"], 0, 0.1);
        Assert.InRange(ends["friction 4"], 0, 0.001);
        Assert.InRange(ends["friction 1.2"], 1, 10);
        Assert.NotEmpty(XDocument.Load(folder.File("training-paths.svg")).Root!.Elements());
    }
}
