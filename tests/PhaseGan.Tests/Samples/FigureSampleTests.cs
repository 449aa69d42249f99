using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public partial class FigureSampleTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public async Task Figure1_HasAtMost60Lines_AndShowsSuccessOscillationAndModeCollapse()
    {
        using var folder = new TemporaryFolder();
        string output = await Run("Figure1.cs", folder.Path);
        string[] lines = [.. output.Split('\n').Where(l => l.StartsWith('η'))];
        Assert.Equal(["η = 2: Success", "η = 1: Oscillation", "η = 4: ModeCollapse"], lines.Select(l => l.Split('.')[0]));

        // at t = 200 with η = 2: P₁₁² = 0.883 and P₂₂² = 0.848; the training with n = 5000 is within five of its standard deviations of 0.01
        MatchCollection overlaps = Overlap().Matches(lines[0]);
        Assert.Equal(0.883, Number(overlaps[0]), 0.002);
        Assert.Equal(0.848, Number(overlaps[1]), 0.002);
        Assert.Equal(0.883, Number(overlaps[4]), 0.05);
        Assert.Equal(0.848, Number(overlaps[5]), 0.05);

        // the limit of small learning rates does not know the noise
        Assert.Single(lines.Select(l => l[l.IndexOf("small rates", StringComparison.Ordinal)..]).Distinct());
        XElement picture = XDocument.Load(folder.File("figure-1.svg")).Root!;
        Assert.Equal(3 * 4 * 3, picture.Elements(Svg + "path").Count());
    }

    [Fact]
    public async Task Figure2_HasAtMost60Lines_AndItsContoursHoldTheRowsOfATraining()
    {
        using var folder = new TemporaryFolder();
        string output = await Run("Figure2.cs", folder.Path, "1000");
        string[] lines = [.. output.Split('\n').Where(l => l.Contains('(') && l.Contains('%'))];
        Assert.Equal(4, lines.Length);
        foreach (string line in lines)
        {
            double[] inside = [.. Percentage().Matches(line).Take(3).Select(Number)];
            // five standard deviations of a fraction at n = 1000, and as much again for the overlaps of the training
            Assert.Equal(39.3, inside[0], 15.0);
            Assert.Equal(86.5, inside[1], 10.8);
            Assert.Equal(98.9, inside[2], 3.3);
        }
        XElement[] panels = [.. XDocument.Load(folder.File("figure-2.svg")).Root!.Elements(Svg + "svg")];
        Assert.Equal(4, panels.Length);
        Assert.All(panels, p => Assert.Equal(6, p.Elements(Svg + "ellipse").Count()));
    }

    private static async Task<string> Run(string name, params string[] arguments)
    {
        Assert.InRange(File.ReadAllLines(Sample.Source(name)).Length, 1, 60);
        return await Sample.Run(name, arguments);
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[₁₂]² (\d\.\d+)")]
    private static partial Regex Overlap();

    [GeneratedRegex(@"(\d+\.\d) %")]
    private static partial Regex Percentage();
}
