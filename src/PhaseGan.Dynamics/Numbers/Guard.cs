using System.Globalization;
using System.Runtime.CompilerServices;

namespace PhaseGan.Dynamics;

/// <summary>Argument checks: each error names the argument, the rule and the value that broke it.</summary>
internal static class Guard
{
    /// <summary>Returns <paramref name="value"/> if it is finite and &gt; 0.</summary>
    public static double Positive(double value, string meaning, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) && value > 0
            ? value
            : throw OutOfRange(name, value, $"is {meaning} and must be finite and > 0");

    /// <summary>Returns <paramref name="value"/> if it is finite and ≥ 0.</summary>
    public static double NonNegative(double value, string meaning, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw OutOfRange(name, value, $"is {meaning} and must be finite and ≥ 0");

    /// <summary>Returns <paramref name="value"/> if it is finite.</summary>
    public static double Finite(double value, string meaning, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) ? value : throw OutOfRange(name, value, $"is {meaning} and must be finite");

    /// <summary>Returns <paramref name="value"/> if it lies in [<paramref name="minimum"/>, <paramref name="maximum"/>].</summary>
    public static double InRange(double value, double minimum, double maximum, string meaning, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= minimum && value <= maximum
            ? value
            : throw OutOfRange(name, value, $"is {meaning} and must lie in [{Text(minimum)}, {Text(maximum)}]");

    /// <summary>Returns <paramref name="value"/> if it is at least <paramref name="minimum"/>.</summary>
    public static int AtLeast(int value, int minimum, string meaning, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= minimum ? value : throw OutOfRange(name, value, $"is {meaning} and must be ≥ {minimum}");

    /// <summary>Returns <paramref name="value"/> if it is at least <paramref name="minimum"/>.</summary>
    public static long AtLeast(long value, long minimum, string meaning, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= minimum ? value : throw OutOfRange(name, value, $"is {meaning} and must be ≥ {minimum}");

    /// <summary>Returns <paramref name="value"/> if it is there.</summary>
    public static T NotNull<T>(T? value, [CallerArgumentExpression(nameof(value))] string? name = null)
        where T : class => value ?? throw new ArgumentNullException(name);

    /// <summary>Throws unless <paramref name="actual"/> equals <paramref name="expected"/>.</summary>
    public static void Length(int actual, int expected, string meaning, string name)
    {
        if (actual != expected)
            throw new ArgumentException($"{name} is {meaning} and must have length {expected}; got {actual}", name);
    }

    /// <summary>An out-of-range error that names the argument, the rule and the value.</summary>
    public static ArgumentOutOfRangeException OutOfRange<T>(string? name, T value, string rule) =>
        new(name, value, $"{name} {rule}; got {Text(value)}");

    private static string Text<T>(T value) => string.Format(CultureInfo.InvariantCulture, "{0}", value);
}
