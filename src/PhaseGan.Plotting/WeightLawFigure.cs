using System.Collections.Immutable;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace PhaseGan.Plotting;

/// <summary>
/// The law of two weights as contours at whole numbers of standard deviations over the rows of a training, at one or more times: Figure 2 of
/// the paper as a static picture.
/// </summary>
/// <remarks>
/// All panels have the same axes with one scale for both, so that circles are circles. Without other choice the generator's first weight goes
/// to the right and the discriminator's upwards. The same figure gives the same bytes. All text that the user gives is escaped.
/// </remarks>
[TypeFormatterSource(typeof(NotebookFormatters))]
public sealed class WeightLawFigure : IShownInNotebooks
{
    private const double SwatchWidth = 30;

    /// <summary>Makes a figure.</summary>
    /// <param name="panels">The panels, row by row; at least one, with laws of the same number of weights.</param>
    /// <exception cref="ArgumentNullException">The list or a panel is null.</exception>
    /// <exception cref="ArgumentException">There are no panels, or laws of different numbers of weights.</exception>
    public WeightLawFigure(params IEnumerable<WeightLawPanel> panels)
    {
        ArgumentNullException.ThrowIfNull(panels);
        Panels = [.. panels];
        foreach (WeightLawPanel panel in Panels)
            ArgumentNullException.ThrowIfNull(panel, nameof(panels));
        if (Panels.IsEmpty)
            throw new ArgumentException($"{nameof(panels)} must have at least one panel; got none", nameof(panels));
        if (Laws(Panels).FirstOrDefault(law => law.Count != Panels[0].Law.Count) is { } other)
            throw new ArgumentException($"{nameof(panels)} must have laws of the same number of weights; got {Panels[0].Law.Count} and {other.Count}", nameof(panels));
    }

    /// <summary>The panels, row by row.</summary>
    public ImmutableArray<WeightLawPanel> Panels { get; }

    /// <summary>Heading above the picture; empty for none.</summary>
    public string Title { get; init => field = value ?? ""; } = "";

    /// <summary>A smaller line under the heading, for the parameters; empty for none.</summary>
    public string Subtitle { get; init => field = value ?? ""; } = "";

    /// <summary>Text under the horizontal axes.</summary>
    public string HorizontalLabel { get; init => field = value ?? ""; } = "√n v";

    /// <summary>Text beside the vertical axes.</summary>
    public string VerticalLabel { get; init => field = value ?? ""; } = "√n w";

    /// <summary>Text of the legend for the contours.</summary>
    public string LawLabel { get; init => field = value ?? ""; } = "law at 1, 2, 3 σ";

    /// <summary>Text of the legend for the dashed contours.</summary>
    public string ReferenceLabel { get; init => field = value ?? ""; } = "reference";

    /// <summary>Text of the legend for the points.</summary>
    public string PointsLabel { get; init => field = value ?? ""; } = "rows of a training";

    /// <summary>Index of the weight drawn to the right: 0 … d − 1 for v̂. Default the first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 0.</exception>
    public int Horizontal { get; init => field = Guard.AtLeast(value, 0, "the index of a weight", nameof(Horizontal)); }

    /// <summary>Index of the weight drawn upwards: 0 … d − 1 for v̂, d for ŵ. Default ŵ.</summary>
    public int? Vertical { get; init; }

    /// <summary>The range of both axes of all panels; that of the outermost contours and of the points if absent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to ends that are not finite or not in order.</exception>
    public (double Low, double High)? Range
    {
        get;
        init => field = value is not { } range || (double.IsFinite(range.High - range.Low) && range.Low < range.High)
            ? value
            : throw Guard.OutOfRange(nameof(Range), value, "is a range and must go upwards between finite numbers");
    }

    /// <summary>Panels in a row, ≥ 1. Default 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public int Columns { get; init => field = Guard.AtLeast(value, 1, "a number of panels", nameof(Columns)); } = 4;

    /// <summary>Width and height of the area inside the axes of a panel in pixels, in [100, 5000].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside its range.</exception>
    public int PanelSize { get; init => field = SvgDocument.Size(value, nameof(PanelSize)); } = 230;

