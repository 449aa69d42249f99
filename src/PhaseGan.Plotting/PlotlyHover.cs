using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PhaseGan.Plotting;

/// <summary>
/// What Plotly shows under the pointer: one template for all cells, and for each cell the values that it names. A column that has a short value in every cell is
/// stored as that value, a number where it reads the same as one; of others each cell holds its line, or nothing.
/// </summary>
internal sealed class PlotlyHover
{
    // Plotly does not break lines by itself.
    private const int LineWidth = 60;

    // The digits that a number surely keeps on its way through a browser.
    private const int MostDigits = 15;

    private readonly PhaseDiagram _diagram;
    private readonly string[] _xs, _ys;
    private readonly string[] _labels;
    private readonly bool[] _isUsed, _isValue;

    /// <summary>Looks at all cells of a diagram.</summary>
    public PlotlyHover(PhaseDiagram diagram)
    {
        _diagram = diagram;
        (_xs, _ys) = ([.. diagram.X.Values.Select(Number)], [.. diagram.Y.Values.Select(Number)]);
        _labels = ["attractor", "recovery ρ", .. diagram.EvidenceColumns, "reason"];
        (_isUsed, _isValue) = (new bool[_labels.Length], [.. _labels.Select(_ => true)]);
        foreach (PhaseVerdict verdict in diagram.Verdicts)
            foreach ((int k, string value) in Values(verdict).Index())
            {
                _isUsed[k] |= value.Length > 0;
                _isValue[k] &= value.Length > 0 && _labels[k].Length + 2 + value.Length <= LineWidth;
            }
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
        foreach ((int k, string value) in Values(verdict).Index())
            if (_isUsed[k])
            {
                if (_isValue[k])
                    Value(json, value);
                else
                    json.WriteStringValue(value.Length > 0 ? $"<br>{PlotlyText.Wrap($"{_labels[k]}: {value}", LineWidth)}" : "");
            }
        json.WriteEndArray();
    }

    /// <summary>Whether a browser that reads a text as a number shows the same text again.</summary>
    internal static bool IsNumber(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> rest = text.StartsWith('-') ? text[1..] : text;
        int point = rest.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? rest : rest[..point], fraction = point < 0 ? [] : rest[(point + 1)..];
        if (whole.IsEmpty || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9') || whole.Length + fraction.Length > MostDigits)
            return false;
        if ((whole.Length > 1 && whole[0] == '0') || (point >= 0 && (fraction.IsEmpty || fraction[^1] == '0')))
            return false;
        // numbers below 1e-6 are shown with an exponent, and minus zero without its sign
        return whole is not "0" || (fraction.IsEmpty ? text is "0" : fraction.IndexOfAnyExcept('0') < 6);
    }

    private static void Value(Utf8JsonWriter json, string text)
    {
        if (IsNumber(text))
            json.WriteRawValue(text, skipInputValidation: true);
        else
            json.WriteStringValue(PlotlyText.Escape(text));
    }

    /// <summary>What a verdict says, in the order of the labels.</summary>
    private static ImmutableArray<string> Values(PhaseVerdict verdict)
    {
        ImmutableArray<string> evidence = verdict.Evidence;
        return [verdict.Attractor, CellOptions.Recovery(verdict), .. evidence.Select(CellOptions.Evidence), verdict.Reason.Length > 0 && !evidence.Contains(verdict.Reason) ? verdict.Reason : ""];
    }

    private string MakeTemplate()
    {
        var text = new StringBuilder("<b>%{customdata[0]}</b>");
        int place = 1;
        Line(Symbol.Of(_diagram.X.Name).Plain);
        Line(Symbol.Of(_diagram.Y.Name).Plain);
        for (int k = 0; k < _labels.Length; k++)
            if (_isUsed[k])
                Line(_isValue[k] ? _labels[k] : null);
        return text.Append("<extra></extra>").ToString();

        void Line(string? label)
        {
            if (label is not null)
                text.Append("<br>").Append(PlotlyText.Escape(label)).Append(": ");
            text.Append(CultureInfo.InvariantCulture, $"%{{customdata[{place}]}}");
            place++;
        }
    }
}
