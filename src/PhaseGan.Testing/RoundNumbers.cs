namespace PhaseGan.Testing;

/// <summary>Numbers that read well: rounding to significant digits, how complicated a number looks, and simpler ones near it.</summary>
internal static class RoundNumbers
{
    /// <summary>The nearest number with so many significant digits.</summary>
    public static double Round(double value, int digits)
    {
        if (value == 0 || !double.IsFinite(value))
            return value;
        return double.Parse(value.ToString($"E{digits - 1}", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>0 for zero, least for ±1, and more for more digits, larger digits and more zeros.</summary>
    public static int Complexity(double value)
    {
        if (value == 0)
            return 0;
        string text = Math.Abs(value).ToString("E16", System.Globalization.CultureInfo.InvariantCulture);
        // the shortest text that reads back, so that 0.1 has one digit
        for (int digits = 1; digits < 17; digits++)
            if (Round(value, digits) == value)
            {
                text = Math.Abs(value).ToString($"E{digits - 1}", System.Globalization.CultureInfo.InvariantCulture);
                break;
            }
        int e = text.IndexOf('E', StringComparison.Ordinal);
        string mantissa = text[..e].Replace(".", "", StringComparison.Ordinal);
        int exponent = int.Parse(text[(e + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        return 100 * (mantissa.Length - 1) + 10 * Math.Abs(exponent) + (mantissa[0] - '0') + (value < 0 ? 1 : 0);
    }

    /// <summary>Simpler positive numbers, the simplest first.</summary>
    public static IEnumerable<double> Simpler(double value)
    {
        int complexity = Complexity(value);
        IEnumerable<double> candidates =
            [1, .. Enumerable.Range(1, 4).Select(digits => Round(value, digits)), Round(value / 2, 1), Round(value * 2, 1), Round(value * 0.8, 1), Round(value * 1.25, 1)];
        return candidates.Where(c => Complexity(c) < complexity).Distinct();
    }
}
