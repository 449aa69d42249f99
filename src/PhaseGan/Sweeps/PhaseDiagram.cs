using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace PhaseGan;

/// <summary>A labelled phase diagram: two axes and the verdict of each cell. Immutable.</summary>
/// <remarks>
/// <para>
/// As a file (<see cref="WriteCsv"/>): one row a cell, y-major (all cells of the first y, then of the next), with the columns: the two axis
/// names, <c>phase</c>, <c>attractor</c>, <c>recovery_1</c> … <c>recovery_d</c> (as many as a verdict has; empty where there is none), then the classifier's evidence
/// columns. A file whose name ends with <c>.gz</c> is compressed. Older files, whose recoveries are joined by <c>;</c> in a column <c>recovery</c>, are read as well. Text is UTF-8, quoted as in RFC 4180, numbers are culture-invariant and read back to the same bits. The reason of a verdict is
/// in the file only if <c>reason</c> is one of the evidence columns.
/// </para>
/// <para>Two diagrams are equal when their axes, evidence columns and all that files say of each cell are.</para>
/// </remarks>
[TypeFormatterSource(typeof(NotebookFormatters))]
public sealed class PhaseDiagram : IEquatable<PhaseDiagram>, IShownInNotebooks
{
    /// <summary>Largest number of cells, 2²⁷: a diagram is held in memory, some hundred bytes a cell.</summary>
    public const int MaxCells = 1 << 27;

    private readonly int[] _counts;

