using System.IO.Compression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>Packing compares a package with the last one that users have, as soon as there is one, and refuses to take anything away.</summary>
[Collection("Packages")]
public sealed class PackageValidationTests(PackedFeed feed)
{
    [Fact]
    public async Task APackageThatLacksWhatUsersHave_IsNotPacked()
    {
        (int exitCode, string output) = await PackAfter("namespace PhaseGan.Sqlite; public sealed class Withdrawn;");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("CP0001", output, StringComparison.Ordinal);
        Assert.Contains("PhaseGan.Sqlite.Withdrawn", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APackageThatAddsToWhatUsersHave_IsPacked()
    {
        (int exitCode, string output) = await PackAfter("");
        Assert.True(exitCode == 0, output);
    }

    /// <summary>Packs the stores where users have a package of this source.</summary>
    private Task<(int ExitCode, string Output)> PackAfter(string source)
    {
        string folder = feed.Copy("Pair"), released = Path.Combine(folder, "PhaseGan.Sqlite.0.0.1.nupkg");
        Release(source, released);
        // the mark of an earlier comparison, with nothing, is elsewhere
        return feed.TryPack("PhaseGan.Sqlite", folder, "-p:PackageValidationBaselinePath=" + released,
            "-p:_ApiCompatValidatePackageSemaphoreFile=" + Path.Combine(folder, "compared"));
    }

    /// <summary>Makes a package of stores whose library has this source.</summary>
    private static void Release(string source, string file)
    {
        using ZipArchive archive = ZipFile.Open(file, ZipArchiveMode.Create);
        using (var specification = new StreamWriter(archive.CreateEntry("PhaseGan.Sqlite.nuspec").Open()))
        {
            specification.Write("""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>PhaseGan.Sqlite</id><version>0.0.1</version>
                <authors>The PhaseGan authors</authors><description>An older release.</description></metadata></package>
                """);
        }
        var compilation = CSharpCompilation.Create("PhaseGan.Sqlite", [CSharpSyntaxTree.ParseText(source)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var library = new MemoryStream();
        Assert.Empty(compilation.Emit(library).Diagnostics);
        using Stream entry = archive.CreateEntry("lib/net10.0/PhaseGan.Sqlite.dll").Open();
        entry.Write(library.ToArray());
    }
}
