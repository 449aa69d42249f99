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

    [Theory]
    [InlineData("--lambda 1 --method claim", "boundaries are explained for labels of the ODE")]
    [InlineData("--lambda 1 --stats-only", "did you mean --states-only?")]
    public void BadUsage_IsExplained_WithExitCode2(string arguments, string message)
    {
        Terminal run = Terminal.Run(["boundaries", .. arguments.Split(' ')]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
