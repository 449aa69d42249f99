using System.Diagnostics;
using PhaseGan.Tests.Conventions;
using Xunit;

namespace PhaseGan.Tests.Samples;

/// <summary>Runs a program of the folder samples as a reader would.</summary>
internal static class Sample
{
    /// <summary>The file of a sample.</summary>
    public static string Source(string name) => Path.Combine(SourceTree.Root!, "samples", name);

    /// <summary>Runs a sample to its end, which must be success, and gives what it printed.</summary>
    public static Task<string> Run(string name, params string[] args) => RunIn(SourceTree.Root!, name, args);

    /// <summary>The same in a folder.</summary>
    public static async Task<string> RunIn(string folder, string name, params string[] args)
    {
        // The configuration that the tests themselves were built in is there already.
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["run", "-c", Configuration, Source(name), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            Environment = { ["DOTNET_NOLOGO"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        Assert.True(process.ExitCode == 0, await output + await error);
        return await output;
    }

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif
}
