using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;

namespace PhaseGan.Pictures;

/// <summary>
/// Areas that are filled with a pattern, drawn as the strokes and stripes of the pattern inside a clip. The drawing library would make an image of the pattern's tile, which a PDF then repeats; strokes stay vectors.
/// </summary>
internal static class Hatching
{
    /// <summary>Replaces each fill by a pattern of the document with what the pattern consists of.</summary>
    public static void Draw(XDocument document)
    {
        XNamespace svg = document.Root!.Name.Namespace;
        var named = document.Descendants().Where(e => e.Attribute("id") is not null).ToDictionary(e => e.Attribute("id")!.Value);
        int clips = 0;
        foreach (XElement filled in document.Descendants().Where(e => e.Attribute("fill")?.Value.StartsWith("url(#", StringComparison.Ordinal) == true).ToList())
        {
            if (named.GetValueOrDefault(filled.Attribute("fill")!.Value[5..^1]) is not { Name.LocalName: "pattern" } pattern || Outline(filled, named) is not { } area)
                continue;
            using (area)
            {
                string id = string.Create(CultureInfo.InvariantCulture, $"hatched-{++clips}");
                filled.AddBeforeSelf(
                    new XElement(svg + "clipPath", new XAttribute("id", id), new XElement(svg + "path", new XAttribute("d", area.ToSvgPathData()))),
                    new XElement(svg + "g", new XAttribute("clip-path", $"url(#{id})"), new XAttribute("opacity", filled.Attribute("fill-opacity")?.Value ?? "1"), Strokes(pattern, area.Bounds)));
            }
            filled.SetAttributeValue("fill", "none");
        }
    }

    /// <summary>The parts of a pattern over an area, each part as one path.</summary>
    private static IEnumerable<XElement> Strokes(XElement pattern, SKRect area)
    {
        float side = Number(pattern, "width"), turn = pattern.Attribute("patternTransform")?.Value is { } turned ? float.Parse(turned["rotate(".Length..^1], CultureInfo.InvariantCulture) : 0;
        SKRect covered = SKMatrix.CreateRotationDegrees(-turn).MapRect(area);
        (int left, int top, int right, int bottom) = (Tile(covered.Left) - 1, Tile(covered.Top) - 1, Tile(covered.Right) + 1, Tile(covered.Bottom) + 1);
        foreach (XElement part in pattern.Elements())
        {
            using SKPath? one = Outline(part, []);
            if (one is null)
                continue;
            // a box as wide or as high as the tile goes on in the next one without a seam
            bool isBox = part.Name.LocalName == "rect", isWide = isBox && one.Bounds.Width >= side, isHigh = isBox && one.Bounds.Height >= side;
            using var all = new SKPathBuilder();
            for (int j = top; j <= (isHigh ? top : bottom); j++)
                for (int i = left; i <= (isWide ? left : right); i++)
                    if (isBox)
                        all.AddRect(SKRect.Create(i * side + one.Bounds.Left, j * side + one.Bounds.Top, isWide ? (right - left + 1) * side : one.Bounds.Width, isHigh ? (bottom - top + 1) * side : one.Bounds.Height));
                    else
                        all.AddPath(one, i * side, j * side);
            using SKPath path = all.Detach();
            yield return new XElement(part.Name.Namespace + "path", new XAttribute("d", path.ToSvgPathData()), new XAttribute("transform", string.Create(CultureInfo.InvariantCulture, $"rotate({turn})")),
                part.Attributes().Where(a => a.Name.LocalName is "fill" or "stroke" or "stroke-width"));
        }

        int Tile(float place) => (int)MathF.Floor(place / side);
    }

    /// <summary>The outline of a path, a box, a disc or a copy of one of them; null for what the figures do not fill.</summary>
    private static SKPath? Outline(XElement element, Dictionary<string, XElement> named)
    {
        using var path = new SKPathBuilder();
        switch (element.Name.LocalName)
        {
            case "path":
                return SKPath.ParseSvgPathData(element.Attribute("d")?.Value ?? "");
            case "use":
                return named.GetValueOrDefault((element.Attribute("href")?.Value ?? "#")[1..]) is { } original && original != element ? Outline(original, []) : null;
            case "rect":
                path.AddRect(SKRect.Create(Number(element, "x"), Number(element, "y"), Number(element, "width"), Number(element, "height")));
                return path.Detach();
            case "circle":
                path.AddCircle(Number(element, "cx"), Number(element, "cy"), Number(element, "r"));
                return path.Detach();
            default:
                return null;
        }
    }

    private static float Number(XElement element, string name) => float.Parse(element.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);
}
