using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace PhaseGan.Plotting;

/// <summary>
/// Where two phase diagrams differ, as a static picture: cells that agree in a pale tone of their phase, cells that differ in bold stripes
/// of both phases, with a legend that counts them.
/// </summary>
/// <remarks>
/// Broad stripes have the first diagram's colour, narrow ones the second's. Each cell is drawn around its point of the grid. The same figure
/// gives the same bytes; all text that the user gives is escaped; axis names are shown as in <see cref="PhaseDiagramFigure"/>.
/// </remarks>
public sealed class PhaseAgreementFigure
{
    private const double FontSize = 13;
    private const double SmallSize = 11.5;
    private const double SwatchWidth = 26;
    private const double LegendLine = 22;
    // Cannot occur in escaped text, so it can stand for the identifiers until they are known.
    private const char IdMark = '\uFFFF';

    /// <summary>Makes a figure of a comparison.</summary>
    /// <param name="agreement">The comparison.</param>
    /// <exception cref="ArgumentNullException"><paramref name="agreement"/> is null.</exception>
    public PhaseAgreementFigure(PhaseAgreement agreement)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        Agreement = agreement;
    }

    /// <summary>The comparison that is drawn.</summary>
    public PhaseAgreement Agreement { get; }

    /// <summary>Heading above the picture; empty for none.</summary>
    public string Title { get; init => field = value ?? ""; } = "";

    /// <summary>A smaller line under the heading; the agreement in numbers unless set.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Curves drawn over the cells, with their labels in the legend.</summary>
    public ImmutableArray<BoundaryCurve> Curves { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Width of the area inside the axes in pixels, in [100, 5000].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside its range.</exception>
    public int PlotWidth { get; init => field = PhaseDiagramFigure.Size(value, nameof(PlotWidth)); } = 440;

    /// <summary>Height of the area inside the axes in pixels, in [100, 5000].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside its range.</exception>
    public int PlotHeight { get; init => field = PhaseDiagramFigure.Size(value, nameof(PlotHeight)); } = 360;

    /// <summary>The same picture for notebooks that show a returned object as HTML.</summary>
    public string ToHtml() => $"<div class=\"phasegan-figure\" style=\"background:#fff;display:inline-block\">{ToSvg()}</div>";

    /// <summary>Writes the SVG to a file, all of it or none.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public void Save(string path) => AtomicFile.WriteText(path, writer =>
    {
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        writer.Write(ToSvg());
    });

    /// <summary>The figure as an SVG document without XML declaration, ready to be a file or part of a page.</summary>
    public string ToSvg() => Layout().Svg;

    /// <summary>The SVG with the borders of the cells in its pixels.</summary>
    internal (string Svg, double[] XEdges, double[] YEdges) Layout()
    {
        PhaseDiagram first = Agreement.First, second = Agreement.Second;
        var (xMap, yMap) = (new AxisScaleMap(first.X), new AxisScaleMap(first.Y));
        var xTicks = Ticks.Of(xMap, PlotWidth / 80 + 1);
        var yTicks = Ticks.Of(yMap, PlotHeight / 60 + 1);
        // agreeing pairs first, each in the order of legends
        ImmutableArray<(Phase First, Phase Second)> pairs =
        [
            .. PhasePalette.Order.Select(p => (p, p)).Where(p => Agreement[p.Item1, p.Item2] > 0),
            .. PhasePalette.Order.SelectMany(a => PhasePalette.Order.Where(b => b != a).Select(b => (a, b))).Where(p => Agreement[p.a, p.b] > 0),
        ];
        string subtitle = Subtitle ?? Agreement.ToString();
        string heading = $"{Agreement.FirstName} → {Agreement.SecondName}, cells";

        double left = 34 + yTicks.Max(t => t.Label is null ? 0 : Markup.Width(t.Label, FontSize));
        double top = 16 + (Title.Length > 0 ? 22 : 0) + (subtitle.Length > 0 ? 18 : 0);
        double right = left + PlotWidth, bottom = top + PlotHeight, legendLeft = right + 22;
        double legendText = pairs.Select(Text).Concat(Curves.Select(c => c.Label)).Max(s => Markup.Width(s, SmallSize));
        double width = Math.Max(
            legendLeft + Math.Max(SwatchWidth + 8 + legendText, Markup.Width(heading, SmallSize)) + 12,
            left + Math.Max(Markup.Width(Title, 15) * 1.05, Markup.Width(subtitle, SmallSize)) + 12);
        double height = Math.Max(bottom + 52, top + LegendLine * (pairs.Length + Curves.Length + 1) + 30);
        double[] xs = [.. xMap.Edges.Select(e => Math.Round(left + (e - xMap.First) / (xMap.Last - xMap.First) * PlotWidth, 2))];
        double[] ys = [.. yMap.Edges.Select(e => Math.Round(bottom - (e - yMap.First) / (yMap.Last - yMap.First) * PlotHeight, 2))];

        var svg = new StringBuilder();
        Symbol xSymbol = Symbol.Of(first.X.Name), ySymbol = Symbol.Of(first.Y.Name);
        string name = Markup.Escape(Title.Length > 0 ? Title : "Agreement of two phase diagrams");
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Px(width)}\" height=\"{Px(height)}\" viewBox=\"0 0 {Px(width)} {Px(height)}\" role=\"img\" aria-label=\"{name}\" font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\" font-size=\"{Px(FontSize)}\" fill=\"#111\">\n");
        svg.Append($"<title>{name}</title>\n<desc>{Markup.Escape($"Where labels agree over {xSymbol.Plain} (across) and {ySymbol.Plain} (up): {Agreement}")}</desc>\n");
        svg.Append($"<rect width=\"{Px(width)}\" height=\"{Px(height)}\" fill=\"#fff\"/>\n<defs>\n");
        svg.Append($"<clipPath id=\"{IdMark}-plot\"><rect x=\"{Px(left)}\" y=\"{Px(top)}\" width=\"{PlotWidth}\" height=\"{PlotHeight}\"/></clipPath>\n");
        foreach (var pair in pairs)
        {
            if (pair.First != pair.Second)
                svg.Append($"<pattern id=\"{IdMark}-s{Code(pair)}\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"7\" height=\"7\" fill=\"{PhasePalette.Colour(pair.First)}\"/><rect x=\"4\" width=\"3\" height=\"7\" fill=\"{PhasePalette.Colour(pair.Second)}\"/><path d=\"M4 0V7M7 0V7M0 0V7\" stroke=\"#111\" stroke-width=\"0.4\"/></pattern>\n");
            string path = Regions.Path(
                first.X.Count, first.Y.Count,
                k => first.Verdicts[k].Phase == pair.First && second.Verdicts[k].Phase == pair.Second, xs, ys);
            svg.Append($"<path id=\"{IdMark}-r{Code(pair)}\" d=\"{path}\"/>\n");
        }
        svg.Append("</defs>\n");
        if (Title.Length > 0)
            svg.Append($"<text x=\"{Px(left)}\" y=\"24\" font-size=\"15\" font-weight=\"bold\">{Markup.Escape(Title)}</text>\n");
        if (subtitle.Length > 0)
            svg.Append($"<text x=\"{Px(left)}\" y=\"{Px(top - 12)}\" font-size=\"{Px(SmallSize)}\" fill=\"#444\">{Markup.Escape(subtitle)}</text>\n");

        foreach (var pair in pairs)
            svg.Append($"<use href=\"#{IdMark}-r{Code(pair)}\" {Fill(pair)} shape-rendering=\"crispEdges\"/>\n");
        svg.Append($"<g clip-path=\"url(#{IdMark}-plot)\" fill=\"none\" stroke-linejoin=\"round\">\n");
        for (int k = 0; k < Curves.Length; k++)
            PhaseDiagramFigure.Curve(svg, PhaseDiagramFigure.CurvePath(Curves[k], xMap, yMap, left, bottom, PlotWidth, PlotHeight), k);
        svg.Append("</g>\n");

        PhaseDiagramFigure.AxisMarks(svg, xMap, xTicks, left, top, right, bottom, horizontal: true);
        PhaseDiagramFigure.AxisMarks(svg, yMap, yTicks, left, top, right, bottom, horizontal: false);
        svg.Append($"<rect x=\"{Px(left)}\" y=\"{Px(top)}\" width=\"{PlotWidth}\" height=\"{PlotHeight}\" fill=\"none\" stroke=\"#111\"/>\n");
        svg.Append($"<text x=\"{Px((left + right) / 2)}\" y=\"{Px(bottom + 42)}\" text-anchor=\"middle\" font-size=\"15\">{xSymbol.Svg}</text>\n");
        svg.Append($"<text transform=\"translate(18 {Px((top + bottom) / 2)}) rotate(-90)\" text-anchor=\"middle\" font-size=\"15\">{ySymbol.Svg}</text>\n");
        Legend(svg, pairs, heading, legendLeft, top);
        svg.Append("</svg>\n");

        string text = svg.ToString();
        string id = "pg" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10];
        return (text.Replace(IdMark.ToString(), id, StringComparison.Ordinal), xs, ys);
    }

    private void Legend(StringBuilder svg, ImmutableArray<(Phase First, Phase Second)> pairs, string heading, double left, double top)
    {
        svg.Append($"<g font-size=\"{Px(SmallSize)}\">\n<text x=\"{Px(left)}\" y=\"{Px(top + 11.5)}\" fill=\"#444\">{Markup.Escape(heading)}</text>\n");
        double y = top + LegendLine;
        foreach (var pair in pairs)
        {
            svg.Append($"<rect x=\"{Px(left)}\" y=\"{Px(y)}\" width=\"{Px(SwatchWidth)}\" height=\"15\" {Fill(pair)} stroke=\"#111\" stroke-width=\"0.7\"/>");
            svg.Append($"<text x=\"{Px(left + SwatchWidth + 8)}\" y=\"{Px(y + 11.5)}\">{Markup.Escape(Text(pair))}</text>\n");
            y += LegendLine;
        }
        y += 6;
        for (int k = 0; k < Curves.Length; k++)
        {
            PhaseDiagramFigure.Curve(svg, $"M{Px(left)} {Px(y + 7.5)}h{Px(SwatchWidth)}", k);
            svg.Append($"<text x=\"{Px(left + SwatchWidth + 8)}\" y=\"{Px(y + 11.5)}\">{Markup.Escape(Curves[k].Label)}</text>\n");
            y += LegendLine;
        }
        svg.Append("</g>\n");
    }

    private string Text((Phase First, Phase Second) pair)
    {
        string count = $"{Agreement[pair.First, pair.Second]}";
        return pair.First == pair.Second
            ? $"{PhasePalette.Name(pair.First)}, both: {count}"
            : $"{PhasePalette.Name(pair.First)} → {PhasePalette.Name(pair.Second)}: {count}";
    }

    // the pale tone of a phase that both diagrams show, or stripes of the two
    private static string Fill((Phase First, Phase Second) pair) => pair.First == pair.Second
        ? $"fill=\"{PhasePalette.Colour(pair.First)}\" fill-opacity=\"0.35\""
        : $"fill=\"url(#{IdMark}-s{Code(pair)})\"";

    private static string Code((Phase First, Phase Second) pair) => $"{(int)pair.First}{(int)pair.Second}";

    private static string Px(double value) => Markup.Px(value);
}
