using System.Globalization;
using System.Text.Json;
using PhaseGan.Plotting;
using PhaseGan.Tests.Cli;
using PhaseGan.Tests.Sweeps;
using Xunit;
using Xunit.Abstractions;

namespace PhaseGan.Tests.Plotting;

/// <summary>Pictures and pages as a browser shows them. Without Chromium on the machine the tests say so and pass.</summary>
public sealed class BrowserTests(SharedBrowser shared) : IClassFixture<SharedBrowser>
{
    private const string Nasty = "</script><img src=x onerror=alert(1)> %{x} & <b>bold</b> \"quotes\"";
    private static readonly GanParameters s_gan = new([1.5], [0.75], 0.2, 0.04, 1, 1, batchSize: 2);

    private static PhaseSweep Sweep => new(
        Axis.Logarithmic("alpha", 0.02, 4, 13), Axis.Linear("eta", 0.1, 4.2, 11), (alpha, eta) => s_gan.With(rateRatio: alpha, noise: eta));

    private static PhaseDiagramFigure Figure(string title = "A title") => new(Sweep.Run(new RuleClassifier()))
    {
        Title = title,
        Subtitle = "Λ = 1.5, Λ̃ = 0.75, τ = 0.2",
        Curves = [.. BoundaryCurve.OfClaim(Sweep), new BoundaryCurve(Nasty, [[(0.1, 0.5), (0.2, 2)], [(0.3, 0.5), (0.4, 2)]])],
    };

    [SkippableFact]
    public async Task InEveryPicture_TextsLieInsideAndApart()
    {
        Browser browser = SkipWithoutBrowser();
        string[] pictures = [.. Pictures().Select(p => (string)p.GetType().GetMethod("ToHtml", Type.EmptyTypes)!.Invoke(p, [])!)];
        string file = shared.File("pictures.html");
        await File.WriteAllTextAsync(file, $"<!DOCTYPE html><meta charset=\"utf-8\"><body>{string.Join('\n', pictures)}</body>");
        await browser.Open(file, $"document.querySelectorAll('figure.phasegan-figure svg').length === {pictures.Length}");
        Assert.Empty(await browser.Texts(Misplaced));
        // Not every machine has the first face that pictures ask for; this one is wide.
        await browser.Evaluate("document.querySelectorAll('figure svg').forEach(s => s.setAttribute('font-family', \"'DejaVu Sans', sans-serif\"))");
        Assert.Empty(await browser.Texts(Misplaced));
        Assert.True((await browser.Evaluate("document.querySelectorAll('svg text').length")).GetInt32() > 20 * 6);
        Assert.Empty(browser.Complaints);

        // The same look sees a text that is cut off and two that lie on each other.
        await File.WriteAllTextAsync(file, "<!DOCTYPE html><figure><svg width=\"200\" height=\"60\"><title>t</title><text x=\"180\" y=\"20\">cut off</text><text x=\"9\" y=\"40\">one</text><text x=\"12\" y=\"42\">two</text></svg></figure>");
        await browser.Open(file, "document.querySelector('svg')");
        Assert.Equal(["t: 'cut off' is cut off", "t: 'one' lies on 'two'"], await browser.Texts(Misplaced));
    }

