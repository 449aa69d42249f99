using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PhaseGan.Plotting;

/// <summary>
/// What Plotly shows under the pointer: one template for all cells, and for each cell the values that it names. A column that has a short value in every cell is
/// stored as that value, a number where it reads the same as one; of others each cell holds its line, or nothing. A figure by itself holds the values of each
/// cell together; a page holds columns, of which its script makes the same.
/// </summary>
internal sealed class PlotlyHover
{
    // Plotly does not break lines by itself.
    private const int LineWidth = 60;

    private const string Break = "<br>";
    private const string BeforeValue = ": ";

    private readonly PhaseDiagram _diagram;
    private readonly ImmutableArray<string> _xs, _ys;
    private readonly ImmutableArray<CellColumn> _columns;

    /// <summary>Looks at all cells of a diagram.</summary>
    public PlotlyHover(PhaseDiagram diagram)
    {
        _diagram = diagram;
        (_xs, _ys) = ([.. diagram.X.Values.Select(Number)], [.. diagram.Y.Values.Select(Number)]);
        _columns = CellColumns.Of(diagram);
        Template = MakeTemplate();

        static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
    }

    /// <summary>The template, with places for what <see cref="Write"/> writes.</summary>
    public string Template { get; }

    /// <summary>Writes the values of one cell.</summary>
    public void Write(Utf8JsonWriter json, int i, int j)
    {
        PhaseVerdict verdict = _diagram[i, j];
        json.WriteStartArray();
        json.WriteStringValue(PhasePalette.Name(verdict.Phase));
        Value(json, _xs[i]);
        Value(json, _ys[j]);
        foreach (CellColumn column in _columns)
        {
            string text = column.Of(verdict).ToString();
            if (IsValue(column))
                Value(json, text);
            else
                json.WriteStringValue(text.Length > 0 ? Line(column, text) : "");
        }
        json.WriteEndArray();
    }

    /// <summary>Writes the same of all cells for the script of the page, as a property <c>cells</c> of an object that is open.</summary>
    public void WriteColumns(PageJson page)
    {
        Utf8JsonWriter json = page.Json;
        json.WriteStartObject("cells");
        json.WriteStartArray("phases");
        foreach (Phase phase in PhasePalette.Order)
            json.WriteStringValue(PhasePalette.Name(phase));
        json.WriteEndArray();
        json.WriteString("phase", string.Create(_diagram.Verdicts.Length, _diagram.Verdicts, static (digits, verdicts) =>
        {
            for (int k = 0; k < digits.Length; k++)
                digits[k] = (char)('0' + PhasePalette.Order.IndexOf(verdicts[k].Phase));
        }));
        foreach ((string property, ImmutableArray<string> values) in ImmutableArray.Create(("x", _xs), ("y", _ys)))
        {
            json.WriteStartArray(property);
            foreach (string value in values)
                Value(json, value);
            json.WriteEndArray();
        }
        json.WriteStartArray("columns");
        foreach (CellColumn column in _columns)
        {
            bool isValue = IsValue(column);
            json.WriteStartObject();
            // a number is shown behind this; texts are whole lines already
            json.WriteString("before", isValue ? "" : Break + PlotlyText.Escape(column.Name) + BeforeValue);
            column.Write(page, _diagram, isValue ? PlotlyText.Escape : text => Line(column, text));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static bool IsValue(CellColumn column) => column.IsEverywhere && column.Name.Length + BeforeValue.Length + column.Longest <= LineWidth;

    private static string Line(CellColumn column, string text) => Break + PlotlyText.Wrap(column.Name + BeforeValue + text, LineWidth);

    private static void Value(Utf8JsonWriter json, string text)
    {
        if (PageNumber.IsShownAsItIs(text))
            json.WriteRawValue(text, skipInputValidation: true);
        else
            json.WriteStringValue(PlotlyText.Escape(text));
    }

    private string MakeTemplate()
    {
        var text = new StringBuilder("<b>%{customdata[0]}</b>");
        int place = 1;
        Place(Symbol.Of(_diagram.X.Name).Plain);
        Place(Symbol.Of(_diagram.Y.Name).Plain);
        foreach (CellColumn column in _columns)
            Place(IsValue(column) ? column.Name : null);
        return text.Append("<extra></extra>").ToString();

        void Place(string? label)
        {
            if (label is not null)
                text.Append(Break).Append(PlotlyText.Escape(label)).Append(BeforeValue);
            text.Append(CultureInfo.InvariantCulture, $"%{{customdata[{place}]}}");
            place++;
        }
    }
}
