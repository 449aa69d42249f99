using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PhaseGan.Plotting;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Plotting;

public class SpectrumFigureTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";
    private static readonly Claim1 s_claim = Claim1.Check(new GanParameters([3, 2], [1, 2], 0.2, 0.02, 2.7386, 2.7386));

    [Fact]
    public void EveryEigenvalue_HasItsMarkWhereTheAxesSay_HollowIfItDecays()
    {
        Spectrum spectrum = s_claim.AtPerfectRecovery;
        XElement root = XElement.Parse(new SpectrumFigure(spectrum).ToSvg());
        // The axes are measured by two of their numbers each.
        double Along(string text, string attribute) => Of(root.Descendants(s_svg + "text").First(t => t.Value == text && t.Attribute("text-anchor")?.Value == (attribute == "x" ? "middle" : "end")), attribute);
        double x0 = Along("0.0", "x"), x1 = Along("−0.2", "x"), y0 = Along("0.00", "y"), y1 = Along("0.10", "y");
        var marks = root.Elements(s_svg + "g").Where(g => g.Attribute("transform") is not null && g.Elements(s_svg + "path").Any())
            .Select(g => (Place: Regex.Match((string)g.Attribute("transform")!, @"translate\((\S+) (\S+)\)"), Fill: (string)g.Element(s_svg + "path")!.Attribute("fill")!))
            .Select(m => (Value: new Complex(-0.2 * (N(m.Place, 1) - x0) / (x1 - x0), 0.1 * (N(m.Place, 2) + 4.5 - y0) / (y1 - y0)), m.Fill)).ToList();
        Assert.Equal(spectrum.Eigenvalues.Length, marks.Count);
        foreach (Complex eigenvalue in spectrum.Eigenvalues)
        {
            var (value, fill) = marks.MinBy(m => (m.Value - eigenvalue).Magnitude);
            Assert.InRange((value - eigenvalue).Magnitude, 0, 1e-3);
            Assert.Equal(eigenvalue.Real < 0, fill == "#fff");
        }
        Assert.Contains(marks, m => m.Fill != "#fff");
    }

    [Fact]
    public void NeutralModes_AreSetApartAndCounted_AndVerdictsAreSaid()
    {
        XElement root = XElement.Parse(new SpectrumFigure(("P = I", s_claim.AtPerfectRecovery), ("P = 0", s_claim.AtNoRecovery)).ToSvg());
        string[] texts = [.. root.Descendants(s_svg + "text").Select(t => t.Value)];
        Assert.Equal(2, texts.Count(t => t == $"{s_claim.AtPerfectRecovery.NeutralCount} neutral modes, exactly 0"));
        Assert.Contains("P = I", texts);
        Assert.Contains(texts, t => t.StartsWith("saddle, leading 0.0892", StringComparison.Ordinal));
        // One ring each in the plane and one each in the legend; in the plane they do not lie on each other.
        XElement[] rings = [.. root.Descendants(s_svg + "circle")];
        Assert.Equal(4, rings.Length);
        Assert.NotEqual(Of(rings[0], "r"), Of(rings[1], "r"));
    }

    [Fact]
    public void EqualEigenvalues_ShareAMarkWithTheirNumber()
    {
        Spectrum twice = Claim1.Check(new GanParameters([2, 2], [2, 2], 0.2, 0.04, 1, 1)).AtNoRecovery;
        XElement root = XElement.Parse(new SpectrumFigure(twice).ToSvg());
        Assert.Contains("×2", root.Descendants(s_svg + "text").Select(t => t.Value));
        Assert.True(root.Elements(s_svg + "g").Count(g => g.Attribute("transform") is not null && g.Elements(s_svg + "path").Any()) < twice.Eigenvalues.Length);
    }

    [Fact]
    public void TextIsEscaped_BytesAreTheSameEachTime_AndImpossibleFiguresAreRefused()
    {
        var figure = new SpectrumFigure(("<script>&", s_claim.AtNoRecovery)) { Title = "</svg>", Subtitle = "\"a\" < b" };
        string svg = figure.ToSvg();
        Assert.DoesNotContain(XElement.Parse(svg).Descendants(), e => e.Name.LocalName == "script");
        Assert.Equal(svg, figure.ToSvg());
        Assert.StartsWith("<figure ", figure.ToHtml(), StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        figure.Save(folder.File("spectrum.svg"));
        Assert.Equal("svg", XDocument.Load(folder.File("spectrum.svg")).Root!.Name.LocalName);
        Assert.Throws<ArgumentException>(() => new SpectrumFigure());
        Assert.Throws<ArgumentException>(() => new SpectrumFigure((" ", s_claim.AtNoRecovery)));
        Assert.Throws<ArgumentNullException>(() => new SpectrumFigure(("a", null!)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpectrumFigure(s_claim.AtNoRecovery) { PlotWidth = 9 });
    }

    private static double Of(XElement e, string attribute) => double.Parse((string)e.Attribute(attribute)!, CultureInfo.InvariantCulture);

    private static double N(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
}
