using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PhaseGan.Plotting;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Plotting;

public class PhaseAgreementFigureTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    private static PhaseAgreement Comparison(int nx = 23, int ny = 17)
    {
        var gan = new GanParameters([1], [1], 0.2, 0.04, 1, 1);
        var sweep = new PhaseSweep(
            Axis.Linear("alpha", 0.02, 4, nx), Axis.Linear("eta", 0.1, 2.6, ny), (alpha, eta) => gan.With(rateRatio: alpha, noise: eta));
        return PhaseAgreement.Of(sweep.Run(new ClaimPhaseClassifier()), sweep.Run(new RuleClassifier()), "claim", "rule");
    }

    [Fact]
    public void TheAreas_CoverTheCellsOfEachPairOfLabels_AndNothingElse()
    {
        PhaseAgreement agreement = Comparison();
        var (svg, xs, ys) = new PhaseAgreementFigure(agreement).Layout();
        var painted = new string?[23 * 17];
        foreach (XElement path in XElement.Parse(svg).Descendants(s_svg + "path").Where(e => ((string?)e.Attribute("id"))?.Contains("-r", StringComparison.Ordinal) == true))
            foreach (Match m in Regex.Matches((string)path.Attribute("d")!, @"M(\S+) (\S+)H(\S+)V(\S+)H(\S+)Z"))
            {
                double N(int group) => double.Parse(m.Groups[group].Value, CultureInfo.InvariantCulture);
                for (int j = Array.IndexOf(ys, N(2)); j < Array.IndexOf(ys, N(4)); j++)
                    for (int i = Array.IndexOf(xs, N(1)); i < Array.IndexOf(xs, N(3)); i++)
                    {
                        Assert.Null(painted[j * 23 + i]);
                        painted[j * 23 + i] = ((string)path.Attribute("id")!)[^2..];
                    }
            }
        Assert.Equal(agreement.First.Verdicts.Zip(agreement.Second.Verdicts, (a, b) => $"{(int)a.Phase}{(int)b.Phase}"), painted);
        Assert.NotEmpty(agreement.Differences);
    }

    [Fact]
    public void TheLegend_CountsEveryPairThatOccurs()
    {
        PhaseAgreement agreement = Comparison();
        string[] texts = [.. XElement.Parse(new PhaseAgreementFigure(agreement).ToSvg()).Descendants(s_svg + "text").Select(e => e.Value)];
        Assert.Contains("claim → rule, cells", texts);
        Assert.Contains(agreement.ToString(), texts);
        foreach (Phase a in Enum.GetValues<Phase>())
            foreach (Phase b in Enum.GetValues<Phase>())
            {
                string entry = a == b ? $"{PhasePalette.Name(a)}, both: {agreement[a, b]}" : $"{PhasePalette.Name(a)} → {PhasePalette.Name(b)}: {agreement[a, b]}";
                Assert.Equal(agreement[a, b] > 0, texts.Contains(entry));
            }
    }

    [Fact]
    public void EveryReferenceHasItsTarget_TextIsEscaped_AndTheBytesAreTheSameEachTime()
    {
        PhaseAgreement agreement = Comparison(9, 9);
        var figure = new PhaseAgreementFigure(agreement) { Title = "<script>&", Subtitle = "\"a\" < b", Curves = [new BoundaryCurve("x < Λ", [[(0.1, 0.2), (3, 2)]])] };
        string svg = figure.ToSvg();
        XElement root = XElement.Parse(svg);
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName == "script");
        var ids = root.Descendants().Select(e => (string?)e.Attribute("id")).OfType<string>().ToHashSet();
        Assert.All(Regex.Matches(svg, "(?:href=\"#|url\\(#)([^\")]+)").Select(m => m.Groups[1].Value), r => Assert.Contains(r, ids));
        Assert.Equal(svg, figure.ToSvg());
        Assert.Contains("<svg ", figure.ToHtml(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhaseAgreementFigure(agreement) { PlotHeight = 1 });

        using var folder = new TemporaryFolder();
        figure.Save(folder.File("agreement.svg"));
        Assert.Equal("svg", XDocument.Load(folder.File("agreement.svg")).Root!.Name.LocalName);
    }
}
