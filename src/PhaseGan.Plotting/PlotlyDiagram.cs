using System.Collections.Immutable;
using System.Text.Json;

namespace PhaseGan.Plotting;

/// <summary>
/// A phase diagram as an interactive Plotly figure: zoom, and under the pointer the cell's parameters, label, attractor, recovery and evidence;
/// a click copies the parameters.
/// </summary>
/// <remarks>
/// <see cref="ToJson"/> gives the figure alone (<c>data</c>, <c>layout</c>, <c>config</c>), which other hosts of Plotly read, too; its
/// <c>layout.meta</c> holds what a click copies. <see cref="PhaseDiagramPage"/> shows much the same without plotly.js. The same figure gives
/// the same bytes. All text that the user gives is escaped. Of a diagram with more than <see cref="PhaseDiagramPage.MostCellsWithEvidence"/> cells it holds labels
/// and attractors, and the page says that the table has the rest.
/// </remarks>
public sealed class PlotlyDiagram
{
    private const string Style =
        "body{margin:1rem;font:14px/1.4 Helvetica,Arial,sans-serif;background:#fff;color:#111}#plot{max-width:60rem;height:34rem}" +
        "footer{color:#555;font-size:12px}output code{user-select:all}";

    // Plotly's names of the dashes of the static figure.
    private static readonly string[] s_dashes = ["solid", "8px,4px", "2px,3px", "9px,3px,2px,3px", "4px,2px"];

