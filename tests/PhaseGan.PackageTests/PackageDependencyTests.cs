using System.IO.Compression;
using System.Xml.Linq;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>The packages use what is internal to each other, so each goes with the others of its own version alone.</summary>
[Collection("Packages")]
public sealed class PackageDependencyTests(PackedFeed feed)
{
    [Theory]
    [InlineData("PhaseGan.Plotting")]
    [InlineData("PhaseGan.Sqlite")]
    [InlineData("PhaseGan.Testing")]
    public void APackage_DependsOnExactlyItsOwnVersionOfTheOthers(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(feed.Packages, $"{package}.{feed.Version}.nupkg"));
        using Stream nuspec = archive.Entries.Single(e => e.FullName == $"{package}.nuspec").Open();
        var dependencies = XDocument.Load(nuspec).Descendants().Where(e => e.Name.LocalName == "dependency").ToDictionary(e => e.Attribute("id")!.Value, e => e.Attribute("version")!.Value);
        Assert.Equal($"[{feed.Version}]", dependencies["PhaseGan"]);
        Assert.All(dependencies.Where(d => d.Key.StartsWith("PhaseGan", StringComparison.Ordinal)), d => Assert.Equal($"[{feed.Version}]", d.Value));
        // packages of others may be newer
        Assert.DoesNotContain(dependencies, d => !d.Key.StartsWith("PhaseGan", StringComparison.Ordinal) && d.Value.StartsWith('['));
    }
}
