using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace PhaseGan.Plotting;

/// <summary>
/// Branches of fixed points over their parameter as a static picture: stable ones solid, unstable ones dashed, with a mark for each bifurcation. Curves of folds and of Hopf points
/// are drawn in the plane of both parameters, neutral saddles dashed, and so are those of bifurcations of cycles. Cycles are drawn by their least and largest values.
/// </summary>
/// <remarks>The same figure gives the same bytes. All text that the user gives is escaped.</remarks>
[TypeFormatterSource(typeof(NotebookFormatters))]
public sealed class BifurcationFigure : IShownInNotebooks
{
    private const double MarkWidth = 26, Margin = 0.05;

    private readonly int _dimension;

    /// <summary>Makes a figure.</summary>
    /// <param name="branches">The branches, one at least, with the same parameters; those without points are not drawn.</param>
    /// <exception cref="ArgumentNullException">The list or a branch is null.</exception>
    /// <exception cref="ArgumentException">There is no branch with points, or the branches have other parameters or another number of coordinates than the first.</exception>
    public BifurcationFigure(params IEnumerable<Branch> branches)
        : this(branches, [])
    {
    }

    private BifurcationFigure(IEnumerable<Branch> branches, ImmutableArray<CycleBranch> cycles)
    {
        ArgumentNullException.ThrowIfNull(branches);
        Branch[] all = [.. branches];
        foreach (Branch branch in all)
            ArgumentNullException.ThrowIfNull(branch, nameof(branches));
        Branches = [.. all.Where(b => !b.Points.IsEmpty)];
        CycleBranch? first = cycles.FirstOrDefault(c => !c.Points.IsEmpty);
        if (Branches.IsEmpty && first is null)
            throw new ArgumentException($"{nameof(branches)} must have at least one branch with points; got none of {all.Length}", nameof(branches));
        (Parameters, _dimension) = Branches.IsEmpty ? (first!.Family.Parameters, first.Points[0].Point.Length) : (Branches[0].Family.Parameters, Branches[0].Points[0].Coordinates.Length);
        foreach (Branch branch in Branches)
            if (!branch.Family.Parameters.SequenceEqual(Parameters) || branch.Points[0].Coordinates.Length != _dimension)
                throw new ArgumentException(
                    $"branches of one figure have the same parameters and as many coordinates; got {string.Join(", ", branch.Family.Parameters)} beside {string.Join(", ", Parameters)}", nameof(branches));
        Cycles = cycles;
    }

    /// <summary>A figure of curves in two parameters, of fixed points and of cycles.</summary>
    /// <param name="curves">Curves of bifurcations of fixed points; there may be none.</param>
    /// <param name="cycles">Curves of bifurcations of cycles over the same parameters; there may be none, but one curve has points.</param>
    /// <exception cref="ArgumentNullException">A list or a curve is null.</exception>
    /// <exception cref="ArgumentException">There is no curve with points, or the curves have other parameters or another number of coordinates than the first.</exception>
    public static BifurcationFigure OfCurves(IEnumerable<Branch> curves, IEnumerable<CycleBranch> cycles)
    {
        ArgumentNullException.ThrowIfNull(cycles);
        return new BifurcationFigure(curves, [.. cycles]);
    }

