using System.Xml.Linq;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

public class DiagramCommandTests
{
    private static readonly string[] s_small = ["diagram", "--lambda", "5,3", "--x", "alpha:0.02:2:6", "--y", "x:0.1:6:5", "--method", "claim"];

    [Fact]
    public void Diagram_WritesTableFigureAndPage_ThatAgreeWithTheLibrary()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("new/folder");
        Terminal run = Terminal.Run([.. s_small, "--out", path]);
        Assert.Equal((0, $"Wrote diagram.csv, diagram.html, diagram.svg to {path}"), (run.ExitCode, run.Error.TrimEnd().Split('\n')[^1]));
        Assert.Equal(["diagram.csv", "diagram.html", "diagram.svg"], Directory.GetFileSystemEntries(path).Select(Path.GetFileName).Order());

        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 2, 2);
        PhaseDiagram expected = new PhaseSweep(Axis.Linear("alpha", 0.02, 2, 6), Axis.Linear("x", 0.1, 6, 5), (a, x) => gan.With(rateRatio: a, effectiveNoise: x))
            .Run(new ClaimPhaseClassifier());
        Assert.Equal(expected, PhaseDiagram.ReadCsv(Path.Combine(path, "diagram.csv")));
        Assert.Equal("svg", XDocument.Load(Path.Combine(path, "diagram.svg")).Root!.Name.LocalName);
        Assert.Contains("Λ = Λ̃ = (5, 3), τ = 0.2, η<tspan", File.ReadAllText(Path.Combine(path, "diagram.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void WithPlotly_ThereIsAPageOfIt_WithTheFileInsideOrTheAddress()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("plotly.js"), "window.Plotly = null;");
        Terminal run = Terminal.Run([.. s_small, "--out", folder.File("a"), "--plotly", folder.File("plotly.js")]);
        Assert.Equal((0, $"Wrote diagram-plotly.html, diagram.csv, diagram.html, diagram.svg to {folder.File("a")}"), (run.ExitCode, run.Error.TrimEnd().Split('\n')[^1]));
        string page = File.ReadAllText(folder.File("a/diagram-plotly.html"));
        Assert.Contains("src=\"data:text/javascript", page, StringComparison.Ordinal);
        Assert.Contains("--tau-tilde", page, StringComparison.Ordinal);
        Assert.Contains("\"further\":\"\"", page, StringComparison.Ordinal);
        Assert.Equal(0, Terminal.Run([.. s_small, "--out", folder.File("b"), "--plotly", "https://cdn.example/plotly.js"]).ExitCode);
        Assert.Contains("<script src=\"https://cdn.example/plotly.js\">", File.ReadAllText(folder.File("b/diagram-plotly.html")), StringComparison.Ordinal);

        Assert.Equal(0, Terminal.Run("diagram", "--lambda", "1", "--x", "alpha:0.5:3:2", "--y", "eta:1:2:2", "--loss", "tanh", "--out", folder.File("d")).ExitCode);
        Assert.Contains("\"further\":\"--loss tanh\"", File.ReadAllText(folder.File("d/diagram.html")), StringComparison.Ordinal);

        run = Terminal.Run([.. s_small, "--out", folder.File("c"), "--plotly", folder.File("none.js")]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot read plotly.js from", run.Error, StringComparison.Ordinal);
        run = Terminal.Run([.. s_small, "--plotly", folder.File("plotly.js")]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--plotly needs --out", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("c")));
    }

    [Fact]
    public void Refined_TheTableSaysWhichPhasesAreInferred_AndNoneDiffersFromTheWholeGrid()
    {
        using var folder = new TemporaryFolder();
        string[] sweep = ["diagram", "--lambda", "1", "--x", "alpha:0.02:2:65", "--y", "eta:0.1:2.6:65"];
        Assert.Equal(0, Terminal.Run([.. sweep, "--refine", "8", "--out", folder.File("refined")]).ExitCode);
        Assert.Equal(0, Terminal.Run([.. sweep, "--out", folder.File("whole")]).ExitCode);
        var refined = PhaseDiagram.ReadCsv(folder.File("refined/diagram.csv"));
        foreach ((PhaseVerdict whole, PhaseVerdict here) in PhaseDiagram.ReadCsv(folder.File("whole/diagram.csv")).Verdicts.Zip(refined.Verdicts))
            if (here.Evidence[^1] == "false" || whole.Phase != Phase.Undetermined)
                Assert.Equal(whole.Phase, here.Phase);
        Assert.Equal("inferred", refined.EvidenceColumns[^1]);
        Assert.InRange(refined.Verdicts.Count(v => v.Evidence[^1] == "true"), 65 * 65 / 3, 65 * 65 - 81);

        foreach ((string[] options, string said) in new (string[], string)[]
        {
            (["--refine", "1"], "must be"), (["--refine", "2000"], "must lie in [2, 1024]; got 2000"), (["--refine", "8", "--store", folder.File("a.db")], "--refine has no place with --store"),
        })
        {
            Terminal run = Terminal.Run([.. sweep, .. options]);
            Assert.Equal(2, run.ExitCode);
            Assert.Contains(said, run.Error, StringComparison.Ordinal);
        }
        Assert.False(File.Exists(folder.File("a.db")));
    }

    [Fact]
    public void TheOdeMethod_GivesTheSameFiles_ForAnyNumberOfThreads()
    {
        using var folder = new TemporaryFolder();
        string[] Files(string threads)
        {
            string path = folder.File(threads);
            Assert.Equal(0, Terminal.Run("diagram", "--lambda", "1", "--x", "alpha:0.1:1.5:5:log", "--y", "eta:0.5:2:4", "--threads", threads, "--out", path).ExitCode);
            return [.. Directory.GetFiles(path).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        }
        Assert.Equal(Files("1"), Files("3"));
    }

    [Fact]
    public void TheSimulationMethod_GivesTheLabelsOfTheLibrary_WithTheCountsBehindThem()
    {
        using var folder = new TemporaryFolder();
        string[] sweep = ["diagram", "--lambda", "1", "--x", "alpha:1:3:2", "--y", "x:0.1:1.2:2", "--method", "simulation"];
        Terminal run = Terminal.Run([.. sweep, "--n", "1e2", "--replicas", "7", "--training-seed", "9", "--out", folder.Path]);
        Assert.Equal(0, run.ExitCode);
        var gan = new GanParameters([1], [1], 0.2, 0.04, 2, 2);
        PhaseDiagram expected = new PhaseSweep(Axis.Linear("alpha", 1, 3, 2), Axis.Linear("x", 0.1, 1.2, 2), (a, x) => gan.With(rateRatio: a, effectiveNoise: x))
            .Run(new SimulationPhaseClassifier(new SimulationPhaseOptions { Dimension = 100, Replicas = 7, Seed = 9 }));
        Assert.Equal(expected, PhaseDiagram.ReadCsv(folder.File("diagram.csv")));
        Assert.StartsWith("alpha,x,phase,attractor,recovery_1,success,mode_collapse,oscillation,fail,undetermined,share,share_low,share_high,n,time,steps\n",
            File.ReadAllText(folder.File("diagram.csv")), StringComparison.Ordinal);
        Assert.Contains("7 trainings a cell, n = 100", File.ReadAllText(folder.File("diagram.svg")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--method simulation --n 4", "--n is the dimension of the data and must be at least 2d + 1 = 5 for 2 features; got 4")]
    [InlineData("--method simulation --n 2e12", "--n must not exceed 10^12; got 2000000000000")]
    [InlineData("--method simulation --replicas 0", "--replicas must be ≥ 1; got 0")]
    [InlineData("--method simulation --windows 3", "--windows must be ≥ 4; got 3")]
    [InlineData("--method ode --replicas 4", "--replicas belongs to --method simulation")]
    [InlineData("--engine micro", "--engine belongs to --method simulation")]
    public void SizesOfTrainings_AreCheckedBeforeTheWork(string arguments, string message)
    {
        using var folder = new TemporaryFolder();
        Terminal run = Terminal.Run(["diagram", "--lambda", "5,3", .. arguments.Split(' '), "--out", folder.File("out")]);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void AGivenStart_IsUsedAndNamed()
    {
        using var folder = new TemporaryFolder();
        Terminal run = Terminal.Run("diagram", "--lambda", "1", "--x", "alpha:0.5:3:4", "--y", "eta:1:2.6:3", "--p0", "0.05", "--q0", "0.05", "--r0", "0.02", "--out", folder.Path);
        Assert.Equal(0, run.ExitCode);
        var gan = new GanParameters([1], [1], 0.2, 0.04, 2, 2);
        MacroState start = MacroState.Diagonal([0.05], [0.05], [0.02]);
        PhaseDiagram expected = new PhaseSweep(Axis.Linear("alpha", 0.5, 3, 4), Axis.Linear("eta", 1, 2.6, 3), (a, e) => gan.With(rateRatio: a, noise: e))
            .Run(new OdePhaseClassifier(new OdePhaseOptions { Start = _ => start }));
        Assert.Equal(expected, PhaseDiagram.ReadCsv(folder.File("diagram.csv")));
        Assert.Contains("from P = 0.05, q = 0.05, r = 0.02", File.ReadAllText(folder.File("diagram.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAPersonWatching_ThereIsNoColourAndNoAnimation()
    {
        Terminal run = Terminal.Run(s_small);
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain('\u001b', run.Output + run.Error);
        Assert.Contains("│", run.Output, StringComparison.Ordinal);
        Assert.Contains("Mode collapse", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("100 %  30 of 30 cells\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePicture_HasTheFirstRowAtTheBottom()
    {
        string[] lines = Terminal.Run("diagram", "--lambda", "1", "--x", "alpha:0.02:4:4", "--y", "x:0.5:1.5:2", "--method", "claim").Output.Split('\n');
        Assert.Equal("1.5 │....", lines[1]);
        Assert.Equal("0.5 │#~~~", lines[2]);
    }

    [Fact]
    public void WithAPersonWatching_ThePictureIsColoured()
    {
        Terminal run = Terminal.Run(new Terminal.Settings(Watched: true), s_small);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\u001b[38;2;77;195;160", run.Output, StringComparison.Ordinal);
        Assert.Contains("▀", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--x beta:0:1:4", "unknown axis 'beta'; known are alpha, tau, tau-tilde, eta, eta-t, eta-g, x")]
    [InlineData("--x alpha:2:1:4", "axis 'alpha' must go upwards; got 2 and then 1")]
    [InlineData("--x alpha:1:2:1", "axis 'alpha' must have at least 2 points; got 1")]
    [InlineData("--x alpha:1:2:many", "a whole number of points; got 'many'")]
    [InlineData("--x alpha:NaN:2:4", "two finite numbers; got 'NaN' and '2'")]
    [InlineData("--x alpha:1:Infinity:4", "two finite numbers")]
    [InlineData("--x alpha:0:2:4", "axis 'alpha' must start at a number > 0; got 0")]
    [InlineData("--y eta:-1:2:4", "axis 'eta' must start at a number ≥ 0; got -1")]
    [InlineData("--y eta:0:2:4:log", "axis 'eta' must start at a number > 0; got 0")]
    [InlineData("--x alpha:1:2", "name:min:max:count")]
    [InlineData("--x alpha:1:2:4:cubic", "name:min:max:count")]
    [InlineData("--x eta:1:2:4", "both axes are 'eta'")]
    [InlineData("--x x:1:2:4", "axes 'x' and 'eta' move the same parameter")]
    [InlineData("--x tau-tilde:1:2:4 --y alpha:1:2:4", "axes 'tau-tilde' and 'alpha' move the same parameter")]
    [InlineData("--tau-tilde 0.1", "axis 'alpha' moves what --tau-tilde sets")]
    [InlineData("--eta 1", "axis 'eta' moves what --eta sets")]
    [InlineData("--eta-t 1", "axis 'eta' moves what --eta-t sets")]
    [InlineData("--lambda 5,NaN", "--lambda must be a finite number; got 'NaN'")]
    [InlineData("--lambda 5,-3", "--lambda is a variance for each feature and must be > 0; got -3")]
    [InlineData("--lambda 5,", "--lambda must be a finite number; got ''")]
    [InlineData("--lambda 5,3 --lambda-fake 5", "--lambda-fake must have as many entries as --lambda (2); got 1")]
    [InlineData("--tau 0", "--tau must be > 0; got 0")]
    [InlineData("--tau 1e999", "--tau must be a finite number")]
    [InlineData("--batch 0", "--batch must be ≥ 1; got 0")]
    [InlineData("--seed one", "--seed must be a whole number; got 'one'")]
    [InlineData("--epsilon 1.5", "must be ≤ 1; got 1.5")]
    [InlineData("--p0 0.1 --q0 0.1", "--p0, --q0 and --r0 go together")]
    [InlineData("--s0 1", "--p0, --q0 and --r0 go together")]
    [InlineData("--p0 0.1 --q0 0.1 --r0 0.1 --seed 2", "--epsilon and --seed belong to the generic start")]
    [InlineData("--p0 0.1,0.1 --q0 0.1 --r0 0.1", "--p0 must have 1 number; got 2")]
    [InlineData("--p0 0.1 --q0 0.1,0.1 --r0 0.1", "--q0 must have 1 number; got 2")]
    [InlineData("--p0 2 --q0 0.1 --r0 0.1", "--p0 is an overlap of unit vectors and must lie in [-1, 1]; got 2")]
    [InlineData("--p0 0.9 --q0 0.9 --r0 -0.9", "no unit vectors have the overlaps")]
    [InlineData("--threads 0", "--threads must be ≥ 1; got 0")]
    [InlineData("--method guess", "Must be one of: 'ode' 'claim'")]
    [InlineData("--frobnicate", "unknown here: --frobnicate")]
    public void BadUsage_IsExplained_WithExitCode2AndNoFile(string arguments, string message)
    {
        using var folder = new TemporaryFolder();
        string[] lambda = arguments.Contains("--lambda ", StringComparison.Ordinal) ? [] : ["--lambda", "1"];
        Terminal run = Terminal.Run(["diagram", .. lambda, .. arguments.Split(' '), "--out", folder.File("out")]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.StartsWith("phasegan diagram: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void AFolderThatCannotBeWritten_IsFoundBeforeTheWork_WithExitCode1()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a-file"), "");
        Terminal run = Terminal.Run([.. s_small, "--out", folder.File("a-file/below")]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("phasegan diagram: cannot write to folder", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("cells", run.Error, StringComparison.Ordinal);
        Assert.Equal([folder.File("a-file")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void AnInterruptedSweep_LeavesNothing_WithExitCode130()
    {
        using var folder = new TemporaryFolder();
        using CancellationTokenSource source = Interruption.After(300);
        Terminal run = Terminal.Run(new Terminal.Settings(Cancellation: source.Token),
            "diagram", "--lambda", "5,3", "--x", "alpha:0.02:4:300", "--y", "eta:0.1:2.6:300", "--out", folder.File("out"));
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("interrupted; nothing was written", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void OlderFiles_AreReplaced_AndOthersStay()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("diagram.csv"), "old");
        File.WriteAllText(folder.File("notes.txt"), "mine");
        Assert.Equal(0, Terminal.Run([.. s_small, "--out", folder.Path]).ExitCode);
        Assert.NotEqual("old", File.ReadAllText(folder.File("diagram.csv")));
        Assert.Equal("mine", File.ReadAllText(folder.File("notes.txt")));
        Assert.Equal(4, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Theory]
    [InlineData("alpha", "tau")]
    [InlineData("tau", "x")]
    [InlineData("tau-tilde", "eta-t")]
    [InlineData("eta-t", "eta-g")]
    [InlineData("eta-g", "tau")]
    public void EveryPairOfAxesThatMoveDifferentThings_Works(string x, string y)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Terminal.Run("diagram", "--lambda", "2,1", "--x", $"{x}:0.1:0.9:3", "--y", $"{y}:0.2:0.8:3", "--method", "claim", "--out", folder.Path).ExitCode);
        PhaseDiagram diagram = PhaseDiagram.ReadCsv(folder.File("diagram.csv"));
        Assert.Equal((x, y), (diagram.X.Name, diagram.Y.Name));
        var gan = new GanParameters([2, 1], [2, 1], 0.2, 0.04, 2, 2);
        GanParameters Set(GanParameters g, string name, double v) => name switch
        {
            "alpha" => g.With(rateRatio: v),
            "tau" => g.With(discriminatorRate: v),
            "tau-tilde" => g.With(generatorRate: v),
            "eta-t" => g.With(realNoise: v),
            "eta-g" => g.With(fakeNoise: v),
            _ => g.With(effectiveNoise: v),
        };
        // The rate goes first: the ratio and x refer to it.
        string[] order = [.. new[] { x, y }.OrderBy(n => n == "tau" ? 0 : 1)];
        for (int j = 0; j < 3; j++)
            for (int i = 0; i < 3; i++)
            {
                double Value(string name) => name == x ? diagram.X.Values[i] : diagram.Y.Values[j];
                PhaseVerdict expected = new ClaimPhaseClassifier().Classify(order.Aggregate(gan, (g, n) => Set(g, n, Value(n))));
                Assert.Equal(expected.Evidence.AsEnumerable(), diagram[i, j].Evidence.AsEnumerable());
            }
    }
}
