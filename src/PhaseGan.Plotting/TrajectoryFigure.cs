using System.Collections.Immutable;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace PhaseGan.Plotting;

/// <summary>
/// Quantities over time as a static picture for papers: SVG with one or more panels, lines, dots and bands, and one legend for all.
/// </summary>
/// <remarks>
/// All panels have the same vertical range, each the time range of its own points. Series differ by colour (Okabe and Ito's, for colour-blind
/// readers), dashes and shape of the dots. The same figure gives the same bytes. All text that the user gives is escaped.
/// </remarks>
[TypeFormatterSource(typeof(NotebookFormatters))]
public sealed class TrajectoryFigure : IShownInNotebooks
{
    private const double SwatchWidth = 30;
    private const double AxisHeight = 26;

    /// <summary>Makes a figure.</summary>
    /// <param name="panels">The panels, row by row; at least one.</param>
    /// <exception cref="ArgumentNullException">The list or a panel is null.</exception>
    /// <exception cref="ArgumentException">There are no panels.</exception>
    public TrajectoryFigure(params IEnumerable<TrajectoryPanel> panels)
    {
        ArgumentNullException.ThrowIfNull(panels);
        Panels = [.. panels];
        foreach (TrajectoryPanel panel in Panels)
            ArgumentNullException.ThrowIfNull(panel, nameof(panels));
        if (Panels.IsEmpty)
            throw new ArgumentException($"{nameof(panels)} must have at least one panel; got none", nameof(panels));
    }

    /// <summary>The panels, row by row.</summary>
    public ImmutableArray<TrajectoryPanel> Panels { get; }

    /// <summary>Heading above the picture; empty for none.</summary>
    public string Title { get; init => field = value ?? ""; } = "";

    /// <summary>A smaller line under the heading, for the parameters and what lines and dots are; empty for none.</summary>
    public string Subtitle { get; init => field = value ?? ""; } = "";

    /// <summary>Text under the horizontal axes. Default t.</summary>
    public string TimeLabel { get; init => field = value ?? ""; } = "t";

    /// <summary>Text beside the vertical axes. Default none.</summary>
    public string ValueLabel { get; init => field = value ?? ""; } = "";

    /// <summary>The vertical range of all panels; that of the points with a margin if absent. What lies outside is cut off.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to ends that are not finite or not in order.</exception>
    public (double Low, double High)? ValueRange
    {
        get;
        init => field = value is not { } range || (double.IsFinite(range.High - range.Low) && range.Low < range.High)
            ? value
            : throw Guard.OutOfRange(nameof(ValueRange), value, "is a range and must go upwards between finite numbers");
    }

    /// <summary>Panels in a row, ≥ 1. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public int Columns { get; init => field = Guard.AtLeast(value, 1, "a number of panels", nameof(Columns)); } = 1;

    /// <summary>Width of the area inside the axes of a panel in pixels, in [100, 5000].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside its range.</exception>
    public int PanelWidth { get; init => field = SvgDocument.Size(value, nameof(PanelWidth)); } = 560;

    /// <summary>Height of the area inside the axes of a panel in pixels, in [100, 5000].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside its range.</exception>
    public int PanelHeight { get; init => field = SvgDocument.Size(value, nameof(PanelHeight)); } = 170;

