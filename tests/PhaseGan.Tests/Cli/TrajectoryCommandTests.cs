using System.Globalization;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

public class TrajectoryCommandTests
{
    private static readonly string[] s_start = ["--p0", "0.2", "--q0", "0.3", "--r0", "0.1"];

    [Theory]
    [InlineData("", "replica,t,p_11,q_1,r_1,z")]
    [InlineData("--loss tanh --latent uniform", "replica,t,p_11,q_1,r_1,z")]
    [InlineData("--loss logistic --regulariser quadratic --strength 5 --latent rademacher --batch 3", "replica,t,p_11,q_1,r_1,s_11,z")]
    public void TheTable_HasTheBitsOfTheLibrary(string options, string header)
    {
        using var folder = new TemporaryFolder();
        Terminal run = Terminal.Run(["trajectory", "--lambda", "2", .. Split(options), .. s_start, "--until", "2", "--every", "0.75", "--output", folder.File("path.csv")]);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        string[] lines = File.ReadAllLines(folder.File("path.csv"));
        Assert.Equal(header, lines[0]);
        Assert.Equal(1 + 4, lines.Length);

        var gan = new GanParameters([2], [2], 0.2, 0.04, 2, 2, batchSize: options.Contains("batch", StringComparison.Ordinal) ? 3 : 1);
        IVectorField<MacroState> ode = options.Length == 0 ? new ReducedOde(gan)
            : options.Contains("tanh", StringComparison.Ordinal) ? new UnitNormOde(gan, new TrainingRule { Loss = GanLoss.Tanh, RealCodes = LatentLaw.Uniform, FakeCodes = LatentLaw.Uniform })
            : new GeneralOde(gan, new TrainingRule
            {
                Loss = GanLoss.Logistic, Regulariser = Regulariser.Quadratic, Strength = 5, RealCodes = LatentLaw.Rademacher, FakeCodes = LatentLaw.Rademacher,
            });
        Trajectory path = DormandPrince.Integrate(ode, MacroState.Diagonal([0.2], [0.3], [0.1]), 2);
        double[] times = [0, 0.75, 1.5, 2];
        for (int k = 0; k < 4; k++)
        {
            double[] y = path.At(times[k]), row = [.. lines[1 + k].Split(',').Select(x => double.Parse(x, CultureInfo.InvariantCulture))];
            Assert.Equal(ode is GeneralOde ? [0, times[k], .. y] : [0, times[k], .. y, 1], row);
        }
        Assert.Contains("From P = 0.2, q = 0.3, r = 0.1.", run.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("--loss tanh --strength 3", 3)]
    public void ItsRows_StandBesideThoseOfSimulate_WhichFollowsItsPath(string options, int more)
    {
        // one replica at n = 10^5 wanders off by a few thousandths; the bound is more than ten of them
        string[] common = ["--lambda", "5,3", .. Split(options), "--epsilon", "0.3", "--until", "1", "--every", "0.5"];
        string[] path = Terminal.Run(["trajectory", .. common]).Output.TrimEnd().Split('\n');
        string[] training = Terminal.Run(["simulate", .. common, "--n", "100000"]).Output.TrimEnd().Split('\n');
        string[] left = path[0].Split(','), right = training[0].Split(',');
        Assert.Equal(more > 0 ? left : left[..^1], right);
        Assert.Equal(11 + more, right.Length);
        for (int row = 1; row < 4; row++)
        {
            double[] ode = Numbers(path[row]), simulated = Numbers(training[row]);
            for (int k = 0; k < simulated.Length; k++)
                Assert.Equal(ode[k], simulated[k], 0.05);
        }

        static double[] Numbers(string line) => [.. line.Split(',').Select(x => double.Parse(x, CultureInfo.InvariantCulture))];
    }

    [Theory]
    [InlineData("trajectory --regulariser quadratic", "--regulariser quadratic needs a finite --strength")]
    [InlineData("simulate --regulariser logcosh", "--regulariser logcosh needs a finite --strength")]
    [InlineData("trajectory --strength 0", "--strength must be > 0; got 0")]
    [InlineData("trajectory --strength inf", "--strength must be a finite number; got 'inf'")]
    [InlineData("attractor --loss hinge", "'hinge'")]
    [InlineData("diagram --latent cauchy", "'cauchy'")]
    [InlineData("diagram --loss tanh --method claim", "--method claim is about linear losses and unit norms")]
    [InlineData("diagram --strength 2 --method claim", "H = logcosh, λ = 2")]
    [InlineData("check --loss tanh", "unknown here: --loss")]
    [InlineData("map --strength 2", "unknown here: --strength")]
    [InlineData("simulate --lambda-fake 1 --batch 0", "--batch must be ≥ 1; got 0")]
    [InlineData("trajectory --until 1 --every 1e-9", "must ask for at most 10000000")]
    public void WhatCannotBe_IsBadUsage_AndNamesValueAndRule(string args, string message)
    {
        Terminal run = Terminal.Run([.. args.Split(' '), "--lambda", "1"]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TooManyFeaturesForTheCodes_AreBadUsage()
    {
        Terminal run = Terminal.Run("trajectory", "--lambda", string.Join(',', Enumerable.Repeat(1, 17)), "--loss", "tanh", "--latent", "rademacher");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("there may be at most 16 of them; got 17", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, Terminal.Run("trajectory", "--lambda", "1,1,1,1,1,1,1,1,1", "--loss", "tanh", "--latent", "uniform", "--until", "1").ExitCode);
    }

    [Fact]
    public void APathThatBlowsUp_IsAFailure_AndLeavesNoFile()
    {
        // linear losses, η_T − η_G > λ sup H' = 1: nothing holds w
        using var folder = new TemporaryFolder();
        Terminal run = Terminal.Run(
            "trajectory", "--lambda", "1", "--eta-t", "9", "--eta-g", "1", "--strength", "1", "--until", "100", "--output", folder.File("path.csv"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the path ends at t = ", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void DiagramClassifyAndAttractor_LabelTheSamePointsAlike_UnderTheSameRule()
    {
        // τ̃ = 0.2, η = 2.5: failure for linear losses, not for tanh
        using var folder = new TemporaryFolder();
        string[] rule = ["--loss", "tanh", "--latent", "uniform"];
        File.WriteAllText(folder.File("points.csv"), "lambda,lambda_fake,tau,tau_tilde,eta_t,eta_g,p0,q0,r0\n1,1,0.2,0.02,2.5,2.5,0.05,0.05,0.02\n");
        string Phase(params string[] more)
        {
            string[] lines = Terminal.Run(["classify", "--input", folder.File("points.csv"), .. more]).Output.Split('\n');
            return lines[1].Split(',')[Array.IndexOf(lines[0].Split(','), "phase")];
        }
        string[] point = ["--lambda", "1", "--tau-tilde", "0.02", "--eta", "2.5", "--p0", "0.05", "--q0", "0.05", "--r0", "0.02"];
        Assert.Equal("Fail", Phase());
        Assert.Equal("Success", Phase(rule));
        Assert.Equal("Success", Phase("--batch", "4"));
        Assert.Equal("Success", Phase("--loss", "tanh", "--strength", "20"));
        Assert.Contains("\"phase\": \"Success\"", Terminal.Run(["attractor", .. point, .. rule, "--format", "json"]).Output, StringComparison.Ordinal);
        Assert.Contains("\"phase\": \"Fail\"", Terminal.Run(["attractor", .. point, "--format", "json"]).Output, StringComparison.Ordinal);
        Assert.Contains("f = f̃ = tanh, uniform codes", Terminal.Run(["attractor", .. point, .. rule]).Output, StringComparison.Ordinal);

        Terminal diagram = Terminal.Run(
            ["diagram", "--lambda", "1", "--x", "alpha:0.1:0.2:2", "--y", "eta:2.4:2.5:2", .. point[^6..], .. rule, "--batch", "2", "--out", folder.File("d")]);
        Assert.Equal(0, diagram.ExitCode);
        Assert.Contains("Success              4  (100.0 %)", diagram.Output, StringComparison.Ordinal);
        string svg = File.ReadAllText(folder.File("d/diagram.svg"));
        Assert.Contains("m = 2, f = f̃ = tanh, uniform codes", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("x = Λ", svg, StringComparison.Ordinal);

        File.WriteAllText(folder.File("points.csv"), "lambda,lambda_fake,tau,tau_tilde,eta_t,eta_g,batch\n1,1,0.2,0.02,2.5,2.5,1\n");
        Terminal both = Terminal.Run("classify", "--input", folder.File("points.csv"), "--batch", "4");
        Assert.Equal(2, both.ExitCode);
        Assert.Contains("--batch 4 is for tables without a column batch", both.Error, StringComparison.Ordinal);
    }

    private static string[] Split(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
