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
    private const string Schema = """
        CREATE TABLE sweep (name TEXT PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE cell (id INTEGER PRIMARY KEY, phase TEXT NOT NULL, attractor TEXT NOT NULL, recovery TEXT NOT NULL, evidence TEXT NOT NULL,
            reason TEXT NOT NULL, ticks INTEGER NOT NULL, session INTEGER NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE tally (id INTEGER PRIMARY KEY, cells INTEGER NOT NULL, digest INTEGER NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE session (id INTEGER PRIMARY KEY, started TEXT NOT NULL, host TEXT NOT NULL, cells INTEGER NOT NULL, ticks INTEGER NOT NULL,
            checksum INTEGER NOT NULL);
        """;

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
    public SweepStoreState State() => Reader().InTransaction(write: false, State);

    /// <summary>Reads everything and throws if anything is not what was written.</summary>
    /// <exception cref="SweepStoreException">The store is damaged or cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed of.</exception>
    public void Check() => Reader().InTransaction(write: false, (connection, transaction) =>
    {
        using SqliteCommand command = Command(connection, transaction, "PRAGMA integrity_check(1)");
        if (command.ExecuteScalar() is not "ok" and var found)
            throw _reader.Damaged($"{found}");
        if (State(connection, transaction).Sweep is { } sweep)
            foreach (CellRow _ in Rows(connection, transaction, sweep.Key))
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
            SweepStoreState state = State(connection, transaction);
            Require(state, sweep, shard);
            if (state.Sweep is not null)
                return true;
            Run(connection, transaction, Schema);
            foreach ((string name, string value) in (ReadOnlySpan<(string, string)>)[("description", sweep.ToJson()), ("key", sweep.Key), ("shard", shard.ToString()), ("note", _note)])
                Run(connection, transaction, "INSERT INTO sweep VALUES ($1, $2, $3)", name, value, Checksum.Of(name, value));
            Run(connection, transaction, "INSERT INTO tally VALUES (1, 0, 0, $1)", Tally.Empty.Checksum);
            Run(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {StoreConnection.ApplicationId}"));
            Run(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {StoreConnection.Format}"));
            return true;
        });
        (_sitting.Key, _sitting.Sweep) = (sweep.Key, sweep);
        _sitting.Began = _time.GetTimestamp();
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<int> FinishedCells() => Reader().InTransaction(write: false, (connection, transaction) =>
    {
        var cells = new List<int>();
        if (!IsBegun(connection, transaction))
            return cells;
        using SqliteCommand command = Command(connection, transaction, "SELECT id FROM cell");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
            cells.Add(checked((int)reader.GetInt64(0)));
        return cells;
    });

    /// <inheritdoc/>
    public bool IsFinished(int cell) => Reader().Use(connection =>
    {
        using SqliteCommand command = Command(connection, null, "SELECT 1 FROM cell WHERE id = $1", cell);
        return command.ExecuteScalar() is not null;
    });

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
            Tally before = ReadTally(connection, transaction), tally = before;
            long session = _sitting.Id ?? NextSession(connection, transaction);
            using SqliteCommand insert = Command(connection, transaction,
                $"INSERT INTO cell ({CellRow.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING", 0L, "", "", "", "", "", 0L, 0L, 0L);
            foreach (LabelledCell cell in cells)
            {
                CellRow row = CellRow.Of(key, cell, session);
                object[] values = [row.Id, row.Phase, row.Attractor, row.Recovery, row.Evidence, row.Reason, row.Ticks, row.Session, row.Checksum];
                for (int k = 0; k < values.Length; k++)
                    insert.Parameters[k].Value = values[k];
                if (insert.ExecuteNonQuery() == 1)
                    tally = tally.With(row.Checksum);
                else
                    RequireSame(connection, transaction, row, key);
            }
            Run(connection, transaction, "UPDATE tally SET cells = $1, digest = $2, checksum = $3", tally.Cells, tally.Digest, tally.Checksum);
            int mine = _sitting.Cells + (int)(tally.Cells - before.Cells);
            WriteSession(connection, transaction, session, mine);
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
            if (State(connection, transaction).Sweep is not { } sweep)
                yield break;
            foreach (CellRow row in Rows(connection, transaction, sweep.Key))
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
        Writer().Use(connection =>
        {
            using SqliteCommand command = Command(connection, null, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));
            return command.ExecuteScalar();
        });

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

    private SweepStoreState State(SqliteConnection connection, SqliteTransaction transaction)
    {
        if (!IsBegun(connection, transaction))
            return new SweepStoreState(null, SweepShard.Whole, _note, 0, []);
        var values = new Dictionary<string, string>();
        using (SqliteCommand command = Command(connection, transaction, "SELECT name, value, checksum FROM sweep"))
        using (SqliteDataReader reader = command.ExecuteReader())
            while (reader.Read())
            {
                (string name, string value) = (reader.GetString(0), reader.GetString(1));
                if (reader.GetInt64(2) != Checksum.Of(name, value))
                    throw _reader.Damaged($"the {name} of the sweep is not what was written");
                values[name] = value;
            }
        if (!values.TryGetValue("description", out string? json) || !values.TryGetValue("shard", out string? part)
            || !values.TryGetValue("note", out string? note) || !values.TryGetValue("key", out string? key))
            throw _reader.Damaged("a part of the sweep's description is missing");
        SweepDescription sweep = SweepDescription.Parse(json);
        if (sweep.Key != key)
            throw _reader.Damaged("the sweep's description and its key do not agree");
        string[] numbers = part.Split('/');
        var shard = new SweepShard(int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture));
        return new SweepStoreState(sweep, shard, note, (int)ReadTally(connection, transaction).Cells, Sessions(connection, transaction));
    }

    private IEnumerable<CellRow> Rows(SqliteConnection connection, SqliteTransaction transaction, string key)
    {
        Tally expected = ReadTally(connection, transaction), found = Tally.Empty;
        using SqliteCommand command = Command(connection, transaction, $"SELECT {CellRow.Columns} FROM cell ORDER BY id");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            CellRow row = CellRow.Read(reader);
            if (!row.IsIntact(key))
                throw _reader.Damaged(FormattableString.Invariant($"cell {row.Id} is not what was written"));
            found = found.With(row.Checksum);
            yield return row;
        }
        if (found != expected)
            throw _reader.Damaged(FormattableString.Invariant($"{expected.Cells} cells were written, {found.Cells} are there{(found.Cells == expected.Cells ? ", not the same" : "")}"));
    }

    private void RequireSame(SqliteConnection connection, SqliteTransaction transaction, CellRow row, string key)
    {
        using SqliteCommand command = Command(connection, transaction, $"SELECT {CellRow.Columns} FROM cell WHERE id = $1", row.Id);
        using SqliteDataReader reader = command.ExecuteReader();
        CellRow there = reader.Read() ? CellRow.Read(reader) : default;
        if (there.Id != row.Id || !there.IsIntact(key))
            throw _reader.Damaged(FormattableString.Invariant($"cell {row.Id} is not what was written"));
        if (!there.HasVerdictOf(row))
            throw new SweepStoreException(
                FormattableString.Invariant($"cell {row.Id} has two verdicts: {there.Phase} ({there.Evidence}) in store '{Path}', {row.Phase} ({row.Evidence}) now; the classifier is not a pure function of what it describes"));
    }

    private Tally ReadTally(SqliteConnection connection, SqliteTransaction transaction)
    {
        using SqliteCommand command = Command(connection, transaction, "SELECT cells, digest, checksum FROM tally WHERE id = 1");
        using SqliteDataReader reader = command.ExecuteReader();
        if (!reader.Read())
            throw _reader.Damaged("its tally is missing");
        var tally = new Tally(reader.GetInt64(0), reader.GetInt64(1));
        return reader.GetInt64(2) == tally.Checksum ? tally : throw _reader.Damaged("its tally is not what was written");
    }

    private ImmutableArray<SweepSession> Sessions(SqliteConnection connection, SqliteTransaction transaction)
    {
        var sessions = ImmutableArray.CreateBuilder<SweepSession>();
        using SqliteCommand command = Command(connection, transaction, "SELECT id, started, host, cells, ticks, checksum FROM session ORDER BY id");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            (string started, string host, long cells, long ticks) = (reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4));
            if (reader.GetInt64(5) != OfSession(reader.GetInt64(0), started, host, cells, ticks))
                throw _reader.Damaged(FormattableString.Invariant($"the record of run {reader.GetInt64(0)} is not what was written"));
            sessions.Add(new SweepSession(started, host, (int)cells, TimeSpan.FromTicks(ticks)));
        }
        return sessions.ToImmutable();
    }

    private void WriteSession(SqliteConnection connection, SqliteTransaction transaction, long id, int cells)
    {
        _sitting.Started ??= _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string host = Environment.MachineName;
        long ticks = _time.GetElapsedTime(_sitting.Began).Ticks;
        Run(connection, transaction, "INSERT OR REPLACE INTO session VALUES ($1, $2, $3, $4, $5, $6)",
            id, _sitting.Started, host, (long)cells, ticks, OfSession(id, _sitting.Started, host, cells, ticks));
    }

    private static long OfSession(long id, string started, string host, long cells, long ticks) =>
        Checksum.Of(Checksum.Text(id), started, host, Checksum.Text(cells), Checksum.Text(ticks));

    private static long NextSession(SqliteConnection connection, SqliteTransaction transaction)
    {
        using SqliteCommand command = Command(connection, transaction, "SELECT coalesce(max(id), 0) + 1 FROM session");
        return (long)command.ExecuteScalar()!;
    }

    private static bool IsBegun(SqliteConnection connection, SqliteTransaction transaction)
    {
        using SqliteCommand command = Command(connection, transaction, "PRAGMA application_id");
        return (long)command.ExecuteScalar()! == StoreConnection.ApplicationId;
    }

    private static void Run(SqliteConnection connection, SqliteTransaction transaction, string sql, params object[] values)
    {
        using SqliteCommand command = Command(connection, transaction, sql, values);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction? transaction, string sql, params object[] values)
    {
        SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        for (int k = 0; k < values.Length; k++)
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${k + 1}"), values[k]);
        return command;
    }

    /// <summary>How many rows there are, and the exclusive or of their checksums, which does not depend on their order.</summary>
    private readonly record struct Tally(long Cells, long Digest)
    {
        public static Tally Empty => default;

        public long Checksum => Sqlite.Checksum.Of(Sqlite.Checksum.Text(Cells), Sqlite.Checksum.Text(Digest));

        public Tally With(long checksum) => new(Cells + 1, Digest ^ checksum);
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
