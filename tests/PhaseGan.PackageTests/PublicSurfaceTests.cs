using System.IO.Compression;
using System.Runtime.Loader;
using PublicApiGenerator;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>
/// What each package offers is listed in docs/api as C# declares it, so that a change of it is seen as such. PHASEGAN_ACCEPT=1 writes the lists anew.
/// </summary>
[Collection("Packages")]
public sealed class PublicSurfaceTests(PackedFeed feed)
{
    private const string Accept = "PHASEGAN_ACCEPT=1 dotnet test tests/PhaseGan.PackageTests -c Release --filter PublicSurface";

    private static readonly ApiGeneratorOptions s_options = new() { IncludeAssemblyAttributes = false };

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
        var context = new AssemblyLoadContext(package, isCollectible: true);
        try
        {
            foreach (string packed in Directory.GetFiles(feed.Packages, "PhaseGan*.nupkg"))
                Unpack(packed, folder);
            string[] surface = context.LoadFromAssemblyPath(Path.Combine(folder, package + ".dll")).GeneratePublicApi(s_options).ReplaceLineEndings("\n").Split('\n');
            string list = Path.Combine(PackedFeed.Repository(), "docs", "api", package + ".txt");
            if (Environment.GetEnvironmentVariable("PHASEGAN_ACCEPT") == "1")
                File.WriteAllText(list, string.Join('\n', surface) + "\n");
            string[] listed = File.ReadAllLines(list);
            string[] gone = [.. listed.Except(surface).Select(l => "gone: " + l)], added = [.. surface.Except(listed).Select(l => "added: " + l)];
            Assert.True(listed.SequenceEqual(surface),
                $"The surface of {package} is not the one of docs/api/{package}.txt:\n{string.Join('\n', gone.Concat(added))}\n"
                + $"What is gone breaks users. If the change is meant, write the lists anew and commit them:\n{Accept}");
            Assert.InRange(surface.Length, 5, int.MaxValue);
        }
        finally
        {
            context.Unload();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The page on releases tells the same command as the failure does.</summary>
    [Fact]
    public void ThePageOnReleases_SaysHowAChangeIsAccepted() =>
        Assert.Contains(Accept + "\n", File.ReadAllText(Path.Combine(PackedFeed.Repository(), "docs", "releasing.md")).ReplaceLineEndings("\n"), StringComparison.Ordinal);

    /// <summary>Copies the library of a package to a folder; a command has none.</summary>
    private static void Unpack(string package, string folder)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        ZipArchiveEntry? library = archive.Entries.SingleOrDefault(e => e.FullName.StartsWith("lib/net10.0/", StringComparison.Ordinal) && e.Name.EndsWith(".dll", StringComparison.Ordinal));
        library?.ExtractToFile(Path.Combine(folder, library.Name));
    }
}
