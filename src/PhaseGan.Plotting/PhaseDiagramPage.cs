using System.Text.Json;

namespace PhaseGan.Plotting;

/// <summary>
/// A phase diagram as a self-contained web page: the figure, and under the pointer the cell's parameters, label, attractor, recovery and
/// evidence. The page asks for nothing outside itself, so it works offline and can be mailed.
/// </summary>
/// <remarks>Of a diagram with more than <see cref="MostCellsWithEvidence"/> cells the page holds labels and attractors, and says that the table has the rest.</remarks>
public sealed class PhaseDiagramPage
{
    /// <summary>The most cells of which a page holds what each label rests on: 300 000, some ten megabytes.</summary>
    public const int MostCellsWithEvidence = CellColumns.MostCellsWithEvidence;

    private const string Style =
        "body{margin:1rem;font:14px/1.4 Helvetica,Arial,sans-serif;background:#fff;color:#111}" +
        "main svg{max-width:100%;height:auto;cursor:crosshair}" +
        "#tip{position:fixed;margin:0;padding:.5em .7em;background:#fff;border:1px solid #555;box-shadow:0 1px 5px #0005;pointer-events:none;display:grid;grid-template-columns:auto auto;gap:.1em .9em;font-size:13px;max-width:28em}" +
        "#tip[hidden]{display:none}#tip dt{color:#555}#tip dd{margin:0;overflow-wrap:anywhere}" +
        "footer{color:#555;font-size:12px}output code{user-select:all}";

    /// <summary>Makes a page of a figure.</summary>
    /// <param name="figure">The figure.</param>
    /// <exception cref="ArgumentNullException"><paramref name="figure"/> is null.</exception>
    public PhaseDiagramPage(PhaseDiagramFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        Figure = figure;
    }

    /// <summary>The figure that the page shows.</summary>
    public PhaseDiagramFigure Figure { get; }

    /// <summary>The sweep that the diagram comes from, so that a click copies options of the command <c>phasegan</c>; without it, it copies the values of the axes.</summary>
    /// <exception cref="ArgumentException">Set to a sweep over other axes.</exception>
    public PhaseSweep? Sweep { get; init => field = CellOptions.Checked(value, Figure.Diagram); }

    /// <summary>Options that a click puts after those of the parameters, the same for all cells: for example <c>--loss tanh</c>. Default none.</summary>
    public string FurtherOptions { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the table with the evidence, which the page of a large diagram gives. Default <c>diagram.csv</c>.</summary>
    public string Table { get; init => field = value ?? ""; } = "diagram.csv";

    /// <summary>The page as a complete HTML document; of a large diagram better written by <see cref="Save"/>, which keeps little of its cells in memory.</summary>
    public string ToHtml() => JsonText.Of(WriteHtml);

    /// <summary>Writes the page to a file, all of it or none.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public void Save(string path) => AtomicFile.WriteBytes(path, WriteHtml);

    private void WriteHtml(Stream stream)
    {
        var (svg, xEdges, yEdges) = Figure.Layout();
        string title = Markup.Escape(Figure.Title.Length > 0 ? Figure.Title : "Phase diagram");
        JsonText.Write(stream,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n" +
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
            $"<title>{title}</title>\n<style>{Style}</style>\n</head>\n<body>\n<main>\n{svg}</main>\n<dl id=\"tip\" hidden></dl>\n" +
            $"<footer>{CellColumns.Footer(Figure.Diagram, Table)} <output id=\"copied\"></output></footer>\n" +
            "<script type=\"application/json\" id=\"cells\">");
        WriteJson(stream, xEdges, yEdges);
        JsonText.Write(stream, $"</script>\n<script>\n{PageScript.Of("PhaseDiagramPage.js")}</script>\n</body>\n</html>\n");
    }

    private void WriteJson(Stream stream, double[] xEdges, double[] yEdges)
    {
        PhaseDiagram diagram = Figure.Diagram;
        using var page = new PageJson(stream);
        Utf8JsonWriter json = page.Json;
        json.WriteStartObject();
        Axis(json, "x", diagram.X, xEdges);
        Axis(json, "y", diagram.Y, yEdges);
        json.WriteStartArray("phases");
        foreach (Phase phase in Enum.GetValues<Phase>())
            json.WriteStringValue(PhasePalette.Name(phase));
        json.WriteEndArray();
        json.WriteString("phase", string.Create(diagram.Verdicts.Length, diagram.Verdicts, static (digits, verdicts) =>
        {
            for (int k = 0; k < digits.Length; k++)
                digits[k] = (char)('0' + (int)verdicts[k].Phase);
        }));
        json.WriteStartArray("columns");
        foreach (CellColumn column in CellColumns.Of(diagram))
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            column.Write(page, diagram, text => text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        CellOptions.Write(page, Sweep, FurtherOptions);
        json.WriteEndObject();
    }

    private static void Axis(Utf8JsonWriter json, string property, Axis axis, double[] edges)
    {
        CellOptions.StartAxis(json, property, axis);
        json.WriteStartArray("edges");
        foreach (double edge in edges)
            json.WriteNumberValue(edge);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The figure of which it is the page.</summary>
    public override string ToString() => $"page of {Figure}";
}
