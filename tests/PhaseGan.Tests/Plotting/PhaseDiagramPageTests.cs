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
        Assert.Equal([0, 1, 2, 3, 4, 0], data.GetProperty("phase").EnumerateArray().Select(v => v.GetInt32()));
        string[] Column(int k) => [.. data.GetProperty("columns")[k].GetProperty("values").EnumerateArray().Select(v => v.GetString()!)];
        Assert.Equal("Deceived", Column(0)[3]);
        Assert.Equal("0.3, 1", Column(1)[3]);
        Assert.Equal("3", Column(2)[3]);
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
