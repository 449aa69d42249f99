using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>A table of points of parameter space, as read from a CSV file: parameters, starts, and whatever other columns came with them.</summary>
/// <remarks>
/// <para>
/// Columns, in any order: <c>lambda</c>, <c>lambda_fake</c> (Λ, Λ̃: one number a feature, separated by <c>;</c>), <c>tau</c>,
/// <c>tau_tilde</c>, <c>eta_t</c>, <c>eta_g</c>; optionally <c>batch</c> (m, else that given when the table is read) and the start <c>p0</c>, <c>q0</c>, <c>r0</c>, all three
/// or none, with <c>s0</c> (else the identity). Lists are separated by <c>;</c>, matrices are row-major. A row may leave its start
/// empty. Any other column is kept as it is, byte for byte. Text is UTF-8, with or without a byte order mark; columns are separated by commas, numbers
/// have a decimal point.
/// </para>
/// </remarks>
public sealed class PointTable
{
    private static readonly string[] s_required = ["lambda", "lambda_fake", "tau", "tau_tilde", "eta_t", "eta_g"];
    private static readonly string[] s_start = ["p0", "q0", "r0"];

    private readonly ImmutableArray<CsvRow> _rows;

    private PointTable(string source, CsvRow header, ImmutableArray<CsvRow> rows, ImmutableArray<GanParameters> points, ImmutableArray<MacroState?> starts)
    {
        (Source, Columns, QuotedColumns, _rows, Points, Starts) = (source, [.. header.Fields], header.Quoted, rows, points, starts);
    }

    /// <summary>Name of the text that the table was read from, for messages.</summary>
    public string Source { get; }

    /// <summary>Names of the columns, in the order of the file.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>The parameters of each row.</summary>
    public ImmutableArray<GanParameters> Points { get; }

    /// <summary>The start of each row; null where the row gives none.</summary>
    public ImmutableArray<MacroState?> Starts { get; }

    /// <summary>Reads a table from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="batchSize">m ≥ 1 of every row, in a table without a column <c>batch</c>.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">A row is wrong; the message names its line and column.</exception>
    public static PointTable ReadCsv(string path, int batchSize = 1)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using StreamReader reader = Csv.Open(path);
        return Parse(reader, Path.GetFileName(path), batchSize);
    }

    /// <summary>Reads a table from CSV text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">Name of the text, for messages.</param>
    /// <param name="batchSize">m ≥ 1 of every row, in a table without a column <c>batch</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    /// <exception cref="FormatException">A row is wrong; the message names its line and column.</exception>
    public static PointTable Parse(TextReader reader, string source = "points", int batchSize = 1)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(source);
        Guard.AtLeast(batchSize, 1, "a number of samples");
        List<CsvRow> rows = Csv.Read(reader, source);
        CsvRow header = rows[0];
        try
        {
            VerdictCheck.CheckColumns(header.Fields, nameof(reader));
        }
        catch (ArgumentException e)
        {
            throw Csv.Error(source, header.Line, Wording.Of(e), e);
        }
        foreach (string name in s_required)
            if (!header.Fields.Contains(name))
                throw Csv.Error(source, header.Line, $"the column '{name}' is missing; needed are {string.Join(", ", s_required)}");
        int given = s_start.Count(header.Fields.Contains);
        if (given is not (0 or 3) || (given == 0 && header.Fields.Contains("s0")))
            throw Csv.Error(source, header.Line, "a start needs the columns p0, q0 and r0 together");

        var points = ImmutableArray.CreateBuilder<GanParameters>(rows.Count - 1);
        var starts = ImmutableArray.CreateBuilder<MacroState?>(rows.Count - 1);
        foreach (CsvRow row in rows.Skip(1))
        {
            var cells = new PointRow(source, header.Fields, row);
            GanParameters point = cells.Parameters(batchSize);
            points.Add(point);
            starts.Add(given == 0 ? null : cells.Start(point.FeatureCount));
        }
        return new PointTable(source, header, [.. rows.Skip(1)], points.MoveToImmutable(), starts.MoveToImmutable());
    }

    /// <summary>Reads a table from bytes of UTF-8.</summary>
    /// <param name="stream">The bytes; a byte order mark is ignored.</param>
    /// <param name="source">Name of the text, for messages.</param>
    /// <param name="batchSize">m ≥ 1 of every row, in a table without a column <c>batch</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="FormatException">A byte is no text, or a row is wrong; the message names its line and, for a bad value, its column.</exception>
    public static PointTable Parse(Stream stream, string source = "points", int batchSize = 1)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using StreamReader reader = Csv.Open(stream);
        return Parse(reader, source, batchSize);
    }

    /// <summary>Labels all rows in parallel, many at once where the classifier can; the same bits for any number of threads.</summary>
    /// <remarks>
    /// Rows that give their starts are labelled together with the others where <paramref name="fromStart"/> makes an <see cref="OdePhaseClassifier"/> that differs from
    /// <paramref name="classifier"/> in nothing but its start.
    /// </remarks>
    /// <param name="classifier">Labels the rows that give no start.</param>
    /// <param name="fromStart">
    /// Makes the classifier of a row that gives its start, with the same evidence columns; absent for a method that knows no starts: then
    /// <paramref name="classifier"/> labels every row.
    /// </param>
    /// <param name="threads">Largest number of rows labelled at once, ≥ 1; the number of processors if absent.</param>
    /// <param name="progress">Told how far the work is: one call at a time, from the workers' threads, never backwards.</param>
    /// <param name="cancellationToken">Stops the work, and the rows in flight.</param>
    /// <returns>The rows with their verdicts.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="classifier"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    /// <exception cref="FormatException">The table already has one of the columns that labels are written to.</exception>
    /// <exception cref="SweepException">A row could not be labelled; the first such row is named by its line.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public LabelledPoints Label(
        IPhaseClassifier classifier,
        Func<MacroState, IPhaseClassifier>? fromStart = null,
        int? threads = null,
        IProgress<SweepProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ImmutableArray<string> evidence = classifier.EvidenceColumns;
        if (VerdictColumns.Names(evidence).Concat(Columns.Where(VerdictColumns.IsRecovery)).FirstOrDefault(Columns.Contains) is { } taken)
            throw Csv.Error(Source, 1, taken, "labels are written to a column of this name; rename or remove it");
        var rows = new RowSweep(Points, OfRow, classifier, i => $"{Source}, line {_rows[i].Line}");
        return new LabelledPoints(this, rows.Run(threads ?? Environment.ProcessorCount, progress, cancellationToken), evidence);

        IPhaseClassifier OfRow(int i) => Starts[i] is not { } start || fromStart is null ? classifier
            : fromStart(start) ?? throw new InvalidOperationException("the function that makes the classifier of a row with a start returned null");
    }

    /// <summary>The fields of a row as they were read.</summary>
    internal IEnumerable<string> Fields(int row) => _rows[row].Fields;

    /// <summary>Which fields of a row had quotation marks; null if none had.</summary>
    internal bool[]? Quoted(int row) => _rows[row].Quoted;

    /// <summary>Which names of columns had quotation marks; null if none had.</summary>
    internal bool[]? QuotedColumns { get; }

    /// <summary>How many points, and where they are from.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Points.Length} points of {Source}");
}