    /// <summary>Makes a Plotly figure of a figure.</summary>
    /// <param name="figure">The figure, whose sizes are not used.</param>
    /// <param name="source">Where pages take plotly.js from.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public PlotlyDiagram(PhaseDiagramFigure figure, PlotlySource source)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(source);
        (Figure, Source) = (figure, source);
    }

    /// <summary>The figure that is shown.</summary>
    public PhaseDiagramFigure Figure { get; }

    /// <summary>Where the page takes plotly.js from.</summary>
    public PlotlySource Source { get; }

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

    /// <summary>The figure as JSON: one object with <c>data</c>, <c>layout</c> and <c>config</c>.</summary>
    public string ToJson() => JsonText.Of(stream => WriteJson(stream, inColumns: false));

    private void WriteHtml(Stream stream)
    {
        string title = Markup.Escape(Figure.Title.Length > 0 ? Figure.Title : "Phase diagram");
        JsonText.Write(stream,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
            $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; script-src 'unsafe-inline' {Source.Policy}\">\n" +
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
            $"<title>{title}</title>\n<style>{Style}</style>\n<script src=\"{Markup.Escape(Source.Reference)}\"></script>\n</head>\n<body>\n" +
            $"<main><div id=\"plot\" data-source=\"{Markup.Escape(Source.Name)}\"></div></main>\n" +
            $"<footer>{CellColumns.Footer(Figure.Diagram, Table)} <output id=\"copied\"></output></footer>\n" +
            "<script type=\"application/json\" id=\"figure\">");
        WriteJson(stream, inColumns: true);
        JsonText.Write(stream, $"</script>\n<script>\n{PageScript.Of("PlotlyDiagram.js")}</script>\n</body>\n</html>\n");
    }

    /// <summary>Writes the figure.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="inColumns">Whether the cells are columns for the script of the page, or complete for any host of Plotly.</param>
    private void WriteJson(Stream stream, bool inColumns)
    {
        PhaseDiagram diagram = Figure.Diagram;
        var (xMap, yMap) = (new AxisScaleMap(diagram.X), new AxisScaleMap(diagram.Y));
        var hover = new PlotlyHover(diagram);
        using var page = new PageJson(stream);
        Utf8JsonWriter json = page.Json;
        json.WriteStartObject();
        json.WriteStartArray("data");
        Cells(json, xMap, yMap, hover, inColumns);
        foreach (Phase phase in PhasePalette.Order.Where(p => diagram.Count(p) > 0))
            LegendEntry(json, phase);
        foreach (var (k, curve) in Figure.Curves.Index())
            Curve(json, curve, k);
        json.WriteEndArray();
        Layout(page, xMap, yMap);
        json.WriteStartObject("config");
        json.WriteBoolean("responsive", true);
        json.WriteBoolean("displaylogo", false);
        // No button that would send the diagram to a server.
        json.WriteStartArray("modeBarButtonsToRemove");
        json.WriteStringValue("sendChartToCloud");
        json.WriteStringValue("sendDataToCloud");
        json.WriteEndArray();
        json.WriteEndObject();
        if (inColumns)
            hover.WriteColumns(page);
        json.WriteEndObject();
    }

    private void Cells(Utf8JsonWriter json, AxisScaleMap xMap, AxisScaleMap yMap, PlotlyHover hover, bool inColumns)
    {
        json.WriteStartObject();
        json.WriteString("type", "heatmap");
        Numbers(json, "x", xMap.Edges.Select(xMap.Back));
        Numbers(json, "y", yMap.Edges.Select(yMap.Back));
        if (!inColumns)
        {
            Rows(json, "z", (i, j) => json.WriteNumberValue(PhasePalette.Order.IndexOf(Figure.Diagram[i, j].Phase)));
            Rows(json, "customdata", (i, j) => hover.Write(json, i, j));
        }
        json.WriteString("hovertemplate", hover.Template);
        json.WriteNumber("zmin", -0.5);
        json.WriteNumber("zmax", PhasePalette.Order.Length - 0.5);
        json.WriteStartArray("colorscale");
        for (int k = 0; k < PhasePalette.Order.Length; k++)
            foreach (int end in (int[])[k, k + 1])
            {
                json.WriteStartArray();
                json.WriteNumberValue((double)end / PhasePalette.Order.Length);
                json.WriteStringValue(PhasePalette.Colour(PhasePalette.Order[k]));
                json.WriteEndArray();
            }
        json.WriteEndArray();
        json.WriteBoolean("showscale", false);
        json.WriteEndObject();
    }

    private static void LegendEntry(Utf8JsonWriter json, Phase phase)
    {
        json.WriteStartObject();
        json.WriteString("type", "scatter");
        json.WriteString("name", PhasePalette.Name(phase));
        json.WriteString("mode", "markers");
        foreach (string axis in (string[])["x", "y"])
        {
            json.WriteStartArray(axis);
            json.WriteNullValue();
            json.WriteEndArray();
        }
        json.WriteStartObject("marker");
        json.WriteString("symbol", "square");
        json.WriteNumber("size", 14);
        json.WriteString("color", PhasePalette.Colour(phase));
        json.WriteStartObject("line");
        json.WriteNumber("width", 1);
        json.WriteString("color", "#111");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Curve(Utf8JsonWriter json, BoundaryCurve curve, int index)
    {
        json.WriteStartObject();
        json.WriteString("type", "scatter");
        json.WriteString("name", PlotlyText.Escape(curve.Label));
        json.WriteString("mode", "lines");
        Coordinates("x", p => p.X);
        Coordinates("y", p => p.Y);
        json.WriteString("hoverinfo", "skip");
        json.WriteStartObject("line");
        json.WriteString("color", "#111");
        json.WriteNumber("width", 1.7);
        json.WriteString("dash", s_dashes[index % s_dashes.Length]);
        json.WriteEndObject();
        json.WriteEndObject();

        // Lines of one curve are parted by a gap.
        void Coordinates(string name, Func<(double X, double Y), double> of)
        {
            json.WriteStartArray(name);
            foreach (var (k, line) in curve.Lines.Index())
            {
                if (k > 0)
                    json.WriteNullValue();
                foreach (var point in line)
                    json.WriteNumberValue(of(point));
            }
            json.WriteEndArray();
        }
    }

    private void Layout(PageJson page, AxisScaleMap xMap, AxisScaleMap yMap)
    {
        Utf8JsonWriter json = page.Json;
        json.WriteStartObject("layout");
        if (Figure.Title.Length + Figure.Subtitle.Length > 0)
        {
            string heading = $"<b>{PlotlyText.Escape(Figure.Title)}</b>";
            json.WriteStartObject("title");
            json.WriteString("text", Figure.Subtitle.Length > 0 ? $"{heading}<br><sub>{PlotlyText.Escape(Figure.Subtitle)}</sub>" : heading);
            json.WriteNumber("x", 0);
            json.WriteString("xref", "paper");
            json.WriteEndObject();
        }
        json.WriteStartObject("font");
        json.WriteString("family", "Helvetica, Arial, sans-serif");
        json.WriteString("color", "#111");
        json.WriteEndObject();
        PlotAxis(json, "xaxis", xMap);
        PlotAxis(json, "yaxis", yMap);
        json.WriteString("hovermode", "closest");
        json.WriteStartObject("hoverlabel");
        json.WriteString("align", "left");
        json.WriteString("bgcolor", "#fff");
        json.WriteStartObject("font");
        json.WriteString("color", "#111");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("legend");
        json.WriteBoolean("itemclick", false);
        json.WriteBoolean("itemdoubleclick", false);
        json.WriteEndObject();
        json.WriteBoolean("showlegend", true);
        json.WriteString("plot_bgcolor", "#fff");
        json.WriteStartObject("meta");
        foreach (var (property, axis) in ImmutableArray.Create(("x", Figure.Diagram.X), ("y", Figure.Diagram.Y)))
        {
            CellOptions.StartAxis(json, property, axis);
            json.WriteEndObject();
        }
        CellOptions.Write(page, Sweep, FurtherOptions);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void PlotAxis(Utf8JsonWriter json, string property, AxisScaleMap map)
    {
        json.WriteStartObject(property);
        json.WriteStartObject("title");
        json.WriteString("text", Symbol.Of(map.Axis.Name).Plotly);
        json.WriteEndObject();
        bool isLogarithmic = map.Axis.Scale == AxisScale.Logarithmic;
        json.WriteString("type", isLogarithmic ? "log" : "linear");
        if (isLogarithmic && map.Last - map.First <= 3)
            json.WriteString("dtick", "D2");
        Numbers(json, "range", [map.First, map.Last]);
        json.WriteString("ticks", "outside");
        json.WriteBoolean("showline", true);
        json.WriteBoolean("mirror", true);
        json.WriteString("linecolor", "#111");
        json.WriteBoolean("zeroline", false);
        json.WriteBoolean("showgrid", false);
        json.WriteEndObject();
    }

    private void Rows(Utf8JsonWriter json, string property, Action<int, int> write)
    {
        json.WriteStartArray(property);
        for (int j = 0; j < Figure.Diagram.Y.Count; j++)
        {
            json.WriteStartArray();
            for (int i = 0; i < Figure.Diagram.X.Count; i++)
                write(i, j);
            json.WriteEndArray();
            JsonText.Pass(json);
        }
        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string property, IEnumerable<double> values)
    {
        json.WriteStartArray(property);
        foreach (double value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    /// <summary>The figure of which it is the page.</summary>
    public override string ToString() => $"page of {Figure}";
}
