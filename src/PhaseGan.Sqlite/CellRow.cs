using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace PhaseGan.Sqlite;

/// <summary>A cell as a row of text and whole numbers, from which the same bits are read back.</summary>
internal readonly record struct CellRow(long Id, string Phase, string Attractor, string Recovery, string Evidence, string Reason, long Ticks, long Session, long Checksum)
{
    public static CellRow Of(string key, LabelledCell cell, long session)
    {
        PhaseVerdict verdict = cell.Verdict;
        var row = new CellRow(
            cell.Index, verdict.Phase.ToString(), verdict.Attractor,
            string.Join(';', verdict.Recovery.Select(rho => rho.ToString("R", CultureInfo.InvariantCulture))),
            Json(verdict.Evidence), verdict.Reason, cell.Time.Ticks, session, 0);
        return row with { Checksum = row.Expected(key) };
    }

    /// <summary>Whether the row is what was written for this sweep.</summary>
    public bool IsIntact(string key) => Checksum == Expected(key);

    /// <summary>The cell of an intact row.</summary>
    public LabelledCell Cell()
    {
        string[] recovery = Recovery.Length == 0 ? [] : Recovery.Split(';');
        return new LabelledCell(
            checked((int)Id),
            new PhaseVerdict(
                Enum.Parse<Phase>(Phase), Attractor, [.. recovery.Select(rho => double.Parse(rho, NumberStyles.Float, CultureInfo.InvariantCulture))],
                Strings(Evidence), Reason),
            TimeSpan.FromTicks(Ticks));
    }

    public bool HasVerdictOf(CellRow other) =>
        (Phase, Attractor, Recovery, Evidence, Reason) == (other.Phase, other.Attractor, other.Recovery, other.Evidence, other.Reason);

    private long Expected(string key) => Sqlite.Checksum.Of(
        key, Sqlite.Checksum.Text(Id), Phase, Attractor, Recovery, Evidence, Reason, Sqlite.Checksum.Text(Ticks), Sqlite.Checksum.Text(Session));

    private static string Json(ImmutableArray<string> values)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (string value in values)
                writer.WriteStringValue(value);
            writer.WriteEndArray();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ImmutableArray<string> Strings(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(e => e.GetString()!)];
    }
}
