using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class GallerySampleTests
{
    [Fact]
    public async Task ThePicturesOfTheGallery_ComeOutWithTheBytesThatTheDocsShow()
    {
        using var folder = new TemporaryFolder();
        await Sample.Run("Gallery.cs", folder.Path);
        string shown = Path.Combine(SourceTree.Root!, "docs", "images", "gallery"), page = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root!, "docs", "gallery.md"));
        string[] made = [.. Directory.GetFiles(folder.Path).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];
        string[] kept = [.. Directory.GetFiles(shown).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];
        Assert.Equal(kept.Where(name => !name.EndsWith(".png", StringComparison.Ordinal)), made);
        foreach (string name in made)
            Assert.True(File.ReadAllBytes(Path.Combine(shown, name)).AsSpan().SequenceEqual(File.ReadAllBytes(folder.File(name))),
                $"{name} is not the one of docs/images/gallery; if the change is meant: dotnet run -c Release samples/Gallery.cs");
        foreach (string name in kept)
        {
            Assert.Contains($"(images/gallery/{name})", page, StringComparison.Ordinal);
            Assert.InRange(new FileInfo(Path.Combine(shown, name)).Length, 1, 300_000);
        }
    }
}
