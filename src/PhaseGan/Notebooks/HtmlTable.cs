using System.Globalization;
using System.Net;
using System.Text;

namespace PhaseGan;

/// <summary>A small table as an element of a page, for notebooks; all text is escaped.</summary>
internal sealed class HtmlTable
{
    private readonly StringBuilder _html = new("<table class=\"phasegan-table\">");

    /// <summary>A table with a caption and the heads of its columns; no heads for a table of names and values.</summary>
    public HtmlTable(string caption, params ReadOnlySpan<string> heads)
    {
        _html.Append($"<caption>{WebUtility.HtmlEncode(caption)}</caption>");
        if (heads.Length > 0)
            Row("th", heads);
    }

    /// <summary>A number for a person to read.</summary>
    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>Adds a row.</summary>
    public HtmlTable Add(params ReadOnlySpan<string> cells)
    {
        Row("td", cells);
        return this;
    }

    /// <summary>The table.</summary>
    public override string ToString() => _html + "</table>";

    private void Row(string cell, ReadOnlySpan<string> cells)
    {
        _html.Append("<tr>");
        foreach (string text in cells)
            _html.Append($"<{cell} style=\"text-align:left\">{WebUtility.HtmlEncode(text)}</{cell}>");
        _html.Append("</tr>");
    }
}
