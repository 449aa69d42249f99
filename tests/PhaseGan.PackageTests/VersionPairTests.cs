using System.IO.Compression;
using System.Xml.Linq;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>A program that asks for two of the packages by different versions is told so, and is not built.</summary>
[Collection("Packages")]
public sealed class VersionPairTests(PackedFeed feed)
{
    /// <summary>A version that the packages do not have.</summary>
    private const string Other = "9.9.9";

    /// <summary>NuGet may take the core that a program names by itself with no more than a warning; the core's own target ends the build.</summary>
    [Fact]
    public async Task ACoreBesideAnotherVersionOfThePictures_IsNotBuilt()
    {
        string output = await BuildOf("PhaseGan.Plotting", "PhaseGan.Dynamics");
        Assert.Contains("error PHASEGAN001: ", output, StringComparison.Ordinal);
        Assert.Contains($"PhaseGan {feed.Version}, PhaseGan.Dynamics {Other}, PhaseGan.Plotting {feed.Version}", output, StringComparison.Ordinal);
        Assert.Contains("Ask for the same version of each.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoresBesideAnotherVersionOfThePictures_AreNotRestored()
    {
        string output = await BuildOf("PhaseGan.Plotting", "PhaseGan.Sqlite");
        Assert.Contains("error NU1107: ", output, StringComparison.Ordinal);
        Assert.Contains($"PhaseGan (= {feed.Version})", output, StringComparison.Ordinal);
        Assert.Contains($"PhaseGan (= {Other})", output, StringComparison.Ordinal);
    }

    /// <summary>The target knows the packages by name; those of others may be called PhaseGan.Something, too.</summary>
    [Fact]
    public void TheTargetOfTheCore_NamesEveryLibrary()
    {
        using ZipArchive core = ZipFile.OpenRead(Path.Combine(feed.Packages, $"PhaseGan.Dynamics.{feed.Version}.nupkg"));
        using Stream target = core.Entries.Single(e => e.FullName == "buildTransitive/PhaseGan.Dynamics.targets").Open();
        string[] named = XDocument.Load(target).Descendants("_PhaseGanNames").Single().Value.Split(';', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Directory.GetFiles(feed.Packages, "*.nupkg").Where(IsLibrary).Select(Name).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));

        string Name(string file) => Path.GetFileName(file).Replace($".{feed.Version}.nupkg", "", StringComparison.Ordinal);
        static bool IsLibrary(string file)
        {
            using ZipArchive archive = ZipFile.OpenRead(file);
            return archive.Entries.Any(e => e.FullName.StartsWith("lib/", StringComparison.Ordinal));
        }
    }

    /// <summary>The failure of a program that asks for the packed version of one package and for another version of a second one.</summary>
    private async Task<string> BuildOf(string first, string second)
    {
        string folder = feed.Copy("Pair"), others = Path.Combine(folder, "others");
        foreach (string library in new[] { "PhaseGan.Dynamics", "PhaseGan", second }.Distinct())
            await feed.Pack(library, others, "-p:Version=" + Other);
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), new XElement("configuration",
            new XElement("packageSources", new XElement("add", new XAttribute("key", "others"), new XAttribute("value", others))),
            new XElement("packageSourceMapping", new XElement("packageSource", new XAttribute("key", "others"),
                new XElement("package", new XAttribute("pattern", "PhaseGan*"))))).ToString());
        (int exitCode, string output) = await feed.TryRun(folder, "dotnet", "build", "-p:First=" + first, "-p:Second=" + second, "-p:SecondVersion=" + Other);
        Assert.NotEqual(0, exitCode);
        return output;
    }
}
