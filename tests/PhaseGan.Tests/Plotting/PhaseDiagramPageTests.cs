using System.Text.Json;
using System.Text.RegularExpressions;
using PhaseGan.Plotting;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Plotting;

public class PhaseDiagramPageTests
{
    private static PhaseDiagram Diagram(string attractor) => new(
        Axis.Linear("alpha", 0.5, 1, 2), Axis.Linear("eta", 1, 2, 3),
        Enumerable.Range(0, 6).Select(k => new PhaseVerdict((Phase)(k % 5), attractor, [k / 10.0, 1], [$"{k}"])), ["steps"]);

    [Fact]
    public void ThePage_HoldsEachCellsLabelRecoveryAndEvidence()
    {
        string html = new PhaseDiagramPage(new PhaseDiagramFigure(Diagram("Deceived"))).ToHtml();
        using JsonDocument json = JsonDocument.Parse(Regex.Match(html, "id=\"cells\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value);
        JsonElement data = json.RootElement;
        Assert.Equal([0.5, 1], data.GetProperty("x").GetProperty("values").EnumerateArray().Select(v => v.GetDouble()));
        Assert.Equal("η", data.GetProperty("y").GetProperty("label").GetString());
        Assert.Equal(4, data.GetProperty("y").GetProperty("edges").GetArrayLength());
        Assert.Equal("012340", data.GetProperty("phase").GetString());
        JsonElement Value(int column, int k) => data.GetProperty("columns")[column].GetProperty("values")[k];
        Assert.Equal("Deceived", data.GetProperty("columns")[0].GetProperty("texts")[Value(0, 3).GetInt32()].GetString());
        Assert.Equal("0.3, 1", Value(1, 3).GetString());
        // a number where the browser shows the same digits
        Assert.Equal(3, Value(2, 3).GetInt32());
        Assert.Equal(3, data.GetProperty("columns").GetArrayLength());
    }

    /// <summary>A sweep's numbers are the same whether a verdict holds them as numbers or as the texts of its table.</summary>
    [Fact]
    public void ThePage_OfASweepAndOfItsTable_AreTheSame()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.2, 1, 1);
        PhaseDiagram diagram = new PhaseSweep(Axis.Linear("alpha", 0.05, 3, 9), Axis.Linear("eta", 0.1, 2.6, 7), (alpha, eta) => gan.With(rateRatio: alpha, noise: eta)).Run(new OdePhaseClassifier());
        using var text = new StringWriter();
        diagram.ToCsv(text);
        PhaseDiagram read = PhaseDiagram.Parse(new StringReader(text.ToString()));
        Assert.Equal(new PhaseDiagramPage(new PhaseDiagramFigure(read)).ToHtml(), new PhaseDiagramPage(new PhaseDiagramFigure(diagram)).ToHtml());
    }

    [Fact]
    public void ThePage_OfALargeDiagram_HoldsLabelsAlone_AndSaysWhereTheRestIs()
    {
        var verdicts = new[] { new PhaseVerdict(Phase.Success, "Deceived", [0.5], ["x1y"]), new PhaseVerdict(Phase.Fail, "Locked", [0.0], ["x1y"]) };
        PhaseDiagram Of(int columns) => new(Axis.Linear("alpha", 0, 1, columns), Axis.Linear("eta", 0, 1, 300), Enumerable.Range(0, columns * 300).Select(k => verdicts[k % 2]), ["steps"]);
        string large = new PhaseDiagramPage(new PhaseDiagramFigure(Of(1001))) { Table = "labels.csv" }.ToHtml(), small = new PhaseDiagramPage(new PhaseDiagramFigure(Of(1000))).ToHtml();
        Assert.Contains("what it rests on is in labels.csv", large, StringComparison.Ordinal);
        Assert.DoesNotContain("x1y", large, StringComparison.Ordinal);
        Assert.Contains("\"texts\":[\"Deceived\",\"Locked\"]", large, StringComparison.Ordinal);
        Assert.Contains("x1y", small, StringComparison.Ordinal);
        Assert.Contains("Point at a cell to see what its label rests on; click", small, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePage_AsksForNothingOutsideItself_AndNoTextEndsItsScripts()
    {
        string html = new PhaseDiagramPage(new PhaseDiagramFigure(Diagram("</script><img src=x onerror=alert(1)>")) { Title = "</title><script>" }).ToHtml();
        Assert.Equal(2, Regex.Count(html, "</script>"));
        Assert.Equal(2, Regex.Count(html, "<script"));
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<[^>]* (src|href)=\"(?!#)", html);
        Assert.All(Regex.Matches(html, "https?://[^\"]*").Select(m => m.Value), url => Assert.Equal("http://www.w3.org/2000/svg", url));
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
    }

    [Fact]
    public void SavingThePage_WritesTheDocument()
    {
        using var folder = new TemporaryFolder();
        var page = new PhaseDiagramPage(new PhaseDiagramFigure(Diagram("Deceived")));
        page.Save(folder.File("page.html"));
        Assert.Equal(page.ToHtml(), File.ReadAllText(folder.File("page.html")));
    }
}
