using System.Globalization;
using System.Runtime.CompilerServices;

namespace PhaseGan.Plotting;

/// <summary>Numbers on their way through a page: a browser shows most as they were written, and the others must be texts.</summary>
internal static class PageNumber
{
    /// <summary>The longest text of a number in the formats of pages.</summary>
    public const int Longest = 40;

    /// <summary>At most four digits behind the point.</summary>
    public const string FourPlaces = "0.####";

    // The digits that a number surely keeps on its way through a browser.
    private const int MostDigits = 15;

    private const int Places = 10_000;

    // Far enough from a half that no rounding of the product matters.
    private const double NearlyHalf = 0.499999;

    // Zeros behind the point of a number so small that a browser shows it with an exponent.
    private const int ZerosOfExponent = 6;

    /// <summary>Whether a browser that reads a text as a number shows the same text again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsShownAsItIs(ReadOnlySpan<char> text)
    {
        int place = text is ['-', ..] ? 1 : 0, first = place;
        while (place < text.Length && char.IsAsciiDigit(text[place]))
            place++;
        int whole = place - first;
        bool isZero = whole == 1 && text[first] == '0';
        if (whole == 0 || whole > MostDigits || (whole > 1 && text[first] == '0'))
            return false;
        // minus zero is shown without its sign
        if (place == text.Length)
            return !isZero || first == 0;
        if (text[place] != '.')
            return false;
        int begin = ++place, zeros = 0;
        for (; place < text.Length && char.IsAsciiDigit(text[place]); place++)
            if (text[place] == '0' && zeros == place - begin)
                zeros++;
        int fraction = place - begin;
        return place == text.Length && fraction > 0 && text[^1] != '0' && whole + fraction <= MostDigits && (!isZero || zeros < ZerosOfExponent);
    }

    /// <summary>Writes a number where a browser shows the same digits; else nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryWrite(Utf8Rows rows, double value, string format)
    {
        if (ReferenceEquals(format, FourPlaces) && TryFourPlaces(rows, value))
            return true;
        Span<char> text = stackalloc char[Longest];
        value.TryFormat(text, out int length, format, CultureInfo.InvariantCulture);
        if (!IsShownAsItIs(text[..length]))
            return false;
        rows.Ascii(text[..length]);
        return true;
    }

    /// <summary>Writes a number in [0, 1] to four places where it is not near the middle between two, as its format does and faster.</summary>
    private static bool TryFourPlaces(Utf8Rows rows, double value)
    {
        double scaled = value * Places, rounded = Math.Round(scaled);
        // the rest is for the format, and so is what is no number
        if (!(value <= 1 && !double.IsNegative(value) && Math.Abs(scaled - rounded) < NearlyHalf))
            return false;
        int digits = (int)rounded;
        if (digits is 0 or Places)
        {
            rows.Number(digits / Places);
            return true;
        }
        Span<byte> text = [(byte)'0', (byte)'.', Digit(digits / 1000), Digit(digits / 100), Digit(digits / 10), Digit(digits)];
        rows.Raw(text[..(1 + text.LastIndexOfAnyExcept((byte)'0'))]);
        return true;

        static byte Digit(int number) => (byte)('0' + number % 10);
    }
}
