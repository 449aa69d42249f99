using System.Globalization;
using System.Text;
using PhaseGan.Pictures;
using PhaseGan.Plotting;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Sweeps;
using SkiaSharp;
using Xunit;

namespace PhaseGan.Tests.Plotting;

/// <summary>Figures as PNG and PDF, set in DejaVu Sans, the widest of the usual faces.</summary>
public sealed class PictureFileTests
{
    /// <summary>Pixels of the figure at each border that nothing may touch.</summary>
    private const int Margin = 3;

    public static TheoryData<string> Documented => [.. Directory.GetFiles(Path.Combine(SourceTree.Root ?? ".", "docs", "images", "gallery"), "*.svg").Select(f => Path.GetFileName(f))];

    [SkippableTheory]
    [MemberData(nameof(Documented))]
    public void NoTextReachesTheBorder_InTheWidestFace(string name)
    {
        SourceTree.SkipWhereItIsAbsent();
        string svg = File.ReadAllText(Path.Combine(SourceTree.Root!, "docs", "images", "gallery", name));
        using SKBitmap picture = SKBitmap.Decode(PictureFile.Png(svg, scale: 2));
        int inked = 0;
        for (int x = 0; x < picture.Width; x++)
        {
            for (int y = 0; y < picture.Height; y++)
            {
                if (picture.GetPixel(x, y) == SKColors.White)
                    continue;
                inked++;
                Assert.True(Math.Min(x, picture.Width - 1 - x) >= 2 * Margin && Math.Min(y, picture.Height - 1 - y) >= 2 * Margin, $"{name}: something is drawn at ({x / 2}, {y / 2})");
            }
        }
        Assert.InRange(inked, picture.Width * picture.Height / 50, picture.Width * picture.Height);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    public void APng_HasTheSizeOfTheFigureTimesTheScale_AndItsColours(double scale)
    {
        PhaseDiagramFigure figure = Figure();
        using SKBitmap picture = SKBitmap.Decode(PictureFile.Png(figure.ToSvg(), scale));
        (double width, double height) = Size(figure.ToSvg());
        Assert.Equal((true, true), (Math.Abs(picture.Width - width * scale) <= scale, Math.Abs(picture.Height - height * scale) <= scale));
        Assert.Contains(SKColor.Parse(PhasePalette.Colour(Phase.Success)), Enumerable.Range(0, picture.Height).SelectMany(y => Enumerable.Range(0, picture.Width).Select(x => picture.GetPixel(x, y))));
    }

    [Fact]
    public void APdf_HasItsFontsEmbedded_NoImage_AndTheSameBytesEachTime()
    {
        string svg = Figure().ToSvg();
        byte[] pdf = PictureFile.Pdf(svg);
        string text = Encoding.Latin1.GetString(pdf);
        Assert.StartsWith("%PDF-", text, StringComparison.Ordinal);
        // the title, an axis in italics, and the rest
        Assert.Equal(3, text.Split("/FontFile2").Length - 1);
        Assert.DoesNotContain("/Subtype /Image", text, StringComparison.Ordinal);
        (double width, double height) = Size(svg);
        string[] box = text.Split("/MediaBox [0 0 ")[1].Split(']')[0].Split(' ');
        Assert.Equal(0.75 * width, double.Parse(box[0], CultureInfo.InvariantCulture), 1.0);
        Assert.Equal(0.75 * height, double.Parse(box[1], CultureInfo.InvariantCulture), 1.0);
        Assert.Equal(pdf, PictureFile.Pdf(svg));
    }

    [Fact]
    public void ACentredTextOfSeveralParts_IsDrawnAboutItsMiddle()
    {
        SKRectI box = Inked(PictureFile.Png(Text("middle", "HHH<tspan dy=\"3\" font-size=\"75%\">HH</tspan>"), scale: 4));
        Assert.InRange((box.Left + box.Right) / 2.0 / 4, 99, 101);
        SKRectI end = Inked(PictureFile.Png(Text("end", "HHH<tspan dy=\"3\" font-size=\"75%\">HH</tspan>"), scale: 4));
        Assert.InRange(end.Right / 4.0, 97, 100.5);
        Assert.Equal(box.Width, end.Width, 2.0);
        // upright letters with their bars between them: no part lies on another
        SKRectI apart = Inked(PictureFile.Png(Text("start", "HHH<tspan dy=\"3\" font-size=\"75%\">HH</tspan>"), scale: 4));
        Assert.Equal(apart.Width, box.Width, 2.0);

        static string Text(string anchor, string content) =>
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"50\" font-size=\"20\"><text x=\"100\" y=\"30\" text-anchor=\"{anchor}\">{content}</text></svg>";
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        using var folder = new TemporaryFolder();
        string svg = Figure().ToSvg();
        Assert.Contains(".png or .pdf; got 'a.gif'", Assert.Throws<ArgumentException>(() => PictureFile.Save(svg, "a.gif")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PictureFile.Png("no picture"));
        Assert.Throws<ArgumentNullException>(() => PictureFile.Pdf(null!));
        foreach (double scale in (double[])[0, -1, double.NaN, 17])
            Assert.Throws<ArgumentOutOfRangeException>(() => PictureFile.Png(svg, scale));
        Assert.ThrowsAny<IOException>(() => PictureFile.Save(svg, folder.File("none/a.png")));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static PhaseDiagramFigure Figure()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.2, 1, 1);
        PhaseDiagram diagram = new PhaseSweep(Axis.Linear("alpha", 0.02, 4, 12), Axis.Linear("eta-t", 0.1, 2.6, 12), (alpha, eta) => gan.With(rateRatio: alpha, realNoise: eta)).Run(new ClaimPhaseClassifier());
        return new PhaseDiagramFigure(diagram) { Title = "A map", Subtitle = "η_G = 1" };
    }

    private static (double Width, double Height) Size(string svg)
    {
        string[] parts = svg.Split('"');
        return (double.Parse(parts[3], CultureInfo.InvariantCulture), double.Parse(parts[5], CultureInfo.InvariantCulture));
    }

    private static SKRectI Inked(byte[] png)
    {
        using SKBitmap picture = SKBitmap.Decode(png);
        (int X, int Y)[] inked = [.. from x in Enumerable.Range(0, picture.Width) from y in Enumerable.Range(0, picture.Height) where picture.GetPixel(x, y).Red < 128 select (x, y)];
        return new SKRectI(inked.Min(p => p.X), inked.Min(p => p.Y), inked.Max(p => p.X) + 1, inked.Max(p => p.Y) + 1);
    }
}
