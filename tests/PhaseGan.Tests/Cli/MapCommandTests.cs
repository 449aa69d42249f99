using System.Globalization;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

public class MapCommandTests
{
    [Fact]
    public void Map_WritesEveryVertexOfEveryBoundary()
    {
        Terminal run = Terminal.Run("map", "--lambda", "1", "--tau", "0.2", "--eta", "1", "--tolerance", "1e-5");
        Assert.Equal(0, run.ExitCode);
        var curves = SingleFeaturePhases.Boundaries(new GanParameters([1], [1], 0.2, 0.2, 1, 1), options: new SingleFeatureBoundaryOptions { ChordTolerance = 1e-5 });
        string[] lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal("curve,piece,alpha,x,criticality,bounds_attractors,p,q,r,frequency,first_lyapunov", lines[0]);
        Assert.Equal(curves.Sum(c => c.Points.Length), lines.Length - 1);
        int row = 1;
        foreach (SingleFeatureBoundary curve in curves)
            foreach (SingleFeatureBoundaryPoint point in curve.Points)
            {
                string[] cells = lines[row++].Split(',');
                Assert.Equal(curve.Kind.ToString(), cells[0]);
                Assert.Equal((point.Alpha, point.Vertical), (Number(cells[2]), Number(cells[3])));
                Assert.Equal(curve.Criticality == HopfCriticality.None ? "" : curve.Criticality.ToString(), cells[4]);
            }
        Assert.Contains("vertices", run.Error, StringComparison.Ordinal);
        // the trace vanishes on x = α/2, the feature hides at x = 1
        Assert.All(lines.Where(l => l.StartsWith("DeceivedTrace,", StringComparison.Ordinal)).Select(l => l.Split(',')), c => Assert.Equal(Number(c[2]) / 2, Number(c[3]), 1e-12));
        Assert.All(lines.Where(l => l.StartsWith("FeatureVisible,", StringComparison.Ordinal)).Select(l => l.Split(',')), c => Assert.Equal(1, Number(c[3]), 1e-12));
    }

    [Fact]
    public void Map_KeepsToItsWindow_InThePlaneOfEta()
    {
        Terminal run = Terminal.Run("map", "--lambda", "1", "--plane", "alpha-eta", "--alpha-range", "0.5:1.5", "--eta-range", "1:2", "--tolerance", "1e-4");
        Assert.Equal(0, run.ExitCode);
        string[] lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.StartsWith("curve,piece,alpha,eta,", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.StartsWith("DeceivedTrace,", StringComparison.Ordinal));
        Assert.All(lines.Skip(1).Select(l => l.Split(',')), c =>
        {
            Assert.InRange(Number(c[2]), 0.5 - 1e-9, 1.5 + 1e-9);
            Assert.InRange(Number(c[3]), 1 - 1e-9, 2 + 1e-9);
        });
    }

    [Fact]
    public void Map_WritesACertificateOfEachCurve_ThatIsProvedFromEndToEnd()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("curves.jsonl");
        Terminal run = Terminal.Run("map", "--lambda", "1", "--tau", "0.2", "--plane", "alpha-eta", "--alpha-range", "0.5:3", "--eta-range", "0.5:2.4", "--tolerance", "1e-3", "--certificates", file);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("none is left", run.Error, StringComparison.Ordinal);
        string[] certificates = File.ReadAllLines(file);
        foreach (string name in run.Output.Split('\n').Skip(1).Where(l => l.Length > 0).Select(l => l.Split(',')[0]).Distinct())
            Assert.Contains(certificates, c => c.Contains($"\"boundary\":\"{name}\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--lambda 5,3", "the exact map is that of one feature; --lambda has 2 entries")]
    [InlineData("--lambda 1 --eta-range 0:2", "--eta-range does not belong to the plane alpha-x; give --x-range")]
    [InlineData("--lambda 1 --plane alpha-eta --x-range 0:2", "--x-range does not belong to the plane alpha-eta; give --eta-range")]
    [InlineData("--lambda 1 --plane alpha-eta --eta 2", "axis 'eta' moves what --eta sets")]
    [InlineData("--lambda 1 --alpha-range 2:1", "--alpha-range must go upwards from a number ≥ 0; got '2:1'")]
    [InlineData("--lambda 1 --alpha-range 2", "--alpha-range must read from:to, two finite numbers; got '2'")]
    [InlineData("--lambda 1 --tolerance 2", "--tolerance must lie in [1e-10, 1]; got 2")]
    [InlineData("--lambda 1 --tau-tilde 0.1", "unknown here: --tau-tilde 0.1")]
    [InlineData("--lambda 1 --plane alpha-tau", "'alpha-tau'")]
    [InlineData("--lambda 1 --certificates curves.jsonl", "--certificates takes --plane alpha-eta with --alpha-range and --eta-range that both start above 0")]
    [InlineData("--lambda 1 --plane alpha-eta --alpha-range 0.1:4 --certificates curves.jsonl", "--certificates takes --plane alpha-eta")]
    public void BadUsage_IsExplained_WithExitCode2(string arguments, string message)
    {
        Terminal run = Terminal.Run(["map", .. arguments.Split(' ')]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
