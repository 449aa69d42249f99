using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PhaseGan.Plotting;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Plotting;

public class PlotlyDiagramTests
{
    private const string Nasty = "</script><b> & \"x\" %{y}";

    private static PhaseDiagram Diagram(string attractor = "Deceived", string reason = "") => new(
        Axis.Logarithmic("alpha", 0.1, 10, 3), Axis.Linear("eta", 1, 2, 2),
        Enumerable.Range(0, 6).Select(k => new PhaseVerdict((Phase)(k % 5), attractor, [k / 10.0, 1], [$"{k}"], reason)), ["steps"]);

    [Fact]
    public void TheFigure_HoldsEachCellBetweenItsBorders_WithItsHoverText()
    {
        using JsonDocument json = JsonDocument.Parse(new PlotlyDiagram(new PhaseDiagramFigure(Diagram()), PlotlySource.Url("p.js")).ToJson());
        JsonElement map = json.RootElement.GetProperty("data")[0];
        double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal("heatmap", map.GetProperty("type").GetString());
        double root = Math.Sqrt(10);
        Assert.All(Numbers(map.GetProperty("x")).Zip([0.1 / root, 0.1 * root, root, 10 * root]), p => Assert.Equal(p.Second, p.First, 1e-12));
        Assert.Equal([0.5, 1.5, 2.5], Numbers(map.GetProperty("y")));
        Assert.Equal([-1.5, 1.5], Numbers(json.RootElement.GetProperty("layout").GetProperty("xaxis").GetProperty("range")).Select(v => Math.Round(v, 12)));
        Assert.Equal("log", json.RootElement.GetProperty("layout").GetProperty("xaxis").GetProperty("type").GetString());
        for (int k = 0; k < 6; k++)
        {
            Assert.Equal(PhasePalette.Order.IndexOf((Phase)(k % 5)), map.GetProperty("z")[k / 3][k % 3].GetInt32());
            double alpha = new[] { 0.1, 1, 10 }[k % 3];
            Assert.Equal(
                FormattableString.Invariant($"<b>{PhasePalette.Name((Phase)(k % 5))}</b><br>α: {alpha}<br>η: {1 + k / 3}<br>attractor: Deceived<br>recovery ρ: {k / 10.0}, 1<br>steps: {k}"),
                Hover(map, k % 3, k / 3));
        }
        // Each phase has a fifth of the scale of colours, so that its whole number is in the middle of it.
        JsonElement[] scale = [.. map.GetProperty("colorscale").EnumerateArray()];
        Assert.Equal(10, scale.Length);
        Assert.Equal((-0.5, 4.5), (map.GetProperty("zmin").GetDouble(), map.GetProperty("zmax").GetDouble()));
        for (int k = 0; k < 5; k++)
            Assert.Equal((k / 5.0, (k + 1) / 5.0, PhasePalette.Colour(PhasePalette.Order[k])), (scale[2 * k][0].GetDouble(), scale[2 * k + 1][0].GetDouble(), scale[2 * k + 1][1].GetString()));
    }

