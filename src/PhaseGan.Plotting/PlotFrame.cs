using System.Text;

namespace PhaseGan.Plotting;

/// <summary>The area inside straight axes and the ranges that it shows.</summary>
internal readonly record struct PlotFrame(double Left, double Top, double Width, double Height, double XLow, double XHigh, double YLow, double YHigh)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    /// <summary>The rectangle of the frame, open for further attributes.</summary>
    public string Box => $"<rect x=\"{Markup.Px(Left)}\" y=\"{Markup.Px(Top)}\" width=\"{Markup.Px(Width)}\" height=\"{Markup.Px(Height)}\"";

    public double X(double value) => Left + (value - XLow) / (XHigh - XLow) * Width;

    public double Y(double value) => Top + (YHigh - value) / (YHigh - YLow) * Height;

    /// <summary>Draws border and marks; the numbers of the vertical axis are left out where a neighbour has them.</summary>
    public void Axes(StringBuilder svg, List<(double Value, string? Label)> xTicks, List<(double Value, string? Label)> yTicks, bool numbered = true)
    {
        var marks = new StringBuilder();
        var labels = new StringBuilder();
        foreach (var (value, label) in xTicks)
        {
            string x = Markup.Px(X(value));
            marks.Append($"M{x} {Markup.Px(Bottom)}v{(label is null ? 3 : 6)}");
            if (label is not null)
                labels.Append($"<text x=\"{x}\" y=\"{Markup.Px(Bottom + 20)}\" text-anchor=\"middle\">{label}</text>");
        }
        foreach (var (value, label) in yTicks)
        {
            marks.Append($"M{Markup.Px(Left)} {Markup.Px(Y(value))}h-{(label is null ? 3 : 6)}");
            if (label is not null && numbered)
                labels.Append($"<text x=\"{Markup.Px(Left - 9)}\" y=\"{Markup.Px(Y(value) + 4.5)}\" text-anchor=\"end\">{label}</text>");
        }
        svg.Append($"<path d=\"{marks}\" stroke=\"#111\" fill=\"none\"/>\n<g>{labels}</g>\n{Box} fill=\"none\" stroke=\"#111\"/>\n");
    }
}