    [SkippableFact]
    public async Task ThePage_ShowsTheCellUnderThePointer_AndAClickCopiesItsParametersAsOptions()
    {
        Browser browser = SkipWithoutBrowser();
        PhaseDiagramFigure figure = Figure();
        string file = shared.File("page.html");
        new PhaseDiagramPage(figure) { Sweep = Sweep, FurtherOptions = "--epsilon 0.02" }.Save(file);
        await browser.Open(file, "document.querySelector('main svg')");
        string[] texts = await browser.Texts("[...document.querySelectorAll('main svg text')].map(t => t.textContent)");
        Assert.Empty(new[] { "A title", "Success", "Fail", "Oscillation", "x = Λ", Nasty, "α = τ̃ / τ", "η", "0.1", "2.0" }.Except(texts));

        var (_, xs, ys) = figure.Layout();
        double[] corner = [.. (await browser.Evaluate("(r => [r.left, r.top])(document.querySelector('main svg').getBoundingClientRect())")).EnumerateArray().Select(v => v.GetDouble())];
        foreach (var (i, j) in ((int, int)[])[(0, 0), (5, 3), (12, 10)])
        {
            await browser.Point(corner[0] + (xs[i] + xs[i + 1]) / 2, corner[1] + (ys[j] + ys[j + 1]) / 2, press: true);
            await browser.Wait("!document.getElementById('tip').hidden");
            string[] names = await browser.Texts("[...document.querySelectorAll('#tip dt')].map(t => t.textContent)"), values = await browser.Texts("[...document.querySelectorAll('#tip dd')].map(t => t.textContent)");
            var tip = names.Zip(values).ToDictionary(p => p.First, p => p.Second);
            PhaseVerdict verdict = figure.Diagram[i, j];
            Assert.Equal(figure.Diagram.X.Values[i], double.Parse(tip["α"], CultureInfo.InvariantCulture), 1e-5);
            Assert.Equal(figure.Diagram.Y.Values[j], double.Parse(tip["η"], CultureInfo.InvariantCulture), 1e-5);
            Assert.Equal((PhasePalette.Name(verdict.Phase), verdict.Attractor, Short(verdict.Evidence[0])), (tip["phase"], tip["attractor"], tip["margin"]));
            Assert.Equal(verdict.Recovery[0], double.Parse(tip["recovery ρ"], CultureInfo.InvariantCulture), 1e-4);
            await CheckCopied(browser, i, j);
        }

        // Where pages may not use the clipboard, the older way copies, too.
        await browser.Evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
        await browser.Point(corner[0] + (xs[2] + xs[3]) / 2, corner[1] + (ys[7] + ys[8]) / 2, press: true);
        await CheckShown(browser, 2, 7, "Copied: ");
        await browser.Evaluate("document.execCommand = () => false, null");
        await browser.Point(corner[0] + (xs[3] + xs[4]) / 2, corner[1] + (ys[7] + ys[8]) / 2, press: true);
        await CheckShown(browser, 3, 7, "Copy this: ");
        Assert.Empty(browser.Complaints);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ThePlotlyPage_HasLegendAxesAndHover_WithTheScriptBesideItOrInIt(bool isInside)
    {
        Browser browser = SkipWithoutBrowser();
        Skip.If(shared.Plotly is null, $"no plotly.js ({shared.WithoutPlotly})");
        PhaseDiagramFigure figure = Figure(Nasty);
        string file = shared.File("plotly.html");
        new PlotlyDiagram(figure, isInside ? PlotlySource.File(shared.Plotly) : PlotlySource.Url(Path.GetFileName(shared.Plotly))) { Sweep = Sweep, FurtherOptions = "--epsilon 0.02" }.Save(file);
        await browser.Open(file, "document.querySelector('.nsewdrag')");
        string[] legend = [.. PhasePalette.Order.Where(p => figure.Diagram.Count(p) > 0).Select(PhasePalette.Name), .. figure.Curves.Select(c => c.Label)];
        Assert.Equal(legend, await browser.Texts("[...document.querySelectorAll('.legendtext')].map(t => t.textContent)"));
        Assert.Equal(["α = τ̃ / τ"], await browser.Texts("[...document.querySelectorAll('.xtitle')].map(t => t.textContent)"));
        Assert.Equal(["η"], await browser.Texts("[...document.querySelectorAll('.ytitle')].map(t => t.textContent)"));
        Assert.StartsWith(Nasty, (await browser.Evaluate("document.querySelector('.gtitle').textContent")).GetString(), StringComparison.Ordinal);
        Assert.Contains("0.1", await browser.Texts("[...document.querySelectorAll('.xtick text')].map(t => t.textContent)"));
        Assert.Empty(await browser.Texts("[...document.querySelectorAll('img')].map(t => t.src)"));

        double[] area = [.. (await browser.Evaluate("(r => [r.left, r.top, r.width, r.height])(document.querySelector('.nsewdrag').getBoundingClientRect())")).EnumerateArray().Select(v => v.GetDouble())];
        AxisScaleMap x = new(figure.Diagram.X), y = new(figure.Diagram.Y);
        foreach (var (i, j) in ((int, int)[])[(6, 9), (1, 5)])
        {
            PhaseVerdict verdict = figure.Diagram[i, j];
            double left = area[0] + x.Position(figure.Diagram.X.Values[i]) * area[2], top = area[1] + (1 - y.Position(figure.Diagram.Y.Values[j])) * area[3];
            await browser.Point(left, top);
            await browser.Wait($"document.querySelector('.hoverlayer text.nums')?.textContent.includes({JsonSerializer.Serialize($"margin: {Short(verdict.Evidence[0])}")})");
            string[] hover = await browser.Texts("[...document.querySelectorAll('.hoverlayer text.nums tspan.line')].map(t => t.textContent)");
            string[] expected =
            [
                PhasePalette.Name(verdict.Phase),
                $"α: {figure.Diagram.X.Values[i].ToString("G6", CultureInfo.InvariantCulture)}",
                $"η: {figure.Diagram.Y.Values[j].ToString("G6", CultureInfo.InvariantCulture)}",
                $"attractor: {verdict.Attractor}",
                $"recovery ρ: {verdict.Recovery[0].ToString("0.####", CultureInfo.InvariantCulture)}",
                $"margin: {Short(verdict.Evidence[0])}",
            ];
            Assert.Equal(expected, hover);
            await browser.PressUntil(left, top, Copied(i, j, "Copied: "));
            await CheckCopied(browser, i, j);
        }
        Assert.Empty(browser.Complaints);
    }

    /// <summary>The page holds columns and the figure by itself the values of each cell; a stand-in for plotly.js keeps what the page's script makes of the columns.</summary>
    [SkippableFact]
    public async Task ThePlotlyPage_MakesOfItsColumnsTheCellsOfTheFigureByItself()
    {
        Browser browser = SkipWithoutBrowser();
        string stand = shared.File("stand-in.js"), file = shared.File("columns.html");
        await File.WriteAllTextAsync(stand, "window.Plotly = { newPlot: async (plot, data) => { window.shown = data; plot.on = () => {}; } };");
        string[] numbers = ["-0.25", "", "1.5E-05", "0.0000012345678", "12", "-0", "NaN", "1e-3"], reasons = ["", "because <b>", string.Join(' ', Enumerable.Repeat("long & wide", 12))];
        PhaseVerdict[] verdicts =
        [
            .. Enumerable.Range(0, 60).Select(k => new PhaseVerdict(
                (Phase)(k % 5), k % 7 == 0 ? "" : k % 2 == 0 ? "Deceived" : "Locked", k % 3 == 0 ? [] : k % 3 == 1 ? [0.12345] : [1, 0.00004],
                [numbers[k % numbers.Length], FormattableString.Invariant($"{k * 1e-6}"), $"text {k}", k % 4 == 0 ? "" : "a {b} \"c\""], reasons[k / 4 % 3])),
        ];
        var diagram = new PhaseDiagram(Axis.Logarithmic("alpha", 1e-5, 10, 12), Axis.Linear("eta", 1, 2, 5), verdicts, ["leading", "small", "own", "repeated"]);
        var figure = new PlotlyDiagram(new PhaseDiagramFigure(diagram), PlotlySource.Url(Path.GetFileName(stand)));
        figure.Save(file);
        await browser.Open(file, "window.shown");
        using JsonDocument alone = JsonDocument.Parse(figure.ToJson());
        JsonElement map = alone.RootElement.GetProperty("data")[0];
        Assert.Equal(map.GetProperty("hovertemplate").GetString(), (await browser.Evaluate("shown[0].hovertemplate")).GetString());
        string[] cells = [.. map.GetProperty("customdata").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(cell => string.Join('|', cell.EnumerateArray().Select(v => v.ToString())))];
        Assert.Equal(60, cells.Length);
        Assert.Equal(cells, await browser.Texts("shown[0].customdata.flat().map(cell => cell.join('|'))"));
        Assert.Equal(
            map.GetProperty("z").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(v => v.GetInt32()),
            (await browser.Evaluate("shown[0].z.flat()")).EnumerateArray().Select(v => v.GetInt32()));
        Assert.Empty(browser.Complaints);
    }

    [SkippableFact]
    public async Task APlotlyPage_WithoutItsScript_SaysSo()
    {
        Browser browser = SkipWithoutBrowser();
        string file = shared.File("alone.html");
        new PlotlyDiagram(Figure(), PlotlySource.Url("nowhere.js")).Save(file);
        await browser.Open(file, "document.getElementById('plot').textContent !== ''");
        Assert.Equal("This page needs plotly.js and did not find it at nowhere.js.", (await browser.Evaluate("document.getElementById('plot').textContent")).GetString());
    }

    /// <summary>Pictures of every kind, with and without headings.</summary>
    private static List<object> Pictures()
    {
        PhaseDiagramFigure map = Figure();
        PhaseAgreement agreement = PhaseAgreement.Of(Sweep.Run(new ClaimPhaseClassifier()), map.Diagram, "claim", "rule");
        var two = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 2, 2);
        Claim1 claim = Claim1.Check(two);
        MacroState start = MacroState.Diagonal([0.2, 0.2], [0.2, 0.2], [0.1, 0.1]);
        EnsembleComparison run = EnsembleComparison.Run(new GramSimulator(), two, start, new SimulationOptions { Dimension = 100, Replicas = 5, Times = [0, 2, 4] });
        var law = new WeightLaw([0.2, 0.3], new[,] { { 1, 0.2 }, { 0.2, 0.5 } });
        return
        [
            map,
            new PhaseDiagramFigure(map.Diagram),
            new PhaseAgreementFigure(agreement) { Title = "Agreement", Curves = map.Curves },
            new PhaseAgreementFigure(PhaseAgreement.Of(map.Diagram, map.Diagram, "a", "b")) { Subtitle = "" },
            new PhaseConfusionFigure(agreement) { Title = "Confusion" },
            new PhaseConfusionFigure(PhaseAgreement.Of(map.Diagram, map.Diagram, "a rather long name of a source", "another one")) { Subtitle = "" },
            new SpectrumFigure(("perfect recovery", claim.AtPerfectRecovery), ("none", claim.AtNoRecovery)) { Title = "Spectra", Subtitle = "at two fixed points" },
            new SpectrumFigure(claim.AtNoRecovery),
            new TrajectoryFigure(
                new TrajectoryPanel("First", TrajectorySeries.Of("P₁₁", run.Path, y => y[0], run.Ensemble)),
                new TrajectoryPanel("Second", TrajectorySeries.Of("q₁", run.Path, y => y[4], run.Ensemble))) { Title = "Trajectories", Subtitle = "n = 100", ValueLabel = "overlap", Columns = 2, PanelWidth = 280 },
            new WeightLawFigure(
                new WeightLawPanel("t = 0", law) { Points = [(0.1, 0.2), (-1, 1)] },
                new WeightLawPanel("t = 1", law) { Reference = new WeightLaw([0, 0], new[,] { { 1.0, 0 }, { 0, 0 } }) }) { Title = "Weights", Subtitle = "a law" },
        ];
    }

