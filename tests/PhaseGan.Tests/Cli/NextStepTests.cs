using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

/// <summary>A person is told what to do next, in one line beside the data; a file or a program is not.</summary>
public sealed class NextStepTests
{
    [Theory]
    [InlineData("check --lambda 1")]
    [InlineData("attractor --lambda 1")]
    [InlineData("trajectory --lambda 1 --until 1")]
    [InlineData("simulate --lambda 1 --n 100 --until 1")]
    [InlineData("map --lambda 1 --tolerance 0.01")]
    [InlineData("diagram --lambda 1 --x alpha:1:2:2 --y eta:1:2:2")]
    [InlineData("branch --lambda 1 --vary alpha:1:2")]
    [InlineData("curve --lambda 1 --tau 0.2 --eta 1 --vary alpha:0.5:2 --and eta:0.9:1.1")]
    [InlineData("completion bash")]
    public void APersonIsToldOneNextStep_OfACommandThatThereIs_AndAProgramNothing(string arguments) => AssertOneNextStep(arguments);

    [Fact]
    public void SoItIsWithFilesAndStores()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("points.csv"), "lambda,lambda_fake,tau,tau_tilde,eta_t,eta_g\n1,1,0.2,0.04,1,1\n");
        AssertOneNextStep($"classify --input {folder.File("points.csv")}");
        const string Grid = "--lambda 1 --x alpha:1:2:2 --y eta:1:2:2";
        Terminal part = Terminal.Run($"diagram {Grid} --store {folder.File("half.db")} --shard 1/2".Split(' '));
        Assert.Equal(0, part.ExitCode);
        Assert.Equal(0, Terminal.Run($"diagram {Grid} --store {folder.File("whole.db")}".Split(' ')).ExitCode);
        AssertOneNextStep($"status {folder.File("half.db")}");
        AssertOneNextStep($"status --format json {folder.File("whole.db")}");
        AssertOneNextStep($"merge --allow-gaps --store {folder.File("#gaps.db")} {folder.File("half.db")}");
        AssertOneNextStep($"merge --store {folder.File("#joined.db")} {folder.File("whole.db")}");
        AssertOneNextStep($"slurm {Grid} --shards 2 --out {folder.File("array")}");
    }

    /// <summary>A script is for the shell that evaluates it, also where messages are seen.</summary>
    [Fact]
    public void AShellThatEvaluatesTheCompletion_IsToldNothing()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(0, PhaseGan.Cli.CommandLine.Run(["completion", "bash"],
            new PhaseGan.Cli.Session(TextReader.Null, output, error, OutputIsTerminal: false, ErrorIsTerminal: true, Spectre.Console.ColorSystemSupport.NoColors, default)));
        Assert.Equal("", error.ToString());
    }

    /// <summary>Runs a command twice, before a person and before a program; # in a name is another letter each time.</summary>
    private static void AssertOneNextStep(string arguments)
    {
        Terminal watched = Terminal.Run(new Terminal.Settings(Watched: true, Variables: new() { ["TERM"] = "dumb" }), arguments.Replace('#', 'a').Split(' ')), piped = Terminal.Run(arguments.Replace('#', 'b').Split(' '));
        Assert.Equal((0, 0), (watched.ExitCode, piped.ExitCode));
        string next = Assert.Single(watched.Error.Split('\n'), l => l.StartsWith("Next: ", StringComparison.Ordinal));
        string[] commands = [.. next.Split('\'').Where(w => w.StartsWith("phasegan ", StringComparison.Ordinal))];
        Assert.All(commands, c => Assert.Equal(0, Terminal.Run([.. c.Split(' ')[1..], "--help"]).ExitCode));
        Assert.True(commands.Length > 0 || next.Contains("--out", StringComparison.Ordinal), next);
        Assert.DoesNotContain("Next: ", watched.Output + piped.Output + piped.Error, StringComparison.Ordinal);
    }
}