    /// <summary>The figure as an SVG document without XML declaration, ready to be a file or part of a page.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Horizontal"/> or <see cref="Vertical"/> is not the index of a weight of the laws.</exception>
    /// <exception cref="ArgumentException">Both are the same weight.</exception>
    public string ToSvg()
    {
        var (low, high) = Range ?? Extent();
        var ticks = Ticks.Linear(low, high, PanelSize / 70 + 1);
        double numbers = ticks.Max(t => t.Label is null ? 0 : Markup.Width(t.Label, SvgDocument.FontSize));
        double left = 16 + (VerticalLabel.Length > 0 ? 20 : 0) + numbers;
        double headed = Panels.Any(p => p.Title.Length > 0) ? 20 : 6;
        double top = 16 + SvgDocument.HeadingHeight(Title, Subtitle);
        int columns = Math.Min(Columns, Panels.Length), rows = (Panels.Length + columns - 1) / columns;
        // Numbers at the ends of neighbouring axes stay apart.
        double pitch = PanelSize + 14 + numbers, rowHeight = headed + PanelSize + 30;
        List<(string Sample, string Text)> legend = [(Line("#111", ""), LawLabel)];
        if (Panels.Any(p => p.Reference is not null))
            legend.Add((Line("#D55E00", "5 3"), ReferenceLabel));
        if (Panels.Any(p => !p.Points.IsEmpty))
            legend.Add(("<path d=\"M4 -3h0M9 3h0M14 -1h0M19 4h0M25 -2h0\" stroke=\"#0072B2\" stroke-width=\"2\" stroke-linecap=\"round\"/>", PointsLabel));
        double legendLeft = left + columns * pitch + 6;
        double width = Math.Max(
            legendLeft + SwatchWidth + 8 + legend.Max(e => Markup.Width(e.Text, SvgDocument.FontSize)) + 12,
            left + SvgDocument.HeadingWidth(Title, Subtitle) + 12);
        double height = Math.Max(top + rows * rowHeight + (HorizontalLabel.Length > 0 ? 22 : 0), top + headed + SvgDocument.LegendLine * legend.Count + 8);

        StringBuilder svg = SvgDocument.Open(width, height, Title.Length > 0 ? Title : "Law of two weights", $"{HorizontalLabel} (right) and {VerticalLabel} (up). {Subtitle}");
        SvgDocument.Heading(svg, Title, Subtitle, left, top + 4);
        for (int k = 0; k < Panels.Length; k++)
        {
            double x = left + k % columns * pitch, y = top + k / columns * rowHeight + headed;
            Panel(svg, k, new PlotFrame(x, y, PanelSize, PanelSize, low, high, low, high), ticks, numbered: k % columns == 0);
            if (k + columns >= Panels.Length && HorizontalLabel.Length > 0)
                svg.Append($"<text x=\"{Px(x + PanelSize / 2.0)}\" y=\"{Px(y + PanelSize + 40)}\" text-anchor=\"middle\" font-size=\"15\" font-style=\"italic\">{Markup.Text(HorizontalLabel)}</text>\n");
            if (k % columns == 0 && VerticalLabel.Length > 0)
                svg.Append($"<text transform=\"translate(18 {Px(y + PanelSize / 2.0)}) rotate(-90)\" text-anchor=\"middle\" font-size=\"15\" font-style=\"italic\">{Markup.Text(VerticalLabel)}</text>\n");
        }
        for (int i = 0; i < legend.Count; i++)
        {
            double y = top + headed + 8 + i * SvgDocument.LegendLine;
            svg.Append($"<g transform=\"translate({Px(legendLeft)} {Px(y)})\">{legend[i].Sample}</g><text x=\"{Px(legendLeft + SwatchWidth + 8)}\" y=\"{Px(y + 4.5)}\">{Markup.Text(legend[i].Text)}</text>\n");
        }
        return SvgDocument.Close(svg);
    }

    /// <summary>The same picture for notebooks that show a returned object as HTML.</summary>
    public string ToHtml() => SvgDocument.Html(ToSvg());

    /// <summary>Writes the SVG to a file, all of it or none.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public void Save(string path) => SvgDocument.Save(path, ToSvg());

