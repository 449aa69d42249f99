using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace PhaseGan.Plotting;

/// <summary>
/// The eigenvalues at one or more fixed points in the complex plane as a static picture for papers: the half that grows tinted, hollow marks
/// for what decays and solid ones for what grows, neutral modes set apart as rings around zero.
/// </summary>
/// <remarks>
/// Spectra differ by colour and shape of their marks. Equal eigenvalues share a mark with their number beside it. The same figure gives the
/// same bytes. All text that the user gives is escaped.
/// </remarks>
[TypeFormatterSource(typeof(NotebookFormatters))]
public sealed class SpectrumFigure : IShownInNotebooks
{
    private const double MarkWidth = 18;

    /// <summary>Makes a figure of one spectrum.</summary>
    /// <param name="spectrum">The spectrum.</param>
    /// <exception cref="ArgumentNullException"><paramref name="spectrum"/> is null.</exception>
    public SpectrumFigure(Spectrum spectrum)
        : this(("Eigenvalues", spectrum))
    {
    }

    /// <summary>Makes a figure that compares spectra.</summary>
    /// <param name="spectra">A name for the legend, not blank, and the spectrum; at least one.</param>
    /// <exception cref="ArgumentNullException">The list or a spectrum is null.</exception>
    /// <exception cref="ArgumentException">There is no spectrum, or a name is blank.</exception>
    public SpectrumFigure(params IEnumerable<(string Name, Spectrum Spectrum)> spectra)
    {
        ArgumentNullException.ThrowIfNull(spectra);
        Spectra = [.. spectra];
        if (Spectra.IsEmpty)
            throw new ArgumentException($"{nameof(spectra)} must have at least one spectrum; got none", nameof(spectra));
        foreach (var (name, spectrum) in Spectra)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(spectra));
            ArgumentNullException.ThrowIfNull(spectrum, nameof(spectra));
        }
    }

    /// <summary>The spectra that are drawn, in the order of the legend.</summary>
    public ImmutableArray<(string Name, Spectrum Spectrum)> Spectra { get; }

    /// <summary>Heading above the picture; empty for none.</summary>
    public string Title { get; init => field = value ?? ""; } = "";

    /// <summary>A smaller line under the heading, for the parameters; empty for none.</summary>
    public string Subtitle { get; init => field = value ?? ""; } = "";

    /// <summary>Width of the area inside the axes in pixels, in [100, 5000].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside its range.</exception>
    public int PlotWidth { get; init => field = SvgDocument.Size(value, nameof(PlotWidth)); } = 440;

    /// <summary>Height of the area inside the axes in pixels, in [100, 5000].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside its range.</exception>
    public int PlotHeight { get; init => field = SvgDocument.Size(value, nameof(PlotHeight)); } = 300;

    /// <summary>The figure as an SVG document without XML declaration, ready to be a file or part of a page.</summary>
    public string ToSvg()
    {
        var (reLow, reHigh, imHigh) = Ranges();
        var xTicks = Ticks.Linear(reLow, reHigh, PlotWidth / 80 + 1);
        var yTicks = Ticks.Linear(-imHigh, imHigh, PlotHeight / 60 + 1);
        double left = 34 + yTicks.Max(t => t.Label is null ? 0 : Markup.Width(t.Label, SvgDocument.FontSize));
        double top = 16 + SvgDocument.HeadingHeight(Title, Subtitle);
        var frame = new PlotFrame(left, top, PlotWidth, PlotHeight, reLow, reHigh, -imHigh, imHigh);
        List<(string Mark, string Text, bool IsDetail)> legend = [.. Spectra.SelectMany(Entries)];
        double legendLeft = frame.Right + 22;
        double width = Math.Max(
            legendLeft + MarkWidth + 8 + legend.Max(e => Markup.Width(e.Text, SvgDocument.SmallSize)) + 12,
            left + SvgDocument.HeadingWidth(Title, Subtitle) + 12);
        double height = Math.Max(frame.Bottom + 52, top + legend.Count * SvgDocument.LegendLine + 16);

        string name = Title.Length > 0 ? Title : "Spectrum";
        StringBuilder svg = SvgDocument.Open(width, height, name, $"Eigenvalues in the complex plane. {string.Join("; ", Spectra.Select(s => $"{s.Name}: {Verdict(s.Spectrum)}"))}");
        SvgDocument.Heading(svg, Title, Subtitle, left, top);
        double zero = frame.X(0);
        svg.Append($"<rect x=\"{Px(zero)}\" y=\"{Px(top)}\" width=\"{Px(frame.Right - zero)}\" height=\"{PlotHeight}\" fill=\"#ececec\"/>\n");
        svg.Append($"<path d=\"M{Px(left)} {Px(frame.Y(0))}H{Px(frame.Right)}\" stroke=\"#888\" stroke-width=\"0.7\"/><path d=\"M{Px(zero)} {Px(top)}V{Px(frame.Bottom)}\" stroke=\"#111\" stroke-width=\"1\"/>\n");
        svg.Append($"<g font-size=\"{Px(SvgDocument.SmallSize)}\" fill=\"#555\"><text x=\"{Px(zero - 8)}\" y=\"{Px(top + 16)}\" text-anchor=\"end\">decays</text><text x=\"{Px(zero + 8)}\" y=\"{Px(top + 16)}\">grows</text></g>\n");
        for (int k = 0; k < Spectra.Length; k++)
            if (Spectra[k].Spectrum.NeutralCount > 0)
                svg.Append(Ring(k, zero, frame.Y(0), 7 + 3.5 * k)).Append('\n');
        for (int k = 0; k < Spectra.Length; k++)
            Marks(svg, k, frame);
        frame.Axes(svg, xTicks, yTicks);
        svg.Append($"<text x=\"{Px(left + PlotWidth / 2.0)}\" y=\"{Px(frame.Bottom + 42)}\" text-anchor=\"middle\" font-size=\"15\">Re <tspan font-style=\"italic\">λ</tspan></text>\n");
        svg.Append($"<text transform=\"translate(18 {Px(top + PlotHeight / 2.0)}) rotate(-90)\" text-anchor=\"middle\" font-size=\"15\">Im <tspan font-style=\"italic\">λ</tspan></text>\n");
        svg.Append($"<g font-size=\"{Px(SvgDocument.SmallSize)}\">\n");
        for (int i = 0; i < legend.Count; i++)
        {
            double y = top + 10 + i * SvgDocument.LegendLine;
            svg.Append($"<g transform=\"translate({Px(legendLeft + MarkWidth / 2)} {Px(y)})\">{legend[i].Mark}</g>");
            svg.Append($"<text x=\"{Px(legendLeft + MarkWidth + 8)}\" y=\"{Px(y + 4)}\"{(legend[i].IsDetail ? " fill=\"#444\"" : "")}>{Markup.Text(legend[i].Text)}</text>\n");
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

    /// <summary>Both halves of the plane are seen, zero included.</summary>
    private (double ReLow, double ReHigh, double ImHigh) Ranges()
    {
        Complex[] all = [0, .. Spectra.SelectMany(s => s.Spectrum.Eigenvalues)];
        double low = Math.Min(0, all.Min(e => e.Real)), high = Math.Max(0, all.Max(e => e.Real)), up = all.Max(e => Math.Abs(e.Imaginary));
        double span = high - low > 0 ? high - low : up > 0 ? up : 1;
        double imaginary = 1.2 * (up > 0 ? up : span / 2);
        return (Math.Min(low - 0.1 * span, -0.2 * span), Math.Max(high + 0.1 * span, 0.2 * span), imaginary);
    }

    private void Marks(StringBuilder svg, int index, PlotFrame frame)
    {
        Spectrum spectrum = Spectra[index].Spectrum;
        double equal = 1e-9 * spectrum.Eigenvalues.Select(e => e.Magnitude).DefaultIfEmpty().Max();
        var rest = spectrum.Eigenvalues.ToList();
        while (rest.Count > 0)
        {
            Complex here = rest[0];
            int count = rest.RemoveAll(e => (e - here).Magnitude <= equal);
            double x = frame.X(here.Real), y = frame.Y(here.Imaginary);
            svg.Append($"<g transform=\"translate({Px(x)} {Px(y)})\">{Mark(index, grows: here.Real > equal)}</g>");
            if (count > 1)
                svg.Append($"<text x=\"{Px(x + 8)}\" y=\"{Px(y - 6)}\" font-size=\"{Px(SvgDocument.SmallSize)}\">×{count}</text>");
            svg.Append('\n');
        }
    }

    private IEnumerable<(string Mark, string Text, bool IsDetail)> Entries((string Name, Spectrum Spectrum) one, int index)
    {
        yield return (Mark(index, one.Spectrum.GrowthRate > 0), one.Name, false);
        yield return ("", Verdict(one.Spectrum), true);
        if (one.Spectrum.NeutralCount is > 0 and int neutral)
            yield return (Ring(index, 0, 0, 7), neutral == 1 ? "one neutral mode, exactly 0" : $"{neutral} neutral modes, exactly 0", true);
    }

    private static string Verdict(Spectrum spectrum)
    {
        Complex leading = spectrum.Leading;
        string imaginary = leading.Imaginary == 0 ? "" : $" ± {Number(Math.Abs(leading.Imaginary))}i";
        return $"{spectrum.Verdict.ToString().ToLowerInvariant()}, leading {Number(leading.Real)}{imaginary}";
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Mark(int index, bool grows) =>
        $"<path d=\"{SeriesStyle.Dot(new StringBuilder(), index, 0, 0)}\" transform=\"scale(1.6)\" fill=\"{(grows ? SeriesStyle.Colour(index) : "#fff")}\" stroke=\"{SeriesStyle.Colour(index)}\" stroke-width=\"1\"/>";

    private static string Ring(int index, double x, double y, double radius) =>
        $"<circle cx=\"{Px(x)}\" cy=\"{Px(y)}\" r=\"{Px(radius)}\" fill=\"none\" stroke=\"{SeriesStyle.Colour(index)}\" stroke-width=\"1.4\" stroke-dasharray=\"2.5 1.8\"/>";

    private static string Px(double value) => Markup.Px(value);

    /// <summary>Its title and what it shows.</summary>
    public override string ToString() => $"{(Title.Length > 0 ? Title : "figure")}: {string.Join(", ", Spectra.Select(s => s.Name))}";
}
