using System.Collections.Immutable;
using System.Text;

namespace PhaseGan.Plotting;

/// <summary>How phases look in every picture: one colour and one name each, the same in files and terminals.</summary>
/// <remarks>
/// The colours are light tones that stay apart for the common kinds of colour blindness (close to Paul Tol's <em>light</em> scheme,
/// <em>Colour Schemes</em>, SRON/EPS/TN/09-002, 2021); in grey they differ by lightness, and figures add a hatching a phase.
/// </remarks>
public static class PhasePalette
{
    /// <summary>The phases in the order of legends.</summary>
    public static ImmutableArray<Phase> Order { get; } =
        [Phase.Success, Phase.ModeCollapse, Phase.Oscillation, Phase.Fail, Phase.Undetermined];

    /// <summary>The fill colour of a phase as <c>#rrggbb</c>.</summary>
    /// <param name="phase">The phase.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the five phases.</exception>
    public static string Colour(Phase phase) => phase switch
    {
        Phase.Success => "#4DC3A0",
        Phase.ModeCollapse => "#88BBEE",
        Phase.Oscillation => "#F2E08F",
        Phase.Fail => "#D9694A",
        Phase.Undetermined => "#FFFFFF",
        _ => throw Unknown(phase),
    };

    /// <summary>The name of a phase in running text.</summary>
    /// <param name="phase">The phase.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the five phases.</exception>
    public static string Name(Phase phase) => phase switch
    {
        Phase.Success => "Success",
        Phase.ModeCollapse => "Mode collapse",
        Phase.Oscillation => "Oscillation",
        Phase.Fail => "Fail",
        Phase.Undetermined => "Undetermined",
        _ => throw Unknown(phase),
    };

    /// <summary>The hatching of a phase: side of the square tile and the strokes in it; empty strokes for none.</summary>
    internal static (int Side, string Strokes) Hatching(Phase phase) => phase switch
    {
        Phase.Success => (8, ""),
        Phase.ModeCollapse => (7, "<path d=\"M0 3.5H7M3.5 0V7\" stroke=\"#33669A\" stroke-width=\"0.7\"/>"),
        Phase.Oscillation => (8, "<path d=\"M0 4C1.3 2 2.7 2 4 4S6.7 6 8 4\" fill=\"none\" stroke=\"#A08A1E\" stroke-width=\"0.9\"/>"),
        Phase.Fail => (7, "<path d=\"M-1 1L1 -1M0 7L7 0M6 8L8 6\" stroke=\"#8A3517\" stroke-width=\"0.8\"/>"),
        Phase.Undetermined => (6, "<circle cx=\"3\" cy=\"3\" r=\"0.9\" fill=\"#555555\"/>"),
        _ => throw Unknown(phase),
    };

    /// <summary>Defines the hatching of a phase as a pattern of the document, if it has one.</summary>
    internal static void Pattern(StringBuilder svg, Phase phase)
    {
        var (side, strokes) = Hatching(phase);
        if (strokes.Length > 0)
            svg.Append($"<pattern id=\"{SvgDocument.IdMark}-h{(int)phase}\" width=\"{side}\" height=\"{side}\" patternUnits=\"userSpaceOnUse\">{strokes}</pattern>\n");
    }

    /// <summary>Draws a box with colour and hatching of a phase, whose pattern must have been defined.</summary>
    internal static void Swatch(StringBuilder svg, Phase phase, double x, double y, double width, double height, bool isPatterned = true)
    {
        string box = $"<rect x=\"{Markup.Px(x)}\" y=\"{Markup.Px(y)}\" width=\"{Markup.Px(width)}\" height=\"{Markup.Px(height)}\"";
        string hatch = isPatterned && Hatching(phase).Strokes.Length > 0 ? $"url(#{SvgDocument.IdMark}-h{(int)phase})" : "none";
        svg.Append($"{box} fill=\"{Colour(phase)}\"/>{box} fill=\"{hatch}\" stroke=\"#111\" stroke-width=\"0.7\"/>");
    }

    private static ArgumentOutOfRangeException Unknown(Phase phase) => new(nameof(phase), phase, "phase must be one of the five phases");
}
