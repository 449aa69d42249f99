using System.Text;

namespace PhaseGan.Plotting;

/// <summary>
/// How the series of a figure are told apart: by colour (Okabe and Ito, <em>Color Universal Design</em>, 2008, chosen for colour-blind readers),
/// by dashes and by the shape of the dots, so that a grey print still reads.
/// </summary>
internal static class SeriesStyle
{
    private static readonly string[] s_colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000"];
    private static readonly string[] s_dashes = ["", "8 3", "2 2.5", "9 3 2 3", "4 2"];

    public static string Colour(int index) => s_colours[index % s_colours.Length];

    public static string Dashes(int index) => s_dashes[index % s_dashes.Length];

    /// <summary>How many shapes of dots there are.</summary>
    public const int Dots = 5;

    /// <summary>The outline of a dot as a closed path.</summary>
    public static StringBuilder Dot(StringBuilder path, int index, double x, double y)
    {
        string from(double dx, double dy) => $"M{Markup.Px(x + dx)} {Markup.Px(y + dy)}";
        return path.Append((index % Dots) switch
        {
            0 => from(-2.6, 0) + "a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0z",
            1 => from(-2.3, -2.3) + "h4.6v4.6h-4.6z",
            2 => from(0, -3.2) + "l3 5.2h-6z",
            3 => from(0, -3.3) + "l3.3 3.3l-3.3 3.3l-3.3 -3.3z",
            _ => from(0, 3.2) + "l3 -5.2h-6z",
        });
    }
}
