using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// The columns in which files hold verdicts: phase, attractor, recovery and the classifier's evidence. A verdict's reason has no column of
/// its own; a classifier that gives reasons lists <c>reason</c> among its evidence, and the reader takes it from there.
/// </summary>
internal static class VerdictColumns
{
    private const string PhaseColumn = "phase";
    private const string AttractorColumn = "attractor";
    private const string RecoveryColumn = "recovery";
    private const string ReasonColumn = "reason";

    /// <summary>The names, in the order of a file.</summary>
    public static ImmutableArray<string> Header(ImmutableArray<string> evidence) =>
        [PhaseColumn, AttractorColumn, RecoveryColumn, .. evidence.IsDefault ? throw new ArgumentException("the evidence columns of a classifier may be empty but must be an array", nameof(evidence)) : evidence];

    /// <summary>The fields of a verdict, in the order of <see cref="Header"/>.</summary>
    public static IEnumerable<string> Fields(PhaseVerdict verdict) =>
        [verdict.Phase.ToString(), verdict.Attractor, Csv.Numbers(verdict.Recovery), .. verdict.Evidence];

    /// <summary>The evidence columns of a file whose header has <paramref name="before"/> columns and then those of a verdict.</summary>
    public static ImmutableArray<string> EvidenceOf(CsvRow header, int before, string source)
    {
        string[] names = header.Fields;
        string[] fixedNames = [PhaseColumn, AttractorColumn, RecoveryColumn];
        for (int k = 0; k < fixedNames.Length; k++)
            if (names.Length <= before + k || names[before + k] != fixedNames[k])
                throw Csv.Error(source, header.Line, $"column {before + k + 1} must be '{fixedNames[k]}'; got {(names.Length <= before + k ? "no more columns" : $"'{names[before + k]}'")}");
        return [.. names[(before + fixedNames.Length)..]];
    }

    /// <summary>Reads the verdict that starts at column <paramref name="before"/>.</summary>
    public static PhaseVerdict Parse(CsvRow row, int before, ImmutableArray<string> evidence, string source)
    {
        string[] fields = row.Fields;
        if (!Enum.TryParse(fields[before], out Phase phase) || phase.ToString() != fields[before])
            throw Csv.Error(source, row.Line, PhaseColumn, $"'{fields[before]}' is none of {string.Join(", ", Enum.GetNames<Phase>())}");
        string[] items = fields[before + 2].Length == 0 ? [] : fields[before + 2].Split(Csv.ListSeparator);
        var recovery = ImmutableArray.CreateBuilder<double>(items.Length);
        foreach (string item in items)
            recovery.Add(Csv.TryNumber(item, out double value) && value is >= 0 and <= 1
                ? value
                : throw Csv.Error(source, row.Line, RecoveryColumn, $"'{item}' is not a number in [0, 1]"));
        string[] values = fields[(before + 3)..];
        int reason = evidence.IndexOf(ReasonColumn);
        return new PhaseVerdict(phase, fields[before + 1], recovery.MoveToImmutable(), [.. values], reason < 0 ? "" : values[reason]);
    }
}
