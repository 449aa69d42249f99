using System.Globalization;
using System.Text.Json;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

public sealed class BranchCommandTests
{
    [Fact]
    public void Branch_WritesEveryBranch_WithBifurcationsWhereTheExactMapHasThem()
    {
        using var folder = new TemporaryFolder();
        Terminal run = Terminal.Run("branch", "--lambda", "1", "--tau", "0.2", "--eta", "1", "--vary", "alpha:0.5:4", "--figure", folder.File("b.svg"));
        Assert.Equal(0, run.ExitCode);
        string[] lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal("branch,alpha,p_11,q_1,r_1,unstable,stability,special,error,coefficient,frequency,arc_length,family", lines[0]);
        string[][] rows = [.. lines.Skip(1).Select(l => l.Split(','))];
        // the fold of Undeceived: (A − B + Bα)² = 4Bαx for Λ = Λ̃ = 1, with A and B of the map at x = 0.2
        double[] folds = [.. rows.Where(r => r[7] == "Fold").Select(r => double.Parse(r[1], CultureInfo.InvariantCulture)).Distinct()];
        var exact = SingleFeaturePhases.Boundaries(new GanParameters([1], [1], 0.2, 0.2, 1, 1), options: new SingleFeatureBoundaryOptions { AlphaFrom = 0.5, AlphaTo = 4, ChordTolerance = 1e-10, VerticalFrom = 0.199, VerticalTo = 0.201 })
            .Where(c => c.Kind == SingleFeatureBoundaryKind.UndeceivedFold).SelectMany(c => c.Points).MinBy(p => Math.Abs(p.Vertical - 0.2));
        Assert.NotEmpty(folds);
        Assert.All(folds, f => Assert.Equal(exact.Alpha, f, 5e-3));
        Assert.Contains("a member of a family of dimension 1", run.Error, StringComparison.Ordinal);
        Assert.Contains("<svg", File.ReadAllText(folder.File("b.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public void Cycles_AreFollowedFromEachHopfPoint_AndDrawn()
    {
        using var folder = new TemporaryFolder();
        Terminal run = Terminal.Run("branch", "--lambda", "1", "--tau", "0.2", "--eta", "0.158113883", "--vary", "alpha:0.05:0.2", "--output", folder.File("b.csv"), "--cycles", folder.File("c.csv"), "--figure", folder.File("b.svg"));
        Assert.Equal(0, run.ExitCode);
        string[] hopfs = [.. File.ReadLines(folder.File("b.csv")).Where(l => l.Contains(",Hopf,", StringComparison.Ordinal))];
        string[] lines = File.ReadAllLines(folder.File("c.csv"));
        Assert.NotEmpty(hopfs);
        Assert.StartsWith("branch,hopf_alpha,alpha,period,p_11_min,p_11_max,", lines[0], StringComparison.Ordinal);
        Assert.True(lines.Length > 10, run.Error);
        Assert.Contains("Cycles from ", run.Error, StringComparison.Ordinal);
        Assert.Contains(" cycles<", File.ReadAllText(folder.File("b.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public void TheWholeDiagram_IsOneTable_OrOneObject_WithThePitchforkOfTheClosedForm()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = "branch --lambda 1 --tau 0.2 --eta 1 --vary alpha:0.5:4 --all --values 4".Split(' ');
        Terminal run = Terminal.Run([.. arguments, "--figure", folder.File("b.svg")]);
        Assert.Equal(0, run.ExitCode);
        string[][] rows = [.. run.Output.TrimEnd('\n').Split('\n').Select(l => l.Split(','))];
        Assert.Equal("branch,kind,alpha,period,p_11_min,p_11_max,q_1_min", string.Join(',', rows[0][..7]));
        Assert.All(rows, r => Assert.Equal(rows[0].Length, r.Length));
        int special = Array.IndexOf(rows[0], "special");
        // 1 − 1/α = (1 − α + x)/(A − α) at x = 0.2, A = 0.9: α = 9/7
        Assert.All(rows.Where(r => r[special] == "Pitchfork"), r => Assert.Equal(9.0 / 7, double.Parse(r[2], CultureInfo.InvariantCulture), 1e-10));
        Assert.Contains("from BranchPoint at 1.28571", run.Error, StringComparison.Ordinal);
        Assert.Contains("Not followed: 1 BranchPoint on branch 1: OnFamily", run.Error, StringComparison.Ordinal);
        Assert.Contains(">pitchfork<", File.ReadAllText(folder.File("b.svg")), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Terminal.Run([.. arguments, "--format", "json"]).Output);
        Assert.Equal(rows.Skip(1).Select(r => r[0]).Distinct().Count(), json.RootElement.GetProperty("branches").GetArrayLength());
        using JsonDocument records = JsonDocument.Parse(Terminal.Run("branch", "--lambda", "1", "--tau", "0.2", "--eta", "1", "--vary", "alpha:0.5:4", "--format", "json").Output);
        Assert.Equal(JsonValueKind.Number, records.RootElement[0].GetProperty("p_11").ValueKind);
    }

    [Theory]
    [InlineData("--lambda 1 --vary alpha:1:2 --all --cycles c.csv", "--all has cycles in its table")]
    [InlineData("--lambda 1 --vary alpha:1:2 --all --at 1.5", "leave out --at")]
    [InlineData("--lambda 1 --vary alpha:1:2 --values 3", "--values belongs to --all")]
    [InlineData("--lambda 1 --vary alpha:1:2 --all --values 0", "--values must be ≥ 1; got 0")]
    [InlineData("--lambda 1 --vary alpha:1", "--vary must read name:from:to; got 'alpha:1'")]
    [InlineData("--lambda 1 --vary gamma:1:2", "--vary names an unknown axis 'gamma'")]
    [InlineData("--lambda 1 --vary alpha:2:1", "must go upwards")]
    [InlineData("--lambda 1 --vary alpha:1:2 --at 3", "--at must lie in the range of --vary; got 3")]
    [InlineData("--lambda 1 --vary alpha:1:2 --coordinate 4", "--coordinate must be ≤ 3 here; got 4")]
    [InlineData("--lambda 1 --vary alpha:1:2 --tau-tilde 0.1", "axis 'alpha' moves what --tau-tilde sets")]
    public void BadUsage_IsExplained_WithExitCode2(string arguments, string message)
    {
        Terminal run = Terminal.Run(["branch", .. arguments.Split(' ')]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
