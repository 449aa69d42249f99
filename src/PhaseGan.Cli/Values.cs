using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace PhaseGan.Cli;

/// <summary>Options whose values are numbers, read alike everywhere: a decimal point whatever the culture, no NaN, no infinities.</summary>
internal static class Values
{
    public static Option<double> Positive(string name, string meaning, double fallback) => Number(name, meaning, fallback, value => value > 0, "must be > 0");

    public static Option<double> Positive(string name, string meaning) => Number(name, meaning, null, value => value > 0, "must be > 0");

    public static Option<double> NonNegative(string name, string meaning, string kind = "a variance") => Number(name, meaning, null, value => value >= 0, $"is {kind} and must be ≥ 0");

    public static Option<double> Finite(string name, string meaning) => Number(name, meaning, null, double.IsFinite, "must be finite");

    public static Option<int> Whole(string name, string meaning, int? minimum, int? fallback)
    {
        var option = new Option<int>(name)
        {
            Description = meaning,
            HelpName = "N",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
                    result.AddError($"{name} must be a whole number; got '{text}'");
                else if (value < minimum)
                    result.AddError($"{name} must be ≥ {minimum}; got {text}");
                return value;
            },
        };
        if (fallback is { } number)
            option.DefaultValueFactory = _ => number;
        return option;
    }

    /// <summary>A whole number that may be large, also written like 1e6.</summary>
    public static Option<long> Count(string name, string meaning, long minimum, long fallback) => new(name)
    {
        Description = meaning,
        HelpName = "N",
        DefaultValueFactory = _ => fallback,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
            {
                // Beyond 2^53 a floating-point number is no longer the one that was written.
                if (!TryNumber(text, out double number) || !double.IsInteger(number) || Math.Abs(number) > 1L << 53)
                {
                    result.AddError($"{name} must be a whole number; got '{text}'");
                    return fallback;
                }
                value = (long)number;
            }
            if (value < minimum)
                result.AddError($"{name} must be ≥ {minimum}; got {text}");
            return value;
        },
    };

    public static Option<double[]> Variances(string name, string meaning) =>
        List(name, meaning, value => value > 0, "is a variance for each feature and must be > 0");

    /// <summary>Overlaps; how large they may be depends on whether vectors have unit length, which other options say.</summary>
    public static Option<double[]> Overlaps(string name, string meaning) =>
        List(name, meaning, _ => true, "");

    /// <summary>A list of numbers of which each obeys a rule.</summary>
    public static Option<double[]> Numbers(string name, string meaning, Predicate<double> allowed, string rule) => List(name, meaning, value => allowed(value), rule);

    public static bool IsGiven(this ParseResult parse, Option option) => parse.GetResult(option) is { Implicit: false };

    /// <summary>The value that the user gave, or null.</summary>
    public static double? Given(this ParseResult parse, Option<double> option) => parse.IsGiven(option) ? parse.GetValue(option) : null;

    public static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    public static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    public static string Text(Complex value) =>
        value.Imaginary == 0 ? Text(value.Real) : $"{Text(value.Real)} {(value.Imaginary < 0 ? '-' : '+')} {Text(Math.Abs(value.Imaginary))}i";

    private static Option<double[]> List(string name, string meaning, Func<double, bool> allowed, string rule) => new(name)
    {
        Description = meaning,
        HelpName = "A,B,…",
        CustomParser = result =>
        {
            string[] items = result.Tokens[0].Value.Split(',', ';');
            var values = new double[items.Length];
            for (int l = 0; l < items.Length; l++)
                values[l] = Read(result, name, items[l], allowed, rule);
            return values;
        },
    };

    private static Option<double> Number(string name, string meaning, double? fallback, Func<double, bool> allowed, string rule)
    {
        var option = new Option<double>(name)
        {
            Description = meaning,
            HelpName = name.TrimStart('-') switch { "tau" or "tau-tilde" or "code-rate" => "RATE", "epsilon" => "SIZE", "tolerance" => "DISTANCE", "until" or "every" => "TIME", "strength" => "WEIGHT", "z0" => "NUMBER", _ => "VARIANCE" },
            CustomParser = result => Read(result, name, result.Tokens[0].Value, allowed, rule),
        };
        if (fallback is { } number)
            option.DefaultValueFactory = _ => number;
        return option;
    }

    private static double Read(ArgumentResult result, string name, string text, Func<double, bool> allowed, string rule)
    {
        if (!TryNumber(text, out double value))
            result.AddError($"{name} must be a finite number; got '{text}'");
        else if (!allowed(value))
            result.AddError($"{name} {rule}; got {text}");
        return value;
    }
}