    /// <summary>A list of texts of pictures that reach outside or over another text; the boxes of letters are a little higher than what is inked.</summary>
    private const string Misplaced = """
        [...document.querySelectorAll("figure svg")].flatMap(svg => {
          const name = svg.querySelector("title").textContent, frame = svg.getBoundingClientRect();
          const texts = [...svg.querySelectorAll("text")].map(t => ({ text: t.textContent, box: t.getBoundingClientRect() }));
          const outside = texts.filter(({ box }) => box.left < frame.left || box.right > frame.right || box.top + 2 < frame.top || box.bottom - 2 > frame.bottom)
            .map(({ text }) => `${name}: '${text}' is cut off`);
          const over = texts.flatMap((a, k) => texts.slice(k + 1)
            .filter(b => Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1 && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 4)
            .map(b => `${name}: '${a.text}' lies on '${b.text}'`));
          return [...outside, ...over];
        })
        """;

    /// <summary>What the clipboard holds are options that the command reads as the parameters of the cell.</summary>
    private static async Task CheckCopied(Browser browser, int i, int j)
    {
        string options = await CheckShown(browser, i, j, "Copied: ");
        Assert.Equal(options, (await browser.Evaluate("navigator.clipboard.readText()")).GetString());
        Terminal check = Terminal.Run(["check", .. options.Split(' ')]);
        Assert.Equal((0, Sweep.At(Sweep.X.Values[i], Sweep.Y.Values[j]).ToString()), (check.ExitCode, check.Output.Split('\n')[0]));
    }

    private static async Task<string> CheckShown(Browser browser, int i, int j, string said)
    {
        await browser.Wait(Copied(i, j, said));
        return Options(i, j);
    }

    private static string Copied(int i, int j, string said) => $"document.getElementById('copied').textContent === {JsonSerializer.Serialize(said + Options(i, j))}";

    private static string Options(int i, int j)
    {
        GanParameters gan = Sweep.At(Sweep.X.Values[i], Sweep.Y.Values[j]);
        return string.Create(CultureInfo.InvariantCulture, $"--lambda 1.5 --lambda-fake 0.75 --tau 0.2 --tau-tilde {gan.GeneratorRate:R} --eta {gan.RealNoise:R} --batch 2 --epsilon 0.02");
    }

    private Browser SkipWithoutBrowser()
    {
        Skip.If(shared.Browser is null, "no Chromium");
        return shared.Browser!;
    }

    /// <summary>A number of the evidence as pages show it.</summary>
    private static string Short(string number) => double.Parse(number, CultureInfo.InvariantCulture).ToString("G6", CultureInfo.InvariantCulture);
}