    /// <summary>The figure as an SVG document without XML declaration, ready to be a file or part of a page.</summary>
    public string ToSvg()
    {
        ImmutableArray<string> names = [.. Panels.SelectMany(p => p.Series).Select(s => s.Name).Distinct()];
        var (low, high) = ValueRange ?? Range();
        var valueTicks = Ticks.Linear(low, high, PanelHeight / 60 + 1);
        double margin = 16 + (ValueLabel.Length > 0 ? 20 : 0) + valueTicks.Max(t => t.Label is null ? 0 : Markup.Width(t.Label, SvgDocument.FontSize));
        double headed = Panels.Any(p => p.Title.Length > 0) ? 24 : 12;
        double top = 10 + (Title.Length > 0 ? 22 : 0) + (Subtitle.Length > 0 ? 20 : 0);
        int columns = Math.Min(Columns, Panels.Length), rows = (Panels.Length + columns - 1) / columns;
        double pitch = margin + PanelWidth + 14, rowHeight = headed + PanelHeight + AxisHeight;
        double legendLeft = columns * pitch + 10;
        double width = Math.Max(
            legendLeft + SwatchWidth + 8 + names.Max(s => Markup.Width(s, SvgDocument.FontSize)) + 12,
            margin + SvgDocument.HeadingWidth(Title, Subtitle) + 12);
        double height = Math.Max(top + rows * rowHeight + (TimeLabel.Length > 0 ? 24 : 8), top + headed + SvgDocument.LegendLine * names.Length + 8);

        StringBuilder svg = SvgDocument.Open(width, height, Title.Length > 0 ? Title : "Trajectories", $"{string.Join(", ", names)} over {TimeLabel}. {Subtitle}");
        SvgDocument.Heading(svg, Title, Subtitle, margin, top + 8);
        for (int k = 0; k < Panels.Length; k++)
        {
            double left = k % columns * pitch + margin, panelTop = top + k / columns * rowHeight + headed;
            Panel(svg, k, names, new Frame(left, panelTop, PanelWidth, PanelHeight, Panels[k].Times.Min(), Panels[k].Times.Max(), low, high), valueTicks);
            if (k + columns >= Panels.Length && TimeLabel.Length > 0)
                svg.Append($"<text x=\"{Px(left + PanelWidth / 2.0)}\" y=\"{Px(panelTop + PanelHeight + 40)}\" text-anchor=\"middle\" font-size=\"15\" font-style=\"italic\">{Markup.Text(TimeLabel)}</text>\n");
            if (k % columns == 0 && ValueLabel.Length > 0)
                svg.Append($"<text transform=\"translate(18 {Px(panelTop + PanelHeight / 2.0)}) rotate(-90)\" text-anchor=\"middle\">{Markup.Text(ValueLabel)}</text>\n");
        }
        Legend(svg, names, legendLeft, top + headed);
        return SvgDocument.Close(svg);
    }

    /// <summary>The same picture for notebooks that show a returned object as HTML.</summary>
    public string ToHtml() => SvgDocument.Html(ToSvg());

    /// <summary>Writes the SVG to a file, all of it or none.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public void Save(string path) => SvgDocument.Save(path, ToSvg());

    private (double Low, double High) Range()
    {
        double low = Panels.Min(p => p.Values.Min()), high = Panels.Max(p => p.Values.Max());
        double margin = high > low ? 0.04 * (high - low) : Math.Max(1e-3, 0.1 * Math.Abs(high));
        // Squares and other quantities that are never negative keep their zero at the edge.
        return (low >= 0 && low < 0.5 * high ? 0 : low - margin, high + margin);
    }

    private void Panel(StringBuilder svg, int index, ImmutableArray<string> names, Frame frame, List<(double Value, string? Label)> valueTicks)
    {
        TrajectoryPanel panel = Panels[index];
        string box = $"<rect x=\"{Px(frame.Left)}\" y=\"{Px(frame.Top)}\" width=\"{Px(frame.Width)}\" height=\"{Px(frame.Height)}\"";
        if (panel.Title.Length > 0)
            svg.Append($"<text x=\"{Px(frame.Left)}\" y=\"{Px(frame.Top - 7)}\" font-weight=\"bold\">{Markup.Text(panel.Title)}</text>\n");
        svg.Append($"<clipPath id=\"{SvgDocument.IdMark}-p{index}\">{box}/></clipPath>\n");
        svg.Append($"<g clip-path=\"url(#{SvgDocument.IdMark}-p{index})\" stroke-linejoin=\"round\">\n");
        foreach (TrajectorySeries series in panel.Series)
            if (!series.Band.IsEmpty)
                svg.Append($"<path d=\"{Outline(series, frame)}\" fill=\"{SeriesStyle.Colour(names.IndexOf(series.Name))}\" fill-opacity=\"0.18\"/>\n");
        foreach (TrajectorySeries series in panel.Series)
            if (!series.Reference.IsEmpty)
                svg.Append($"<path class=\"reference\" d=\"{Path([.. series.Reference.Select(p => frame.At(p.Time, p.Value))])}\" fill=\"none\" stroke=\"{SeriesStyle.Colour(names.IndexOf(series.Name))}\" stroke-width=\"0.8\" stroke-opacity=\"0.55\"/>\n");
        foreach (TrajectorySeries series in panel.Series)
            if (!series.Line.IsEmpty)
                Line(svg, Path([.. series.Line.Select(p => frame.At(p.Time, p.Value))]), names.IndexOf(series.Name));
        foreach (TrajectorySeries series in panel.Series)
            if (!series.Dots.IsEmpty)
                Dots(svg, series.Dots.Select(p => frame.At(p.Time, p.Value)), names.IndexOf(series.Name));
        svg.Append("</g>\n");

        var marks = new StringBuilder();
        var labels = new StringBuilder();
        double bottom = frame.Top + frame.Height;
        foreach (var (value, label) in Ticks.Linear(frame.First, frame.Last, PanelWidth / 80 + 1))
        {
            string x = Px(frame.At(value, 0).X);
            marks.Append($"M{x} {Px(bottom)}v{(label is null ? 3 : 6)}");
            if (label is not null)
                labels.Append($"<text x=\"{x}\" y=\"{Px(bottom + 20)}\" text-anchor=\"middle\">{label}</text>");
        }
        foreach (var (value, label) in valueTicks)
        {
            double y = frame.At(0, value).Y;
            marks.Append($"M{Px(frame.Left)} {Px(y)}h-{(label is null ? 3 : 6)}");
            if (label is not null)
                labels.Append($"<text x=\"{Px(frame.Left - 9)}\" y=\"{Px(y + 4.5)}\" text-anchor=\"end\">{label}</text>");
        }
        svg.Append($"<path d=\"{marks}\" stroke=\"#111\" fill=\"none\"/>\n<g>{labels}</g>\n{box} fill=\"none\" stroke=\"#111\"/>\n");
    }

