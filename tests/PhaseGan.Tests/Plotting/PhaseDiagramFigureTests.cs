using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PhaseGan.Plotting;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Plotting;

public class PhaseDiagramFigureTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";
    private static readonly GanParameters s_gan = new([1], [1], 0.2, 0.04, 1, 1);

    private static PhaseSweep Sweep(int nx, int ny) => new(
        Axis.Linear("alpha", 0.02, 4, nx), Axis.Linear("eta", 0.1, 2.6, ny),
        (alpha, eta) => s_gan.With(rateRatio: alpha, noise: eta));

    [Fact]
    public void TheRectangles_CoverTheCellsOfEachPhase_AndNothingElse()
    {
        PhaseDiagram diagram = Sweep(37, 23).Run(new RuleClassifier());
        var (svg, xs, ys) = new PhaseDiagramFigure(diagram).Layout();
        XElement root = XElement.Parse(svg);
        var painted = new int[37 * 23];
        Array.Fill(painted, -1);
        foreach (XElement path in root.Descendants(s_svg + "path").Where(e => ((string?)e.Attribute("id"))?.Contains("-r", StringComparison.Ordinal) == true))
        {
            int phase = ((string)path.Attribute("id")!)[^1] - '0';
            foreach (Match m in Regex.Matches((string)path.Attribute("d")!, @"M(\S+) (\S+)H(\S+)V(\S+)H(\S+)Z"))
            {
                double N(int group) => double.Parse(m.Groups[group].Value, CultureInfo.InvariantCulture);
                int i0 = Array.IndexOf(xs, N(1)), i1 = Array.IndexOf(xs, N(3)), j0 = Array.IndexOf(ys, N(2)), j1 = Array.IndexOf(ys, N(4));
                Assert.True(i0 >= 0 && i1 > i0 && j0 >= 0 && j1 > j0, m.Value);
                for (int j = j0; j < j1; j++)
                    for (int i = i0; i < i1; i++)
                    {
                        Assert.Equal(-1, painted[j * 37 + i]);
                        painted[j * 37 + i] = phase;
                    }
            }
        }
        Assert.Equal(diagram.Verdicts.Select(v => (int)v.Phase), painted);
    }

    [Fact]
    public void HatchedCells_AreCoveredByOnePath_AndNamedInTheLegend()
    {
        PhaseDiagram diagram = Sweep(12, 7).Run(new RuleClassifier());
        bool[] hatched = [.. Enumerable.Range(0, 12 * 7).Select(k => k % 5 == 0)];
        var figure = new PhaseDiagramFigure(diagram) { Hatched = [.. hatched], HatchedName = "shown, <not> proved" };
        var (svg, xs, ys) = figure.Layout();
        XElement path = XElement.Parse(svg).Descendants(s_svg + "path").Single(e => ((string?)e.Attribute("fill"))?.EndsWith("-light)", StringComparison.Ordinal) == true);
        Match[] boxes = [.. Regex.Matches((string)path.Attribute("d")!, @"M(\S+) (\S+)H(\S+)V(\S+)H(\S+)Z").Cast<Match>()];
        double[] Of(int group) => [.. boxes.Select(m => double.Parse(m.Groups[group].Value, CultureInfo.InvariantCulture))];
        double area = Of(1).Zip(Of(3), (a, b) => b - a).Zip(Of(2).Zip(Of(4), (a, b) => Math.Abs(b - a)), (w, h) => w * h).Sum();
        double expected = Enumerable.Range(0, 12 * 7).Where(k => hatched[k]).Sum(k => (xs[k % 12 + 1] - xs[k % 12]) * Math.Abs(ys[k / 12 + 1] - ys[k / 12]));
        Assert.InRange(area, 0.999 * expected, 1.001 * expected);
        Assert.Contains("shown, <not> proved", Texts(figure));
        Assert.DoesNotContain("-light", new PhaseDiagramFigure(diagram).ToSvg(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PhaseDiagramFigure(diagram) { Hatched = [true] });
    }

    [Fact]
    public void ALargeDiagram_MakesASmallFile()
    {
        PhaseDiagram diagram = Sweep(512, 512).Run(new RuleClassifier());
        Assert.InRange(new PhaseDiagramFigure(diagram).ToSvg().Length, 5_000, 120_000);
    }

    [Fact]
    public void TheLegend_NamesThePhasesThatOccur_AndTheCurves()
    {
        PhaseSweep sweep = Sweep(20, 20);
        PhaseDiagram diagram = sweep.Run(new RuleClassifier());
        string[] texts = Texts(new PhaseDiagramFigure(diagram) { Curves = BoundaryCurve.OfClaim(sweep) });
        foreach (Phase phase in Enum.GetValues<Phase>())
            Assert.Equal(diagram.Count(phase) > 0, texts.Contains(PhasePalette.Name(phase)));
        Assert.Contains("x = Λ", texts);
        Assert.Contains("x = ½ max(Λ − Λ̃ + αΛ̃)", texts);
        Assert.Contains("α = τ̃ / τ", texts);
        Assert.Contains("η", texts);
    }

    [Fact]
    public void EachPhase_HasItsOwnColourHatchingAndLightness()
    {
        double Lightness(Phase p)
        {
            int[] rgb = [.. Enumerable.Range(0, 3).Select(k => int.Parse(PhasePalette.Colour(p).AsSpan(1 + 2 * k, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
        }
        Phase[] phases = Enum.GetValues<Phase>();
        foreach (Phase a in phases)
            foreach (Phase b in phases.Where(b => b > a))
            {
                Assert.True(Math.Abs(Lightness(a) - Lightness(b)) > 12, $"{a} and {b} look alike in grey");
                Assert.NotEqual(PhasePalette.Hatching(a).Strokes, PhasePalette.Hatching(b).Strokes);
            }
        Assert.Equal(phases.Order(), PhasePalette.Order.Order());
    }

    [Fact]
    public void TextOfTheUser_IsEscapedEverywhere()
    {
        const string Nasty = "</svg><script>alert('1')</script> & \"quotes\" \u0001\uFFFF\uD800";
        PhaseSweep plan = Sweep(3, 3);
        var sweep = new PhaseSweep(Axis.Linear("<a href=\"x\">", 1, 2, 3), Axis.Linear("b & c", 1, 2, 3), plan.At);
        var figure = new PhaseDiagramFigure(sweep.Run(new RuleClassifier()))
        {
            Title = Nasty,
            Subtitle = Nasty,
            Curves = [new BoundaryCurve(Nasty, [[(1, 1), (2, 2)]])],
        };
        XElement root = XElement.Parse(figure.ToSvg());
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName is "script" or "a");
        string[] texts = Texts(figure);
        Assert.Equal(3, texts.Count(t => t == "</svg><script>alert('1')</script> & \"quotes\" \uFFFD\uFFFD\uFFFD"));
        Assert.Contains("<a href=\"x\">", texts);
        Assert.Contains("b & c", texts);
    }

    [Fact]
    public void TheSameFigure_GivesTheSameBytes_AndDifferentFiguresDifferentIdentifiers()
    {
        PhaseDiagram diagram = Sweep(9, 9).Run(new RuleClassifier());
        string one = new PhaseDiagramFigure(diagram).ToSvg();
        Assert.Equal(one, new PhaseDiagramFigure(diagram).ToSvg());
        string Id(string svg) => Regex.Match(svg, "id=\"(pg[0-9a-f]{10})-plot\"").Groups[1].Value;
        Assert.NotEqual(Id(one), Id(new PhaseDiagramFigure(diagram) { Title = "other" }.ToSvg()));
        Assert.StartsWith("pg", Id(one), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryReference_HasItsTarget()
    {
        string svg = new PhaseDiagramFigure(Sweep(9, 9).Run(new RuleClassifier())).ToSvg();
        XElement root = XElement.Parse(svg);
        var ids = root.Descendants().Select(e => (string?)e.Attribute("id")).OfType<string>().ToHashSet();
        var references = Regex.Matches(svg, "(?:href=\"#|url\\(#)([^\")]+)").Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(references);
        Assert.All(references, r => Assert.Contains(r, ids));
    }

    [Fact]
    public void SavingTheFigure_WritesADocument_OrNothing()
    {
        using var folder = new TemporaryFolder();
        var figure = new PhaseDiagramFigure(Sweep(5, 5).Run(new RuleClassifier()));
        string path = folder.File("figure.svg");
        figure.Save(path);
        Assert.Equal("svg", XDocument.Load(path).Root!.Name.LocalName);
        Assert.ThrowsAny<IOException>(() => figure.Save(Path.Combine(path, "below-a-file.svg")));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
        Assert.Contains("<svg ", figure.ToHtml(), StringComparison.Ordinal);
        Assert.Equal(typeof(string), typeof(PhaseDiagramFigure).GetMethod("ToHtml", Type.EmptyTypes)!.ReturnType);
    }

    [Fact]
    public void SizesOutsideTheirRange_AreRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhaseDiagramFigure(Sweep(3, 3).Run(new RuleClassifier())) { PlotWidth = 10 });

    private static string[] Texts(PhaseDiagramFigure figure) =>
        [.. XElement.Parse(figure.ToSvg()).Descendants(s_svg + "text").Select(e => e.Value)];
}
