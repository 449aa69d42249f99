using System.Collections.Immutable;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace PhaseGan.Plotting;

/// <summary>
/// Where two phase diagrams differ, as a static picture: cells that agree in a pale tone of their phase, cells that differ in bold stripes
/// of both phases, with a legend that counts them.
/// </summary>
/// <remarks>
/// Broad stripes have the first diagram's colour, narrow ones the second's. Each cell is drawn around its point of the grid. The same figure
/// gives the same bytes; all text that the user gives is escaped; axis names are shown as in <see cref="PhaseDiagramFigure"/>.
/// </remarks>
[TypeFormatterSource(typeof(NotebookFormatters))]
public sealed class PhaseAgreementFigure : IShownInNotebooks
{
    private const double SwatchWidth = 26;

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
    public int PlotWidth { get; init => field = SvgDocument.Size(value, nameof(PlotWidth)); } = 440;

    /// <summary>Height of the area inside the axes in pixels, in [100, 5000].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside its range.</exception>
    public int PlotHeight { get; init => field = SvgDocument.Size(value, nameof(PlotHeight)); } = 360;

    /// <summary>The same picture for notebooks that show a returned object as HTML.</summary>
    public string ToHtml() => SvgDocument.Html(ToSvg());

    /// <summary>Writes the SVG to a file, all of it or none.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public void Save(string path) => SvgDocument.Save(path, ToSvg());

    /// <summary>The figure as an SVG document without XML declaration, ready to be a file or part of a page.</summary>
    public string ToSvg() => Layout().Svg;

    /// <summary>The SVG with the borders of the cells in its pixels.</summary>
    internal (string Svg, double[] XEdges, double[] YEdges) Layout()
    {
        PhaseDiagram first = Agreement.First;
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

        double left = 34 + yTicks.Max(t => t.Label is null ? 0 : Markup.Width(t.Label, SvgDocument.FontSize));
        double top = 16 + SvgDocument.HeadingHeight(Title, subtitle);
        double right = left + PlotWidth, bottom = top + PlotHeight, legendLeft = right + 22;
        double legendText = pairs.Select(Text).Concat(Curves.Select(c => c.Label)).Max(s => Markup.Width(s, SvgDocument.SmallSize));
        double width = Math.Max(
            legendLeft + Math.Max(SwatchWidth + 8 + legendText, Markup.Width(heading, SvgDocument.SmallSize)) + 12,
            left + SvgDocument.HeadingWidth(Title, subtitle) + 12);
        double height = Math.Max(bottom + 52, top + SvgDocument.LegendLine * (pairs.Length + Curves.Length + 1) + 30);
        double[] xs = [.. xMap.Edges.Select(e => Math.Round(left + (e - xMap.First) / (xMap.Last - xMap.First) * PlotWidth, 2))];
        double[] ys = [.. yMap.Edges.Select(e => Math.Round(bottom - (e - yMap.First) / (yMap.Last - yMap.First) * PlotHeight, 2))];

        Symbol xSymbol = Symbol.Of(first.X.Name), ySymbol = Symbol.Of(first.Y.Name);
        StringBuilder svg = SvgDocument.Open(width, height, Title.Length > 0 ? Title : "Agreement of two phase diagrams", $"Where labels agree over {xSymbol.Plain} (across) and {ySymbol.Plain} (up): {Agreement}");
        Definitions(svg, pairs, xs, ys, left, top);
        SvgDocument.Heading(svg, Title, subtitle, left, top);

        foreach (var pair in pairs)
        {
            svg.Append($"<use href=\"#{SvgDocument.IdMark}-r{Code(pair)}\" {Fill(pair)} shape-rendering=\"crispEdges\"/>\n");
            if (Hatch(pair) is { } hatch)
                svg.Append($"<use href=\"#{SvgDocument.IdMark}-r{Code(pair)}\" {hatch}/>\n");
        }
        svg.Append($"<g clip-path=\"url(#{SvgDocument.IdMark}-plot)\" fill=\"none\" stroke-linejoin=\"round\">\n");
        for (int k = 0; k < Curves.Length; k++)
            PhaseDiagramFigure.Curve(svg, PhaseDiagramFigure.CurvePath(Curves[k], xMap, yMap, left, bottom, PlotWidth, PlotHeight), k);
        svg.Append("</g>\n");

        PhaseDiagramFigure.AxisMarks(svg, xMap, xTicks, left, top, right, bottom, horizontal: true);
        PhaseDiagramFigure.AxisMarks(svg, yMap, yTicks, left, top, right, bottom, horizontal: false);
        svg.Append($"<rect x=\"{Px(left)}\" y=\"{Px(top)}\" width=\"{PlotWidth}\" height=\"{PlotHeight}\" fill=\"none\" stroke=\"#111\"/>\n");
        svg.Append($"<text x=\"{Px((left + right) / 2)}\" y=\"{Px(bottom + 42)}\" text-anchor=\"middle\" font-size=\"15\">{xSymbol.Svg}</text>\n");
        svg.Append($"<text transform=\"translate(18 {Px((top + bottom) / 2)}) rotate(-90)\" text-anchor=\"middle\" font-size=\"15\">{ySymbol.Svg}</text>\n");
        Legend(svg, pairs, heading, legendLeft, top);
        return (SvgDocument.Close(svg), xs, ys);
    }

