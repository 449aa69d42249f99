using System.Runtime.InteropServices;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>
/// What docs/native.md compiles ahead of time, published once as it says but into a folder of its own. A test that asks for it is skipped where there is no linker, or where no package source
/// serves the compiler; and where nobody asks for it with PHASEGAN_NATIVE=1, since the compiler takes minutes.
/// </summary>
public sealed class NativeBuilds : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("phasegan-native-").FullName;
    private readonly Dictionary<string, Task<(int ExitCode, string Output)>> published = [];

    /// <summary>Publishes a project of the folder src and gives the folder of its files.</summary>
    public async Task<string> Publish(PackedFeed feed, string project)
    {
        Skip.If(Environment.GetEnvironmentVariable("PHASEGAN_NATIVE") != "1", "compiles ahead of time for minutes; set PHASEGAN_NATIVE=1");
        (int exitCode, string output) = await Published(feed, project);
        Skip.If(exitCode != 0 && output.Contains("Platform linker", StringComparison.Ordinal), "there is no linker (clang or gcc)");
        Skip.If(exitCode != 0 && output.Contains("error NU110", StringComparison.Ordinal) && output.Contains("ILCompiler", StringComparison.Ordinal), "no package source serves the native compiler");
        Assert.True(exitCode == 0, output);
        return Folder(project);
    }

    /// <summary>What the compiler said when it made a project.</summary>
    public async Task<string> Messages(PackedFeed feed, string project)
    {
        await Publish(feed, project);
        return (await Published(feed, project)).Output;
    }

    /// <summary>Removes everything.</summary>
    public void Dispose() => Directory.Delete(root, recursive: true);

    private string Folder(string project) => Path.Combine(root, project);

    private Task<(int ExitCode, string Output)> Published(PackedFeed feed, string project)
    {
        if (!published.TryGetValue(project, out Task<(int ExitCode, string Output)>? result))
            // the ordinary build has asked the analyzers, which take as long as the compiler
            published[project] = result = feed.TryRun(PackedFeed.Repository(), "dotnet", "publish", Path.Combine("src", project), "-c", "Release", "-p:PublishAot=true", "-p:IlcInstructionSet=x86-64-v3", "-p:RunAnalyzers=false",
                "-r", RuntimeInformation.RuntimeIdentifier, "--artifacts-path", Path.Combine(root, "artifacts"), "-o", Folder(project));
        return result;
    }
}
