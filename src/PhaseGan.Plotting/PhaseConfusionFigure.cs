using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace PhaseGan.Plotting;

/// <summary>
/// The confusion matrix of two phase diagrams as a static picture: one row a label of the first, one column a label of the second, each
/// square with its number of cells and its share of the row, darker where the share is larger.
/// </summary>
/// <remarks>Labels that neither diagram has are left out. The same figure gives the same bytes. All text that the user gives is escaped.</remarks>
[TypeFormatterSource(typeof(NotebookFormatters))]
public sealed class PhaseConfusionFigure : IShownInNotebooks
{
    private const double CellWidth = 96;
    private const double CellHeight = 46;
    private const double SwatchWidth = 22;

    /// <summary>Makes a figure of a comparison.</summary>
    /// <param name="agreement">The comparison.</param>
    /// <exception cref="ArgumentNullException"><paramref name="agreement"/> is null.</exception>
    public PhaseConfusionFigure(PhaseAgreement agreement)
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

    /// <summary>The figure as an SVG document without XML declaration, ready to be a file or part of a page.</summary>
    public string ToSvg()
    {
        ImmutableArray<Phase> phases = [.. PhasePalette.Order.Where(p => Agreement.First.Count(p) + Agreement.Second.Count(p) > 0)];
        string subtitle = Subtitle ?? Agreement.ToString();
        double names = SwatchWidth + 8 + PhasePalette.Order.Max(p => Markup.Width(PhasePalette.Name(p), SvgDocument.SmallSize));
        double left = 40 + names, top = 16 + SvgDocument.HeadingHeight(Title, subtitle) + 44;
        double right = left + phases.Length * CellWidth, bottom = top + phases.Length * CellHeight;
        double across = Markup.Width(Agreement.SecondName, SvgDocument.FontSize), up = Markup.Width(Agreement.FirstName, SvgDocument.FontSize);
        double width = Math.Max(Math.Max(right + 76, (left + right + across) / 2 + 12), 20 + SvgDocument.HeadingWidth(Title, subtitle) + 12);
        double height = Math.Max(bottom + 40, (top + bottom + up) / 2 + 12);

        StringBuilder svg = SvgDocument.Open(width, height, Title.Length > 0 ? Title : "Confusion matrix of two phase diagrams", Agreement.ToString());
        svg.Append("<defs>\n");
        foreach (Phase phase in phases)
            PhasePalette.Pattern(svg, phase);
        svg.Append("</defs>\n");
        SvgDocument.Heading(svg, Title, subtitle, 20, top - 44);
        svg.Append($"<text x=\"{Px((left + right) / 2)}\" y=\"{Px(top - 26)}\" text-anchor=\"middle\">{Markup.Text(Agreement.SecondName)}</text>\n");
        svg.Append($"<text transform=\"translate(24 {Px((top + bottom) / 2)}) rotate(-90)\" text-anchor=\"middle\">{Markup.Text(Agreement.FirstName)}</text>\n");
        svg.Append($"<g font-size=\"{Px(SvgDocument.SmallSize)}\">\n");
        for (int i = 0; i < phases.Length; i++)
        {
            double x = left + i * CellWidth, y = top + (i + 0.5) * CellHeight;
            string name = PhasePalette.Name(phases[i]);
            PhasePalette.Swatch(svg, phases[i], left - names, y - 7, SwatchWidth, 14);
            svg.Append($"<text x=\"{Px(left - names + SwatchWidth + 8)}\" y=\"{Px(y + 4)}\">{name}</text>");
            svg.Append($"<text x=\"{Px(x + CellWidth / 2)}\" y=\"{Px(top - 8)}\" text-anchor=\"middle\">{name}</text>");
            svg.Append($"<text x=\"{Px(right + 10)}\" y=\"{Px(y + 4)}\" fill=\"#444\">{Agreement.First.Count(phases[i])}</text>");
            svg.Append($"<text x=\"{Px(x + CellWidth / 2)}\" y=\"{Px(bottom + 18)}\" text-anchor=\"middle\" fill=\"#444\">{Agreement.Second.Count(phases[i])}</text>\n");
        }
        svg.Append($"<text x=\"{Px(right + 10)}\" y=\"{Px(bottom + 18)}\" fill=\"#444\">{Agreement.Agreement.Trials} cells</text>\n</g>\n");
        for (int row = 0; row < phases.Length; row++)
            for (int column = 0; column < phases.Length; column++)
                Square(svg, phases[row], phases[column], left + column * CellWidth, top + row * CellHeight);
        for (int i = 0; i < phases.Length; i++)
            svg.Append($"<rect x=\"{Px(left + i * CellWidth)}\" y=\"{Px(top + i * CellHeight)}\" width=\"{Px(CellWidth)}\" height=\"{Px(CellHeight)}\" fill=\"none\" stroke=\"#111\" stroke-width=\"1.8\"/>\n");
        return SvgDocument.Close(svg);
    }

    /// <summary>The same picture for notebooks that show a returned object as HTML.</summary>
    public string ToHtml() => SvgDocument.Html(ToSvg());

    /// <summary>Writes the SVG to a file, all of it or none.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public void Save(string path) => SvgDocument.Save(path, ToSvg());

    private void Square(StringBuilder svg, Phase first, Phase second, double x, double y)
    {
        int count = Agreement[first, second], all = Agreement.First.Count(first);
        double share = all == 0 ? 0 : (double)count / all;
        // From white to a dark blue, whose grey falls evenly.
        string colour = $"#{Channel(255, 22, share)}{Channel(255, 54, share)}{Channel(255, 92, share)}";
        svg.Append($"<rect x=\"{Px(x)}\" y=\"{Px(y)}\" width=\"{Px(CellWidth)}\" height=\"{Px(CellHeight)}\" fill=\"{colour}\" stroke=\"#999\" stroke-width=\"0.7\"/>");
        if (count > 0)
        {
            string ink = share > 0.45 ? "#fff" : "#111";
            svg.Append($"<text x=\"{Px(x + CellWidth / 2)}\" y=\"{Px(y + 20)}\" text-anchor=\"middle\" font-weight=\"bold\" fill=\"{ink}\">{count}</text>");
            svg.Append($"<text x=\"{Px(x + CellWidth / 2)}\" y=\"{Px(y + 36)}\" text-anchor=\"middle\" font-size=\"{Px(SvgDocument.SmallSize)}\" fill=\"{ink}\">{Percent(share)}</text>");
        }
        svg.Append('\n');
    }

    private static string Channel(int from, int to, double share) =>
        ((int)Math.Round(from + (to - from) * share)).ToString("x2", CultureInfo.InvariantCulture);

    private static string Percent(double share) =>
        share is > 0 and < 0.001 ? "< 0.1 %" : (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static string Px(double value) => Markup.Px(value);

    /// <summary>Its title and what it shows.</summary>
    public override string ToString() => $"{(Title.Length > 0 ? Title : "figure")}: {Agreement}";
}
