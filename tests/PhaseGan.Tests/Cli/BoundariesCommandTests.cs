using System.Text.Json;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

public sealed class BoundariesCommandTests
{
    private static readonly string[] s_small = ["boundaries", "--lambda", "1", "--tau", "0.2", "--x", "alpha:0.5:1.5:5", "--y", "eta:1.2:2:5", "--states-only"];

    [Fact]
    public void Boundaries_WritesCurvesChangesAndAPicture()
    {
        using var folder = new TemporaryFolder();
        Terminal run = Terminal.Run([.. s_small, "--out", folder.File("b")]);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Contains("unexplained: 0 of", run.Error, StringComparison.Ordinal);
        Assert.Contains("DeceivedTrace", File.ReadAllText(Path.Combine(folder.File("b"), "curves.csv")), StringComparison.Ordinal);
        Assert.Contains("DeceivedTrace: Deceived", File.ReadAllText(Path.Combine(folder.File("b"), "boundaries.svg")), StringComparison.Ordinal);
        Assert.True(File.ReadLines(Path.Combine(folder.File("b"), "edges.csv")).Count() > 1);
    }

    /// <summary>The trace of the deceived states is zero on α = 2x = 0.4η², at Λ = Λ̃ = 1 and τ = 0.2.</summary>
    [Fact]
    public void TheCurveOfTheTrace_IsTheClosedForm_InTheJson()
    {
        Terminal run = Terminal.Run([.. s_small, "--format", "json"]);
        Assert.Equal(0, run.ExitCode);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement curve = Assert.Single(json.RootElement.GetProperty("curves").EnumerateArray(), c => c.GetProperty("mechanism").GetString() == "DeceivedTrace");
        double[] alpha = [.. curve.GetProperty("alpha").EnumerateArray().Select(v => v.GetDouble())], eta = [.. curve.GetProperty("eta").EnumerateArray().Select(v => v.GetDouble())];
        Assert.All(alpha.Zip(eta), p => Assert.Equal(0.4 * p.Second * p.Second, p.First, 1e-7));
        Assert.InRange(alpha.Length, 5, 1000);
        Assert.Equal(0, json.RootElement.GetProperty("unexplained").GetArrayLength());
    }

    /// <summary>Cells of the finer grid that were labelled have the label of the whole sweep, and those on both sides of each curve are among them.</summary>
    [Fact]
    public void AFinerGrid_IsLabelledBesideTheCurves()
    {
        using var folder = new TemporaryFolder();
        Terminal run = Terminal.Run([.. s_small, "--refine", "4", "--out", folder.File("b")]);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        string[][] rows = [.. File.ReadLines(Path.Combine(folder.File("b"), "refined.csv")).Select(l => l.Split(','))];
        int phase = Array.IndexOf(rows[0], "phase");
        Assert.Equal("inferred", rows[0][^1]);
        Assert.Equal(17 * 17, rows.Length - 1);
        string[][] labelled = [.. rows.Skip(1).Where(r => r[^1] == "false")];
        Assert.InRange(labelled.Length, 25, 17 * 17 - 1);
        Assert.Contains($"Labelled {labelled.Length} of 289 cells", run.Error, StringComparison.Ordinal);
        Terminal whole = Terminal.Run(["diagram", "--lambda", "1", "--tau", "0.2", "--x", "alpha:0.5:1.5:17", "--y", "eta:1.2:2:17", "--out", folder.File("d")]);
        Assert.Equal(0, whole.ExitCode);
        string[][] all = [.. File.ReadLines(Path.Combine(folder.File("d"), "diagram.csv")).Select(l => l.Split(','))];
        Assert.Equal(all.Skip(1).Select(r => r[Array.IndexOf(all[0], "phase")]), rows.Skip(1).Select(r => r[phase]));
        // α = 0.4η² runs through the window: the nearest cells on both sides of it are labelled
        double step = 1.0 / 16;
        foreach (double eta in rows.Skip(1).Select(r => Number(r[1])).Distinct().Where(e => 0.4 * e * e is > 0.5 and < 1.5))
            Assert.All(rows.Skip(1).Where(r => Number(r[1]) == eta && Math.Abs(Number(r[0]) - 0.4 * eta * eta) < 0.999 * step), r => Assert.Equal("false", r[^1]));
        Assert.Contains("<svg", File.ReadAllText(Path.Combine(folder.File("b"), "refined.svg")), StringComparison.Ordinal);

        static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("--lambda 1 --refine 3", "--refine writes its table and its picture in the folder of --out; name one")]
    [InlineData("--lambda 1 --refine 1 --out x", "--refine")]
    [InlineData("--lambda 1 --method claim", "boundaries are explained for labels of the ODE")]
    [InlineData("--lambda 1 --stats-only", "did you mean --states-only?")]
    public void BadUsage_IsExplained_WithExitCode2(string arguments, string message)
    {
        Terminal run = Terminal.Run(["boundaries", .. arguments.Split(' ')]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
