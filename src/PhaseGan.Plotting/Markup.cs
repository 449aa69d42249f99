using System.Globalization;
using System.Text;

namespace PhaseGan.Plotting;

/// <summary>Text and numbers as they stand in SVG and HTML.</summary>
internal static class Markup
{
    /// <summary>Text that is safe as content and inside quoted attributes; characters that XML cannot hold become U+FFFD.</summary>
    public static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            switch (c)
            {
                case '&': result.Append("&amp;"); break;
                case '<': result.Append("&lt;"); break;
                case '>': result.Append("&gt;"); break;
                case '"': result.Append("&quot;"); break;
                case '\'': result.Append("&#39;"); break;
                case '\t' or '\n' or '\r': result.Append(' '); break;
                case < ' ' or '\uFFFE' or '\uFFFF': result.Append('\uFFFD'); break;
                case >= '\uD800' and <= '\uDBFF' when i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]):
                    result.Append(c).Append(text[++i]);
                    break;
                case >= '\uD800' and <= '\uDFFF': result.Append('\uFFFD'); break;
                default: result.Append(c); break;
            }
        }
        return result.ToString();
    }

    /// <summary>A length in pixels, to a hundredth.</summary>
    public static string Px(double value)
    {
        double rounded = Math.Round(value, 2);
        return (rounded == 0 ? 0 : rounded).ToString("0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>About how wide a text is in a sans-serif face, to make room for it.</summary>
    public static double Width(string text, double size) =>
        size * text.Sum(c => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark ? 0 : c is 'i' or 'l' or '.' or ',' or ' ' or '(' or ')' or 'j' or 't' or 'f' ? 0.36 : c is 'm' or 'M' or 'W' ? 0.86 : 0.61);
}
