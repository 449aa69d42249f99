using System.Globalization;
using System.Xml.Linq;
using PhaseGan.Plotting;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Plotting;

public class PhaseConfusionFigureTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    private static PhaseAgreement Comparison()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.04, 1, 1);
        var sweep = new PhaseSweep(
            Axis.Linear("alpha", 0.02, 4, 23), Axis.Linear("eta", 0.1, 2.6, 17), (alpha, eta) => gan.With(rateRatio: alpha, noise: eta));
        return PhaseAgreement.Of(sweep.Run(new ClaimPhaseClassifier()), sweep.Run(new RuleClassifier()), "claim", "<rule>");
    }

    [Fact]
    public void EveryPairThatOccurs_HasItsNumberInItsSquare_AndDarkerMeansALargerShare()
    {
        PhaseAgreement agreement = Comparison();
        XElement root = XElement.Parse(new PhaseConfusionFigure(agreement).ToSvg());
        Phase[] phases = [.. PhasePalette.Order.Where(p => agreement.First.Count(p) + agreement.Second.Count(p) > 0)];
        XElement[] squares = [.. root.Elements(s_svg + "rect").Where(r => (string?)r.Attribute("stroke") == "#999")];
        Assert.Equal(phases.Length * phases.Length, squares.Length);
        var seen = new List<(double Share, int Dark)>();
        foreach (var (k, square) in squares.Index())
        {
            Phase row = phases[k / phases.Length], column = phases[k % phases.Length];
            double left = Of(square, "x"), top = Of(square, "y"), width = Of(square, "width"), height = Of(square, "height");
            string[] inside = [.. root.Descendants(s_svg + "text")
                .Where(t => t.Attribute("x") is not null && Of(t, "x") > left && Of(t, "x") < left + width && Of(t, "y") > top && Of(t, "y") < top + height).Select(t => t.Value)];
            int count = agreement[row, column], all = agreement.First.Count(row);
            Assert.Equal(count == 0 ? [] : [$"{count}", $"{(100.0 * count / all).ToString("0.#", CultureInfo.InvariantCulture)} %"], inside);
            seen.Add((all == 0 ? 0 : (double)count / all, 255 - int.Parse(((string)square.Attribute("fill")!).AsSpan(1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
        }
        int[] dark = [.. seen.OrderBy(s => s.Share).Select(s => s.Dark)];
        Assert.Equal(dark.Order(), dark);
        Assert.Contains("<rule>", root.Elements(s_svg + "text").Select(t => t.Value));
        Assert.Contains(agreement.ToString(), root.Elements(s_svg + "text").Select(t => t.Value));
    }

    [Fact]
    public void TheBytes_AreTheSameEachTime_AsFileAndInAPage()
    {
        var figure = new PhaseConfusionFigure(Comparison()) { Title = "</svg>&" };
        using var folder = new TemporaryFolder();
        figure.Save(folder.File("confusion.svg"));
        Assert.EndsWith(figure.ToSvg(), File.ReadAllText(folder.File("confusion.svg")), StringComparison.Ordinal);
        Assert.Contains(figure.ToSvg(), figure.ToHtml(), StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new PhaseConfusionFigure(null!));
    }

    private static double Of(XElement e, string attribute) => double.Parse((string)e.Attribute(attribute)!, CultureInfo.InvariantCulture);
}
