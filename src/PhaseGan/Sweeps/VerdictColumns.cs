using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The columns in which files hold verdicts: phase, attractor, the recovery of each feature and the classifier's evidence. A verdict's reason has no column of
/// its own; a classifier that gives reasons lists <c>reason</c> among its evidence, and the reader takes it from there.
/// </summary>
/// <param name="Features">Number of columns recovery_1 … recovery_d; null in older files, which have them joined in one column.</param>
/// <param name="Evidence">The names of the evidence columns.</param>
internal readonly record struct VerdictColumns(int? Features, ImmutableArray<string> Evidence)
{
    private const string PhaseColumn = "phase";
    private const string AttractorColumn = "attractor";
    private const string RecoveryColumn = "recovery";
    private const string ReasonColumn = "reason";

    /// <summary>The columns of some verdicts: as many recoveries as the verdict with most has.</summary>
    public static VerdictColumns Of(ImmutableArray<PhaseVerdict> verdicts, ImmutableArray<string> evidence)
    {
        int features = 0;
        foreach (PhaseVerdict verdict in verdicts)
            features = Math.Max(features, verdict.Recoveries.Length);
        return new VerdictColumns(features, evidence);
    }

    /// <summary>The names, in the order of a file.</summary>
    public IEnumerable<string> Header() => [PhaseColumn, AttractorColumn, .. Enumerable.Range(1, Features ?? 0).Select(RecoveryOf), .. Evidence];

    /// <summary>The fields of a verdict, in the order of <see cref="Header"/>.</summary>
    public IEnumerable<string> Fields(PhaseVerdict verdict)
    {
        ImmutableArray<double> recovery = verdict.Recovery;
        return
        [
            verdict.Phase.ToString(), verdict.Attractor, .. Enumerable.Range(0, Features ?? 0).Select(l => l < recovery.Length ? Csv.Number(recovery[l]) : ""), .. verdict.Evidence,
        ];
    }

    /// <summary>The names that a file with this evidence holds for itself.</summary>
    public static ImmutableArray<string> Names(ImmutableArray<string> evidence) =>
        [PhaseColumn, AttractorColumn, RecoveryColumn, .. evidence.IsDefault ? throw new ArgumentException("the evidence columns of a classifier may be empty but must be an array", nameof(evidence)) : evidence];

    /// <summary>Whether a name is that of the recovery of a feature.</summary>
    public static bool IsRecovery(string name) =>
        name.StartsWith(RecoveryColumn + "_", StringComparison.Ordinal) && name.Length > RecoveryColumn.Length + 1
        && !name.AsSpan(RecoveryColumn.Length + 1).ContainsAnyExceptInRange('0', '9');

    /// <summary>The columns of a file whose header has <paramref name="before"/> columns and then those of a verdict.</summary>
    public static VerdictColumns Read(CsvRow header, int before, string source)
    {
        string[] names = header.Fields;
        string[] fixedNames = [PhaseColumn, AttractorColumn];
        for (int k = 0; k < fixedNames.Length; k++)
            if (names.Length <= before + k || names[before + k] != fixedNames[k])
                throw Csv.Error(source, header.Line, $"column {before + k + 1} must be '{fixedNames[k]}'; got {(names.Length <= before + k ? "no more columns" : $"'{names[before + k]}'")}");
        int first = before + fixedNames.Length, features = 0;
        if (first < names.Length && names[first] == RecoveryColumn)
            return new VerdictColumns(null, [.. names[(first + 1)..]]);
        while (first + features < names.Length && names[first + features] == RecoveryOf(features + 1))
            features++;
        return new VerdictColumns(features, [.. names[(first + features)..]]);
    }

    /// <summary>Reads the verdict that starts at column <paramref name="before"/>.</summary>
    public PhaseVerdict Parse(CsvRow row, int before, string source)
    {
        string[] fields = row.Fields;
        if (!Enum.TryParse(fields[before], out Phase phase) || phase.ToString() != fields[before])
            throw Csv.Error(source, row.Line, PhaseColumn, $"'{fields[before]}' is none of {string.Join(", ", Enum.GetNames<Phase>())}");
        int first = before + 2;
        ImmutableArray<double> recovery = Features is { } features ? Recoveries(row, fields.AsSpan(first, features), source) : Joined(row, fields[first], source);
        string[] values = fields[(first + (Features ?? 1))..];
        int reason = Evidence.IndexOf(ReasonColumn);
        return new PhaseVerdict(phase, fields[before + 1], recovery, [.. values], reason < 0 ? "" : values[reason]);
    }

    private static string RecoveryOf(int feature) => string.Create(CultureInfo.InvariantCulture, $"{RecoveryColumn}_{feature}");

    private static ImmutableArray<double> Recoveries(CsvRow row, ReadOnlySpan<string> fields, string source)
    {
        int count = fields.Length;
        while (count > 0 && fields[count - 1].Length == 0)
            count--;
        var recovery = ImmutableArray.CreateBuilder<double>(count);
        for (int l = 0; l < count; l++)
            recovery.Add(Recovery(row, fields[l], RecoveryOf(l + 1), source));
        return recovery.MoveToImmutable();
    }

    private static ImmutableArray<double> Joined(CsvRow row, string field, string source) =>
        field.Length == 0 ? [] : [.. field.Split(Csv.ListSeparator).Select(item => Recovery(row, item, RecoveryColumn, source))];

    private static double Recovery(CsvRow row, string text, string column, string source) =>
        Csv.TryNumber(text, out double value) && value is >= 0 and <= 1 ? value : throw Csv.Error(source, row.Line, column, $"'{text}' is not a number in [0, 1]");
}
