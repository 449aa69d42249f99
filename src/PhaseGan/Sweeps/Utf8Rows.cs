using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace PhaseGan;

/// <summary>Rows of comma-separated values as bytes of UTF-8, in a buffer that grows and is used again: minimal quotes and LF, as <see cref="Csv"/> writes them.</summary>
internal sealed class Utf8Rows
{
    /// <summary>The longest text of a number.</summary>
    private const int LongestNumber = 40;

    private byte[] _bytes = new byte[1 << 16];
    private int _length;

    /// <summary>What was written since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Forgets what was written and keeps the memory.</summary>
    public void Clear() => _length = 0;

    /// <summary>Writes bytes as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Writes a number; without a format as the shortest text from which the same bits are read back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Number<T>(T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(Room(LongestNumber), out int written, format, CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>Writes a field, in quotes where it needs them.</summary>
    public void Field(string text)
    {
        string field = Csv.Field(text);
        _length += AtomicFile.Text.GetBytes(field, Room(AtomicFile.Text.GetMaxByteCount(field.Length)));
    }

    /// <summary>Writes characters, all of them of ASCII, as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ascii(ReadOnlySpan<char> text) => _length += Encoding.ASCII.GetBytes(text, Room(text.Length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length)
            Grow(length);
        return _bytes.AsSpan(_length);
    }

    private void Grow(int length) => Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + length));
}