    private static IEnumerable<WeightLaw> Laws(IEnumerable<WeightLawPanel> panels) =>
        panels.SelectMany(p => p.Reference is null ? [p.Law] : new[] { p.Law, p.Reference });

    private (double Low, double High) Extent()
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (WeightLaw law in Laws(Panels))
        {
            WeightContour outer = law.Contour(3, Horizontal, Vertical);
            for (int i = 0; i < 64; i++)
                Include(outer.At(2 * Math.PI * i / 64));
        }
        foreach (WeightLawPanel panel in Panels)
            foreach ((double X, double Y) point in panel.Points)
                Include(point);
        double margin = high > low ? 0.04 * (high - low) : 1;
        return (low - margin, high + margin);

        void Include((double X, double Y) p)
        {
            low = Math.Min(low, Math.Min(p.X, p.Y));
            high = Math.Max(high, Math.Max(p.X, p.Y));
        }
    }

    private void Panel(StringBuilder svg, int index, PlotFrame frame, List<(double Value, string? Label)> ticks, bool numbered)
    {
        WeightLawPanel panel = Panels[index];
        if (panel.Title.Length > 0)
            svg.Append($"<text x=\"{Px(frame.Left + frame.Width / 2)}\" y=\"{Px(frame.Top - 7)}\" text-anchor=\"middle\" font-weight=\"bold\">{Markup.Text(panel.Title)}</text>\n");
        svg.Append($"<clipPath id=\"{SvgDocument.IdMark}-p{index}\">{frame.Box}/></clipPath>\n<g class=\"panel\" clip-path=\"url(#{SvgDocument.IdMark}-p{index})\" fill=\"none\">\n");
        if (!panel.Points.IsEmpty)
        {
            svg.Append("<path class=\"points\" d=\"");
            foreach (var (x, y) in panel.Points)
                svg.Append($"M{Px(Math.Round(frame.X(x), 1))} {Px(Math.Round(frame.Y(y), 1))}h0");
            svg.Append("\" stroke=\"#0072B2\" stroke-opacity=\"0.45\" stroke-width=\"1.6\" stroke-linecap=\"round\"/>\n");
        }
        for (int k = 1; k <= 3; k++)
        {
            svg.Append($"<path class=\"law\" d=\"{Ellipse(panel.Law.Contour(k, Horizontal, Vertical), frame)}\" stroke=\"#111\" stroke-width=\"1.5\"/>\n");
            if (panel.Reference is not null)
                svg.Append($"<path class=\"reference\" d=\"{Ellipse(panel.Reference.Contour(k, Horizontal, Vertical), frame)}\" stroke=\"#D55E00\" stroke-width=\"1.5\" stroke-dasharray=\"5 3\"/>\n");
        }
        svg.Append("</g>\n");
        frame.Axes(svg, ticks, ticks, numbered);
    }

    /// <summary>Two arcs between the ends of the longer axis; flat ellipses become lines, as laws without spread do.</summary>
    private static string Ellipse(WeightContour c, PlotFrame frame)
    {
        double scale = frame.Width / (frame.XHigh - frame.XLow);
        var (from, to) = (c.At(0), c.At(Math.PI));
        // y grows downwards in a picture
        string arc = $"A{Px(c.Major * scale)} {Px(c.Minor * scale)} {Px(-c.Angle * 180 / Math.PI)} 0 0 ";
        string start = $"{Px(frame.X(from.X))} {Px(frame.Y(from.Y))}";
        return $"M{start}{arc}{Px(frame.X(to.X))} {Px(frame.Y(to.Y))}{arc}{start}Z";
    }

    private static string Line(string colour, string dashes) =>
        $"<path d=\"M0 0h{Px(SwatchWidth)}\" stroke=\"{colour}\" stroke-width=\"1.5\"{(dashes.Length > 0 ? $" stroke-dasharray=\"{dashes}\"" : "")}/>";

    private static string Px(double value) => Markup.Px(value);

    /// <summary>Its title and what it shows.</summary>
    public override string ToString() => $"{(Title.Length > 0 ? Title : "figure")}: {string.Join("; ", Panels)}";
}
