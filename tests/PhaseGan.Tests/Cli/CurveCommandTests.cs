using System.Globalization;
using System.Text.Json;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

/// <summary>Curves of the command against the exact map of one feature, Λ = Λ̃ = 1 and τ = 0.2.</summary>
public sealed class CurveCommandTests
{
    private const string Plane = "curve --lambda 1 --tau 0.2 --eta 1 --vary alpha:0.02:4 --and eta:0.15:2.2 --lines 8";

    [Fact]
    public void EveryCurveOfTheExactMap_IsInTheTable_ToAllItsDigits()
    {
        using var folder = new TemporaryFolder();
        Terminal run = Terminal.Run([.. Plane.Split(' '), "--figure", folder.File("c.svg")]);
        Assert.Equal(0, run.ExitCode);
        string[] lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal("curve,kind,alpha,eta,p_11,q_1,r_1,unstable,special,error,coefficient,frequency,arc_length,family,end", lines[0]);
        string[][] rows = [.. lines.Skip(1).Select(l => l.Split(','))];
        string[][] folds = [.. rows.Where(r => r[1] == "Fold")], hopfs = [.. rows.Where(r => r[1] == "Hopf" && r[13] == "0")], locked = [.. hopfs.Where(r => Math.Abs(Number(r[4])) < 1e-9)];
        Assert.True(folds.Length > 50 && hopfs.Length - locked.Length > 50 && locked.Length > 10, run.Error);
        Assert.All(folds, r => Assert.Equal(0, Fold(Number(r[3])).Min(alpha => Math.Abs(alpha - Number(r[2]))), 1e-9));
        Assert.All(locked, r => Assert.Equal(2, Number(r[2]), 1e-9));
        // every tenth: the exact map takes its time
        foreach (string[] row in hopfs.Except(locked).Where((_, k) => k % 10 == 0))
        {
            SingleFeatureBoundaryPoint exact = SingleFeaturePhases.HopfPoints(Gan(Number(row[3]))).MinBy(p => Math.Abs(p.Alpha - Number(row[2])));
            Assert.Equal(exact.Alpha, Number(row[2]), 1e-9);
            Assert.Equal(exact.P, Math.Abs(Number(row[4])), 1e-7);
            Assert.Equal(exact.Frequency, Number(row[11]), 1e-7);
        }
        // the curves reach the window's edges, where the first and the last row say why they end
        Assert.Contains(rows, r => r[14] == "RangeReached" && Math.Abs(Number(r[3]) - 0.15) < 1e-12);
        foreach (var curve in rows.GroupBy(r => r[0]))
            Assert.All((string[][])[curve.First(), curve.Last()], r => Assert.NotEqual("", r[14]));
        string svg = File.ReadAllText(folder.File("c.svg"));
        Assert.All((string[])["folds", "Hopf points", "neutral saddles", "Bogdanov–Takens", "zero–Hopf"], name => Assert.Contains($">{name}<", svg, StringComparison.Ordinal));
    }

    [Fact]
    public void NoCurveIsThereTwice_AndCurvesMeetWhereTheyMust()
    {
        string[][] rows = [.. Terminal.Run(Plane.Split(' ')).Output.TrimEnd('\n').Split('\n').Skip(1).Select(l => l.Split(','))];
        // the sign of P is a symmetry: two curves with the same start modulo it are one
        (string, double, double, double)[] starts = [.. rows.GroupBy(r => r[0]).Select(g => g.First()).Select(r => (r[1], Math.Round(Number(r[2]), 6), Math.Round(Number(r[3]), 6), Math.Round(Math.Abs(Number(r[4])), 6)))];
        Assert.Equal(starts.Distinct().Count(), starts.Length);
        Assert.InRange(starts.Count(s => s.Item1 == "Fold"), 1, 1);
        (double, double)[] onFolds = Takens("Fold"), onHopfs = Takens("Hopf");
        Assert.NotEmpty(onFolds);
        Assert.All(onFolds, p => Assert.Contains(onHopfs, h => Math.Abs(h.Item1 - p.Item1) + Math.Abs(h.Item2 - p.Item2) < 1e-10));

        (double, double)[] Takens(string kind) =>
            [.. rows.GroupBy(r => r[0]).Where(g => g.Any(r => r[1] == kind)).SelectMany(g => g).Where(r => r[8] == "BogdanovTakens").Select(r => (Number(r[2]), Number(r[3])))];
    }

