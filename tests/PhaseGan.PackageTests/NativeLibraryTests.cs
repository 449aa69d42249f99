using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>The C library, from C and from Python: its labels are those of the command, and bad input is answered with a number and a text.</summary>
[Collection("Packages")]
public sealed class NativeLibraryTests(PackedFeed feed, NativeBuilds builds)
{
    private const string Project = "PhaseGan.Native";

    [SkippableFact]
    public async Task FromPython_TheReadmesGridHasTheLabelsOfTheCommand()
    {
        string? python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);
        Skip.If(python is null, "python3 is not installed");
        string folder = await builds.Publish(feed, Project), sample = Path.Combine(PackedFeed.Repository(), "samples", "native_diagram.py");
        string output = await feed.Run(folder, python!, sample, Path.Combine(folder, "libphasegan.so"), feed.Reference);
        Assert.Contains("4096 cells, identical", output, StringComparison.Ordinal);
        // a table with another label is noticed
        string other = Path.Combine(feed.Folder("python"), "diagram.csv");
        string[] rows = await File.ReadAllLinesAsync(feed.Reference);
        rows[^1] = rows[^1].Replace(",Fail,", ",Success,", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(other, rows);
        (int exitCode, output) = await feed.TryRun(folder, python!, sample, Path.Combine(folder, "libphasegan.so"), other);
        Assert.Equal((1, true), (exitCode, output.Contains("not identical", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task FromC_GoodInputIsLabelled_AndBadInputGetsANumberAndAText()
    {
        string folder = feed.Copy("C"), output = await Compiled(folder, "library.c");
        string expected = (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Consumers", "C", "library.txt"))).Replace("$(PhaseGanVersion)", feed.Version, StringComparison.Ordinal);
        Assert.Equal(expected.Split('\n'), output.Split('\n'));
    }

    [SkippableFact]
    public async Task FromC_TheProgramOfThePageSaysWhatThePageSays()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(PackedFeed.Repository(), "docs", "native.md")), folder = feed.Folder("page");
        await File.WriteAllTextAsync(Path.Combine(folder, "point.c"), page.Split("```c\n")[1].Split("```")[0]);
        Assert.Contains($"prints `{(await Compiled(folder, "point.c")).TrimEnd()}`", page, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task TheCompilerWarnsOfNothingOfOurs()
    {
        string messages = await builds.Messages(feed, Project);
        Assert.DoesNotContain("warning IL", messages, StringComparison.Ordinal);
        Assert.Equal(["libphasegan.so", "phasegan.h"], Directory.GetFiles(await builds.Publish(feed, Project)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>Compiles a program of C against the library with all warnings, runs it and gives what it printed.</summary>
    private async Task<string> Compiled(string folder, string source)
    {
        string library = await builds.Publish(feed, Project), program = Path.Combine(folder, Path.GetFileNameWithoutExtension(source));
        string? compiler = new[] { "/usr/bin/clang", "/usr/bin/gcc" }.FirstOrDefault(File.Exists);
        Skip.If(compiler is null, "there is no C compiler (clang or gcc)");
        await feed.Run(folder, compiler!, "-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-I", library, source, "-o", program, "-L", library, "-lphasegan", $"-Wl,-rpath,{library}", "-lm");
        return await feed.Run(folder, program);
    }
}
