using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;

namespace PhaseGan.Pictures;

/// <summary>
/// Texts of several parts (a subscript, a slanted letter) that are centred at their place, or end there. The drawing library would anchor each part by itself; so they are measured here and made to start where
/// they would as a whole.
/// </summary>
internal static class AnchoredTexts
{
    private const string Start = "start", Middle = "middle";

    /// <summary>Anchors all such texts of a document at their start.</summary>
    public static void Resolve(XDocument document)
    {
        foreach (XElement text in document.Descendants().Where(e => e.Name.LocalName == "text" && e.HasElements))
        {
            string anchor = Inherited(text, "text-anchor") ?? Start;
            if (anchor == Start)
                continue;
            double width = text.DescendantNodes().OfType<XText>().Sum(Width);
            double x = Number(text.Attribute("x")?.Value) ?? 0;
            text.SetAttributeValue("x", x - (anchor == Middle ? width / 2 : width));
            text.SetAttributeValue("text-anchor", Start);
        }
    }

    /// <summary>The width of a part in its face and size; marks lie above letters.</summary>
    private static double Width(XText part)
    {
        bool isBold = Inherited(part.Parent!, "font-weight") == "bold", isSlanted = Inherited(part.Parent!, "font-style") == "italic";
        using var font = new SKFont(EmbeddedTypefaces.Of(isBold, isSlanted), Size(part.Parent!)) { Subpixel = true, Hinting = SKFontHinting.None };
        return font.MeasureText(string.Concat(part.Value.Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))));
    }

    /// <summary>The size of an element's letters in pixels; a share is of the size around it.</summary>
    private static float Size(XElement element)
    {
        const double Usual = 16;
        string? size = element.Attribute("font-size")?.Value;
        bool isShare = size?.EndsWith('%') == true;
        double around = element.Parent is { } parent && (size is null || isShare) ? Size(parent) : Usual;
        return (float)(isShare ? around * (Number(size![..^1]) ?? 100) / 100 : Number(size) ?? around);
    }

    /// <summary>A length in pixels; null where it is none, or in other units, which the figures do not use.</summary>
    private static double? Number(string? length) =>
        double.TryParse(length, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    private static string? Inherited(XElement element, string name) => element.AncestorsAndSelf().Select(e => e.Attribute(name)?.Value).FirstOrDefault(v => v is not null);
}
