using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>What a registry shows of each package: its own page, how to add it, and what is new.</summary>
[Collection("Packages")]
public sealed partial class PackagePageTests(PackedFeed feed)
{
    [Theory]
    [InlineData("PhaseGan.Dynamics", "dotnet add package PhaseGan.Dynamics")]
    [InlineData("PhaseGan", "dotnet add package PhaseGan")]
    [InlineData("PhaseGan.Plotting", "dotnet add package PhaseGan.Plotting")]
    [InlineData("PhaseGan.Pictures", "dotnet add package PhaseGan.Pictures")]
    [InlineData("PhaseGan.Sqlite", "dotnet add package PhaseGan.Sqlite")]
    [InlineData("PhaseGan.Testing", "dotnet add package PhaseGan.Testing")]
    [InlineData("PhaseGan.Cli", "dotnet tool install --global PhaseGan.Cli")]
    public void APackage_HasAPageOfItsOwn_WithoutALinkThatLeadsNowhere(string package, string install)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(feed.Packages, $"{package}.{feed.Version}.nupkg"));
        string page = Text(archive, "README.md");
        Assert.StartsWith($"# {package}\n", page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains(install + "\n", page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        // a registry shows the page far from the repository
        Assert.All(Links().Matches(page), m => Assert.Matches("^(https://|#)", m.Groups["to"].Value));

        XElement metadata = XDocument.Parse(Text(archive, $"{package}.nuspec")).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
        string Value(string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;
        string notes = Value("releaseNotes");
        Assert.Contains("### Added", notes, StringComparison.Ordinal);
        Assert.InRange(notes.Length, 100, 35_000);
        Assert.Equal("README.md", Value("readme"));
    }

    private static string Text(ZipArchive archive, string name)
    {
        using var reader = new StreamReader(archive.Entries.Single(e => e.FullName == name).Open());
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Links();
}