    private void Definitions(StringBuilder svg, ImmutableArray<(Phase First, Phase Second)> pairs, double[] xs, double[] ys, double left, double top)
    {
        PhaseDiagram first = Agreement.First, second = Agreement.Second;
        svg.Append("<defs>\n");
        svg.Append($"<clipPath id=\"{SvgDocument.IdMark}-plot\"><rect x=\"{Px(left)}\" y=\"{Px(top)}\" width=\"{PlotWidth}\" height=\"{PlotHeight}\"/></clipPath>\n");
        foreach (var pair in pairs)
        {
            if (pair.First == pair.Second)
                PhasePalette.Pattern(svg, pair.First);
            else
                svg.Append($"<pattern id=\"{SvgDocument.IdMark}-s{Code(pair)}\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"7\" height=\"7\" fill=\"{PhasePalette.Colour(pair.First)}\"/><rect x=\"4\" width=\"3\" height=\"7\" fill=\"{PhasePalette.Colour(pair.Second)}\"/><path d=\"M4 0V7M7 0V7M0 0V7\" stroke=\"#111\" stroke-width=\"0.4\"/></pattern>\n");
            string path = Regions.Path(
                first.X.Count, first.Y.Count,
                k => first.Verdicts[k].Phase == pair.First && second.Verdicts[k].Phase == pair.Second, xs, ys);
            svg.Append($"<path id=\"{SvgDocument.IdMark}-r{Code(pair)}\" d=\"{path}\"/>\n");
        }
        svg.Append("</defs>\n");
    }

    private void Legend(StringBuilder svg, ImmutableArray<(Phase First, Phase Second)> pairs, string heading, double left, double top)
    {
        svg.Append($"<g font-size=\"{Px(SvgDocument.SmallSize)}\">\n<text x=\"{Px(left)}\" y=\"{Px(top + 11.5)}\" fill=\"#444\">{Markup.Text(heading)}</text>\n");
        double y = top + SvgDocument.LegendLine;
        foreach (var pair in pairs)
        {
            string box = $"<rect x=\"{Px(left)}\" y=\"{Px(y)}\" width=\"{Px(SwatchWidth)}\" height=\"15\"";
            svg.Append($"{box} {Fill(pair)}/>{box} {Hatch(pair) ?? "fill=\"none\""}/>{box} fill=\"none\" stroke=\"#111\" stroke-width=\"0.7\"/>");
            svg.Append($"<text x=\"{Px(left + SwatchWidth + 8)}\" y=\"{Px(y + 11.5)}\">{Markup.Text(Text(pair))}</text>\n");
            y += SvgDocument.LegendLine;
        }
        y += 6;
        for (int k = 0; k < Curves.Length; k++)
        {
            PhaseDiagramFigure.Curve(svg, $"M{Px(left)} {Px(y + 7.5)}h{Px(SwatchWidth)}", k);
            svg.Append($"<text x=\"{Px(left + SwatchWidth + 8)}\" y=\"{Px(y + 11.5)}\">{Markup.Text(Curves[k].Label)}</text>\n");
            y += SvgDocument.LegendLine;
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
        : $"fill=\"url(#{SvgDocument.IdMark}-s{Code(pair)})\"";

    // the hatching of a phase that both diagrams show, as pale
    private static string? Hatch((Phase First, Phase Second) pair) =>
        pair.First == pair.Second && PhasePalette.Hatching(pair.First).Strokes.Length > 0
            ? $"fill=\"url(#{SvgDocument.IdMark}-h{(int)pair.First})\" fill-opacity=\"0.45\""
            : null;

    private static string Code((Phase First, Phase Second) pair) => $"{(int)pair.First}{(int)pair.Second}";

    private static string Px(double value) => Markup.Px(value);

    /// <summary>Its title and what it shows.</summary>
    public override string ToString() => $"{(Title.Length > 0 ? Title : "figure")}: {Agreement}";
}
