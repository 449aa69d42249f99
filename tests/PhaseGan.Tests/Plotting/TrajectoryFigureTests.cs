using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PhaseGan.Plotting;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Plotting;

public class TrajectoryFigureTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    private static TrajectorySeries Series(string name) => new(name)
    {
        Line = [(0, 0), (5, 1), (10, 0.5)],
        Dots = [(0, 0), (10, 1)],
        Band = [(0, 0, 0.2), (10, 0.4, 1)],
    };

    [Fact]
    public void Points_StandWhereTheAxesSay()
    {
        string svg = new TrajectoryFigure(new TrajectoryPanel("", Series("a"))) { ValueRange = (0, 2), PanelWidth = 400, PanelHeight = 200 }.ToSvg();
        XElement root = XElement.Parse(svg);
        XElement frame = root.Descendants(s_svg + "clipPath").Single().Element(s_svg + "rect")!;
        double Of(XElement e, string attribute) => double.Parse((string)e.Attribute(attribute)!, CultureInfo.InvariantCulture);
        double left = Of(frame, "x"), top = Of(frame, "y");
        double[] line = [.. Regex.Matches((string)Class(root, "line").First().Attribute("d")!, @"[\d.]+").Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
        double[] expected = [left, top + 200, left + 200, top + 100, left + 400, top + 150];
        Assert.Equal(expected.Length, line.Length);
        Assert.All(expected.Zip(line), pair => Assert.Equal(pair.First, pair.Second, 0.011));
        XElement tick = root.Descendants(s_svg + "text").Single(t => t.Value == "10");
        Assert.Equal(left + 400, Of(tick, "x"), 0.011);
    }

    [Fact]
    public void ASeries_LooksTheSameInEveryPanel_AndHasOneEntryInTheLegend()
    {
        var figure = new TrajectoryFigure(new TrajectoryPanel("one", Series("a"), Series("b")), new TrajectoryPanel("two", Series("b"))) { Columns = 2 };
        XElement root = XElement.Parse(figure.ToSvg());
        string[] texts = [.. root.Descendants(s_svg + "text").Select(t => t.Value)];
        Assert.Equal((1, 1, 1, 1), (texts.Count(t => t == "a"), texts.Count(t => t == "b"), texts.Count(t => t == "one"), texts.Count(t => t == "two")));
        string[] colours = [.. Class(root, "line").Select(p => (string)p.Attribute("stroke")!)];
        // Panel one: a, b; panel two: b; legend: a, b.
        Assert.Equal([colours[0], colours[1], colours[1], colours[0], colours[1]], colours);
        Assert.NotEqual(colours[0], colours[1]);
        Assert.NotEqual(Class(root, "line").ElementAt(0).Attribute("stroke-dasharray")?.Value, Class(root, "line").ElementAt(1).Attribute("stroke-dasharray")?.Value);
    }

    [Fact]
    public void OfTrainings_TheMedianAndTheMiddle80PercentAreDrawn_OfOneItsRecords()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.04, 1, 1);
        EnsembleComparison run = EnsembleComparison.Run(new GramSimulator(), gan, MacroState.Diagonal([0.3], [0.3], [0.2]),
            new SimulationOptions { Dimension = 50, Replicas = 11, Times = [0, 1.011, 2] });
        TrajectorySeries series = TrajectorySeries.Of("q²", run.Path, y => y[1] * y[1], run.Ensemble, points: 5);
        Assert.Equal((5, 3, 3), (series.Line.Length, series.Dots.Length, series.Band.Length));
        Assert.Equal((2.0, Math.Pow(run.Path.End[1], 2)), series.Line[^1]);
        double[] squares = [.. Enumerable.Range(0, 11).Select(k => Math.Pow(run.Ensemble.Value(1, k, 1), 2)).Order()];
        Assert.Equal(51 / 50.0, series.Dots[1].Time);
        Assert.Equal(squares[5], series.Dots[1].Value, 1e-15);
        Assert.Equal((squares[1], squares[9]), (series.Band[1].Low, series.Band[1].High));

        Ensemble one = new GramSimulator().Run(gan, MacroState.Diagonal([0.3], [0.3], [0.2]), new SimulationOptions { Dimension = 50, Times = [1, 2] });
        TrajectorySeries single = TrajectorySeries.Of("q", run.Path, y => y[1], one, reference: run.Path);
        Assert.Equal(single.Line.AsEnumerable(), single.Reference.AsEnumerable());
        Assert.Equal([(1.0, one.Value(0, 0, 1)), (2.0, one.Value(1, 0, 1))], single.Dots.AsEnumerable());
        Assert.Empty(single.Band);
    }

    [Fact]
    public void TextOfTheUser_IsEscapedEverywhere()
    {
        const string Nasty = "</svg><script>alert('1')</script> & \"quotes\" \u0001\uFFFF\uD800";
        var figure = new TrajectoryFigure(new TrajectoryPanel(Nasty, Series(Nasty))) { Title = Nasty, Subtitle = Nasty, TimeLabel = Nasty, ValueLabel = Nasty };
        XElement root = XElement.Parse(figure.ToSvg());
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName == "script");
        Assert.Equal(6, root.Descendants(s_svg + "text").Count(t => t.Value == "</svg><script>alert('1')</script> & \"quotes\" \uFFFD\uFFFD\uFFFD"));
    }

    [Fact]
    public void TheSameFigure_GivesTheSameBytes_AndItsReferencesHaveTargets()
    {
        TrajectoryFigure Figure(string title) => new(new TrajectoryPanel(title, Series("a")), new TrajectoryPanel("", Series("a")));
        string svg = Figure("x").ToSvg();
        Assert.Equal(svg, Figure("x").ToSvg());
        var ids = XElement.Parse(svg).Descendants().Select(e => (string?)e.Attribute("id")).OfType<string>().ToHashSet();
        var references = Regex.Matches(svg, "url\\(#([^\")]+)").Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(2, references.Count);
        Assert.All(references, r => Assert.Contains(r, ids));
        Assert.DoesNotContain(ids.First(), Figure("y").ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void FiguresOfOnePointAndOfConstants_AreDrawn()
    {
        foreach (double value in new[] { 0, -3, 1e-9, 7e8 })
            XElement.Parse(new TrajectoryFigure(new TrajectoryPanel("", new TrajectorySeries("a") { Dots = [(4, value)] })).ToSvg());
    }

    [Fact]
    public void Saving_WritesADocument_OrNothing()
    {
        using var folder = new TemporaryFolder();
        var figure = new TrajectoryFigure(new TrajectoryPanel("", Series("a")));
        figure.Save(folder.File("figure.svg"));
        Assert.Equal("svg", XDocument.Load(folder.File("figure.svg")).Root!.Name.LocalName);
        Assert.ThrowsAny<IOException>(() => figure.Save(folder.File("no/figure.svg")));
        Assert.Contains("<svg ", figure.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeDrawn_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new TrajectoryFigure());
        Assert.Throws<ArgumentException>(() => new TrajectoryPanel("empty", new TrajectorySeries("a")));
        Assert.Throws<ArgumentException>(() => new TrajectoryPanel("twice", Series("a"), Series("a")));
        Assert.Throws<ArgumentException>(() => new TrajectorySeries(" "));
        Assert.Throws<ArgumentException>(() => new TrajectorySeries("a") { Line = [(0, double.NaN)] });
        Assert.Throws<ArgumentException>(() => new TrajectorySeries("a") { Band = [(0, 0, double.PositiveInfinity)] });
        var panel = new TrajectoryPanel("", Series("a"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrajectoryFigure(panel) { PanelWidth = 10 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrajectoryFigure(panel) { Columns = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrajectoryFigure(panel) { ValueRange = (1, 1) });
    }

    private static IEnumerable<XElement> Class(XElement root, string name) =>
        root.Descendants(s_svg + "path").Where(p => (string?)p.Attribute("class") == name);
}
