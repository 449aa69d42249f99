using Microsoft.Data.Sqlite;

namespace PhaseGan.Sqlite;

/// <summary>The table of labelled cells, a row of text each.</summary>
internal static class CellTable
{
    private const string Columns = "id, phase, attractor, recovery, evidence, reason, ticks, session, checksum";

    public static void Create(StoreFile file) => file.Run(
        """
        CREATE TABLE cell (id INTEGER PRIMARY KEY, phase TEXT NOT NULL, attractor TEXT NOT NULL, recovery TEXT NOT NULL, evidence TEXT NOT NULL,
            reason TEXT NOT NULL, ticks INTEGER NOT NULL, session INTEGER NOT NULL, checksum INTEGER NOT NULL)
        """);

    /// <summary>The indices of all cells.</summary>
    public static List<int> Ids(StoreFile file)
    {
        var ids = new List<int>();
        using SqliteCommand command = file.Command("SELECT id FROM cell");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
            ids.Add(checked((int)reader.GetInt64(0)));
        return ids;
    }

    public static bool Contains(StoreFile file, int cell) => file.Scalar("SELECT 1 FROM cell WHERE id = $id", ("id", cell)) is not null;

    /// <summary>Adds cells that are not there yet; those that are must have the same verdict.</summary>
    /// <returns>The tally with the rows that were added.</returns>
    public static Tally Add(StoreFile file, string key, IReadOnlyList<LabelledCell> cells, long session, Tally tally)
    {
        using SqliteCommand insert = file.Command(
            $"INSERT INTO cell ({Columns}) VALUES ($id, $phase, $attractor, $recovery, $evidence, $reason, $ticks, $session, $checksum) ON CONFLICT DO NOTHING");
        foreach (LabelledCell cell in cells)
        {
            CellRow row = CellRow.Of(key, cell, session);
            insert.Parameters.Clear();
            foreach ((string name, object value) in (ReadOnlySpan<(string, object)>)
                [
                    ("$id", row.Id), ("$phase", row.Phase), ("$attractor", row.Attractor), ("$recovery", row.Recovery), ("$evidence", row.Evidence),
                    ("$reason", row.Reason), ("$ticks", row.Ticks), ("$session", row.Session), ("$checksum", row.Checksum),
                ])
                insert.Parameters.AddWithValue(name, value);
            if (insert.ExecuteNonQuery() == 1)
                tally = tally.With(row.Checksum);
            else
                RequireSame(file, row, key);
        }
        return tally;
    }

    /// <summary>All rows by index, each checked; at the end also that none is lost or foreign.</summary>
    public static IEnumerable<CellRow> Read(StoreFile file, string key)
    {
        Tally expected = TallyTable.Read(file), found = Tally.Empty;
        using SqliteCommand command = file.Command($"SELECT {Columns} FROM cell ORDER BY id");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            CellRow row = Row(reader);
            if (!row.IsIntact(key))
                throw file.Owner.Damaged(FormattableString.Invariant($"cell {row.Id} is not what was written"));
            found = found.With(row.Checksum);
            yield return row;
        }
        if (found != expected)
            throw file.Owner.Damaged(FormattableString.Invariant($"{expected.Cells} cells were written, {found.Cells} are there{(found.Cells == expected.Cells ? ", not the same" : "")}"));
    }

    private static void RequireSame(StoreFile file, CellRow row, string key)
    {
        using SqliteCommand command = file.Command($"SELECT {Columns} FROM cell WHERE id = $id", ("id", row.Id));
        using SqliteDataReader reader = command.ExecuteReader();
        CellRow there = reader.Read() ? Row(reader) : default;
        if (there.Id != row.Id || !there.IsIntact(key))
            throw file.Owner.Damaged(FormattableString.Invariant($"cell {row.Id} is not what was written"));
        if (!there.HasVerdictOf(row))
            throw new SweepStoreException(
                FormattableString.Invariant($"cell {row.Id} has two verdicts: {there.Phase} ({there.Evidence}) in store '{file.Owner.Path}', {row.Phase} ({row.Evidence}) now; the classifier is not a pure function of what it describes"));
    }

    /// <summary>A row of <see cref="Columns"/>.</summary>
    private static CellRow Row(SqliteDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
        reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8));
}