    [Fact]
    public void TextOfTheUser_IsEscaped_ForJsonForMarkupAndForPlotly()
    {
        var figure = new PhaseDiagramFigure(Diagram(Nasty, "because " + Nasty)) { Title = Nasty, Curves = [new BoundaryCurve(Nasty, [[(1, 1), (2, 2)]])] };
        string html = new PlotlyDiagram(figure, PlotlySource.Url("p\".js")).ToHtml();
        Assert.Equal(3, Regex.Count(html, "</script>"));
        Assert.Contains("src=\"p&quot;.js\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("https?://", html);
        using JsonDocument json = JsonDocument.Parse(Regex.Match(html, "id=\"figure\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value);
        const string Shown = "&lt;/script&gt;&lt;b&gt; &amp; \"x\" %&#123;y}";
        Assert.Equal($"<b>{Shown}</b>", json.RootElement.GetProperty("layout").GetProperty("title").GetProperty("text").GetString());
        Assert.Equal(Shown, json.RootElement.GetProperty("data")[6].GetProperty("name").GetString());
        Assert.Contains(Shown, json.RootElement.GetProperty("cells").GetProperty("columns")[0].GetProperty("texts").EnumerateArray().Select(t => t.GetString()));
        using JsonDocument alone = JsonDocument.Parse(new PlotlyDiagram(figure, PlotlySource.Url("p.js")).ToJson());
        string hover = Hover(alone.RootElement.GetProperty("data")[0], 0, 0);
        Assert.Contains($"attractor: {Shown}", hover, StringComparison.Ordinal);
        Assert.Contains($"reason: because {Shown}", hover, StringComparison.Ordinal);
    }

    [Fact]
    public void AColumn_IsALineWhereACellHasAValue_AndNothingWhereItHasNone()
    {
        PhaseVerdict[] verdicts =
        [
            new(Phase.Success, "Deceived", [0.5], ["-0.25", "", "1e-3", "12"]), new(Phase.Oscillation, "LimitCycle", [], ["0.00000025", "3.5", "0.10", "-0"]),
            new(Phase.Undetermined, "", [], ["", "", "a", "1"], string.Join(' ', Enumerable.Repeat("because", 12))), new(Phase.Fail, "Deceived", [0], ["7", "", "12345678901234567", "0"]),
        ];
        var diagram = new PhaseDiagram(Axis.Linear("alpha", 0.1, 0.2, 2), Axis.Linear("eta", 1, 2, 2), verdicts, ["leading", "period", "text", "number"]);
        using JsonDocument json = JsonDocument.Parse(new PlotlyDiagram(new PhaseDiagramFigure(diagram), PlotlySource.Url("p.js")).ToJson());
        JsonElement map = json.RootElement.GetProperty("data")[0];
        Assert.Equal("<b>Success</b><br>α: 0.1<br>η: 1<br>attractor: Deceived<br>recovery ρ: 0.5<br>leading: -0.25<br>text: 1e-3<br>number: 12", Hover(map, 0, 0));
        Assert.Equal("<b>Oscillation</b><br>α: 0.2<br>η: 1<br>attractor: LimitCycle<br>leading: 0.00000025<br>period: 3.5<br>text: 0.10<br>number: -0", Hover(map, 1, 0));
        Assert.StartsWith("<b>Undetermined</b><br>α: 0.1<br>η: 2<br>text: a<br>number: 1<br>reason: because because", Hover(map, 0, 1), StringComparison.Ordinal);
        Assert.Equal("<b>Fail</b><br>α: 0.2<br>η: 2<br>attractor: Deceived<br>recovery ρ: 0<br>leading: 7<br>text: 12345678901234567<br>number: 0", Hover(map, 1, 1));
    }

    [Fact]
    public void ALargePage_IsAboutAsLargeAsThatOfTheLibrary_AndIsWrittenInPieces()
    {
        const int N = 256;
        using var folder = new TemporaryFolder();
        PhaseVerdict[] kinds = [new(Phase.Success, "Deceived", [0.8855350792645479], ["-0.02", "", "682.355", "1495", ""]), new(Phase.Fail, "Deceived", [0.0001], ["-0.16", "", "13", "158", ""])];
        var figure = new PhaseDiagramFigure(new PhaseDiagram(
            Axis.Linear("alpha", 0.01, 4, N), Axis.Linear("eta", 0.01, 3, N), Enumerable.Range(0, N * N).Select(k => kinds[k / N > 200 ? 1 : 0]), ["leading", "period", "time", "evaluations", "reason"]));
        new PlotlyDiagram(figure, PlotlySource.Url("p.js")).Save(folder.File("plotly.html"));
        new PhaseDiagramPage(figure).Save(folder.File("own.html"));
        double size = new FileInfo(folder.File("plotly.html")).Length / (double)(N * N), own = new FileInfo(folder.File("own.html")).Length / (double)(N * N);
        Assert.InRange(size, 20, 40);
        Assert.InRange(own, 20, 40);
        Assert.Equal(new PlotlyDiagram(figure, PlotlySource.Url("p.js")).ToHtml(), File.ReadAllText(folder.File("plotly.html")));

        var pieces = new Pieces();
        using (var json = new Utf8JsonWriter(pieces))
        {
            json.WriteStartArray();
            for (int k = 0; k < 300_000; k++)
            {
                json.WriteNumberValue(k);
                JsonText.Pass(json);
            }
            json.WriteEndArray();
        }
        Assert.InRange(pieces.Largest, 1, 1 << 17);
    }

    [Fact]
    public void TheFigureOfALargeDiagram_HoldsLabelsAlone_AndThePageSaysWhereTheRestIs()
    {
        PhaseVerdict[] kinds = [new(Phase.Success, "Deceived", [0.5], ["x1y"]), new(Phase.Fail, "Locked", [0], ["x1y"])];
        PlotlyDiagram Of(int columns) => new(
            new PhaseDiagramFigure(new PhaseDiagram(Axis.Linear("alpha", 0, 1, columns), Axis.Linear("eta", 0, 1, 300), Enumerable.Range(0, columns * 300).Select(k => kinds[k % 2]), ["steps"])),
            PlotlySource.Url("p.js")) { Table = "labels.csv" };
        string large = Of(1001).ToHtml(), small = Of(1000).ToHtml();
        Assert.Contains("Point at a cell to see its label; what it rests on is in labels.csv; click", large, StringComparison.Ordinal);
        Assert.DoesNotContain("x1y", large, StringComparison.Ordinal);
        Assert.Contains("\"texts\":[\"Deceived\",\"Locked\"]", large, StringComparison.Ordinal);
        Assert.InRange(large.Length, 3 * 300_300, 4 * 300_300);
        Assert.Contains("x1y", small, StringComparison.Ordinal);
        Assert.Contains("Point at a cell to see what its label rests on; click", small, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Of(1001).ToJson());
        Assert.Equal("<b>Fail</b><br>α: 0.001<br>η: 0<br>attractor: Locked", Hover(json.RootElement.GetProperty("data")[0], 1, 0));
    }

    /// <summary>The text under the pointer, as Plotly makes it of the template.</summary>
    private static string Hover(JsonElement map, int i, int j)
    {
        JsonElement values = map.GetProperty("customdata")[j][i];
        string template = map.GetProperty("hovertemplate").GetString()!;
        Assert.EndsWith("<extra></extra>", template, StringComparison.Ordinal);
        return Regex.Replace(template[..^"<extra></extra>".Length], @"%\{customdata\[(\d+)\]\}", m => values[int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)] is var v && v.ValueKind == JsonValueKind.Number ? v.GetRawText() : v.GetString()!);
    }

    /// <summary>Takes bytes and remembers the largest piece.</summary>
    private sealed class Pieces : MemoryStream
    {
        public int Largest { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Largest = Math.Max(Largest, count);
            base.Write(buffer, offset, count);
        }
    }

    [Fact]
    public void LongTexts_AreBrokenIntoLines()
    {
        string[] lines = PlotlyText.Wrap(string.Join(' ', Enumerable.Repeat("<word>", 30)), width: 40).Split("<br>");
        Assert.All(lines, line => Assert.InRange(line.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Length, 6, 40));
        Assert.Equal(30, lines.Sum(l => l.Split(' ').Length));
    }

    [Fact]
    public void OptionsOfTheCommand_AreStoredOnceForWhatTheyVaryWith()
    {
        var gan = new GanParameters([5, 3], [4, 3], 0.2, 0.04, 2, 3);
        var sweep = new PhaseSweep(Axis.Linear("alpha", 0.1, 1, 3), Axis.Linear("eta-t", 1, 2, 2), (a, e) => gan.With(rateRatio: a, realNoise: e));
        var figure = new PhaseDiagramFigure(sweep.Run(new RuleClassifier()));
        using JsonDocument json = JsonDocument.Parse(new PlotlyDiagram(figure, PlotlySource.Url("p.js")) { Sweep = sweep }.ToJson());
        var options = json.RootElement.GetProperty("layout").GetProperty("meta").GetProperty("options").EnumerateArray()
            .Select(o => $"{o.GetProperty("name").GetString()} by {o.GetProperty("by").GetString()}: {string.Join(' ', o.GetProperty("values").EnumerateArray().Select(v => v.GetString()))}");
        Assert.Equal(
        [
            "--lambda by all: 5,3", "--lambda-fake by all: 4,3", "--tau by all: 0.2", FormattableString.Invariant($"--tau-tilde by x: {0.2 * 0.1:R} {0.2 * 0.55:R} 0.2"),
            "--eta-t by y: 1 2", "--eta-g by all: 3",
        ], options);
        Assert.Throws<ArgumentException>(() => new PhaseDiagramPage(figure) { Sweep = new PhaseSweep(sweep.X, Axis.Linear("eta-t", 1, 3, 2), sweep.At) });
        Assert.Throws<ArgumentException>(() => new PlotlyDiagram(new PhaseDiagramFigure(Diagram()), PlotlySource.Url("p.js")) { Sweep = sweep });
    }

    [Fact]
    public void PlotlyComesFromAnAddressOrAFile_AndFromNothingElse()
    {
        using var folder = new TemporaryFolder();
        var figure = new PhaseDiagramFigure(Diagram());
        string file = folder.File("plotly.min.js");
        File.WriteAllText(file, "window.Plotly = '</script>é'");
        string inside = new PlotlyDiagram(figure, PlotlySource.File(file)).ToHtml();
        Assert.Equal("window.Plotly = '</script>é'", Encoding.UTF8.GetString(Convert.FromBase64String(Regex.Match(inside, "src=\"data:text/javascript;charset=utf-8;base64,([^\"]*)\"").Groups[1].Value)));
        Assert.Equal(3, Regex.Count(inside, "</script>"));
        string outside = new PlotlyDiagram(figure, PlotlySource.Url("https://cdn.example/a/plotly.js")).ToHtml();
        Assert.Contains("<script src=\"https://cdn.example/a/plotly.js\"></script>", outside, StringComparison.Ordinal);
        Assert.Contains("script-src 'unsafe-inline' https://cdn.example\"", outside, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PlotlySource.Url("javascript:alert(1)"));
        Assert.Throws<ArgumentException>(() => PlotlySource.Url(" "));
        IOException missing = Assert.Throws<IOException>(() => PlotlySource.File(folder.File("none.js")));
        Assert.Contains("none.js", missing.Message, StringComparison.Ordinal);

        new PlotlyDiagram(figure, PlotlySource.File(file)).Save(folder.File("page.html"));
        Assert.Equal(inside, File.ReadAllText(folder.File("page.html")));
    }
}
