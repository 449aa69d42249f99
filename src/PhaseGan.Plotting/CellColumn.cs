using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PhaseGan.Plotting;

/// <summary>What one column of a table says of each cell of a page, as the entries of a JSON array: numbers where a browser shows the same digits, texts elsewhere.</summary>
internal sealed class CellColumn(string name)
{
    /// <summary>The longest text of a number.</summary>
    private const int LongestNumber = 40;

    private readonly ArrayBufferWriter<byte> _entries = new(1 << 12);
    private bool _isUsed;

    /// <summary>Adds a text.</summary>
    public void Add(string text)
    {
        Separate();
        if (text.Length == 0)
        {
            _entries.Write("\"\""u8);
            return;
        }
        _isUsed = true;
        if (PlotlyHover.IsNumber(text))
        {
            Span<byte> to = _entries.GetSpan(text.Length);
            _entries.Advance(Encoding.ASCII.GetBytes(text, to));
            return;
        }
        _entries.Write("\""u8);
        _entries.Write(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
        _entries.Write("\""u8);
    }

    /// <summary>Adds a number as its text in a format.</summary>
    public void Add<T>(T value, ReadOnlySpan<char> format)
        where T : ISpanFormattable
    {
        Span<char> text = stackalloc char[LongestNumber];
        value.TryFormat(text, out int length, format, CultureInfo.InvariantCulture);
        text = text[..length];
        Separate();
        _isUsed = true;
        bool isNumber = PlotlyHover.IsNumber(text);
        Span<byte> to = _entries.GetSpan(length + 2);
        int written = 0;
        if (!isNumber)
            to[written++] = (byte)'"';
        written += Encoding.ASCII.GetBytes(text, to[written..]);
        if (!isNumber)
            to[written++] = (byte)'"';
        _entries.Advance(written);
    }

    /// <summary>Writes the column, if it says anything of any cell.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (!_isUsed)
            return;
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WritePropertyName("values");
        _entries.Write("]"u8);
        json.WriteRawValue(_entries.WrittenSpan, skipInputValidation: true);
        json.WriteEndObject();
    }

    private void Separate() => _entries.Write(_entries.WrittenCount == 0 ? "["u8 : ","u8);
}
