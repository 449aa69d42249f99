using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PhaseGan.Plotting;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Plotting;

public class WeightLawFigureTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";
    private static readonly WeightLaw s_law = new([0.5, -0.25], new[,] { { 1, 0.6 }, { 0.6, 0.5 } });

    [Fact]
    public void TheContours_ArePathsThroughThePointsAtKDeviations()
    {
        XElement root = XElement.Parse(new WeightLawFigure(new WeightLawPanel("", s_law) { Points = [(1, 2)] }) { Range = (-4, 4), PanelSize = 400 }.ToSvg());
        XElement frame = root.Descendants(s_svg + "clipPath").Single().Element(s_svg + "rect")!;
        double left = (double)frame.Attribute("x")!, top = (double)frame.Attribute("y")!;
        double[] X(double[] p) => [(p[0] - left) / 50 - 4, 4 - (p[1] - top) / 50];
        XElement[] contours = [.. Class(root, "law")];
        Assert.Equal(3, contours.Length);
        foreach (var (k, contour) in contours.Index())
        {
            double[] numbers = Numbers((string)contour.Attribute("d")!);
            // M x y A rx ry angle 0 0 x y A … : the two ends of the longer axis lie on the contour, and so does the radius of the shorter one.
            foreach (int at in (int[])[0, 7])
                Assert.Equal((k + 1) * (k + 1), s_law.SquaredDistance(X(numbers[at..(at + 2)])), 0.01);
            double turn = -numbers[4] * Math.PI / 180, shorter = numbers[3] / 50;
            Assert.Equal((k + 1) * (k + 1), s_law.SquaredDistance([0.5 - shorter * Math.Sin(turn), -0.25 + shorter * Math.Cos(turn)]), 0.01);
        }
        double[] point = Numbers((string)Class(root, "points").Single().Attribute("d")!)[..2];
        Assert.Equal(1, X(point)[0], 0.002);
        Assert.Equal(2, X(point)[1], 0.002);
    }

    [Fact]
    public void ALawWithoutSpread_IsALine_AndTheRangeHoldsEverything()
    {
        var flat = new WeightLaw([2, 2], new[,] { { 1.0, 0 }, { 0, 0 } });
        string svg = new WeightLawFigure(new WeightLawPanel("a", s_law) { Reference = flat, Points = [(-6, 0)] }).ToSvg();
        XElement root = XElement.Parse(svg);
        XElement frame = root.Descendants(s_svg + "clipPath").Single().Element(s_svg + "rect")!;
        double left = (double)frame.Attribute("x")!, width = (double)frame.Attribute("width")!;
        Assert.All(Class(root, "reference"), c => Assert.Equal(0, Numbers((string)c.Attribute("d")!)[3]));
        Assert.All(Class(root, "reference").Concat(Class(root, "points")), c => Assert.InRange(Numbers((string)c.Attribute("d")!)[0], left, left + width));
        Assert.Contains("reference", root.Descendants(s_svg + "text").Select(t => t.Value));
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void TheRowsOfATraining_ScatterByTheSquareRootOfN()
    {
        var gan = new GanParameters([2], [2], 0.2, 0.04, 2, 2);
        MacroState start = MacroState.Diagonal([0.2], [0.3], [0.1]);
        MicroscopicTraining training = new MicroscopicSimulator().Begin(gan, start, new SimulationOptions { Dimension = 300, Seed = 3 });
        TrainingWeights weights = training.Weights(0);
        var rows = WeightLawPanel.Rows(weights, most: 1000);
        Assert.Equal(300, rows.Length);
        // v and w have length 1 at the start.
        Assert.Equal(300, rows.Sum(r => r.X * r.X), 1e-9);
        Assert.Equal(300, rows.Sum(r => r.Y * r.Y), 1e-9);
        Assert.Equal(rows.Take(7), WeightLawPanel.Rows(weights, most: 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightLawPanel.Rows(weights, feature: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightLawPanel.Rows(weights, most: 0));
    }

    [Fact]
    public void TextIsEscaped_AndImpossibleFiguresAreRefused()
    {
        const string Nasty = "</svg><script>";
        var figure = new WeightLawFigure(new WeightLawPanel(Nasty, s_law) { Reference = s_law, Points = [(0, 0)] })
        {
            Title = Nasty, Subtitle = Nasty, HorizontalLabel = Nasty, VerticalLabel = Nasty, LawLabel = Nasty, ReferenceLabel = Nasty, PointsLabel = Nasty,
        };
        XElement root = XElement.Parse(figure.ToSvg());
        Assert.Equal(8, root.Descendants(s_svg + "text").Count(t => t.Value == Nasty));
        Assert.Equal(figure.ToSvg(), figure.ToSvg());
        using var folder = new TemporaryFolder();
        figure.Save(folder.File("weights.svg"));
        Assert.Contains(figure.ToSvg(), figure.ToHtml(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new WeightLawFigure());
        Assert.Throws<ArgumentException>(() => new WeightLawFigure(new WeightLawPanel("", s_law), new WeightLawPanel("", new WeightLaw([0, 0, 0], new[,] { { 1.0, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }))));
        Assert.Throws<ArgumentException>(() => new WeightLawPanel("", s_law) { Points = [(double.NaN, 0)] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightLawFigure(new WeightLawPanel("", s_law)) { Range = (1, 1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightLawFigure(new WeightLawPanel("", s_law)) { Horizontal = 2 }.ToSvg());
    }

    private static IEnumerable<XElement> Class(XElement root, string name) => root.Descendants(s_svg + "path").Where(p => (string?)p.Attribute("class") == name);

    private static double[] Numbers(string path) => [.. Regex.Matches(path, @"-?\d+(\.\d+)?").Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
}
