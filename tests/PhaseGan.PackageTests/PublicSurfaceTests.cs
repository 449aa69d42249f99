using System.IO.Compression;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>
/// What each package offers is listed in docs/api, a line a member, so that a change of it is seen as such. PHASEGAN_ACCEPT=1 writes the lists anew.
/// </summary>
[Collection("Packages")]
public sealed class PublicSurfaceTests(PackedFeed feed)
{
    [Theory]
    [InlineData("PhaseGan.Dynamics")]
    [InlineData("PhaseGan")]
    [InlineData("PhaseGan.Plotting")]
    [InlineData("PhaseGan.Sqlite")]
    [InlineData("PhaseGan.Pictures")]
    [InlineData("PhaseGan.Testing")]
    public void TheSurfaceOfAPackage_IsTheOneThatIsListed(string package)
    {
        string folder = Directory.CreateTempSubdirectory("phasegan-surface-").FullName;
        try
        {
            string[] libraries = [.. Directory.GetFiles(feed.Packages, "PhaseGan*.nupkg").Select(p => Unpack(p, folder)).OfType<string>()];
            string[] surface = PublicSurface.Of(Path.Combine(folder, package + ".dll"), libraries.Where(l => Path.GetFileNameWithoutExtension(l) != package));
            string list = Path.Combine(PackedFeed.Repository(), "docs", "api", package + ".txt");
            if (Environment.GetEnvironmentVariable("PHASEGAN_ACCEPT") == "1")
                File.WriteAllLines(list, surface);
            string[] listed = File.ReadAllLines(list);
            string[] gone = [.. listed.Except(surface).Select(l => "gone: " + l)], added = [.. surface.Except(listed).Select(l => "added: " + l)];
            Assert.True(gone.Length + added.Length == 0,
                $"The surface of {package} is not the one of docs/api/{package}.txt:\n{string.Join('\n', gone.Concat(added))}\n"
                + "What is gone breaks users. If the change is meant, run these tests with PHASEGAN_ACCEPT=1 and commit the list.");
            Assert.InRange(surface.Length, 5, int.MaxValue);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The library of a package, copied to a folder; null for a command, which has none.</summary>
    private static string? Unpack(string package, string folder)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        if (archive.Entries.SingleOrDefault(e => e.FullName.StartsWith("lib/net10.0/", StringComparison.Ordinal) && e.Name.EndsWith(".dll", StringComparison.Ordinal)) is not { } entry)
            return null;
        string file = Path.Combine(folder, entry.Name);
        entry.ExtractToFile(file);
        return file;
    }
}
