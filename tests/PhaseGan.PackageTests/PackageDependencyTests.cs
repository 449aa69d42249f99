using System.IO.Compression;
using System.Xml.Linq;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>The packages use what is internal to each other, so each goes with the others of its own version alone.</summary>
[Collection("Packages")]
public sealed class PackageDependencyTests(PackedFeed feed)
{
    [Theory]
    [InlineData("PhaseGan", "PhaseGan.Dynamics")]
    [InlineData("PhaseGan.Plotting", "PhaseGan")]
    [InlineData("PhaseGan.Sqlite", "PhaseGan")]
    [InlineData("PhaseGan.Pictures", "PhaseGan")]
    [InlineData("PhaseGan.Testing", "PhaseGan")]
    public void APackage_DependsOnExactlyItsOwnVersionOfTheOthers(string package, string other)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(feed.Packages, $"{package}.{feed.Version}.nupkg"));
        using Stream nuspec = archive.Entries.Single(e => e.FullName == $"{package}.nuspec").Open();
        var dependencies = XDocument.Load(nuspec).Descendants().Where(e => e.Name.LocalName == "dependency").ToDictionary(e => e.Attribute("id")!.Value, e => e.Attribute("version")!.Value);
        Assert.Equal($"[{feed.Version}]", dependencies[other]);
        Assert.All(dependencies.Where(d => d.Key.StartsWith("PhaseGan", StringComparison.Ordinal)), d => Assert.Equal($"[{feed.Version}]", d.Value));
        // packages of others may be newer
        Assert.DoesNotContain(dependencies, d => !d.Key.StartsWith("PhaseGan", StringComparison.Ordinal) && d.Value.StartsWith('['));
    }
}
