using System.Text;

namespace PhaseGan.Plotting;

/// <summary>Text as Plotly takes it: it reads a few elements, entities and, in templates, %{…}.</summary>
internal static class PlotlyText
{
    /// <summary>Text that Plotly shows as it is.</summary>
    public static string Escape(string text) =>
        // Quotes stand as they are, since Plotly knows no entities for them; the brace would open a reference in a template.
        Markup.Escape(text).Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&#39;", "'", StringComparison.Ordinal).Replace("{", "&#123;", StringComparison.Ordinal);

    /// <summary>Text in lines of at most about <paramref name="width"/> characters, broken at spaces, each escaped.</summary>
    public static string Wrap(string text, int width)
    {
        var lines = new StringBuilder();
        int length = 0;
        foreach (string word in text.Split(' '))
        {
            if (length > 0 && length + 1 + word.Length > width)
            {
                lines.Append("<br>");
                length = 0;
            }
            else if (length > 0)
            {
                lines.Append(' ');
                length++;
            }
            lines.Append(Escape(word));
            length += word.Length;
        }
        return lines.ToString();
    }
}
