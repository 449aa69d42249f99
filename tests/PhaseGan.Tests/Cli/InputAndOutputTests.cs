using System.Diagnostics;
using PhaseGan.Cli;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

/// <summary>What the command reads, refuses and writes, whatever its arguments, its terminal and who reads on.</summary>
public class InputAndOutputTests
{
    private const string Table = "lambda,lambda_fake,tau,tau_tilde,eta_t,eta_g\n1,1,0.2,0.04,1,1\n";

    [Fact]
    public void AValueThatBeginsWithAnAt_IsTheNameOfAFile()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("@points.csv"), output = folder.File("@out.csv");
        File.WriteAllText(file, Table);
        string here = Environment.CurrentDirectory;
        Assert.Equal(0, Terminal.Run("classify", "--input", file, "--output", output, "--method", "claim").ExitCode);
        Assert.Contains("Success", File.ReadAllText(output), StringComparison.Ordinal);
        Terminal missing = Terminal.Run("classify", "--input", "@none.csv", "--method", "claim");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("@none.csv", missing.Error, StringComparison.Ordinal);
        Terminal stray = Terminal.Run("check", $"@{file}");
        Assert.Equal(2, stray.ExitCode);
        Assert.Contains("unknown here: @", stray.Error, StringComparison.Ordinal);
        Assert.Equal(here, Environment.CurrentDirectory);
    }

    [Theory]
    [InlineData("at most 134217728", "diagram", "--lambda", "1", "--x", "alpha:0.1:4:100000", "--y", "eta:0.1:2.6:100000")]
    [InlineData("at most 134217728", "diagram", "--lambda", "1", "--x", "alpha:0.1:4:50000", "--y", "eta:0.1:2.6:40000", "--store", "x.db")]
    [InlineData("at most 10000000", "diagram", "--lambda", "1", "--x", "alpha:0.1:4:2147483647")]
    [InlineData("at most 10000000", "diagram", "--lambda", "1", "--x", "alpha:0.1:4:3000000000")]
    [InlineData("--eta makes x", "check", "--lambda", "1", "--eta", "1e200")]
    [InlineData("--eta-g makes x", "check", "--lambda", "1", "--eta-t", "1", "--eta-g", "1e200")]
    [InlineData("--tau is τ", "attractor", "--lambda", "1", "--tau", "1e300")]
    [InlineData("--lambda and its product", "trajectory", "--lambda", "1e300")]
    [InlineData("--tau-tilde makes α", "simulate", "--lambda", "1", "--tau", "1e-60", "--tau-tilde", "1e60")]
    [InlineData("at alpha = 0.1, eta = 1E+200: realNoise makes x", "diagram", "--lambda", "1", "--x", "alpha:0.1:4:3", "--y", "eta:0.1:1e200:3")]
    [InlineData("AlphaTo", "map", "--lambda", "1", "--alpha-range", "0:1e300")]
    public void WhatIsTooLarge_IsBadUsage_InOneLine(string message, params string[] args)
    {
        Terminal run = Terminal.Run(args);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.ExitCode);
        Assert.InRange(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 1, 2);
        Assert.DoesNotContain("report it", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public void ADumbTerminal_GetsNoEscapeSequences_AndOthersDo()
    {
        string[] args = ["diagram", "--lambda", "1", "--x", "alpha:0.1:4:8", "--y", "eta:0.1:2.6:8", "--method", "claim"];
        Terminal dumb = Terminal.Run(new Terminal.Settings(Watched: true, Variables: new() { ["TERM"] = "dumb" }), args);
        Assert.DoesNotContain("\u001b", dumb.Output + dumb.Error, StringComparison.Ordinal);
        Assert.Contains("Success", dumb.Output, StringComparison.Ordinal);
        Assert.Contains("\u001b", Terminal.Run(new Terminal.Settings(Watched: true, Variables: new() { ["TERM"] = "xterm" }), args).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void StandardInputThatIsNoText_IsRefused_WithItsLine()
    {
        byte[] bytes = [.. "lambda,lambda_fake,tau,tau_tilde,eta_t,eta_g,note\n1,1,0.2,0.04,1,1,caf"u8, 0xE9, (byte)'\n'];
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = CommandLine.Run(["classify", "--input", "-"], new Session(TextReader.Null, output, error, false, false, Spectre.Console.ColorSystemSupport.NoColors, default) { InputBytes = () => new MemoryStream(bytes) });
        Assert.Equal(1, code);
        Assert.Contains("standard input, line 2: holds bytes that are no UTF-8 text", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", output.ToString());
    }

    [SkippableTheory]
    [InlineData("trajectory --lambda 1 --until 20000 --every 0.02")]
    [InlineData("simulate --lambda 1 --n 40 --until 50 --every 0.025 --replicas 60")]
    [InlineData("map --lambda 1")]
    [InlineData("classify --method claim --input points.csv")]
    public async Task WhereTheReaderHasGone_TheCommandEndsSoon_AndSaysNothing(string command)
    {
        Skip.If(OperatingSystem.IsWindows(), "it needs a shell with pipes");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("points.csv"), Table + string.Concat(Enumerable.Repeat("1,1,0.2,0.04,1,1\n", 5000)));
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"dotnet exec '{typeof(ExitCode).Assembly.Location}' {command} 2>err.txt | head -1; echo ${{PIPESTATUS[0]}}"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(folder.File("points.csv"))!,
        })!;
        string[] lines = (await shell.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2))).Split('\n');
        Assert.Contains(',', lines[0]);
        Assert.Equal("141", lines[1]);
        Assert.DoesNotContain("ipe", await File.ReadAllTextAsync(folder.File("err.txt")), StringComparison.Ordinal);
    }
}
