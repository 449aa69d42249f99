using System.Globalization;
using System.Text;

namespace PhaseGan;

/// <summary>Comma-separated values as RFC 4180 has them: strict when read, minimal quotes and LF when written.</summary>
internal static class Csv
{
    /// <summary>Separates the numbers of a list inside a field.</summary>
    public const char ListSeparator = ';';

    /// <summary>Reads all records; each must have as many fields as the first.</summary>
    /// <param name="reader">The text; CRLF and LF both end a line; a byte order mark and empty lines at the end are ignored.</param>
    /// <param name="source">Name of the file, for messages.</param>
    /// <exception cref="FormatException">The text is empty or not CSV; the message names source and line.</exception>
    public static List<CsvRow> Read(TextReader reader, string source)
    {
        var rows = new List<CsvRow>();
        var fields = new List<string>();
        var field = new StringBuilder();
        int line = 1, emptyLine = 0;
        if (reader.Peek() == '\uFEFF')
            reader.Read();
        while (reader.Peek() >= 0)
        {
            int start = line;
            fields.Clear();
            do
                fields.Add(ReadField(reader, field, source, ref line));
            while (Take(reader, ','));
            if (reader.Peek() >= 0)
                ReadLineEnd(reader, source, ref line);
            if (fields is [""])
            {
                emptyLine = emptyLine == 0 ? start : emptyLine;
                continue;
            }
            if (emptyLine > 0)
                throw Error(source, emptyLine, "the line is empty");
            if (rows.Count > 0 && fields.Count != rows[0].Fields.Length)
                throw Error(source, start, $"expected {rows[0].Fields.Length} fields as in the header; got {fields.Count}");
            rows.Add(new CsvRow(start, [.. fields]));
        }
        return rows.Count > 0 ? rows : throw Error(source, 1, "the header is missing");
    }

    /// <summary>Writes one record.</summary>
    public static void Write(TextWriter writer, IEnumerable<string> fields)
    {
        bool first = true;
        foreach (string field in fields)
        {
            if (!first)
                writer.Write(',');
            first = false;
            if (field.AsSpan().ContainsAny(",\"\r\n"))
            {
                writer.Write('"');
                writer.Write(field.Replace("\"", "\"\"", StringComparison.Ordinal));
                writer.Write('"');
            }
            else
            {
                writer.Write(field);
            }
        }
        writer.Write('\n');
    }

    /// <summary>The shortest text from which the same bits are read back.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Numbers joined by <see cref="ListSeparator"/>.</summary>
    public static string Numbers(IEnumerable<double> values) => string.Join(ListSeparator, values.Select(Number));

    /// <summary>Reads a finite number with a decimal point and no group separators; white space around it is ignored.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);

    /// <summary>An error at a line of a file.</summary>
    public static FormatException Error(string source, int line, string problem, Exception? cause = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{source}, line {line}: {problem}"), cause);

    /// <summary>An error at a line and column of a file.</summary>
    public static FormatException Error(string source, int line, string column, string problem, Exception? cause = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{source}, line {line}, column '{column}': {problem}"), cause);

    private static string ReadField(TextReader reader, StringBuilder field, string source, ref int line)
    {
        field.Clear();
        if (!Take(reader, '"'))
        {
            while (reader.Peek() is >= 0 and not (',' or '\r' or '\n'))
            {
                char c = (char)reader.Read();
                if (c == '"')
                    throw Error(source, line, "a quotation mark inside a field that does not start with one");
                field.Append(c);
            }
            return field.ToString();
        }
        int start = line;
        while (true)
        {
            int c = reader.Read();
            if (c < 0)
                throw Error(source, start, "a quotation mark is opened and never closed");
            if (c == '"' && !Take(reader, '"'))
                break;
            if (c == '\n')
                line++;
            field.Append((char)c);
        }
        if (reader.Peek() is >= 0 and not (',' or '\r' or '\n'))
            throw Error(source, line, "text after the closing quotation mark of a field");
        return field.ToString();
    }

    private static void ReadLineEnd(TextReader reader, string source, ref int line)
    {
        if (Take(reader, '\r') && reader.Peek() != '\n')
            throw Error(source, line, "a carriage return without a line feed");
        reader.Read();
        line++;
    }

    private static bool Take(TextReader reader, char c)
    {
        if (reader.Peek() != c)
            return false;
        reader.Read();
        return true;
    }
}
