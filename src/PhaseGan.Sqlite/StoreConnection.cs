using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PhaseGan.Sqlite;

/// <summary>One connection to the file of a store, used by one thread at a time; what goes wrong comes out as a <see cref="SweepStoreException"/> that names the file.</summary>
internal sealed class StoreConnection : IDisposable
{
    /// <summary>Marks the file as a store of a sweep, in SQLite's application_id: PhGS.</summary>
    public const long ApplicationId = 0x50684753;

    /// <summary>Version of the tables, in SQLite's user_version.</summary>
    public const long Format = 1;

    private const int PatienceSeconds = 60;

    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();

    private StoreConnection(string path, SqliteConnection connection)
    {
        (Path, _connection) = (path, connection);
    }

    /// <summary>The file, as it was named.</summary>
    public string Path { get; }

    /// <summary>Opens a file for writing; makes it if it is not there.</summary>
    public static StoreConnection Writable(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new SweepStoreException($"cannot open store '{path}': it is a folder");
        if (System.IO.Path.GetDirectoryName(full) is { } folder && !Directory.Exists(folder))
            throw new SweepStoreException($"cannot open store '{path}': the folder '{folder}' does not exist");
        StoreConnection connection = Open(path, full, SqliteOpenMode.ReadWriteCreate);
        return connection.Checked(() =>
        {
            connection.RequireStore();
            // Every commit reaches the disk before it counts: the plug may be pulled.
            connection.Execute("PRAGMA journal_mode = WAL");
            connection.Execute("PRAGMA synchronous = FULL");
        });
    }

    /// <summary>Opens a file that is there, without writing to it.</summary>
    public static StoreConnection ReadOnly(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (!File.Exists(full))
            throw new SweepStoreException($"there is no store '{path}'");
        try
        {
            return Begin(full);
        }
        catch (SweepStoreException e) when (
            e.InnerException is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR }
            && new FileInfo(full + "-wal") is not { Exists: true, Length: > 0 })
        {
            // Where nothing can be written, SQLite cannot put its index of the log beside the file. Without a log there is nothing to index.
            return Begin($"file:{string.Join('/', full.Split('/').Select(Uri.EscapeDataString))}?immutable=1");
        }

        StoreConnection Begin(string source)
        {
            StoreConnection connection = Open(path, source, SqliteOpenMode.ReadOnly);
            return connection.Checked(() => connection.RequireStore());
        }
    }

    /// <summary>Uses the connection alone.</summary>
    public T Use<T>(Func<SqliteConnection, T> work)
    {
        lock (_gate)
            return Translate(() => work(_connection));
    }

    /// <summary>Does work in a transaction: all of it or nothing is in the file afterwards.</summary>
    /// <param name="write">Whether the work writes; otherwise it sees one state of the file.</param>
    /// <param name="work">The work.</param>
    public T InTransaction<T>(bool write, Func<SqliteConnection, SqliteTransaction, T> work) => Use(connection =>
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: !write);
        T result = work(connection, transaction);
        transaction.Commit();
        return result;
    });

    /// <summary>Does work, turning errors of SQLite into those of a store.</summary>
    public T Translate<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw new SweepStoreException(Explain(e), e);
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or OverflowException or ArgumentException or InvalidOperationException)
        {
            throw Damaged("a row cannot be read", e);
        }
    }

    /// <summary>The error that the file is not what was written.</summary>
    public SweepStoreException Damaged(string what, Exception? cause = null) =>
        new($"store '{Path}' is damaged: {what}; nothing was taken from it. Put back a copy, or start a new store", cause);

    public void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Folds the log into the file and leaves a file that needs none, unless another process is using it.</summary>
    public void Settle()
    {
        try
        {
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = DELETE";
            command.CommandTimeout = 1;
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // In use, or the disk is full: the log stays beside the file and is as good.
        }
    }

    public void Dispose()
    {
        try
        {
            _connection.Dispose();
        }
        catch (SqliteException)
        {
            // All that counts is in the file or its log; the next one to open it tidies up.
        }
    }

    private static StoreConnection Open(string path, string source, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, Pooling = false, DefaultTimeout = PatienceSeconds };
        var connection = new StoreConnection(path, new SqliteConnection(settings.ToString()));
        return connection.Checked(() =>
        {
            connection._connection.Open();
            connection.Execute("PRAGMA cell_size_check = ON");
        });
    }

    private StoreConnection Checked(Action opening)
    {
        try
        {
            Translate(() =>
            {
                opening();
                return true;
            });
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void RequireStore()
    {
        // In one transaction: another process may be making the store at this moment.
        Execute("BEGIN");
        long application = Number("PRAGMA application_id"), format = Number("PRAGMA user_version"), tables = Number("SELECT count(*) FROM sqlite_schema");
        Execute("COMMIT");
        if ((application, format, tables) == (0, 0, 0))
            return;
        if (application != ApplicationId)
            throw new SweepStoreException($"'{Path}' is not the store of a sweep");
        if (format != Format)
            throw new SweepStoreException(string.Create(CultureInfo.InvariantCulture, $"store '{Path}' has format {format}; this version reads and writes format {Format}"));
    }

    private long Number(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private string Explain(SqliteException e)
    {
        string said = e.Message.Replace($"SQLite Error {e.SqliteErrorCode}: ", "", StringComparison.Ordinal).Trim('\'', '.');
        return e.SqliteErrorCode switch
        {
            SQLitePCL.raw.SQLITE_FULL => $"cannot write store '{Path}': the disk is full; what was written before stays readable. Make room, then resume",
            SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_ERROR => Damaged(said).Message,
            SQLitePCL.raw.SQLITE_NOTADB => $"'{Path}' is not the store of a sweep, or its beginning is damaged",
            SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM or SQLitePCL.raw.SQLITE_AUTH => $"cannot write store '{Path}': the file or its folder is read-only",
            SQLitePCL.raw.SQLITE_CANTOPEN => $"cannot open store '{Path}': the file or its folder cannot be read or written",
            SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => $"cannot use store '{Path}': another process has held it for {PatienceSeconds} s",
            SQLitePCL.raw.SQLITE_IOERR => $"cannot read or write store '{Path}': {said} (code {e.SqliteExtendedErrorCode}){(e.SqliteExtendedErrorCode is SQLitePCL.raw.SQLITE_IOERR_WRITE or SQLitePCL.raw.SQLITE_IOERR_SHMSIZE ? "; the disk may be full" : "")}; what was written before stays in it",
            _ => $"cannot use store '{Path}': {said}",
        };
    }
}
