using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PhaseGan.Plotting;

/// <summary>Text and numbers as they stand in SVG and HTML.</summary>
internal static partial class Markup
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

    /// <summary>
    /// A text as the content of an element of text: one letter, an underscore and at most three letters or digits are that letter with a subscript, as in η_T and p_11, where no letter or digit is next to
    /// them; all else is as written.
    /// </summary>
    public static string Text(string text)
    {
        var result = new StringBuilder(text.Length);
        int done = 0;
        foreach (Match match in Subscripted().Matches(text))
        {
            result.Append(Escape(text[done..match.Index])).Append(Escape(match.Groups["letter"].Value)).Append(Subscript(match.Groups["below"].Value));
            done = match.Index + match.Length;
        }
        return result.Append(Escape(text[done..])).ToString();
    }

    /// <summary>A smaller text below the line, and what brings the next one back to the line.</summary>
    public static string Subscript(string text) => $"<tspan dy=\"3\" font-size=\"75%\">{Escape(text)}</tspan><tspan dy=\"-3\">\u200B</tspan>";

    /// <summary>How wide a text is at most in the usual sans-serif faces, to make room for it: Helvetica, Arial, Liberation Sans and DejaVu Sans, the widest.</summary>
    public static double Width(string text, double size) => size / 100 * text.Sum(Width);

    /// <summary>The larger of the widths of a character in DejaVu Sans and Liberation Sans, in hundredths of the size, rounded up; of other letters and signs the largest of their kind.</summary>
    private static int Width(char c) => c is >= ' ' and <= '~' ? Ascii[c - ' '] : CharUnicodeInfo.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.Format => 0,
        UnicodeCategory.LowercaseLetter => 84,
        UnicodeCategory.UppercaseLetter => 88,
        _ => 106,
    };

    private static ReadOnlySpan<byte> Ascii =>
    [
        32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 56,
        102, 69, 69, 73, 78, 67, 62, 78, 76, 30, 50, 67, 56, 87, 75, 79, 67, 79, 73, 67, 62, 74, 69, 99, 69, 67, 69, 40, 34, 40, 84, 56,
        50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
    ];

    [GeneratedRegex(@"(?<![\p{L}\p{Nd}\p{M}_])(?<letter>\p{L}\p{M}*)_(?<below>[\p{L}\p{Nd}]{1,3})(?![\p{L}\p{Nd}\p{M}_])")]
    private static partial Regex Subscripted();
}
