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
    public void APersonIsToldOneNextStep_OfACommandThatThereIs_AndAProgramNothing(string arguments)
    {
        Terminal watched = Terminal.Run(new Terminal.Settings(Watched: true, Variables: new() { ["TERM"] = "dumb" }), arguments.Split(' ')), piped = Terminal.Run(arguments.Split(' '));
        Assert.Equal((0, 0), (watched.ExitCode, piped.ExitCode));
        string next = Assert.Single(watched.Error.Split('\n'), l => l.StartsWith("Next: ", StringComparison.Ordinal));
        string[] commands = [.. next.Split('\'').Where(w => w.StartsWith("phasegan ", StringComparison.Ordinal))];
        Assert.All(commands, c => Assert.Equal(0, Terminal.Run([.. c.Split(' ')[1..], "--help"]).ExitCode));
        Assert.True(commands.Length > 0 || next.Contains("--out", StringComparison.Ordinal), next);
        Assert.DoesNotContain("Next: ", watched.Output + piped.Output + piped.Error, StringComparison.Ordinal);
    }
}
