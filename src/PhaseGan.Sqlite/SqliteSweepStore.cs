using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PhaseGan.Sqlite;

/// <summary>A store of a sweep in one SQLite file, with its log (WAL) beside it while it is open.</summary>
/// <remarks>
/// <para>
/// Each <see cref="Write"/> is one transaction that has reached the disk when it returns: neither the death of the process nor that of the
/// machine loses or tears what was written. Any number of processes on one machine may use a store at the same time.
/// </para>
/// <para>
/// The file holds the sweep's description, one row of text a cell, what each run did, and a tally of all rows. Every row has a checksum
/// (64 bits of SHA-256, bound to the sweep), and the tally says how many rows there are and what their checksums combine to: a changed, lost
/// or foreign row is reported when the store is opened to be continued, and again when it is read. Damage of the file's structure is found by
/// SQLite's own check.
/// </para>
/// </remarks>
public sealed class SqliteSweepStore : ISweepStore, IDisposable
{
    private readonly StoreConnection _reader;
    private readonly StoreConnection? _writer;
    private readonly string _note;
    private readonly TimeProvider _time;
    private readonly Sitting _sitting;
    private readonly Disposal _disposal = new();

    private SqliteSweepStore(string path, StoreConnection? writer, StoreConnection reader, string note, TimeProvider time)
    {
        (Path, _writer, _reader, _note, _time) = (path, writer, reader, note, time);
        _sitting = new Sitting { Began = time.GetTimestamp() };
    }

    /// <summary>The file, as it was named.</summary>
    public string Path { get; }

    /// <summary>Opens a store to go on with, or makes an empty one.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="note">Any text, kept with a new store for whoever opens it later.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="note"/> is null.</exception>
    /// <exception cref="SweepStoreException">The file cannot be opened or written, or is something else.</exception>
    public static SqliteSweepStore Open(string path, string note = "") => Open(path, note, TimeProvider.System);

