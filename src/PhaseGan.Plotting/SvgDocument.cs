using System.Security.Cryptography;
using System.Text;

namespace PhaseGan.Plotting;

/// <summary>What the figures share as SVG documents: size of text, opening, identifiers, headings, and how they are saved and shown.</summary>
internal static class SvgDocument
{
    public const double FontSize = 13;
    public const double SmallSize = 11.5;
    public const double HeadingSize = 15;
    public const double LegendLine = 22;

    /// <summary>How much wider bold letters of DejaVu Sans are, on average; of others less.</summary>
    private const double BoldWidth = 1.15;

    /// <summary>Stands for the identifiers of a document until they are known; cannot occur in escaped text.</summary>
    public const char IdMark = '\uFFFF';

    /// <summary>Room above a plot for a heading and the smaller line under it.</summary>
    public static double HeadingHeight(string title, string subtitle) => (title.Length > 0 ? 22 : 0) + (subtitle.Length > 0 ? 18 : 0);

    /// <summary>About the width of the wider of the two.</summary>
    public static double HeadingWidth(string title, string subtitle) =>
        Math.Max(BoldWidth * Markup.Width(title, HeadingSize), Markup.Width(subtitle, SmallSize));

    /// <summary>Opens a white picture that readers of its text alone can name, too.</summary>
    public static StringBuilder Open(double width, double height, string name, string description)
    {
        var svg = new StringBuilder();
        string title = Markup.Escape(name);
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Px(width)}\" height=\"{Px(height)}\" viewBox=\"0 0 {Px(width)} {Px(height)}\" role=\"img\" aria-label=\"{title}\" font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\" font-size=\"{Px(FontSize)}\" fill=\"#111\">\n");
        svg.Append($"<title>{title}</title>\n<desc>{Markup.Escape(description)}</desc>\n");
        return svg.Append($"<rect width=\"{Px(width)}\" height=\"{Px(height)}\" fill=\"#fff\"/>\n");
    }

    /// <summary>Writes the heading at its place and the smaller line above the plot, whose upper edge is given.</summary>
    public static void Heading(StringBuilder svg, string title, string subtitle, double left, double top)
    {
        if (title.Length > 0)
            svg.Append($"<text x=\"{Px(left)}\" y=\"24\" font-size=\"{Px(HeadingSize)}\" font-weight=\"bold\">{Markup.Text(title)}</text>\n");
        if (subtitle.Length > 0)
            svg.Append($"<text x=\"{Px(left)}\" y=\"{Px(top - 12)}\" font-size=\"{Px(SmallSize)}\" fill=\"#444\">{Markup.Text(subtitle)}</text>\n");
    }

    /// <summary>Closes the picture and gives its identifiers a name made of its content, so that several pictures can share a page.</summary>
    public static string Close(StringBuilder svg)
    {
        string text = svg.Append("</svg>\n").ToString();
        string id = "pg" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10];
        return text.Replace(IdMark.ToString(), id, StringComparison.Ordinal);
    }

    /// <summary>The picture as an element of a page.</summary>
    public static string Html(string svg) =>
        $"<figure class=\"phasegan-figure\" style=\"margin:0;background:#fff;display:inline-block;max-width:100%;overflow-x:auto\">{svg}</figure>";

    /// <summary>Writes the picture to a file, all of it or none.</summary>
    public static void Save(string path, string svg) => AtomicFile.WriteText(path, writer =>
    {
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        writer.Write(svg);
    });

    /// <summary>A size in pixels that was set by the user, checked.</summary>
    public static int Size(int value, string name) =>
        value is >= 100 and <= 5000 ? value : throw Guard.OutOfRange(name, value, "is a length in pixels and must lie in [100, 5000]");

    private static string Px(double value) => Markup.Px(value);
}
