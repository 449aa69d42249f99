using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PhaseGan;

/// <summary>
/// Everything that decides the result of a sweep, by name: axes, parameters, classifier and its options, version of the library. Two sweeps
/// with equal descriptions give the same diagram; stores keep it and refuse to mix cells of different ones. Immutable.
/// </summary>
public sealed class SweepDescription : IEquatable<SweepDescription>
{
    private const string ColumnsName = "columns", RowsName = "rows", FieldsName = "fields";

    /// <summary>Makes a description.</summary>
    /// <param name="columns">Number of values of the horizontal axis, ≥ 1.</param>
    /// <param name="rows">Number of values of the vertical axis, ≥ 1.</param>
    /// <param name="fields">Names, all different and not blank, and values.</param>
    /// <exception cref="ArgumentNullException">An argument, a name or a value is null.</exception>
    /// <exception cref="ArgumentException">A name is blank or comes twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no cells, or more than an array can hold.</exception>
    public SweepDescription(int columns, int rows, IEnumerable<KeyValuePair<string, string>> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        Columns = Guard.AtLeast(columns, 1, "a number of columns");
        Rows = Guard.AtLeast(rows, 1, "a number of rows");
        if ((long)columns * rows > Array.MaxLength)
            throw Guard.OutOfRange(nameof(rows), rows, $"times {columns} is a number of cells and must be at most {Array.MaxLength}");
        Fields = [.. fields];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, string value) in Fields)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(fields));
            ArgumentNullException.ThrowIfNull(value, nameof(fields));
            if (!Wording.IsText(name) || !Wording.IsText(value))
                throw new ArgumentException($"the fields of a description must be text; half of a pair of surrogates is in '{name}'", nameof(fields));
            if (!seen.Add(name))
                throw new ArgumentException($"the fields of a description must have different names; got '{name}' twice", nameof(fields));
        }
        Key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson())));
    }

    /// <summary>Number of values of the horizontal axis.</summary>
    public int Columns { get; }

    /// <summary>Number of values of the vertical axis.</summary>
    public int Rows { get; }

    /// <summary>Number of cells of the whole sweep.</summary>
    public int CellCount => Columns * Rows;

    /// <summary>Names and values, in order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Fields { get; }

    /// <summary>SHA-256 of the description, 64 hexadecimal digits: the same for equal descriptions only.</summary>
    public string Key { get; }

    /// <summary>What differs, one line a field: <c>name: value of this one ≠ value of the other</c>; empty if they are equal.</summary>
    /// <param name="other">The other description.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public ImmutableArray<string> Differences(SweepDescription other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var lines = ImmutableArray.CreateBuilder<string>();
        if ((Columns, Rows) != (other.Columns, other.Rows))
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"cells: {Columns}×{Rows} ≠ {other.Columns}×{other.Rows}"));
        var theirs = new Dictionary<string, string>(other.Fields, StringComparer.Ordinal);
        foreach ((string name, string value) in Fields)
        {
            if (!theirs.Remove(name, out string? their))
                lines.Add($"{name}: {value} ≠ absent");
            else if (their != value)
                lines.Add($"{name}: {value} ≠ {their}");
        }
        foreach ((string name, string value) in other.Fields)
            if (theirs.ContainsKey(name))
                lines.Add($"{name}: absent ≠ {value}");
        if (lines.Count == 0 && !Equals(other))
            lines.Add("the order of the fields");
        return lines.ToImmutable();
    }

    /// <summary>The description as JSON, always the same text.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber(ColumnsName, Columns);
            writer.WriteNumber(RowsName, Rows);
            writer.WriteStartObject(FieldsName);
            foreach ((string name, string value) in Fields)
                writer.WriteString(name, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads a description that <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="FormatException">The text is not a description.</exception>
    public static SweepDescription Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            JsonElement root = document.RootElement;
            return new SweepDescription(
                root.GetProperty(ColumnsName).GetInt32(),
                root.GetProperty(RowsName).GetInt32(),
                [.. root.GetProperty(FieldsName).EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.GetString()!))]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or FormatException)
        {
            throw new FormatException($"not the description of a sweep: {Wording.Of(e)}", e);
        }
    }

    /// <inheritdoc/>
    public bool Equals(SweepDescription? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SweepDescription);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <summary>Names and values, one a line.</summary>
    public override string ToString() => string.Join('\n', Fields.Select(f => $"{f.Key}: {f.Value}"));
}
