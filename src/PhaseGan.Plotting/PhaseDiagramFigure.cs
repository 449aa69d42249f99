using System.Collections.Immutable;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace PhaseGan.Plotting;

/// <summary>
/// A phase diagram as a static picture for papers: SVG with axes, a legend of the phases that occur, hatching that survives a grey print,
/// and boundary curves on top.
/// </summary>
/// <remarks>
/// Each cell is drawn around its point of the grid, so the picture reaches half a cell beyond the axes. The same figure gives the same
/// bytes. All text that the user gives is escaped. Axis names of the library's parameters (<c>alpha</c>, <c>tau</c>, <c>tau-tilde</c>,
/// <c>eta</c>, <c>eta-t</c>, <c>eta-g</c>, <c>x</c>) are shown as the paper's letters.
/// </remarks>
[TypeFormatterSource(typeof(NotebookFormatters))]
public sealed class PhaseDiagramFigure : IShownInNotebooks
{
    private const double SwatchWidth = 26;

    private readonly Lazy<(string Svg, double[] XEdges, double[] YEdges)> _layout;
    private static readonly string[] s_dashes = ["", "8 4", "2 3", "9 3 2 3", "4 2"];

    /// <summary>Makes a figure of a diagram.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <exception cref="ArgumentNullException"><paramref name="diagram"/> is null.</exception>
    public PhaseDiagramFigure(PhaseDiagram diagram)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        Diagram = diagram;
        _layout = new(MakeLayout);
    }

    /// <summary>The diagram that is drawn.</summary>
    public PhaseDiagram Diagram { get; }

    /// <summary>Heading above the picture; empty for none.</summary>
    public string Title { get; init => field = value ?? ""; } = "";

    /// <summary>A smaller line under the heading, for the parameters that the axes do not move; empty for none.</summary>
    public string Subtitle { get; init => field = value ?? ""; } = "";

    /// <summary>Curves drawn over the cells, with their labels in the legend.</summary>
    public ImmutableArray<BoundaryCurve> Curves { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Cells under a light hatching, one value a cell in the order of the diagram's; where some are given, phases are plain colours but for Undetermined. Empty for none.</summary>
    /// <exception cref="ArgumentException">The number of values is neither 0 nor that of the cells.</exception>
    public ImmutableArray<bool> Hatched
    {
        get;
        init => field = value.IsDefaultOrEmpty ? [] : value.Length == Diagram.Verdicts.Length
            ? value
            : throw new ArgumentException($"Hatched must have one value for each of {Diagram.Verdicts.Length} cells; got {value.Length}", nameof(Hatched));
    } = [];

    /// <summary>What the light hatching means, for the legend.</summary>
    public string HatchedName { get; init => field = value ?? ""; } = "";

    /// <summary>Width of the area inside the axes in pixels, in [100, 5000].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside its range.</exception>
    public int PlotWidth { get; init => field = SvgDocument.Size(value, nameof(PlotWidth)); } = 440;

    /// <summary>Height of the area inside the axes in pixels, in [100, 5000].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside its range.</exception>
    public int PlotHeight { get; init => field = SvgDocument.Size(value, nameof(PlotHeight)); } = 360;

    /// <summary>The figure as an SVG document without XML declaration, ready to be a file or part of a page.</summary>
    public string ToSvg() => Layout().Svg;

    /// <summary>The same picture for notebooks that show a returned object as HTML.</summary>
    public string ToHtml() => SvgDocument.Html(ToSvg());

    /// <summary>Writes the SVG to a file, all of it or none.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public void Save(string path) => SvgDocument.Save(path, ToSvg());

    private bool HasHatched => Hatched.Length > 0;

    private bool IsPatterned(Phase phase) => PhasePalette.Hatching(phase).Strokes.Length > 0 && (!HasHatched || phase == Phase.Undetermined);

    /// <summary>The SVG with the borders of the cells in its pixels; made once, when it is first asked for.</summary>
    internal (string Svg, double[] XEdges, double[] YEdges) Layout() => _layout.Value;

    private (string Svg, double[] XEdges, double[] YEdges) MakeLayout()
    {
        var (xMap, yMap) = (new AxisScaleMap(Diagram.X), new AxisScaleMap(Diagram.Y));
        var xTicks = Ticks.Of(xMap, PlotWidth / 80 + 1);
        var yTicks = Ticks.Of(yMap, PlotHeight / 60 + 1);
        ImmutableArray<Phase> phases = [.. PhasePalette.Order.Where(p => Diagram.Count(p) > 0)];

        double left = 34 + yTicks.Max(t => t.Label is null ? 0 : Markup.Width(t.Label, SvgDocument.FontSize));
        double top = 16 + SvgDocument.HeadingHeight(Title, Subtitle);
        double right = left + PlotWidth, bottom = top + PlotHeight;
        double legendLeft = right + 22;
        double legendText = phases.Select(PhasePalette.Name).Concat(Curves.Select(c => c.Label)).Concat(HasHatched ? [HatchedName] : []).Max(s => Markup.Width(s, SvgDocument.SmallSize));
        double width = Math.Max(legendLeft + SwatchWidth + 8 + legendText + 12, left + SvgDocument.HeadingWidth(Title, Subtitle) + 12);
        double height = Math.Max(bottom + 52, top + SvgDocument.LegendLine * (phases.Length + Curves.Length + (HasHatched ? 1 : 0)) + 30);
        double[] xs = [.. xMap.Edges.Select(e => Math.Round(left + (e - xMap.First) / (xMap.Last - xMap.First) * PlotWidth, 2))];
        double[] ys = [.. yMap.Edges.Select(e => Math.Round(bottom - (e - yMap.First) / (yMap.Last - yMap.First) * PlotHeight, 2))];

        Symbol xSymbol = Symbol.Of(Diagram.X.Name), ySymbol = Symbol.Of(Diagram.Y.Name);
        StringBuilder svg = SvgDocument.Open(width, height, Title.Length > 0 ? Title : "Phase diagram", $"Phases over {xSymbol.Plain} (across) and {ySymbol.Plain} (up). {Diagram}");
        Definitions(svg, phases, xs, ys, (left, top, PlotWidth, PlotHeight));
        SvgDocument.Heading(svg, Title, Subtitle, left, top);

        foreach (Phase phase in phases)
        {
            svg.Append($"<g><use href=\"#{SvgDocument.IdMark}-r{(int)phase}\" fill=\"{PhasePalette.Colour(phase)}\" shape-rendering=\"crispEdges\"/>");
            if (IsPatterned(phase))
                svg.Append($"<use href=\"#{SvgDocument.IdMark}-r{(int)phase}\" fill=\"url(#{SvgDocument.IdMark}-h{(int)phase})\"/>");
            svg.Append("</g>\n");
        }
        if (HasHatched)
            svg.Append($"<path d=\"{Regions.Path(Diagram.X.Count, Diagram.Y.Count, k => Hatched[k], xs, ys)}\" fill=\"url(#{SvgDocument.IdMark}-light)\"/>\n");
        svg.Append($"<g clip-path=\"url(#{SvgDocument.IdMark}-plot)\" fill=\"none\" stroke-linejoin=\"round\">\n");
        for (int k = 0; k < Curves.Length; k++)
            Curve(svg, CurvePath(Curves[k], xMap, yMap, left, bottom, PlotWidth, PlotHeight), k);
        svg.Append("</g>\n");

        AxisMarks(svg, xMap, xTicks, left, top, right, bottom, horizontal: true);
        AxisMarks(svg, yMap, yTicks, left, top, right, bottom, horizontal: false);
        svg.Append($"<rect x=\"{Px(left)}\" y=\"{Px(top)}\" width=\"{PlotWidth}\" height=\"{PlotHeight}\" fill=\"none\" stroke=\"#111\"/>\n");
        svg.Append($"<text x=\"{Px((left + right) / 2)}\" y=\"{Px(bottom + 42)}\" text-anchor=\"middle\" font-size=\"15\">{xSymbol.Svg}</text>\n");
        svg.Append($"<text transform=\"translate(18 {Px((top + bottom) / 2)}) rotate(-90)\" text-anchor=\"middle\" font-size=\"15\">{ySymbol.Svg}</text>\n");
        Legend(svg, phases, legendLeft, top);
        return (SvgDocument.Close(svg), xs, ys);
    }

    private void Definitions(StringBuilder svg, ImmutableArray<Phase> phases, double[] xs, double[] ys, (double X, double Y, double Width, double Height) plot)
    {
        svg.Append("<defs>\n");
        svg.Append($"<clipPath id=\"{SvgDocument.IdMark}-plot\"><rect x=\"{Px(plot.X)}\" y=\"{Px(plot.Y)}\" width=\"{Px(plot.Width)}\" height=\"{Px(plot.Height)}\"/></clipPath>\n");
        if (HasHatched)
            svg.Append($"<pattern id=\"{SvgDocument.IdMark}-light\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\"><path d=\"M-1 1L1 -1M0 5L5 0M4 6L6 4\" stroke=\"#444\" stroke-width=\"0.6\" stroke-opacity=\"0.6\"/></pattern>\n");
        foreach (Phase phase in phases)
        {
            PhasePalette.Pattern(svg, phase);
            svg.Append($"<path id=\"{SvgDocument.IdMark}-r{(int)phase}\" d=\"{Regions.Path(Diagram, phase, xs, ys)}\"/>\n");
        }
        svg.Append("</defs>\n");
    }

    internal static void AxisMarks(StringBuilder svg, AxisScaleMap map, List<(double Value, string? Label)> ticks, double left, double top, double right, double bottom, bool horizontal)
    {
        var marks = new StringBuilder();
        var labels = new StringBuilder();
        foreach (var (value, label) in ticks)
        {
            double position = Math.Clamp(map.Position(value), 0, 1);
            int length = label is null ? 3 : 6;
            if (horizontal)
            {
                string x = Px(left + position * (right - left));
                marks.Append($"M{x} {Px(bottom)}v{length}");
                if (label is not null)
                    labels.Append($"<text x=\"{x}\" y=\"{Px(bottom + 20)}\">{label}</text>");
            }
            else
            {
                double y = bottom - position * (bottom - top);
                marks.Append($"M{Px(left)} {Px(y)}h-{length}");
                if (label is not null)
                    labels.Append($"<text x=\"{Px(left - 9)}\" y=\"{Px(y + 4.5)}\">{label}</text>");
            }
        }
        svg.Append($"<path d=\"{marks}\" stroke=\"#111\" fill=\"none\"/>\n<g text-anchor=\"{(horizontal ? "middle" : "end")}\">{labels}</g>\n");
    }

    private void Legend(StringBuilder svg, ImmutableArray<Phase> phases, double left, double top)
    {
        double y = top + 2;
        svg.Append($"<g font-size=\"{Px(SvgDocument.SmallSize)}\">\n");
        foreach (Phase phase in phases)
        {
            PhasePalette.Swatch(svg, phase, left, y, SwatchWidth, 15, IsPatterned(phase));
            svg.Append($"<text x=\"{Px(left + SwatchWidth + 8)}\" y=\"{Px(y + 11.5)}\">{PhasePalette.Name(phase)}</text>\n");
            y += SvgDocument.LegendLine;
        }
        if (HasHatched)
        {
            svg.Append($"<rect x=\"{Px(left)}\" y=\"{Px(y)}\" width=\"{Px(SwatchWidth)}\" height=\"15\" fill=\"url(#{SvgDocument.IdMark}-light)\" stroke=\"#111\" stroke-width=\"0.7\"/>");
            svg.Append($"<text x=\"{Px(left + SwatchWidth + 8)}\" y=\"{Px(y + 11.5)}\">{Markup.Text(HatchedName)}</text>\n");
            y += SvgDocument.LegendLine;
        }
        y += 6;
        for (int k = 0; k < Curves.Length; k++)
        {
            Curve(svg, $"M{Px(left)} {Px(y + 7.5)}h{Px(SwatchWidth)}", k);
            svg.Append($"<text x=\"{Px(left + SwatchWidth + 8)}\" y=\"{Px(y + 11.5)}\">{Markup.Text(Curves[k].Label)}</text>\n");
            y += SvgDocument.LegendLine;
        }
        svg.Append("</g>\n");
    }

    internal static void Curve(StringBuilder svg, string path, int index)
    {
        string dash = s_dashes[index % s_dashes.Length];
        svg.Append($"<path d=\"{path}\" fill=\"none\" stroke=\"#fff\" stroke-width=\"3.6\" stroke-opacity=\"0.8\"/>");
        svg.Append($"<path d=\"{path}\" fill=\"none\" stroke=\"#111\" stroke-width=\"1.7\"{(dash.Length > 0 ? $" stroke-dasharray=\"{dash}\"" : "")}/>\n");
    }

    internal static string CurvePath(BoundaryCurve curve, AxisScaleMap xMap, AxisScaleMap yMap, double left, double bottom, double width, double height)
    {
        var path = new StringBuilder();
        foreach (var line in curve.Lines)
        {
            var points = line
                .Select(p => (X: left + xMap.Position(p.X) * width, Y: bottom - yMap.Position(p.Y) * height))
                .Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y))
                .ToList();
            foreach (var (k, p) in Polyline.Simplify(points, 0.1).Index())
                path.Append($"{(k == 0 ? 'M' : 'L')}{Px(p.X)} {Px(p.Y)}");
        }
        return path.ToString();
    }

    private static string Px(double value) => Markup.Px(value);

    /// <summary>Its title and what it shows.</summary>
    public override string ToString() => $"{(Title.Length > 0 ? Title : "figure")}: {Diagram}";
}
