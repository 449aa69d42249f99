using System.Globalization;

namespace PhaseGan.Plotting;

/// <summary>Where an axis is marked and how the marks read.</summary>
internal static class Ticks
{
    /// <summary>Marks in the drawn range: round numbers, about <paramref name="target"/> of them with a label, shorter ones (no label) between.</summary>
    public static List<(double Value, string? Label)> Of(AxisScaleMap map, int target)
    {
        double first = map.Back(map.First), last = map.Back(map.Last);
        return map.Axis.Scale == AxisScale.Logarithmic ? Logarithmic(first, last, target) : Linear(first, last, target);
    }

    /// <summary>Marks between two numbers, on a straight scale.</summary>
    public static List<(double Value, string? Label)> Linear(double first, double last, int target)
    {
        double raw = (last - first) / target;
        double power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        // The nearest of the round steps, in the sense of ratios.
        (double Step, int Parts) best = new (double, int)[] { (1, 5), (2, 4), (5, 5), (10, 5) }
            .MinBy(c => Math.Abs(Math.Log(c.Item1 * power / raw)));
        double step = best.Step * power, minor = step / best.Parts;
        var ticks = new List<(double, string?)>();
        for (double k = Math.Ceiling(first / minor - 1e-9); k * minor <= last + 1e-9 * minor; k++)
        {
            bool major = Math.IEEERemainder(k, best.Parts) == 0;
            ticks.Add((k * minor, major ? Number(Math.Round(k / best.Parts) * step, step) : null));
        }
        return ticks;
    }

    private static List<(double Value, string? Label)> Logarithmic(double first, double last, int target)
    {
        int low = (int)Math.Floor(Math.Log10(first)), high = (int)Math.Ceiling(Math.Log10(last));
        int decades = high - low;
        int every = Math.Max(1, (int)Math.Ceiling(decades / (double)target));
        bool between = decades <= 3;
        var ticks = new List<(double, string?)>();
        for (int e = low; e <= high; e++)
            for (int k = 1; k < 10; k++)
            {
                double value = double.Parse(string.Create(CultureInfo.InvariantCulture, $"{k}e{e}"), CultureInfo.InvariantCulture);
                if (value < first * (1 - 1e-9) || value > last * (1 + 1e-9) || (every > 1 && (k > 1 || e % every != 0)))
                    continue;
                ticks.Add((value, k == 1 || (between && k is 2 or 5) ? Power(k, e) : null));
            }
        return ticks.Count(t => t.Item2 is not null) >= 2 ? ticks : Linear(first, last, target);
    }

    private static string Number(double value, double step)
    {
        double size = Math.Abs(value);
        if (size >= 1e6 || (size > 0 && step < 1e-5))
            return Scientific(value);
        int decimals = Math.Max(0, (int)Math.Ceiling(-Math.Log10(step) - 1e-9));
        if (Math.Abs(step * Math.Pow(10, decimals) - Math.Round(step * Math.Pow(10, decimals))) > 1e-6)
            decimals++;
        return Minus((value == 0 ? 0 : value).ToString($"F{decimals}", CultureInfo.InvariantCulture));
    }

    private static string Power(int digit, int exponent) =>
        exponent is >= -3 and <= 4
            ? (digit * Math.Pow(10, exponent)).ToString(exponent < 0 ? $"F{-exponent}" : "F0", CultureInfo.InvariantCulture)
            : (digit == 1 ? "" : $"{digit}·") + "10" + Superscript(exponent);

    private static string Scientific(double value)
    {
        string[] parts = value.ToString("0.####e0", CultureInfo.InvariantCulture).Split('e');
        return Minus(parts[0]) + "·10" + Superscript(int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static string Superscript(int exponent) =>
        string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));

    private static string Minus(string number) => number.Replace('-', '−');
}
