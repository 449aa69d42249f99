using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PhaseGan.Sqlite;

/// <summary>The table of what the store is for: the sweep's description and its key, the shard, and the note.</summary>
internal static class SweepTable
{
    private const string Description = "description", Key = "key", Shard = "shard", Note = "note";

    public static void Create(StoreFile file, SweepDescription sweep, SweepShard shard, string note)
    {
        file.Run("CREATE TABLE sweep (name TEXT PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL)");
        foreach ((string name, string value) in (ReadOnlySpan<(string, string)>)[(Description, sweep.ToJson()), (Key, sweep.Key), (Shard, shard.ToString()), (Note, note)])
            file.Run(
                "INSERT INTO sweep (name, value, checksum) VALUES ($name, $value, $checksum)",
                ("name", name), ("value", value), ("checksum", Checksum.Of(name, value)));
    }

    public static (SweepDescription Sweep, SweepShard Shard, string Note) Read(StoreFile file)
    {
        var values = new Dictionary<string, string>();
        using (SqliteCommand command = file.Command("SELECT name, value, checksum FROM sweep"))
        using (SqliteDataReader reader = command.ExecuteReader())
            while (reader.Read())
            {
                (string name, string value) = (reader.GetString(0), reader.GetString(1));
                if (reader.GetInt64(2) != Checksum.Of(name, value))
                    throw file.Owner.Damaged($"the {name} of the sweep is not what was written");
                values[name] = value;
            }
        if (!values.TryGetValue(Description, out string? json) || !values.TryGetValue(Shard, out string? part)
            || !values.TryGetValue(Note, out string? note) || !values.TryGetValue(Key, out string? key))
            throw file.Owner.Damaged("a part of the sweep's description is missing");
        SweepDescription sweep = SweepDescription.Parse(json);
        if (sweep.Key != key)
            throw file.Owner.Damaged("the sweep's description and its key do not agree");
        string[] numbers = part.Split('/');
        return (sweep, new SweepShard(int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture)), note);
    }
}
