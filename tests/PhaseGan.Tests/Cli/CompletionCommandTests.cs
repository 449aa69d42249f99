using System.Diagnostics;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

public sealed class CompletionCommandTests
{
    [Theory]
    [InlineData("bash", "complete -o default -F")]
    [InlineData("zsh", "compdef")]
    [InlineData("powershell", "Register-ArgumentCompleter")]
    public void EachShell_GetsItsScript(string shell, string line)
    {
        Terminal run = Terminal.Run("completion", shell);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(line, run.Output, StringComparison.Ordinal);
        Assert.Equal(2, Terminal.Run("completion", "cobol").ExitCode);
    }

    /// <summary>The command is a stand-in that answers as System.CommandLine does and keeps what it was asked.</summary>
    [SkippableTheory]
    [InlineData("phasegan diag", "phasegan diag", "[suggest:4] diag", "diagram")]
    [InlineData("phasegan diagram --la", "--la", "[suggest:12] diagram --la", "--lambda --lambda-fake --latent")]
    public async Task InBash_TheScriptAsksTheCommand_AndOffersWhatBeginsAsTheWord(string line, string word, string asked, string offered)
    {
        Skip.If(!File.Exists("/bin/bash"), "there is no bash");
        using var folder = new TemporaryFolder();
        string last = word.Split(' ')[^1];
        string script = Terminal.Run("completion", "bash").Output
            + "phasegan() { echo \"$*\" > asked; printf '%s\\n' diagram classify --lambda --lambda-fake --latent --eta; }\n"
            + $"COMP_LINE='{line}'; COMP_POINT={line.Length}; COMP_WORDS=({line}); COMP_CWORD={line.Split(' ').Length - 1}\n"
            + "_phasegan_complete\necho \"${COMPREPLY[*]}\"\n";
        Assert.EndsWith(last, line, StringComparison.Ordinal);
        using var process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(offered, output.Trim());
        Assert.Equal(asked, (await File.ReadAllTextAsync(folder.File("asked"))).Trim());
    }
}