    /// <summary>A figure of a whole diagram: its branches of fixed points and of cycles.</summary>
    /// <param name="diagram">The diagram, with one branch of fixed points at least.</param>
    /// <exception cref="ArgumentNullException">The diagram is null.</exception>
    /// <exception cref="ArgumentException">The diagram has no branch.</exception>
    public static BifurcationFigure Of(BifurcationDiagram diagram)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        return new BifurcationFigure(diagram.Branches) { Cycles = diagram.Cycles };
    }

    /// <summary>The branches that are drawn.</summary>
    public ImmutableArray<Branch> Branches { get; }

    /// <summary>Which coordinate is drawn over one parameter, counted from 0; of no use for curves in two parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to none of the coordinates.</exception>
    public int Coordinate
    {
        get;
        init => field = value >= 0 && value < _dimension
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Coordinate), value, $"{nameof(Coordinate)} must be one of the {_dimension} coordinates, counted from 0; got {value}");
    }

    /// <summary>Branches of cycles over the same parameter, drawn by their least and largest values, or curves of their bifurcations over the same two; none by default.</summary>
    /// <exception cref="ArgumentException">A branch has another parameter, or another number of coordinates.</exception>
    public ImmutableArray<CycleBranch> Cycles
    {
        get;
        init => field = CycleLines.Checked(Parameters, _dimension, value);
    } = [];

    /// <summary>Heading above the picture; empty for none.</summary>
    public string Title { get; init => field = value ?? ""; } = "";

    /// <summary>A smaller line under the heading; empty for none.</summary>
    public string Subtitle { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the vertical axis; empty for the second parameter, or for y and the number of the coordinate.</summary>
    public string VerticalName { get; init => field = value ?? ""; } = "";

    /// <summary>Width of the area inside the axes in pixels, in [100, 5000].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside its range.</exception>
    public int PlotWidth { get; init => field = SvgDocument.Size(value, nameof(PlotWidth)); } = 480;

    /// <summary>Height of the area inside the axes in pixels, in [100, 5000].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside its range.</exception>
    public int PlotHeight { get; init => field = SvgDocument.Size(value, nameof(PlotHeight)); } = 320;

    /// <summary>The coordinate that is drawn upwards, among the parameters and the coordinates after them.</summary>
    private int Upward => Parameters.Length == 2 ? 1 : 1 + Coordinate;

    private ImmutableArray<string> Parameters { get; }

    /// <summary>The figure as an SVG document without XML declaration, ready to be a file or part of a page.</summary>
    public string ToSvg()
    {
        var ((xLow, xHigh), (yLow, yHigh)) = (Range(0), Range(Upward));
        var xTicks = Ticks.Linear(xLow, xHigh, PlotWidth / 80 + 1);
        var yTicks = Ticks.Linear(yLow, yHigh, PlotHeight / 60 + 1);
        double left = 40 + yTicks.Max(t => t.Label is null ? 0 : Markup.Width(t.Label, SvgDocument.FontSize));
        double top = 16 + SvgDocument.HeadingHeight(Title, Subtitle);
        var frame = new PlotFrame(left, top, PlotWidth, PlotHeight, xLow, xHigh, yLow, yHigh);
        List<(string Mark, string Text)> legend = [.. Legend()];
        double legendLeft = frame.Right + 22;
        double width = Math.Max(
            legendLeft + MarkWidth + 8 + legend.Max(e => Markup.Width(e.Text, SvgDocument.SmallSize)) + 12,
            left + SvgDocument.HeadingWidth(Title, Subtitle) + 12);
        double height = Math.Max(frame.Bottom + 52, top + legend.Count * SvgDocument.LegendLine + 16);

        StringBuilder svg = SvgDocument.Open(width, height, Title.Length > 0 ? Title : "Bifurcation diagram", Description());
        SvgDocument.Heading(svg, Title, Subtitle, left, top);
        foreach (Branch branch in Branches)
            foreach (var (isSolid, places) in branch.Segments())
                svg.Append(Line(branch.Kind, isSolid, string.Join('L', places.Select(p => $"{Px(frame.X(p[0]))} {Px(frame.Y(p[Upward]))}")))).Append('\n');
        foreach (var (colour, isSolid, places) in CycleLines.Of(Cycles, Coordinate))
            svg.Append(Line(colour, isSolid, string.Join('L', places.Select(p => $"{Px(frame.X(p.X))} {Px(frame.Y(p.Y))}")))).Append('\n');
        foreach (SpecialPoint special in Branches.SelectMany(b => b.SpecialPoints))
        {
            double[] place = [.. special.Parameters, .. special.Coordinates];
            svg.Append($"<g transform=\"translate({Px(frame.X(place[0]))} {Px(frame.Y(place[Upward]))})\">{Mark(special.Kind)}</g>\n");
        }
        foreach (var (kind, x, y) in CycleLines.Marks(Cycles, Coordinate))
            svg.Append($"<g transform=\"translate({Px(frame.X(x))} {Px(frame.Y(y))})\">{Mark(CycleMark(kind))}</g>\n");
        frame.Axes(svg, xTicks, yTicks);
        string vertical = VerticalName.Length > 0 ? VerticalName : Upward < Parameters.Length ? Parameters[1] : $"y{Coordinate + 1}";
        svg.Append($"<text x=\"{Px(left + PlotWidth / 2.0)}\" y=\"{Px(frame.Bottom + 42)}\" text-anchor=\"middle\" font-size=\"15\">{Markup.Text(Parameters[0])}</text>\n");
        svg.Append($"<text transform=\"translate(18 {Px(top + PlotHeight / 2.0)}) rotate(-90)\" text-anchor=\"middle\" font-size=\"15\">{Markup.Text(vertical)}</text>\n");
        svg.Append($"<g font-size=\"{Px(SvgDocument.SmallSize)}\">\n");
        for (int i = 0; i < legend.Count; i++)
        {
            double y = top + 10 + i * SvgDocument.LegendLine;
            svg.Append($"<g transform=\"translate({Px(legendLeft + MarkWidth / 2)} {Px(y)})\">{legend[i].Mark}</g>");
            svg.Append($"<text x=\"{Px(legendLeft + MarkWidth + 8)}\" y=\"{Px(y + 4)}\">{Markup.Text(legend[i].Text)}</text>\n");
        }
        svg.Append("</g>\n");
        return SvgDocument.Close(svg);
    }

    /// <summary>The same picture for notebooks that show a returned object as HTML.</summary>
    public string ToHtml() => SvgDocument.Html(ToSvg());

    /// <summary>Writes the SVG to a file, all of it or none.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public void Save(string path) => SvgDocument.Save(path, ToSvg());

    private IEnumerable<(string Mark, string Text)> Legend()
    {
        foreach (var (kind, isSolid) in Branches.SelectMany(b => b.Segments().Select(s => (b.Kind, s.IsSolid))).Distinct().OrderBy(s => s.Kind).ThenByDescending(s => s.IsSolid))
            yield return (Line(kind, isSolid, "-13 0L13 0"), (kind, isSolid) switch
            {
                (BranchKind.FixedPoints, true) => "stable",
                (BranchKind.FixedPoints, false) => "unstable",
                (BranchKind.Folds, _) => "folds",
                (BranchKind.BranchPoints, _) => "branch points",
                (_, true) => "Hopf points",
                _ => "neutral saddles",
            });
        foreach (var (colour, isSolid) in CycleLines.Of(Cycles, Coordinate).Select(l => (l.Colour, l.IsSolid)).Distinct().OrderBy(l => l.Colour).ThenByDescending(l => l.IsSolid))
            yield return (Line(colour, isSolid, "-13 0L13 0"), CycleLines.NameOf(colour, isSolid));
        foreach (SpecialKind kind in Branches.SelectMany(b => b.SpecialPoints).Select(s => s.Kind).Distinct().Order())
            yield return (Mark(kind), NameOf(kind));
        foreach (CycleSpecialKind kind in CycleLines.Marks(Cycles, Coordinate).Select(m => m.Kind).Distinct().Order())
            yield return (Mark(CycleMark(kind)), NameOf(kind));
    }

    /// <summary>The number of the mark of a kind, after those of fixed points.</summary>
    private static int CycleMark(CycleSpecialKind kind) => Enum.GetValues<SpecialKind>().Length + (int)kind;

    private static string NameOf(CycleSpecialKind kind) => kind switch
    {
        CycleSpecialKind.Fold => "fold of cycles",
        CycleSpecialKind.PeriodDoubling => "period doubling",
        CycleSpecialKind.Torus => "torus",
        CycleSpecialKind.BranchPoint => "branch point of cycles",
        CycleSpecialKind.Cusp => "cusp of cycles",
        CycleSpecialKind.GeneralizedDoubling => "generalised doubling",
        CycleSpecialKind.Chenciner => "Chenciner",
        CycleSpecialKind.Resonance11 => "resonance 1:1",
        CycleSpecialKind.Resonance12 => "resonance 1:2",
        CycleSpecialKind.Resonance13 => "resonance 1:3",
        CycleSpecialKind.Resonance14 => "resonance 1:4",
        CycleSpecialKind.FoldDoubling => "fold with doubling",
        CycleSpecialKind.FoldTorus => "fold with torus",
        CycleSpecialKind.DoublingTorus => "doubling with torus",
        CycleSpecialKind.DoubleTorus => "double torus",
        CycleSpecialKind.BranchPointFold => "branch point with fold",
        CycleSpecialKind.BranchPointDoubling => "branch point with doubling",
        CycleSpecialKind.BranchPointTorus => "branch point with torus",
        CycleSpecialKind.DegenerateBranchPoint => "degenerate branch point",
        _ => "several at once, of cycles",
    };

    /// <summary>What a kind is called in the legend.</summary>
    private static string NameOf(SpecialKind kind) => kind switch
    {
        SpecialKind.Fold => "fold",
        SpecialKind.Hopf => "Hopf point",
        SpecialKind.Transcritical => "transcritical",
        SpecialKind.Pitchfork => "pitchfork",
        SpecialKind.BranchPoint => "branch point",
        SpecialKind.Cusp => "cusp",
        SpecialKind.BogdanovTakens => "Bogdanov–Takens",
        SpecialKind.GeneralizedHopf => "generalised Hopf",
        SpecialKind.ZeroHopf => "zero–Hopf",
        SpecialKind.DoubleHopf => "double Hopf",
        SpecialKind.FamilyChange => "family met",
        _ => "several at once",
    };

    private string Description()
    {
        var counts = Branches.SelectMany(b => b.SpecialPoints).CountBy(s => s.Kind).OrderBy(c => c.Key).Select(c => string.Create(CultureInfo.InvariantCulture, $"{NameOf(c.Key)}: {c.Value}"));
        return $"{Branches.Length} {(Branches.Length == 1 ? "branch" : "branches")} over {string.Join(" and ", Parameters)}. {string.Join("; ", counts)}";
    }

    private (double Low, double High) Range(int place)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (BranchPoint point in Branches.SelectMany(b => b.Points))
        {
            int parameters = point.Parameters.Length;
            double value = place < parameters ? point.Parameters[place] : point.Coordinates[place - parameters];
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        foreach (var (x, y) in CycleLines.Of(Cycles, Coordinate).SelectMany(l => l.Places))
            (low, high) = (Math.Min(low, place == 0 ? x : y), Math.Max(high, place == 0 ? x : y));
        // a level branch has a range too
        double margin = high - low > 1e-9 * Math.Max(1, Math.Abs(high)) ? Margin * (high - low) : 0.5 * Math.Max(1, Math.Abs(high));
        return (low - margin, high + margin);
    }

    private static string Line(BranchKind kind, bool isSolid, string points) => Line((int)kind, isSolid, points);

    private static string Line(int colour, bool isSolid, string points) =>
        $"<path d=\"M{points}\" fill=\"none\" stroke=\"{SeriesStyle.Colour(colour)}\" stroke-width=\"{(isSolid ? "1.8" : "1.3")}\"{(isSolid ? "" : " stroke-dasharray=\"5 3\"")}/>";

    private static string Mark(SpecialKind kind) => Mark((int)kind);

    private static string Mark(int index)
    {
        string[] fills = ["#111", "#fff", "#999", "#F0E442"];
        return $"<path d=\"{SeriesStyle.Dot(new StringBuilder(), index, 0, 0)}\" transform=\"scale(1.7)\" fill=\"{fills[index / SeriesStyle.Dots % fills.Length]}\" stroke=\"#111\" stroke-width=\"0.8\"/>";
    }

    private static string Px(double value) => Markup.Px(value);

    /// <summary>Its title and what it shows.</summary>
    public override string ToString() => $"{(Title.Length > 0 ? Title : "figure")}: {string.Join("; ", Branches)}";
}
