using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>What a registry shows of each package: its own page and picture, how to add it, where its sources are, and what is new.</summary>
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
        // one section of the changelog and no more
        Assert.Single(notes.Split('\n'), l => l.StartsWith("## ", StringComparison.Ordinal));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(PackedFeed.Repository(), "docs", "images", "icon.png")), Bytes(archive, "icon.png"));
        Assert.DoesNotContain(metadata.Elements(), e => e.Name.LocalName == "projectUrl");
    }

    /// <summary>Whoever publishes the packages says once where the sources are.</summary>
    [Fact]
    public async Task TheAddressOfTheSources_IsSaidOnce_AndIsInThePackage()
    {
        string folder = feed.Copy("Pair");
        await feed.Pack("PhaseGan.Sqlite", folder, "-p:RepositoryUrl=https://example.org/phasegan");
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(folder, $"PhaseGan.Sqlite.{feed.Version}.nupkg"));
        XElement[] metadata = [.. XDocument.Parse(Text(archive, "PhaseGan.Sqlite.nuspec")).Root!.Elements().Single().Elements()];
        Assert.Equal("https://example.org/phasegan", metadata.Single(e => e.Name.LocalName == "projectUrl").Value);
        XElement repository = metadata.Single(e => e.Name.LocalName == "repository");
        Assert.Equal(("git", "https://example.org/phasegan"), (repository.Attribute("type")!.Value, repository.Attribute("url")!.Value));
    }

    /// <summary>A registry takes pictures of a small size, in PNG or JPEG.</summary>
    [Fact]
    public void TheIcon_IsASquarePng()
    {
        byte[] icon = File.ReadAllBytes(Path.Combine(PackedFeed.Repository(), "docs", "images", "icon.png"));
        Assert.Equal([137, 80, 78, 71, 13, 10, 26, 10], icon[..8]);
        Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))));
    }

    private static byte[] Bytes(ZipArchive archive, string name)
    {
        using Stream entry = archive.Entries.Single(e => e.FullName == name).Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Text(ZipArchive archive, string name)
    {
        using var reader = new StreamReader(archive.Entries.Single(e => e.FullName == name).Open());
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Links();
}
