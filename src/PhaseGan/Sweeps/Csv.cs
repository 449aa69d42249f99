using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace PhaseGan;

/// <summary>Comma-separated values as RFC 4180 has them: strict when read, minimal quotes and LF when written.</summary>
internal static class Csv
{
    /// <summary>Separates the numbers of a list inside a field.</summary>
    public const char ListSeparator = ';';

    // What a byte that is no UTF-8 is read as: a code that stands for no character in any text.
    private const char NoText = '\uFFFF';

    private static readonly Encoding s_strict = Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(NoText.ToString()));

    /// <summary>Opens a stream of UTF-8, with or without a byte order mark, so that <see cref="Read"/> finds every byte that is no text.</summary>
    public static StreamReader Open(Stream stream) => new(stream, s_strict, detectEncodingFromByteOrderMarks: false);

    /// <summary>Opens a file of UTF-8 as <see cref="Open(Stream)"/> opens a stream; one whose name ends with <c>.gz</c> is unpacked.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static StreamReader Open(string path) =>
        AtomicFile.IsCompressed(path) ? Open(new GZipStream(File.OpenRead(path), CompressionMode.Decompress)) : new(path, s_strict, detectEncodingFromByteOrderMarks: false);

    /// <summary>Reads all records; each must have as many fields as the first.</summary>
    /// <param name="reader">The text; CRLF and LF both end a line; a byte order mark and empty lines at the end are ignored.</param>
    /// <param name="source">Name of the file, for messages.</param>
    /// <exception cref="FormatException">The text is empty or not CSV; the message names source and line.</exception>
    public static List<CsvRow> Read(TextReader reader, string source)
    {
        try
        {
            return Rows(reader, source);
        }
        catch (InvalidDataException e)
        {
            throw Error(source, 1, "the file is not compressed as its name says, or damaged", e);
        }
    }

    private static List<CsvRow> Rows(TextReader reader, string source)
    {
        var rows = new List<CsvRow>();
        var fields = new List<string>();
        var quoted = new List<bool>();
        var field = new StringBuilder();
        int line = 1, emptyLine = 0;
        if (reader.Peek() == '\uFEFF')
            reader.Read();
        while (reader.Peek() >= 0)
        {
            int start = line;
            fields.Clear();
            quoted.Clear();
            do
            {
                quoted.Add(reader.Peek() == '"');
                fields.Add(ReadField(reader, field, source, ref line));
            }
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
            if (rows.Count == 0)
                CheckSeparator(fields, source, start);
            else if (fields.Count != rows[0].Fields.Length)
                throw Error(source, start, WrongNumber(rows[0].Fields.Length, fields.Count));
            rows.Add(new CsvRow(start, [.. fields], quoted.Contains(true) ? [.. quoted] : null));
        }
        return rows.Count > 0 ? rows : throw Error(source, 1, "the header is missing");
    }

    /// <summary>Writes one record.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="quoted">Which of the first fields had quotation marks where they were read, and keep them; null for none.</param>
    public static void Write(TextWriter writer, IEnumerable<string> fields, bool[]? quoted = null)
    {
        int index = 0;
        foreach (string field in fields)
        {
            if (index > 0)
                writer.Write(',');
            bool keepsQuotes = quoted is not null && index < quoted.Length && quoted[index];
            index++;
            writer.Write(keepsQuotes ? Quoted(field) : Field(field));
        }
        writer.Write('\n');
    }

    /// <summary>A field as it is written: in quotes where it needs them.</summary>
    public static string Field(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? Quoted(text) : text;

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The shortest text from which the same bits are read back.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Numbers joined by <see cref="ListSeparator"/>.</summary>
    public static string Numbers(IEnumerable<double> values) => string.Join(ListSeparator, values.Select(Number));

    /// <summary>Reads a finite number with a decimal point and no group separators; white space around it is ignored.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value)
        // the framework takes zeros at the end of a number for nothing
        && !text.Contains('\0');

    /// <summary>Why a text is no number, with the way out where a decimal comma is the cause.</summary>
    public static string NoNumber(string text) =>
        $"'{text}' is not a finite number{(text.Contains(',', StringComparison.Ordinal) ? "; numbers need a decimal point, 0.2, not a comma" : "")}";

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
                char c = Text(reader.Read(), source, line);
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
            field.Append(Text(c, source, line));
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

    /// <summary>A character, if it is one that a table may hold.</summary>
    private static char Text(int c, string source, int line) => (char)c switch
    {
        '\0' => throw Error(source, line, "holds a zero byte; the file is damaged or no UTF-8 text (UTF-16?)"),
        NoText => throw Error(source, line, "holds bytes that are no UTF-8 text (Latin-1, UTF-16?); save the table as UTF-8"),
        var text => text,
    };

    /// <summary>Refuses the table of a program that separates columns by something else.</summary>
    private static void CheckSeparator(List<string> header, string source, int line)
    {
        foreach ((char separator, string name) in (ReadOnlySpan<(char, string)>)[('\t', "tabs"), (';', "semicolons"), ('|', "bars")])
            if (header is [var only] && only.Contains(separator, StringComparison.Ordinal))
                throw Error(source, line, $"the columns are separated by {name}; a table needs commas between its columns, and numbers a decimal point, 0.2, not a comma");
    }

    private static string WrongNumber(int expected, int actual) => string.Create(CultureInfo.InvariantCulture,
        $"expected {expected} fields as in the header; got {actual}{(actual > expected ? "; a decimal comma, or a comma in a text without quotation marks?" : "")}");

    private static bool Take(TextReader reader, char c)
    {
        if (reader.Peek() != c)
            return false;
        reader.Read();
        return true;
    }
}
