using System.Xml;
using System.Xml.Linq;
using SkiaSharp;
using Svg.Skia;

namespace PhaseGan.Pictures;

/// <summary>
/// Figures as PNG and PDF. The source of each is its SVG; a PDF keeps lines, hatching and text as vectors, with the fonts embedded. The same figure gives the same bytes on one kind of machine, whatever fonts are
/// installed: texts are set in DejaVu Sans, which the package brings. Characters that it has not are drawn as boxes.
/// </summary>
public static class PictureFile
{
    /// <summary>Most pixels of a PNG along a side, which the largest figures at scale 2 stay below.</summary>
    public const int LargestSide = 16384;

    /// <summary>Points of a PDF for each pixel of an SVG: 72 and 96 go to an inch.</summary>
    private const float PointsPerPixel = 0.75f;

    /// <summary>Whether there is a drawing library for this kind of machine.</summary>
    public static bool IsSupported => s_isSupported.Value;

    private static readonly Lazy<bool> s_isSupported = new(() =>
    {
        try
        {
            return Png("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>", scale: 1).Length > 0;
        }
        catch (PlatformNotSupportedException)
        {
            return false;
        }
    });

    /// <summary>Writes a figure to a file, all of it or none.</summary>
    /// <param name="svg">The figure, from its <c>ToSvg()</c>.</param>
    /// <param name="path">The file, whose name ends with <c>.png</c> or <c>.pdf</c>; its folder must exist.</param>
    /// <param name="scale">Pixels of a PNG for each pixel of the figure, in (0, 16]; 2 gives 192 to an inch.</param>
    /// <exception cref="ArgumentNullException"><paramref name="svg"/> or <paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException">The name ends otherwise, or the text is no SVG.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is out of range, or makes a PNG larger than <see cref="LargestSide"/>.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no drawing library for this kind of machine.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public static void Save(string svg, string path, double scale = 2)
    {
        ArgumentNullException.ThrowIfNull(path);
        byte[] bytes = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PNG" => Png(svg, scale),
            ".PDF" => Pdf(svg),
            _ => throw new ArgumentException($"the name of a picture must end with .png or .pdf; got '{path}'", nameof(path)),
        };
        AtomicFile.WriteBytes(path, stream => stream.Write(bytes));
    }

    /// <summary>A figure as PNG.</summary>
    /// <param name="svg">The figure, from its <c>ToSvg()</c>.</param>
    /// <param name="scale">Pixels for each pixel of the figure, in (0, 16].</param>
    /// <exception cref="ArgumentNullException"><paramref name="svg"/> is null.</exception>
    /// <exception cref="ArgumentException">The text is no SVG.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is out of range, or makes the picture larger than <see cref="LargestSide"/>.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no drawing library for this kind of machine.</exception>
    public static byte[] Png(string svg, double scale = 2)
    {
        if (!(scale > 0 && scale <= 16))
            throw Guard.OutOfRange(nameof(scale), scale, "is a number of pixels for each pixel of the figure and must lie in (0, 16]");
        return Drawn(svg, (figure, _) =>
        {
            SKRect frame = figure.CullRect;
            if (Math.Max(frame.Width, frame.Height) * scale > LargestSide)
                throw Guard.OutOfRange(nameof(scale), scale, FormattableString.Invariant($"makes a PNG of more than {LargestSide} pixels along a side"));
            var size = new SKImageInfo((int)Math.Ceiling(frame.Width * scale), (int)Math.Ceiling(frame.Height * scale), SKColorType.Rgba8888, SKAlphaType.Premul);
            using SKSurface surface = SKSurface.Create(size) ?? throw new InsufficientMemoryException("there is not enough memory for a picture of that size");
            surface.Canvas.Clear(SKColors.White);
            surface.Canvas.Scale((float)scale);
            surface.Canvas.DrawPicture(figure);
            using SKImage image = surface.Snapshot();
            using SKData data = image.Encode(SKEncodedImageFormat.Png, quality: 100);
            return data.ToArray();
        });
    }

    /// <summary>A figure as a PDF of one page of its size.</summary>
    /// <param name="svg">The figure, from its <c>ToSvg()</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="svg"/> is null.</exception>
    /// <exception cref="ArgumentException">The text is no SVG.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no drawing library for this kind of machine.</exception>
    public static byte[] Pdf(string svg) => Drawn(svg, (figure, title) =>
    {
        using var stream = new MemoryStream();
        // without dates, so that the same figure gives the same bytes
        using (SKDocument document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = title, Producer = "PhaseGan", RasterDpi = 300, EncodingQuality = 101 }))
        {
            SKCanvas canvas = document.BeginPage(figure.CullRect.Width * PointsPerPixel, figure.CullRect.Height * PointsPerPixel);
            canvas.Scale(PointsPerPixel);
            canvas.DrawPicture(figure);
            document.EndPage();
            document.Close();
        }
        return stream.ToArray();
    });

    /// <summary>Reads a figure and draws it, with its title.</summary>
    private static byte[] Drawn(string svg, Func<SKPicture, string, byte[]> draw)
    {
        ArgumentNullException.ThrowIfNull(svg);
        try
        {
            using var source = new SKSvg();
            source.Settings.TypefaceProviders = [new EmbeddedTypefaces()];
            XDocument document = XDocument.Parse(svg, LoadOptions.PreserveWhitespace);
            AnchoredTexts.Resolve(document);
            Hatching.Draw(document);
            SKPicture figure = source.FromSvg(document.ToString(SaveOptions.DisableFormatting)) ?? throw new ArgumentException("the text is no SVG", nameof(svg));
            return draw(figure, document.Root!.Elements().FirstOrDefault(e => e.Name.LocalName == "title")?.Value ?? "");
        }
        catch (Exception e) when (e is XmlException or FormatException)
        {
            throw new ArgumentException($"the text is no SVG: {e.Message}", nameof(svg), e);
        }
        catch (TypeInitializationException e) when (e.GetBaseException() is DllNotFoundException)
        {
            throw new PlatformNotSupportedException("PNG and PDF need the library SkiaSharp, which is not there for this kind of machine", e);
        }
    }
}
