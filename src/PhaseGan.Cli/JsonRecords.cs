using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PhaseGan.Cli;

/// <summary>
/// A table as a JSON array with a record a row, a line each. A column whose fields are all numbers holds numbers, with the digits they were written with; a column of lists
/// holds arrays; others hold texts. An empty field is null, and so is one in a column of numbers that stands for none.
/// </summary>
/// <param name="writer">Receives the text.</param>
internal sealed partial class JsonRecords(TextWriter writer)
{
    /// <summary>The columns whose fields may hold more than one number.</summary>
    private static readonly string[] s_lists = ["lambda", "lambda_fake", "p0", "q0", "r0", "s0"];

    /// <summary>The columns that a table of points must have as numbers, however they are written.</summary>
    private static readonly string[] s_numbers = ["tau", "tau_tilde", "eta_t", "eta_g", "batch"];

    private enum ColumnKind
    {
        Text,
        Number,
        List,
    }

    private bool _any;

    /// <summary>Adds the rows of a table; all tables of one array have the same columns.</summary>
    /// <param name="writeCsv">Writes the table with its header.</param>
    public void Add(Action<TextWriter> writeCsv)
    {
        using var csv = new StringWriter(CultureInfo.InvariantCulture);
        writeCsv(csv);
        using var reader = new StringReader(csv.ToString());
        List<CsvRow> rows = Csv.Read(reader, "the table");
        string[] names = rows[0].Fields;
        ColumnKind[] kinds = [.. names.Select((name, k) => Kind(name, rows.Skip(1).Select(r => r.Fields[k])))];
        string[] keys = [.. names.Select(name => $"{Quoted(name)}: ")];
        foreach (CsvRow row in rows.Skip(1))
        {
            writer.Write(_any ? ",\n{" : "[\n{");
            _any = true;
            for (int k = 0; k < keys.Length; k++)
                writer.Write($"{(k > 0 ? ", " : "")}{keys[k]}{Value(row.Fields[k], kinds[k])}");
            writer.Write('}');
        }
    }

    /// <summary>Ends the array.</summary>
    public void End() => writer.Write(_any ? "\n]\n" : "[]\n");

    private static ColumnKind Kind(string name, IEnumerable<string> fields) =>
        s_lists.Contains(name) ? ColumnKind.List
        : s_numbers.Contains(name) || fields.All(f => f.Length == 0 || IsNoNumber(f) || IsNumber(f)) ? ColumnKind.Number
        : ColumnKind.Text;

    private static string Value(string field, ColumnKind kind) =>
        field.Length == 0 ? "null"
        : kind == ColumnKind.Text ? Quoted(field)
        : kind == ColumnKind.Number ? Number(field)
        : $"[{string.Join(", ", field.Split(Csv.ListSeparator).Select(Number))}]";

    private static string Number(string field) =>
        IsNumber(field) ? field : Csv.TryNumber(field, out double value) ? Csv.Number(value) : "null";

    /// <summary>Whether a text is a finite number as JSON writes it; 007 is a name.</summary>
    private static bool IsNumber(string field) => JsonNumber().IsMatch(field) && Csv.TryNumber(field, out _);

    /// <summary>Whether .NET writes so what is no finite number.</summary>
    private static bool IsNoNumber(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsFinite(value);

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex JsonNumber();
}
