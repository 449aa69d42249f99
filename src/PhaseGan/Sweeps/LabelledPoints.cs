using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>The rows of a <see cref="PointTable"/> with their verdicts.</summary>
/// <remarks>
/// As a file: the columns of the table as they were read, then <c>phase</c>, <c>attractor</c>, <c>recovery_1</c> … <c>recovery_d</c>
/// (as many as a verdict has), then the classifier's evidence columns.
/// </remarks>
public sealed class LabelledPoints
{
    internal LabelledPoints(PointTable table, ImmutableArray<PhaseVerdict> verdicts, ImmutableArray<string> evidenceColumns)
    {
        (Table, Verdicts, EvidenceColumns) = (table, verdicts, evidenceColumns);
    }

    /// <summary>The table that was labelled.</summary>
    public PointTable Table { get; }

    /// <summary>The verdict of each row, in order.</summary>
    public ImmutableArray<PhaseVerdict> Verdicts { get; }

    /// <summary>Names of the evidence values that each verdict carries, in order.</summary>
    public ImmutableArray<string> EvidenceColumns { get; }

    /// <summary>Number of rows with this label.</summary>
    /// <param name="phase">The label.</param>
    public int Count(Phase phase) => Verdicts.Count(v => v.Phase == phase);

    /// <summary>Writes the labelled table to a file, all of it or none: an older file stays whole until the new one is.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public void WriteCsv(string path) => AtomicFile.WriteText(path, ToCsv);

    /// <summary>Writes the labelled table as CSV text; lines end with LF.</summary>
    /// <param name="writer">Receives the text; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public void ToCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var columns = VerdictColumns.Of(Verdicts, EvidenceColumns);
        Csv.Write(writer, Table.Columns.Concat(columns.Header()), Table.QuotedColumns);
        for (int i = 0; i < Verdicts.Length; i++)
            Csv.Write(writer, Table.Fields(i).Concat(columns.Fields(Verdicts[i])), Table.Quoted(i));
    }

    /// <summary>How many points have which label.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Verdicts.Length} points: {string.Join(", ", Enum.GetValues<Phase>().Where(p => Count(p) > 0).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p} {Count(p)}")))}");
}
