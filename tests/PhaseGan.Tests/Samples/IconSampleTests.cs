using System.Buffers.Binary;
using System.IO.Compression;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class IconSampleTests
{
    /// <summary>Other versions of .NET may squeeze the same pixels into other bytes.</summary>
    [Fact]
    public async Task TheIconOfThePackages_HasThePixelsThatTheSampleDraws()
    {
        using var folder = new TemporaryFolder();
        await Sample.Run("Icon.cs", folder.File("icon.png"));
        (byte[] Header, byte[] Palette, byte[] Rows) drawn = Parts(folder.File("icon.png")), kept = Parts(Path.Combine(SourceTree.Root!, "docs", "images", "icon.png"));
        Assert.Equal(kept.Header, drawn.Header);
        Assert.Equal(kept.Palette, drawn.Palette);
        Assert.Equal(128 * 129, kept.Rows.Length);
        Assert.Equal(kept.Rows, drawn.Rows);
    }

    private static (byte[] Header, byte[] Palette, byte[] Rows) Parts(string png)
    {
        byte[] bytes = File.ReadAllBytes(png);
        var chunks = new Dictionary<string, byte[]>();
        for (int at = 8; at < bytes.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            chunks.Add(System.Text.Encoding.ASCII.GetString(bytes, at + 4, 4), bytes[(at + 8)..(at + 8 + length)]);
            at += 12 + length;
        }
        using var inflate = new ZLibStream(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        inflate.CopyTo(rows);
        return (chunks["IHDR"], chunks["PLTE"], rows.ToArray());
    }
}
