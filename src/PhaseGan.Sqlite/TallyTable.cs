using Microsoft.Data.Sqlite;

namespace PhaseGan.Sqlite;

/// <summary>The table of one row that tells lost and foreign cells.</summary>
internal static class TallyTable
{
    public static void Create(StoreFile file)
    {
        file.Run("CREATE TABLE tally (id INTEGER PRIMARY KEY, cells INTEGER NOT NULL, digest INTEGER NOT NULL, checksum INTEGER NOT NULL)");
        file.Run(
            "INSERT INTO tally (id, cells, digest, checksum) VALUES (1, $cells, $digest, $checksum)",
            ("cells", Tally.Empty.Cells), ("digest", Tally.Empty.Digest), ("checksum", Tally.Empty.Checksum));
    }

    public static Tally Read(StoreFile file)
    {
        using SqliteCommand command = file.Command("SELECT cells, digest, checksum FROM tally WHERE id = 1");
        using SqliteDataReader reader = command.ExecuteReader();
        if (!reader.Read())
            throw file.Owner.Damaged("its tally is missing");
        var tally = new Tally(reader.GetInt64(0), reader.GetInt64(1));
        return reader.GetInt64(2) == tally.Checksum ? tally : throw file.Owner.Damaged("its tally is not what was written");
    }

    public static void Write(StoreFile file, Tally tally) =>
        file.Run(
            "UPDATE tally SET cells = $cells, digest = $digest, checksum = $checksum",
            ("cells", tally.Cells), ("digest", tally.Digest), ("checksum", tally.Checksum));
}
