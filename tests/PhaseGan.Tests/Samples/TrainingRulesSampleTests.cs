using System.Xml.Linq;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class TrainingRulesSampleTests
{
    [Fact]
    public async Task TheSample_HasAtMost60Lines_AndSaysWhatTheClosedFormsSay()
    {
        Assert.InRange(File.ReadAllLines(Sample.Source("TrainingRules.cs")).Length, 1, 60);
        using var folder = new TemporaryFolder();
        string output = await Sample.Run("TrainingRules.cs", folder.Path, "5");
        string[] lines = [.. output.Split('\n').Skip(2).Take(15).Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];

        // f'(0) = 1/2, f''(0) = -1/4, α = 1/2, γ = 0.8: growth rate, largest stable h, growth rate of the solvable GAN at P = I
        string[] expected =
        [
            "0.0000 0.0000 0.2000 Unstable", "-0.2000 1.3793 -0.5500 Stable", "-0.2000 1.3793 -0.3500 Stable", "0.0000 0.0000 v' is singular there", "-0.2000 1.6000 -0.1500 Stable",
            "-0.2000 1.6000 -0.1500 Stable", "-0.4000 3.2000 -0.1500 Stable", "-0.2000 1.6000 0.2500 Unstable", "-0.4000 1.9225 -0.1500 Stable",
            // then two rules more there, and four whose rest point the solvable GAN does not share: κ² + 0.8κ = −0.4 ± 0.3i for the heavy ball, −cγ/2 with c = 1 and 2 for the f-GANs
            "-0.4000 -0.1500 Stable", "-0.1000 0.8000 0.0500 Unstable", "-0.1315 0.7984 -", "-0.4000 0.8000 -", "-0.8000 1.6000 -", "-0.8000 1.6000 -",
        ];
        Assert.Equal(15, lines.Length);
        Assert.All(lines.Zip(expected), pair => Assert.EndsWith(pair.Second, pair.First, StringComparison.Ordinal));
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(15, XDocument.Load(folder.File("training-rules.svg")).Root!.Elements(svg + "svg").Count());
    }
}
