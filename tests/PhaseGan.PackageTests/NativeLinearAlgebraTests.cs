using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>The property UseMkl, which lets the command and the benchmarks reference MathNet's provider of Intel MKL.</summary>
[Collection("Packages")]
public sealed partial class NativeLinearAlgebraTests(PackedFeed feed)
{
    private const string Provider = "MathNet.Numerics.Providers.MKL";

    [Theory]
    [InlineData("src/PhaseGan.Cli")]
    [InlineData("tests/PhaseGan.Benchmarks")]
    public async Task TheProviderIsReferenced_OnlyWhereThePropertyIsGiven(string project)
    {
        Assert.DoesNotContain(Provider, await References(), StringComparison.Ordinal);
        Assert.DoesNotContain(Provider, await References("-p:UseMkl=false"), StringComparison.Ordinal);
        Assert.Contains(Provider, await References("-p:UseMkl=true"), StringComparison.Ordinal);

        async Task<string> References(params string[] arguments)
        {
            string references = await feed.Run(PackedFeed.Repository(), "dotnet", ["msbuild", project, "-getItem:PackageReference", .. arguments]);
            Assert.Contains("\"Identity\"", references, StringComparison.Ordinal);
            return references;
        }
    }

    /// <summary>Where no source has the provider, nothing else is wrong with what the property asks for.</summary>
    [Fact]
    public async Task WithoutTheProvider_TheRestoreOfTheCommandFailsByItAlone()
    {
        string folder = Projects(from: "packed");
        Assert.Equal(0, (await feed.TryRun(folder, "dotnet", "restore", "src/PhaseGan.Cli")).ExitCode);
        (int exitCode, string output) = await feed.TryRun(folder, "dotnet", "restore", "src/PhaseGan.Cli", "-p:UseMkl=true");
        Assert.NotEqual(0, exitCode);
        AssertLacksTheProviderAlone(output);
    }

    [SkippableFact]
    public async Task WithTheProvider_TheCommandIsRestored()
    {
        Skip.If(Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") != "1", "asks a package source for Intel MKL; set PHASEGAN_LONG_TESTS=1");
        (int exitCode, string output) = await feed.TryRun(Projects(from: "nuget.org"), "dotnet", "restore", "src/PhaseGan.Cli", "-p:UseMkl=true");
        if (exitCode != 0)
            AssertLacksTheProviderAlone(output);
        Skip.If(exitCode != 0, $"no package source serves {Provider}");
    }

    private static void AssertLacksTheProviderAlone(string output)
    {
        string[] errors = [.. Errors().Matches(output).Select(m => m.Value).Distinct()];
        Assert.NotEmpty(errors);
        Assert.All(errors, e => Assert.Contains(Provider, e, StringComparison.Ordinal));
    }

    /// <summary>A folder with the projects of the repository and no sources, where the provider may come from one source alone.</summary>
    private string Projects(string from)
    {
        string repository = PackedFeed.Repository(), folder = feed.Copy("Pair");
        string[] files =
        [
            .. Directory.GetFiles(repository, "Directory.*.props"), .. Directory.GetFiles(repository, "Directory.*.targets"), .. Directory.GetFiles(Path.Combine(repository, "src"), "*.props"),
            .. Directory.GetDirectories(Path.Combine(repository, "src")).SelectMany(d => Directory.GetFiles(d, "*.csproj")),
        ];
        foreach (string file in files)
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(repository, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        File.WriteAllText(Path.Combine(folder, "nuget.config"), new XElement("configuration", new XElement("packageSourceMapping",
            new XElement("packageSource", new XAttribute("key", from), new XElement("package", new XAttribute("pattern", from == "packed" ? "PhaseGan*" : "*")),
                new XElement("package", new XAttribute("pattern", Provider))))).ToString());
        return folder;
    }

    [GeneratedRegex("error NU[0-9]+: .*")]
    private static partial Regex Errors();
}
