using SkiaSharp;
using Svg.Skia.TypefaceProviders;

namespace PhaseGan.Pictures;

/// <summary>The fonts of the package, whatever family is asked for: upright, bold and slanted.</summary>
internal sealed class EmbeddedTypefaces : ITypefaceProvider
{
    private static readonly Lazy<SKTypeface> s_upright = new(() => Read("DejaVuSans.ttf")), s_bold = new(() => Read("DejaVuSans-Bold.ttf")), s_slanted = new(() => Read("DejaVuSans-Oblique.ttf"));

    public SKTypeface? FromFamilyName(string fontFamily, SKFontStyleWeight fontWeight, SKFontStyleWidth fontWidth, SKFontStyleSlant fontStyle) =>
        Of(fontWeight >= SKFontStyleWeight.SemiBold, fontStyle != SKFontStyleSlant.Upright);

    /// <summary>The face of a style; bold letters are never slanted.</summary>
    public static SKTypeface Of(bool isBold, bool isSlanted) => (isBold ? s_bold : isSlanted ? s_slanted : s_upright).Value;

    private static SKTypeface Read(string name)
    {
        using Stream font = typeof(EmbeddedTypefaces).Assembly.GetManifestResourceStream(name)!;
        return SKTypeface.FromStream(font);
    }
}
