using Xunit;

namespace PhaseGan.Tests.Cli;

public class CheckCommandTests
{
    [Fact]
    public void Check_ShowsASaddle_WhereInequality15HoldsAndTheDeterminantConditionFails()
    {
        Terminal run = Terminal.Run("check", "--lambda", "3", "--lambda-fake", "1", "--tau", "0.2", "--tau-tilde", "0.02", "--eta", "2.7386127875258306");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string text = string.Join('\n', run.Output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Contains("left side 1.05 ≤ 1.5 holds", text, StringComparison.Ordinal);
        Assert.Contains("right side 1.5 < 3 holds", text, StringComparison.Ordinal);
        Assert.Contains("as a whole holds", text, StringComparison.Ordinal);
        Assert.Contains("smallest -0.6 ≥ 0 fails", text, StringComparison.Ordinal);
        Assert.Contains("perfect recovery, P = I, is a saddle: Claim 1 fails here", text, StringComparison.Ordinal);
        Assert.Contains("Verdict of claim Success", text, StringComparison.Ordinal);
        Assert.Contains("Verdict of ode Success; attractor Undeceived", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ShowsEveryFeatureAndBothSpectra()
    {
        Terminal run = Terminal.Run("check", "--lambda", "5,3", "--eta", "2");
        Assert.Equal(0, run.ExitCode);
        // p*² = (Λ − x)(Λ + x − αΛ)/Λ² with x = 0.8, α = 0.2.
        Assert.Contains("0.8064", run.Output, StringComparison.Ordinal);
        Assert.Contains("0.782222", run.Output, StringComparison.Ordinal);
        // τ(Λ − x) and τ((α − 1)Λ − x) at P = 0.
        Assert.Contains("0.84, 0.44, -0.64, -0.96; 5 neutral", run.Output, StringComparison.Ordinal);
        Assert.Contains("Spectrum at P = I (q = r = 0): stable", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Claim 1 fails", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check", "Option '--lambda' is required")]
    [InlineData("check --lambda 1 --eta-t 2", "--eta-t needs --eta-g")]
    [InlineData("check --lambda 1 --eta-g 2", "--eta-g needs --eta-t")]
    [InlineData("check --lambda 1 --eta 1 --eta-g 2", "--eta sets both noises")]
    [InlineData("check --lambda 1 --eta -1", "--eta is a variance and must be ≥ 0; got -1")]
    [InlineData("check --lambda 1 --eta NaN", "--eta must be a finite number; got 'NaN'")]
    public void BadUsage_IsExplained_WithExitCode2(string arguments, string message)
    {
        Terminal run = Terminal.Run(arguments.Split(' '));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_ShowsAnExampleOfEachCommand_ThatTheCommandAccepts()
    {
        foreach (string command in new[] { "diagram", "classify", "simulate", "trajectory", "particles", "codes", "check", "attractor", "map", "branch", "curve", "boundaries", "prove", "slurm" })
        {
            Terminal help = Terminal.Run(command, "--help");
            Assert.Equal((0, ""), (help.ExitCode, help.Error));
            string example = help.Output.Split("Example:\n  ")[1].Trim();
            Assert.StartsWith($"phasegan {command} --", example, StringComparison.Ordinal);
            string[] args = [.. example.Split(' ').Skip(1), "--help"];
            Assert.Equal(0, Terminal.Run(args).ExitCode);
            Assert.All(example.Split(' ').Where(word => word.StartsWith("--", StringComparison.Ordinal)), option => Assert.Contains($"  {option} ", help.Output, StringComparison.Ordinal));
        }
        Assert.Equal(14, Terminal.Run("--help").Output.Split('\n').Count(line => line.StartsWith("  phasegan ", StringComparison.Ordinal) && line.Contains("--lambda", StringComparison.Ordinal) | line.Contains("--input", StringComparison.Ordinal)));
        Assert.Equal(Terminal.Run("--help").Output, Terminal.Run().Output);
        Assert.Equal(2, Terminal.Run("frob").ExitCode);
    }
}
