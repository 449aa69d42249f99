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

    /// <summary>At most six digits.</summary>
    public const string SixDigits = "G6";

    // The digits that a number surely keeps on its way through a browser.
    private const int MostDigits = 15;

    private const int Places = 10_000;

    // Numbers that six digits show without an exponent.
    private const double LeastOfSixDigits = 1e-4, MostOfSixDigits = 1e6;

    private const int Digits = 6;

    // 10^-4 to 10^5 from which a number has so many digits before the point, and what makes six of them whole.
    private static readonly double[] s_decades = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1000, 10_000, 100_000];

    private static readonly double[] s_toWhole = [1e9, 1e8, 1e7, 1e6, 100_000, 10_000, 1000, 100, 10, 1];

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
        if (ReferenceEquals(format, FourPlaces) && TryFourPlaces(rows, value) || ReferenceEquals(format, SixDigits) && TrySixDigits(rows, value))
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

    /// <summary>Writes a number to six digits where these need no exponent and it is not near the middle between two, as its format does and faster.</summary>
    private static bool TrySixDigits(Utf8Rows rows, double value)
    {
        double size = Math.Abs(value);
        if (!(size >= LeastOfSixDigits && size < MostOfSixDigits))
            return false;
        int decade = s_decades.Length - 1;
        while (size < s_decades[decade])
            decade--;
        double scaled = size * s_toWhole[decade], rounded = Math.Round(scaled);
        if (!(Math.Abs(scaled - rounded) < NearlyHalf && rounded < MostOfSixDigits))
            return false;
        Span<byte> digits = stackalloc byte[Digits];
        int left = (int)rounded, before = decade - 3, used = 0;
        for (int k = Digits - 1; k >= 0; k--)
        {
            (left, int digit) = Math.DivRem(left, 10);
            digits[k] = (byte)('0' + digit);
            used = used == 0 && digit != 0 ? k + 1 : used;
        }
        if (value < 0)
            rows.Raw("-"u8);
        if (before <= 0)
        {
            rows.Raw("0.0000"u8[..(2 - before)]);
            rows.Raw(digits[..used]);
            return true;
        }
        rows.Raw(digits[..before]);
        if (used > before)
        {
            rows.Raw("."u8);
            rows.Raw(digits[before..used]);
        }
        return true;
    }
}
