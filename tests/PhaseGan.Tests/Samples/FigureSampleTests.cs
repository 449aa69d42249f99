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
        Assert.Equal(["η_T = η_G = 2: Success", "η_T = η_G = 1: Oscillation", "η_T = η_G = 4: ModeCollapse"], lines.Select(l => l.Split('.')[0]));

        // At t = 200 with η = 2 the squares of the overlaps vary between trainings with n = 5000 by a standard deviation of 0.01: five of them.
        string[] ends = [.. output.Split('\n').Where(l => l.StartsWith("  At the end", StringComparison.Ordinal))];
        double[] overlaps = [.. Overlap().Matches(ends[0]).Select(Number)];
        Assert.Equal(0.888, overlaps[0], 0.002);
        Assert.Equal(0.847, overlaps[1], 0.002);
        Assert.Equal(overlaps[0], overlaps[4], 0.05);
        Assert.Equal(overlaps[1], overlaps[5], 0.05);

        // The limit of small learning rates does not know the noise.
        Assert.Single(ends.Select(l => l[l.IndexOf("small rates", StringComparison.Ordinal)..]).Distinct());

        // Two quantities in each of six panels, with 101 dots each, and four in the legend.
        XElement picture = XDocument.Load(folder.File("figure-1.svg")).Root!;
        string[] texts = [.. picture.Descendants(Svg + "text").Select(t => t.Value)];
        Assert.Equal(["P₁₁²", "P₂₂²", "q₁²", "q₂²"], texts[^4..]);
        Assert.Contains("ηT = ηG = 4: Mode collapse", texts.Select(t => t.Replace("\u200B", "", StringComparison.Ordinal)));
        XElement[] Paths(string kind) => [.. picture.Descendants(Svg + "path").Where(p => (string?)p.Attribute("class") == kind)];
        Assert.Equal((16, 16, 12), (Paths("dots").Length, Paths("line").Length, Paths("reference").Length));
        Assert.Equal(12, Paths("dots").Count(p => ((string)p.Attribute("d")!).Count(c => c == 'M') == 101));
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
        XElement[] panels = [.. XDocument.Load(folder.File("figure-2.svg")).Root!.Elements(Svg + "g").Where(g => (string?)g.Attribute("class") == "panel")];
        Assert.Equal(4, panels.Length);
        Assert.All(panels, p => Assert.Equal((3, 3, 1), (Count(p, "law"), Count(p, "reference"), Count(p, "points"))));

        static int Count(XElement panel, string kind) => panel.Elements(Svg + "path").Count(e => (string?)e.Attribute("class") == kind);
    }

    [Fact]
    public async Task FiniteN_HasAtMost60Lines_AndCountsAndDrawsWhereTrainingsAgreeWithTheOde()
    {
        using var folder = new TemporaryFolder();
        string output = await Run("FiniteN.cs", folder.Path, "4", "300");
        Match far = FarCells().Match(output);
        Assert.True(far.Success, output);
        int agreeing = int.Parse(far.Groups[1].Value, CultureInfo.InvariantCulture), cells = int.Parse(far.Groups[2].Value, CultureInfo.InvariantCulture);
        Assert.InRange(cells, 10, 16);
        // At n = 300 the noise is four times that of n = 5000, and a few of the 16 cells may be swamped by it.
        Assert.InRange(agreeing, cells - 3, cells);

        // Every cell that differs is listed.
        PhaseDiagram simulation = PhaseDiagram.ReadCsv(folder.File("finite-n.csv"));
        var gan = new GanParameters([1], [1], 0.2, 0.04, 1, 1);
        PhaseDiagram ode = new PhaseSweep(simulation.X, simulation.Y, (alpha, eta) => gan.With(rateRatio: alpha, noise: eta)).Run(new OdePhaseClassifier());
        PhaseAgreement agreement = PhaseAgreement.Of(ode, simulation);
        Assert.Equal(agreement.Differences.Length, output.Split('\n').Count(l => l.Contains("| yes |", StringComparison.Ordinal) || l.Contains("| no |", StringComparison.Ordinal)));
        Assert.Equal("svg", XDocument.Load(folder.File("finite-n.svg")).Root!.Name.LocalName);
    }

    private static async Task<string> Run(string name, params string[] arguments)
    {
        Assert.InRange(File.ReadAllLines(Sample.Source(name)).Length, 1, 60);
        return await Sample.Run(name, arguments);
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[₁₂]² (\d\.\d+)")]
    private static partial Regex Overlap();

    [GeneratedRegex(@"(\d+) of (\d+) cells more than 5 % from a boundary agree")]
    private static partial Regex FarCells();

    [GeneratedRegex(@"(\d+\.\d) %")]
    private static partial Regex Percentage();
}