    /// <summary>Opens a store that is there, to look at it only; works in a folder that cannot be written.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="SweepStoreException">The file is not there, cannot be read, or is something else.</exception>
    public static SqliteSweepStore OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new SqliteSweepStore(path, null, StoreConnection.ReadOnly(path), "", TimeProvider.System);
    }

    /// <summary>What the store holds now.</summary>
    /// <exception cref="SweepStoreException">The store cannot be read or is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed of.</exception>
    public SweepStoreState State() => Reader().InTransaction(write: false, (connection, transaction) => State(new StoreFile(_reader, connection, transaction)));

    /// <summary>Reads everything and throws if anything is not what was written.</summary>
    /// <exception cref="SweepStoreException">The store is damaged or cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed of.</exception>
    public void Check() => Reader().InTransaction(write: false, (connection, transaction) =>
    {
        var file = new StoreFile(_reader, connection, transaction);
        if (file.StructuralDamage() is { } found)
            throw _reader.Damaged(found);
        if (State(file).Sweep is { } sweep)
            foreach (CellRow _ in CellTable.Read(file, sweep.Key))
            {
                // each row is checked on its way
            }
        return true;
    });

    /// <inheritdoc/>
    public void Begin(SweepDescription sweep, SweepShard shard)
    {
        Reader();
        ArgumentNullException.ThrowIfNull(sweep);
        Require(State(), sweep, shard);
        Check();
        StoreConnection writer = Writer();
        writer.InTransaction(write: true, (connection, transaction) =>
        {
            // Another process may have been first since.
            var file = new StoreFile(writer, connection, transaction);
            SweepStoreState state = State(file);
            Require(state, sweep, shard);
            if (state.Sweep is not null)
                return true;
            SweepTable.Create(file, sweep, shard, _note);
            CellTable.Create(file);
            TallyTable.Create(file);
            SessionTable.Create(file);
            file.Mark();
            return true;
        });
        (_sitting.Key, _sitting.Sweep) = (sweep.Key, sweep);
        _sitting.Began = _time.GetTimestamp();
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<int> FinishedCells() => Reader().InTransaction(write: false, (connection, transaction) =>
    {
        var file = new StoreFile(_reader, connection, transaction);
        return file.IsMarked() ? CellTable.Ids(file) : [];
    });

    /// <inheritdoc/>
    public bool IsFinished(int cell) => Reader().Use(connection => CellTable.Contains(new StoreFile(_reader, connection, null), cell));

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException">The list, or a cell in it, is null.</exception>
    /// <exception cref="ArgumentException">A cell is not of the sweep, or its verdict is none that a file may hold; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The store was opened to be read, or <see cref="Begin"/> was not called.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed of.</exception>
    public void Write(IReadOnlyList<LabelledCell> cells)
    {
        Reader();
        ArgumentNullException.ThrowIfNull(cells);
        string key = _sitting.Key ?? throw new InvalidOperationException("a store must be begun before cells are written to it");
        StoreConnection writer = Writer();
        for (int k = 0; k < cells.Count; k++)
            CheckCell(cells[k], string.Create(CultureInfo.InvariantCulture, $"{nameof(cells)}[{k}]"));
        (long Session, int Cells) written = writer.InTransaction(write: true, (connection, transaction) =>
        {
            var file = new StoreFile(writer, connection, transaction);
            Tally before = TallyTable.Read(file);
            long session = _sitting.Id ?? SessionTable.NextId(file);
            Tally tally = CellTable.Add(file, key, cells, session, before);
            TallyTable.Write(file, tally);
            int mine = _sitting.Cells + (int)(tally.Cells - before.Cells);
            _sitting.Started ??= _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            SessionTable.Write(file, session, new SweepSession(_sitting.Started, Environment.MachineName, mine, _time.GetElapsedTime(_sitting.Began)));
            return (session, mine);
        });
        (_sitting.Id, _sitting.Cells) = written;
    }

    /// <inheritdoc/>
    public IEnumerable<LabelledCell> Read()
    {
        Reader();
        return ReadCells();
    }

    /// <summary>Closes the file; its log is folded into it if this was the last to use it. Closing it again does nothing.</summary>
    public void Dispose()
    {
        if (!_disposal.First())
            return;
        _reader.Dispose();
        _writer?.Settle();
        _writer?.Dispose();
    }

    private IEnumerable<LabelledCell> ReadCells()
    {
        using StoreConnection own = StoreConnection.ReadOnly(Path);
        using IEnumerator<LabelledCell> cells = own.Use(connection => Cells(connection)).GetEnumerator();
        while (own.Translate(cells.MoveNext))
            yield return cells.Current;

        IEnumerable<LabelledCell> Cells(SqliteConnection connection)
        {
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
            var file = new StoreFile(own, connection, transaction);
            if (State(file).Sweep is not { } sweep)
                yield break;
            foreach (CellRow row in CellTable.Read(file, sweep.Key))
                yield return row.Cell();
        }
    }

    internal static SqliteSweepStore Open(string path, string note, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(note);
        StoreConnection writer = StoreConnection.Writable(path);
        try
        {
            return new SqliteSweepStore(path, writer, StoreConnection.Writable(path), note, time);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Bounds the size of the file: a disk that is full, for tests.</summary>
    internal void LimitPages(int pages) =>
        Writer().Use(connection => new StoreFile(Writer(), connection, null).Scalar(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}")));

    /// <summary>The connection that reads, while the store is open.</summary>
    private StoreConnection Reader()
    {
        ObjectDisposedException.ThrowIf(_disposal.IsDone, this);
        return _reader;
    }

    /// <summary>Throws unless a cell may be written.</summary>
    private void CheckCell(LabelledCell? cell, string name)
    {
        ArgumentNullException.ThrowIfNull(cell, name);
        SweepDescription sweep = _sitting.Sweep!;
        if ((uint)cell.Index >= (uint)sweep.CellCount)
            throw Guard.OutOfRange($"{name}.Index", cell.Index, string.Create(CultureInfo.InvariantCulture, $"is the index of a cell and must lie in [0, {sweep.CellCount})"));
        if (cell.Time < TimeSpan.Zero)
            throw Guard.OutOfRange($"{name}.Time", cell.Time, "is what a cell took and must be ≥ 0");
        PhaseVerdict verdict = VerdictCheck.Checked(cell.Verdict, cell.Verdict.Evidence.Length, name);
        foreach (string text in (IEnumerable<string>)[verdict.Attractor, verdict.Reason, .. verdict.Evidence])
            if (!Wording.IsText(text))
                throw new ArgumentException($"{name} must be text throughout; half of a pair of surrogates is in its attractor, reason or evidence", name);
    }

    private StoreConnection Writer() => _writer ?? throw new InvalidOperationException($"store '{Path}' was opened to be read");

    private void Require(SweepStoreState state, SweepDescription sweep, SweepShard shard)
    {
        if (state.Sweep is not { } there)
            return;
        if (!there.Equals(sweep))
            throw new SweepStoreException($"store '{Path}' is of another sweep (left what it holds, right what was asked for):\n  {string.Join("\n  ", there.Differences(sweep))}");
        if (state.Shard != shard)
            throw new SweepStoreException($"store '{Path}' is of shard {state.Shard}, not {shard}; each shard has a store of its own");
    }

    private SweepStoreState State(StoreFile file)
    {
        if (!file.IsMarked())
            return new SweepStoreState(null, SweepShard.Whole, _note, 0, []);
        (SweepDescription sweep, SweepShard shard, string note) = SweepTable.Read(file);
        return new SweepStoreState(sweep, shard, note, checked((int)TallyTable.Read(file).Cells), SessionTable.Read(file));
    }

    /// <summary>Whether the store was closed; said once.</summary>
    private sealed class Disposal
    {
        private int _done;

        public bool IsDone => Volatile.Read(ref _done) != 0;

        public bool First() => Interlocked.Exchange(ref _done, 1) == 0;
    }

    /// <summary>What this object has written so far.</summary>
    private sealed class Sitting
    {
        public string? Key { get; set; }

        public SweepDescription? Sweep { get; set; }

        public string? Started { get; set; }

        public long Began { get; set; }

        public long? Id { get; set; }

        public int Cells { get; set; }
    }

    /// <summary>Its file.</summary>
    public override string ToString() => Path;
}
