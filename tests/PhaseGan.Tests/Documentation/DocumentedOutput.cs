using System.Globalization;
using System.Text.RegularExpressions;

namespace PhaseGan.Tests.Documentation;

/// <summary>Compares what a page shows with what is printed.</summary>
internal static partial class DocumentedOutput
{
    /// <summary>
    /// The same lines; numbers may differ by one part in 10⁴, or in what is below 10⁻⁷, since processors round differently. A line "…" stands for any lines.
    /// </summary>
    /// <returns>What differs, or null.</returns>
    public static string? Difference(string place, string shown, string printed)
    {
        string[] actual = printed.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        int next = 0;
        bool any = false;
        foreach (string line in shown.Split('\n'))
        {
            if (line == "…")
            {
                any = true;
                continue;
            }
            int at = any ? Array.FindIndex(actual, next, l => IsSame(line, l)) : next;
            if (at < 0 || at >= actual.Length || !IsSame(line, actual[at]))
                return $"{place}: the page shows\n{line}\nand what is printed is\n{printed}";
            (next, any) = (at + 1, false);
        }
        return any || next == actual.Length ? null : $"{place}: the page does not show all of\n{printed}";
    }

    /// <summary>Whether two lines are the same up to rounding.</summary>
    public static bool IsSame(string shown, string printed)
    {
        (shown, printed) = (shown.TrimEnd(), printed.TrimEnd());
        return Numbers().Replace(shown, "#") == Numbers().Replace(printed, "#")
            && Numbers().Matches(shown).Zip(Numbers().Matches(printed)).All(p => AreClose(Value(p.First), Value(p.Second)));

        static double Value(Match match) => double.Parse(match.Value, CultureInfo.InvariantCulture);
        static bool AreClose(double a, double b) => Math.Abs(a - b) <= Math.Max(1e-7, 1e-4 * Math.Max(Math.Abs(a), Math.Abs(b)));
    }

    [GeneratedRegex(@"(?<![\w.])-?\d+(\.\d+)?(E[+-]\d+)?")]
    private static partial Regex Numbers();
}
