using System.Globalization;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

public class SimulateCommandTests
{
    private static readonly string[] s_small = ["simulate", "--lambda", "5,3", "--n", "200", "--until", "2"];

    [Theory]
    [InlineData("gram")]
    [InlineData("micro")]
    public void TheTable_HasTheBitsOfTheLibrary_OneRowAReplicaAndTime(string engine)
    {
        using var folder = new TemporaryFolder();
        Terminal run = Terminal.Run([.. s_small, "--engine", engine, "--every", "0.75", "--replicas", "3", "--seed", "7", "--output", folder.File("path.csv")]);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        string[] lines = File.ReadAllLines(folder.File("path.csv"));
        Assert.Equal("replica,t,p_11,p_12,p_21,p_22,q_1,q_2,r_1,r_2,s_12", lines[0]);
        Assert.Equal(1 + 3 * 4, lines.Length);

        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 2, 2);
        double[] times = [0, 0.75, 1.5, 2];
        Simulator simulator = engine == "gram" ? new GramSimulator() : new MicroscopicSimulator();
        Ensemble expected = simulator.Run(gan, MacroState.NearOrigin(gan, 0.03, 1), new SimulationOptions { Dimension = 200, Times = [.. times], Replicas = 3, Seed = 7 });
        for (int replica = 0; replica < 3; replica++)
            for (int time = 0; time < 4; time++)
            {
                double[] row = [.. lines[1 + 4 * replica + time].Split(',').Select(x => double.Parse(x, CultureInfo.InvariantCulture))];
                Assert.Equal([replica, times[time], .. expected.Record(time, replica)], row);
            }
        Assert.Contains("Generic start of size 0.03, seed 1. The mean of 3 trainings leaves the ODE's path by at most", run.Error, StringComparison.Ordinal);
        Assert.Contains("100 %  1200 of 1200 steps", run.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void WithoutOutput_TheTableGoesToStandardOutput_AndThreadsDoNotChangeIt()
    {
        string[] more = ["--replicas", "20", "--points", "3"];
        Terminal one = Terminal.Run([.. s_small, .. more, "--threads", "1"]), three = Terminal.Run([.. s_small, .. more, "--threads", "3"]);
        Assert.Equal((0, 1 + 20 * 3 + 1), (one.ExitCode, one.Output.Split('\n').Length));
        Assert.Equal(one.Output, three.Output);
        Assert.DoesNotContain('\u001b', one.Output + one.Error);
    }

    [Fact]
    public void ASeed_ChangesTheTraining_NotTheStart_AndAGivenStartIsTaken()
    {
        string[] Rows(params string[] more) => Terminal.Run([.. s_small, "--points", "2", .. more]).Output.Split('\n')[1..3];
        string[] one = Rows("--seed", "1"), two = Rows("--seed", "2"), other = Rows("--seed", "1", "--start-seed", "5");
        Assert.Equal(one[0], two[0]);
        Assert.NotEqual(one[1], two[1]);
        Assert.NotEqual(one[0], other[0]);
        Terminal given = Terminal.Run("simulate", "--lambda", "1", "--n", "1e2", "--until", "1", "--p0", "0.3", "--q0", "0.2", "--r0", "0.1", "--seed", "3");
        Assert.Equal(0, given.ExitCode);
        double[] first = [.. given.Output.Split('\n')[1].Split(',').Select(x => double.Parse(x, CultureInfo.InvariantCulture))];
        Assert.All(first.Zip([0, 0, 0.3, 0.2, 0.1]), pair => Assert.Equal(pair.Second, pair.First, 1e-14));
        // 100 steps can give no more than 101 records.
        Assert.Equal(1 + 101 + 1, given.Output.Split('\n').Length);
    }

    [Theory]
    [InlineData("--n 4 --lambda 5,3", "--n is the dimension of the data and must be at least 2d + 1 = 5 for 2 features; got 4")]
    [InlineData("--n 2", "--n must be ≥ 3; got 2")]
    [InlineData("--n 2e12", "--n must not exceed 10^12; got 2000000000000")]
    [InlineData("--n 1e12 --engine micro", "--n must not exceed 2^30 = 1073741824 with --engine micro")]
    [InlineData("--n 100.5", "--n must be a whole number; got '100.5'")]
    [InlineData("--n many", "--n must be a whole number; got 'many'")]
    [InlineData("--n 1e12 --until 1000", "--until 1000 times --n 1000000000000 is 1000000000000000 training steps and must not exceed 2^48")]
    [InlineData("--until 1e300", "must not exceed 2^48")]
    [InlineData("--n 1e6 --until 1e6", "1 replica of 1000000000000 training steps each exceed --max-steps 10000000000; shorten --until, or allow 1000000000000")]
    [InlineData("--replicas 20000", "20000 replicas of 1000000 training steps each exceed --max-steps")]
    [InlineData("--replicas 2000000 --n 10 --until 10 --points 90 --lambda 1,1,1,1", "2000000 replicas at 90 times are too many records")]
    [InlineData("--replicas 0", "--replicas must be ≥ 1; got 0")]
    [InlineData("--until 0", "--until must be > 0; got 0")]
    [InlineData("--until NaN", "--until must be a finite number; got 'NaN'")]
    [InlineData("--until 0.0001 --n 1000", "--until 0.0001 is less than one training step, 1/n = 0.001")]
    [InlineData("--every 0.0001 --n 1000", "--every asks for a record every 0.0001, less than a training step, 1/n = 0.001")]
    [InlineData("--points 1000 --n 10 --until 10", "--points asks for a record every 0.01001")]
    [InlineData("--points 1", "--points must be ≥ 2; got 1")]
    [InlineData("--points 10 --every 1", "--every and --points both set the times of the records")]
    [InlineData("--every 0", "--every must be > 0; got 0")]
    [InlineData("--threads 0", "--threads must be ≥ 1; got 0")]
    [InlineData("--batch 100000", "--batch must not exceed 32768 for 1 feature; got 100000")]
    [InlineData("--engine guess", "Must be one of: 'gram' 'micro'")]
    [InlineData("--p0 0.1 --q0 0.1 --r0 0.1 --start-seed 2", "--epsilon and --start-seed belong to the generic start")]
    [InlineData("--seed one", "--seed must be a whole number; got 'one'")]
    public void BadUsage_IsExplained_WithExitCode2AndNoFile(string arguments, string message)
    {
        using var folder = new TemporaryFolder();
        string[] lambda = arguments.Contains("--lambda ", StringComparison.Ordinal) ? [] : ["--lambda", "1"];
        Terminal run = Terminal.Run(["simulate", .. lambda, .. arguments.Split(' '), "--output", folder.File("path.csv")]);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("phasegan simulate: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void ATrainingThatDiverges_IsNamedWithItsTime_WithExitCode1AndNothingWritten()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["simulate", "--lambda", "2", "--lambda-fake", "0.5", "--strength", "1e4", "--regulariser", "quadratic", "--n", "1000", "--until", "5", "--replicas", "3"];
        foreach (string[] output in (string[][])[[], ["--output", folder.File("path.csv")], ["--engine", "micro"]])
        {
            Terminal run = Terminal.Run([.. command, .. output]);
            Assert.Equal((1, ""), (run.ExitCode, run.Output));
            Assert.Matches(@"phasegan simulate: replica [012] diverged at t = [0-9.]+: after step [0-9]+ its overlaps are not finite; nothing was written. Take a smaller --strength", run.Error);
            Assert.DoesNotContain("ODE", run.Error, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        }
    }

    [Fact]
    public void WithAFiniteStrength_VectorsOfAnyLengthMayBeTheStart()
    {
        string[] common = ["--lambda", "1", "--strength", "3", "--until", "0.01", "--p0", "1.1", "--q0", "-0.4", "--r0", "0.5", "--s0", "2.5", "--z0", "1.7"];
        foreach (string[] command in (string[][])[["simulate", "--n", "100"], ["trajectory"]])
        {
            Terminal run = Terminal.Run([.. command, .. common]);
            Assert.Equal(0, run.ExitCode);
            double[] first = [.. run.Output.Split('\n')[1].Split(',').Select(x => double.Parse(x, CultureInfo.InvariantCulture))];
            Assert.All(first.Zip([0, 0, 1.1, -0.4, 0.5, 2.5, 1.7]), pair => Assert.Equal(pair.Second, pair.First, 1e-14));
            Assert.Contains("S = 2.5, z = 1.7", run.Error, StringComparison.Ordinal);
        }
        Assert.Equal(0, Terminal.Run(["attractor", "--lambda", "1", "--strength", "3", "--p0", "1.1", "--q0", "-0.4", "--r0", "0.5", "--s0", "2.5", "--z0", "1.7"]).ExitCode);
    }

    [Theory]
    [InlineData("--p0 0.1 --q0 0.1 --r0 0.1 --z0 2", "--z0 needs --strength: without it w has unit length and z = 1; got 2")]
    [InlineData("--p0 0.1 --q0 0.1 --r0 0.1 --s0 0.9", "--s0 must have a unit diagonal without --strength")]
    [InlineData("--p0 0.1 --q0 0.1 --r0 0.1 --s0 1.5", "--s0 is an overlap of unit vectors and must lie in [-1, 1]; got 1.5. Vectors of other lengths need --strength")]
    [InlineData("--z0 2 --strength 1", "--p0, --q0 and --r0 go together, and --z0 with them")]
    [InlineData("--p0 1.1 --q0 0 --r0 0 --strength 1", "no vectors have the overlaps of --p0, --q0, --r0, --s0 and --z0")]
    [InlineData("--p0 0 --q0 0 --r0 0 --z0 0 --strength 1", "--z0 must be > 0; got 0")]
    [InlineData("--p0 0 --q0 0 --r0 0 --s0 inf --strength 1", "--s0 must be a finite number; got 'inf'")]
    public void AStartThatCannotBe_IsExplained(string arguments, string message)
    {
        Terminal run = Terminal.Run(["simulate", "--lambda", "1", "--n", "100", "--until", "1", .. arguments.Split(' ')]);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public void APlaceThatCannotBeWritten_IsFoundBeforeTheWork_WithExitCode1()
    {
        using var folder = new TemporaryFolder();
        Terminal run = Terminal.Run([.. s_small, "--output", folder.File("no/path.csv")]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("does not exist", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("%", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnInterruptedSimulation_KeepsTheOlderTable_WithExitCode130()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("path.csv"), "old");
        using CancellationTokenSource source = Interruption.After(200);
        Terminal run = Terminal.Run(new Terminal.Settings(Cancellation: source.Token),
            "simulate", "--lambda", "5,3", "--n", "1e6", "--until", "1000", "--threads", "1", "--output", folder.File("path.csv"));
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("interrupted; nothing was written", run.Error, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(folder.File("path.csv")));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }
}
