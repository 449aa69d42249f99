using System.Diagnostics;
using PhaseGan.Tests.Conventions;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class Condition15SampleTests
{
    [Fact]
    public async Task TheSample_HasFewerThan20Lines_AndFindsThatCondition15IsNotEnoughWhereVariancesDiffer()
    {
        string sample = Path.Combine(SourceTree.Root!, "samples", "Condition15.cs");
        Assert.InRange(File.ReadAllLines(sample).Length, 1, 19);
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["run", sample])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = SourceTree.Root!,
            Environment = { ["DOTNET_NOLOGO"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        string text = await output;
        Assert.True(process.ExitCode == 0, text + await error);

        Assert.Contains("Ok, passed 1000 tests", Section("Equal real and fake variances:", "Different variances:"), StringComparison.Ordinal);
        Assert.Contains("Falsifiable", Section("Different variances:", "Different variances, with"), StringComparison.Ordinal);
        Assert.Contains("Ok, passed 1000 tests", text[text.IndexOf("Different variances, with", StringComparison.Ordinal)..], StringComparison.Ordinal);

        string Section(string from, string to) =>
            text[text.IndexOf(from, StringComparison.Ordinal)..text.IndexOf(to, StringComparison.Ordinal)];
    }
}