    /// <summary>Makes a diagram of labelled cells.</summary>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis, with another name.</param>
    /// <param name="verdicts">One verdict a cell, y-major: that of (x_i, y_j) at index j · x.Count + i.</param>
    /// <param name="evidenceColumns">Names of the evidence values that each verdict carries.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are more than <see cref="MaxCells"/> cells, column names are not all different, the number of verdicts is not that of the cells, or a verdict has another number of evidence
    /// values, missing parts or a recovery outside [0, 1].
    /// </exception>
    public PhaseDiagram(Axis x, Axis y, IEnumerable<PhaseVerdict> verdicts, IEnumerable<string> evidenceColumns)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(verdicts);
        ArgumentNullException.ThrowIfNull(evidenceColumns);
        CheckAxes(x, y);
        (X, Y, EvidenceColumns) = (x, y, [.. evidenceColumns]);
        CheckColumns(x, y, EvidenceColumns);
        Verdicts = [.. verdicts];
        for (int k = 0; k < Verdicts.Length; k++)
            VerdictCheck.Checked(Verdicts[k], EvidenceColumns.Length, string.Create(CultureInfo.InvariantCulture, $"{nameof(verdicts)}[{k}]"));
        Guard.Length(Verdicts.Length, x.Count * y.Count, "one verdict for each cell", nameof(verdicts));
        _counts = Counts(Verdicts);
    }

    private PhaseDiagram(ImmutableArray<PhaseVerdict> verdicts, Axis x, Axis y, ImmutableArray<string> evidenceColumns)
    {
        (X, Y, Verdicts, EvidenceColumns) = (x, y, verdicts, evidenceColumns);
        _counts = Counts(verdicts);
    }

    /// <summary>The horizontal axis.</summary>
    public Axis X { get; }

    /// <summary>The vertical axis.</summary>
    public Axis Y { get; }

    /// <summary>The verdict of each cell, y-major: that of (x_i, y_j) at index j · X.Count + i.</summary>
    public ImmutableArray<PhaseVerdict> Verdicts { get; }

    /// <summary>Names of the evidence values that each verdict carries, in order.</summary>
    public ImmutableArray<string> EvidenceColumns { get; }

    /// <summary>The verdict at (<c>X.Values[xIndex]</c>, <c>Y.Values[yIndex]</c>).</summary>
    /// <param name="xIndex">Zero-based index along <see cref="X"/>.</param>
    /// <param name="yIndex">Zero-based index along <see cref="Y"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis.</exception>
    public PhaseVerdict this[int xIndex, int yIndex]
    {
        get
        {
            if ((uint)xIndex >= (uint)X.Count)
                throw Guard.OutOfRange(nameof(xIndex), xIndex, $"is an index along axis '{X.Name}' and must lie in [0, {X.Count})");
            if ((uint)yIndex >= (uint)Y.Count)
                throw Guard.OutOfRange(nameof(yIndex), yIndex, $"is an index along axis '{Y.Name}' and must lie in [0, {Y.Count})");
            return Verdicts[yIndex * X.Count + xIndex];
        }
    }

    /// <summary>Number of cells with this label.</summary>
    /// <param name="phase">The label.</param>
    public int Count(Phase phase) => (uint)phase < (uint)_counts.Length ? _counts[(int)phase] : 0;

    /// <summary>Writes the diagram to a file, all of it or none: an older file stays whole until the new one is.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public void WriteCsv(string path) => WriteCsvBy(int.MaxValue, path);

    /// <summary>The same by so many threads at most.</summary>
    internal void WriteCsvBy(int threads, string path) => AtomicFile.WriteBytes(path, stream => DiagramTable.Write(this, stream.Write, threads));

    /// <summary>Writes the diagram as CSV text; lines end with LF.</summary>
    /// <param name="writer">Receives the text; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    /// <exception cref="EncoderFallbackException">A name or a text of a verdict is not Unicode (half of a pair of surrogates).</exception>
    public void ToCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        DiagramTable.Write(this, piece => writer.Write(Encoding.UTF8.GetString(piece)));
    }

    /// <summary>Reads a diagram from a file that <see cref="WriteCsv"/> wrote, to the same bits.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">The text is not a diagram; the message names the line and, for a bad value, the column.</exception>
    public static PhaseDiagram ReadCsv(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using StreamReader reader = Csv.Open(path);
        return Parse(reader, Path.GetFileName(path));
    }

    /// <summary>Reads a diagram from CSV text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">Name of the text, for messages.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException">The text is not a diagram; the message names the line and, for a bad value, the column.</exception>
    public static PhaseDiagram Parse(TextReader reader, string source = "diagram")
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(source);
        List<CsvRow> rows = Csv.Read(reader, source);
        CsvRow header = rows[0];
        VerdictColumns columns = VerdictColumns.Read(header, before: 2, source);
        var cells = rows.Skip(1).Select(row => (Row: row, X: Coordinate(row, 0), Y: Coordinate(row, 1))).ToList();

        int width = cells.TakeWhile(cell => cell.Y == cells[0].Y).Count();
        Axis x = AxisOf(0, cells.Take(width).Select(cell => (cell.Row, cell.X)));
        Axis y = AxisOf(1, cells.Where((_, k) => k % width == 0).Select(cell => (cell.Row, cell.Y)));
        for (int k = 0; k < cells.Count; k++)
        {
            RequireSame(cells[k].Row, 0, cells[k].X, x.Values[k % width]);
            RequireSame(cells[k].Row, 1, cells[k].Y, y.Values[k / width]);
        }
        if (cells.Count % width != 0)
            throw Csv.Error(source, cells[^1].Row.Line, $"the last row of cells ends after {cells.Count % width} of {width}");

        var verdicts = cells.Select(cell => columns.Parse(cell.Row, before: 2, source)).ToList();
        try
        {
            return new PhaseDiagram(x, y, verdicts, columns.Evidence);
        }
        catch (ArgumentException e)
        {
            throw Csv.Error(source, header.Line, Wording.Of(e), e);
        }

        double Coordinate(CsvRow row, int column) =>
            Csv.TryNumber(row.Fields[column], out double value)
                ? value
                : throw Csv.Error(source, row.Line, header.Fields[column], Csv.NoNumber(row.Fields[column]));

        void RequireSame(CsvRow row, int column, double actual, double expected)
        {
            if (!actual.Equals(expected))
                throw Csv.Error(source, row.Line, header.Fields[column],
                    $"cells must come y-major on a full grid, here {Csv.Number(expected)}; got {Csv.Number(actual)}");
        }

        Axis AxisOf(int column, IEnumerable<(CsvRow Row, double Value)> entries)
        {
            var list = entries.ToList();
            try
            {
                return Axis.Of(header.Fields[column], [.. list.Select(entry => entry.Value)]);
            }
            catch (ArgumentException e)
            {
                int wrong = Enumerable.Range(1, Math.Max(0, list.Count - 1)).FirstOrDefault(k => !(list[k].Value > list[k - 1].Value), list.Count - 1);
                throw Csv.Error(source, wrong < 0 ? header.Line : list[wrong].Row.Line, header.Fields[column], Wording.Of(e), e);
            }
        }
    }

    /// <inheritdoc/>
    public bool Equals(PhaseDiagram? other)
    {
        if (other is null || !X.Equals(other.X) || !Y.Equals(other.Y) || !EvidenceColumns.AsSpan().SequenceEqual(other.EvidenceColumns.AsSpan()))
            return false;
        for (int k = 0; k < Verdicts.Length; k++)
            if (!VerdictCheck.Same(Verdicts[k], other.Verdicts[k]))
                return false;
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PhaseDiagram);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y, Verdicts[0].Phase, Verdicts[^1].Phase);

    /// <summary>The axes and how often each phase occurs.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"{X.Count}×{Y.Count} cells over {X.Name} and {Y.Name}: {string.Join(", ", Enum.GetValues<Phase>().Where(p => Count(p) > 0).Select(p => $"{p} {Count(p)}"))}");

    /// <summary>How many cells have which label, as a table for notebooks that show a value as HTML. <c>PhaseDiagramFigure</c> of PhaseGan.Plotting is the picture.</summary>
    public string ToHtml()
    {
        var table = new HtmlTable(string.Create(CultureInfo.InvariantCulture, $"{X.Count}×{Y.Count} cells over {X.Name} and {Y.Name}"), "phase", "cells", "share");
        foreach (Phase phase in Enum.GetValues<Phase>().Where(p => Count(p) > 0))
            table.Add(phase.ToString(), Count(phase).ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{100.0 * Count(phase) / Verdicts.Length:F1} %"));
        return table.ToString();
    }

    /// <summary>The diagram of what a sweep has checked already.</summary>
    internal static PhaseDiagram OfSweep(Axis x, Axis y, ImmutableArray<PhaseVerdict> verdicts, ImmutableArray<string> evidenceColumns) =>
        new(verdicts, x, y, evidenceColumns);

    private static int[] Counts(ImmutableArray<PhaseVerdict> verdicts)
    {
        var counts = new int[(int)Phase.ModeCollapse + 1];
        foreach (PhaseVerdict verdict in verdicts)
            counts[(int)verdict.Phase]++;
        return counts;
    }

    internal static void CheckAxes(Axis x, Axis y)
    {
        if (x.Name == y.Name)
            throw new ArgumentException($"the axes of a diagram must have different names; got '{x.Name}' twice", nameof(y));
        if ((long)x.Count * y.Count > MaxCells)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"a diagram can have at most {MaxCells} cells; got {x.Count}×{y.Count}"), nameof(y));
    }

    internal static void CheckColumns(Axis x, Axis y, ImmutableArray<string> evidence) =>
        VerdictCheck.CheckColumns([x.Name, y.Name, .. VerdictColumns.Names(evidence)], "evidenceColumns");
}