    private void Legend(StringBuilder svg, ImmutableArray<string> names, double left, double top)
    {
        for (int k = 0; k < names.Length; k++)
        {
            double y = top + 8 + k * SvgDocument.LegendLine;
            ImmutableArray<TrajectorySeries> series = [.. Panels.SelectMany(p => p.Series).Where(s => s.Name == names[k])];
            if (series.Any(s => !s.Band.IsEmpty))
                svg.Append($"<rect x=\"{Px(left)}\" y=\"{Px(y - 6)}\" width=\"{Px(SwatchWidth)}\" height=\"12\" fill=\"{SeriesStyle.Colour(k)}\" fill-opacity=\"0.18\"/>");
            if (series.Any(s => !s.Line.IsEmpty))
                Line(svg, $"M{Px(left)} {Px(y)}h{Px(SwatchWidth)}", k);
            if (series.Any(s => !s.Dots.IsEmpty))
                Dots(svg, [(left + SwatchWidth / 2, y)], k);
            svg.Append($"<text x=\"{Px(left + SwatchWidth + 8)}\" y=\"{Px(y + 4.5)}\">{Markup.Text(names[k])}</text>\n");
        }
    }

    private static void Line(StringBuilder svg, string path, int index)
    {
        string dashes = SeriesStyle.Dashes(index);
        svg.Append($"<path class=\"line\" d=\"{path}\" fill=\"none\" stroke=\"{SeriesStyle.Colour(index)}\" stroke-width=\"1.8\"{(dashes.Length > 0 ? $" stroke-dasharray=\"{dashes}\"" : "")}/>\n");
    }

    private static void Dots(StringBuilder svg, IEnumerable<(double X, double Y)> dots, int index)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in dots)
            SeriesStyle.Dot(path, index, x, y);
        svg.Append($"<path class=\"dots\" d=\"{path}\" fill=\"#fff\" fill-opacity=\"0.7\" stroke=\"{SeriesStyle.Colour(index)}\" stroke-width=\"1.1\"/>\n");
    }

    private static string Outline(TrajectorySeries series, Frame frame) =>
        Path([.. series.Band.Select(p => frame.At(p.Time, p.Low)), .. series.Band.Reverse().Select(p => frame.At(p.Time, p.High))]) + "Z";

    private static string Path(List<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        foreach (var (k, p) in Polyline.Simplify(points, 0.1).Index())
            path.Append($"{(k == 0 ? 'M' : 'L')}{Px(p.X)} {Px(p.Y)}");
        return path.ToString();
    }

    private static string Px(double value) => Markup.Px(value);

    /// <summary>The area inside the axes and the ranges that it shows.</summary>
    private readonly record struct Frame(double Left, double Top, double Width, double Height, double First, double Last, double Low, double High)
    {
        /// <summary>A single time stands in the middle.</summary>
        public double Last { get; } = Last > First ? Last : First + 0.5;

        public double First { get; } = Last > First ? First : First - 0.5;

        public (double X, double Y) At(double time, double value) =>
            (Left + (time - First) / (Last - First) * Width, Top + (High - value) / (High - Low) * Height);
    }

    /// <summary>Its title and what it shows.</summary>
    public override string ToString() => $"{(Title.Length > 0 ? Title : "figure")}: {string.Join("; ", Panels)}";
}