    [Fact]
    public void Json_HoldsTheNumbersOfTheTable_TheEndsAndWhatWasNotFollowed()
    {
        const string Arguments = "curve --lambda 1 --tau 0.2 --eta 1 --vary alpha:0.5:4 --and eta:0.8:1.3 --kind fold";
        using JsonDocument json = JsonDocument.Parse(Terminal.Run([.. Arguments.Split(' '), "--format", "json"]).Output);
        string[][] rows = [.. Terminal.Run(Arguments.Split(' ')).Output.TrimEnd('\n').Split('\n').Skip(1).Select(l => l.Split(','))];
        JsonElement curve = Assert.Single(json.RootElement.GetProperty("curves").EnumerateArray());
        Assert.Equal("Folds", curve.GetProperty("kind").GetString());
        Assert.Equal(rows.Where(r => r[1] == "Fold").Select(r => r[2]), curve.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("alpha").GetRawText()));
        Assert.Equal((rows[0][14], rows[^1][14]), (curve.GetProperty("first_end").GetString(), curve.GetProperty("last_end").GetString()));
        Assert.Equal(rows.Count(r => r[8].Length > 0), curve.GetProperty("special").GetArrayLength());
        // one member of the deceived line loses stability alone
        Assert.Contains(json.RootElement.GetProperty("not_followed").EnumerateArray(), p => p.GetProperty("reason").GetString()!.Contains("this member alone", StringComparison.Ordinal));
    }

    /// <summary>On q = r = 0 the trace α − 2x, with x = τη², vanishes for all members of the family together.</summary>
    [Fact]
    public void ACurveOfAWholeFamily_IsFollowed()
    {
        Terminal run = Terminal.Run("curve --lambda 1 --tau 0.2 --eta 1 --vary alpha:0.05:1.1 --and eta:0.5:1.5 --kind hopf --at 0.06".Split(' '));
        string[][] whole = [.. run.Output.TrimEnd('\n').Split('\n').Skip(1).Select(l => l.Split(',')).Where(r => r[1] == "Hopf" && r[13] == "1")];
        Assert.True(whole.Length > 10, run.Error);
        Assert.All(whole, r => Assert.Equal(0.4 * Number(r[3]) * Number(r[3]), Number(r[2]), 1e-10));
        Assert.Contains("on a family of dimension 1", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Beside the generalised Hopf point at (0.1189, 0.2375) cycles have a fold.</summary>
    [Fact]
    public void FoldsOfCycles_AreInTheTable_TheJsonAndThePicture()
    {
        using var folder = new TemporaryFolder();
        const string Arguments = "curve --lambda 1 --tau 0.2 --eta 0.25 --vary alpha:0.12:0.135 --and eta:0.245:0.255 --kind cycle-fold";
        Terminal run = Terminal.Run([.. Arguments.Split(' '), "--figure", folder.File("c.svg"), "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.All(json.RootElement.GetProperty("curves").EnumerateArray(), c => Assert.Equal("CycleFolds", c.GetProperty("kind").GetString()));
        Assert.NotEmpty(json.RootElement.GetProperty("curves").EnumerateArray());
        Assert.Contains(">folds of cycles<", File.ReadAllText(folder.File("c.svg")), StringComparison.Ordinal);
        foreach (JsonElement point in json.RootElement.GetProperty("curves")[0].GetProperty("points").EnumerateArray().Where((_, k) => k % 5 == 0))
        {
            // the cycle is there, and has a multiplier 1 besides the trivial one
            var ode = new ReducedOde(Gan(point.GetProperty("eta").GetDouble()).With(rateRatio: point.GetProperty("alpha").GetDouble()));
            double[] start = [.. ode.CoordinateNames().Select(n => point.GetProperty(n).GetDouble())];
            double[] end = [.. DormandPrince.Integrate(ode, start, point.GetProperty("period").GetDouble()).End];
            Assert.All(start.Zip(end), p => Assert.Equal(p.First, p.Second, 1e-5));
        }
    }

    /// <summary>At a generalised Hopf point folds of cycles begin; at the zero–Hopf point of this window no tori do, which is said.</summary>
    [Fact]
    public void FoldsOfCycles_BeginAtTheGeneralisedHopfPoint_InTheTable_TheJsonAndThePicture()
    {
        using var folder = new TemporaryFolder();
        const string Arguments = "curve --lambda 1 --tau 0.2 --eta 0.25 --vary alpha:0.02:4 --and eta:0.15:0.3 --kind hopf --switch";
        Terminal run = Terminal.Run([.. Arguments.Split(' '), "--figure", folder.File("c.svg")]);
        Assert.True(run.ExitCode == 0, run.Error);
        string[] lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.EndsWith(",period,angle", lines[0], StringComparison.Ordinal);
        string[][] rows = [.. lines.Skip(1).Select(l => l.Split(','))], folds = [.. rows.Where(r => r[1] == "CycleFold")];
        Assert.All(rows, r => Assert.Equal(17, r.Length));
        string[] hopf = Assert.Single(rows, r => r[8] == "GeneralizedHopf");
        Assert.Single(folds.Select(r => r[0]).Distinct());
        Assert.Equal(("ShrinksToRest", "RangeReached"), (folds[0][14], folds[^1][14]));
        Assert.InRange(Math.Abs(Number(hopf[2]) - Number(folds[0][2])) + Math.Abs(Number(hopf[3]) - Number(folds[0][3])), 0, 0.01);
        foreach (string[] row in folds.Where((_, k) => k % 10 == 0))
        {
            var ode = new ReducedOde(Gan(Number(row[3])).With(rateRatio: Number(row[2])));
            double[] start = [.. row[4..7].Select(Number)], end = [.. DormandPrince.Integrate(ode, start, Number(row[15])).End];
            Assert.All(start.Zip(end), p => Assert.Equal(p.First, p.Second, 1e-5));
        }
        Assert.Contains("CycleFolds from GeneralizedHopf at (0.118902, 0.237522)", run.Error, StringComparison.Ordinal);
        Assert.Contains("No curves of cycles followed from ZeroHopf at (0.100044, 0.210239): no curve of tori begins at it", run.Error, StringComparison.Ordinal);
        Assert.Contains(">folds of cycles<", File.ReadAllText(folder.File("c.svg")), StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(Terminal.Run([.. Arguments.Split(' '), "--format", "json"]).Output);
        JsonElement curve = Assert.Single(json.RootElement.GetProperty("curves").EnumerateArray(), c => c.GetProperty("kind").GetString() == "CycleFolds");
        Assert.Equal("GeneralizedHopf", curve.GetProperty("from").GetProperty("special").GetString());
        Assert.Equal(folds.Length, curve.GetProperty("points").GetArrayLength());
        Assert.Contains(json.RootElement.GetProperty("not_followed").EnumerateArray(), p => p.GetProperty("special").GetString() == "ZeroHopf");
    }

    [Fact]
    public void BranchPoints_AreACurveOfTheirOwn()
    {
        string[][] rows = [.. Terminal.Run("curve --lambda 1 --tau 0.2 --eta 1.32 --vary alpha:0.5:4 --and eta:1.1:1.5 --kind branch-point".Split(' ')).Output.TrimEnd('\n').Split('\n').Skip(1).Select(l => l.Split(','))];
        Assert.NotEmpty(rows);
        Assert.All(rows.Where(r => r[1].Length > 0), r => Assert.Equal("BranchPoint", r[1]));
    }

    [Theory]
    [InlineData("--lambda 1 --vary alpha:1:2 --and eta:0.5:3 --kind fold --cycles", "--cycles follows curves of all kinds")]
    [InlineData("--lambda 1 --vary alpha:1:2 --and eta:0.5:3 --kind torus --switch", "--switch begins at points on curves of fixed points, which --kind torus leaves out")]
    [InlineData("--lambda 5,5 --vary alpha:1:2 --and eta:0.5:3 --relative --switch", "--switch follows cycles beside isolated fixed points")]
    [InlineData("--lambda 1 --vary alpha:1:2", "Option '--and' is required")]
    [InlineData("--lambda 1 --vary alpha:1:2 --and eta:1", "--and must read name:from:to; got 'eta:1'")]
    [InlineData("--lambda 1 --vary alpha:1:2 --and alpha:1:2", "both axes are 'alpha'")]
    [InlineData("--lambda 1 --vary alpha:1:2 --and tau-tilde:1:2", "move the same parameter")]
    [InlineData("--lambda 1 --vary alpha:1:2 --and eta:0.5:1", "the options of the model give eta = 2")]
    [InlineData("--lambda 1 --vary alpha:1:2 --and eta:0.5:3 --eta-t 1 --eta-g 2", "vary eta-t, eta-g or x")]
    [InlineData("--lambda 1 --vary alpha:1:2 --and eta:0.5:3 --at 3", "--at must lie in the range of --vary; got 3")]
    [InlineData("--lambda 1 --vary alpha:1:2 --and eta:0.5:3 --kind cusp", "cusp")]
    [InlineData("--lambda 5,3 --vary alpha:1:2 --and eta:0.5:3 --relative", "--relative needs features that can be rotated")]
    [InlineData("--lambda 1 --vary alpha:1:2 --and eta:0.5:3 --lines 1001", "--lines must be ≤ 1000; got 1001")]
    public void BadUsage_IsExplained_WithExitCode2(string arguments, string message)
    {
        Terminal run = Terminal.Run(["curve", .. arguments.Split(' ')]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    /// <summary>α where (A − B + Bα)² = 4Bαx, with A and B of the map: a quadratic.</summary>
    private static double[] Fold(double eta)
    {
        double x = 0.2 * eta * eta, a = 1 - 0.1 * eta, b = 1 + 0.1 * eta;
        double half = 2 * x / b - (a - b) / b, root = Math.Sqrt(half * half - (a - b) * (a - b) / (b * b));
        return [half - root, half + root];
    }

    private static GanParameters Gan(double eta) => new([1], [1], 0.2, 0.2, eta, eta);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
