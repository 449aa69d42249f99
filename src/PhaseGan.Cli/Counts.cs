using System.Globalization;
using PhaseGan.Plotting;

namespace PhaseGan.Cli;

/// <summary>How often phases occur, in words.</summary>
internal static class Counts
{
    public static string Line(Phase phase, int count, int total) =>
        string.Create(CultureInfo.InvariantCulture, $"{PhasePalette.Name(phase),-14}{count,8}  ({100.0 * count / total:F1} %)");
}
