using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace PhaseGan.Sqlite;

/// <summary>The table of what each run did.</summary>
internal static class SessionTable
{
    public static void Create(StoreFile file) => file.Run(
        "CREATE TABLE session (id INTEGER PRIMARY KEY, started TEXT NOT NULL, host TEXT NOT NULL, cells INTEGER NOT NULL, ticks INTEGER NOT NULL, checksum INTEGER NOT NULL)");

    public static long NextId(StoreFile file) => (long)file.Scalar("SELECT coalesce(max(id), 0) + 1 FROM session")!;

    public static ImmutableArray<SweepSession> Read(StoreFile file)
    {
        var sessions = ImmutableArray.CreateBuilder<SweepSession>();
        using SqliteCommand command = file.Command("SELECT id, started, host, cells, ticks, checksum FROM session ORDER BY id");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            long id = reader.GetInt64(0);
            var session = new SweepSession(reader.GetString(1), reader.GetString(2), checked((int)reader.GetInt64(3)), TimeSpan.FromTicks(reader.GetInt64(4)));
            if (reader.GetInt64(5) != ChecksumOf(id, session))
                throw file.Owner.Damaged(FormattableString.Invariant($"the record of run {id} is not what was written"));
            sessions.Add(session);
        }
        return sessions.ToImmutable();
    }

    public static void Write(StoreFile file, long id, SweepSession session) =>
        file.Run(
            "INSERT OR REPLACE INTO session (id, started, host, cells, ticks, checksum) VALUES ($id, $started, $host, $cells, $ticks, $checksum)",
            ("id", id), ("started", session.Started), ("host", session.Host), ("cells", session.Cells), ("ticks", session.Elapsed.Ticks), ("checksum", ChecksumOf(id, session)));

    private static long ChecksumOf(long id, SweepSession session) =>
        Checksum.Of(Checksum.Text(id), session.Started, session.Host, Checksum.Text(session.Cells), Checksum.Text(session.Elapsed.Ticks));
}
