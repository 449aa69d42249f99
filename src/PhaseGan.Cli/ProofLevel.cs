using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Cli;

/// <summary>What of a label is proved: the values of the column <c>proof</c>, and their words on the page, under the picture and in the last line.</summary>
internal static class ProofLevel
{
    /// <summary>The label itself: where training from the given start ends, from start to end.</summary>
    public const string Proved = "proved";

    /// <summary>That no fixed point attracts: training moves for ever from every start but those of a set without volume.</summary>
    public const string AlmostEvery = "proved for almost every start";

    /// <summary>That the rest is there, attracts and has learned what the label says; that the given start ends there is shown.</summary>
    public const string Attractor = "attractor proved, end shown";

    /// <summary>Nothing of the label.</summary>
    public const string Shown = "shown";

    /// <summary>There is no label.</summary>
    public const string Undetermined = "undetermined";

    /// <summary>Whether the picture leaves a cell unhatched: nothing of its label is only shown, or there is none.</summary>
    public static bool IsPlain(string level) => level is not (Shown or Attractor);

    /// <summary>What hatched cells are, for the legend.</summary>
    /// <param name="features">d: with one feature a label is proved as a whole or not at all.</param>
    public static string HatchedName(int features) => features == 1 ? "shown, not proved" : "end shown, not proved";

    /// <summary>How many labels have each level.</summary>
    /// <param name="levels">Those of the cells.</param>
    /// <param name="features">d.</param>
    public static string Summary(ImmutableArray<string> levels, int features)
    {
        int cells = levels.Length, proved = Count(Proved);
        string middle = features == 1 ? " labels" : " labels from start to end";
        string others = features == 1 ? "" : $", {AlmostEvery} {Count(AlmostEvery)}, {Attractor} {Count(Attractor)}";
        return string.Create(CultureInfo.InvariantCulture, $"Proved {proved} of {cells}{middle} ({100.0 * proved / cells:F1} %){others}, shown {Count(Shown)}, undetermined {Count(Undetermined)}");

        int Count(string level) => levels.Count(l => l == level);
    }
}
