using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>One axis of a sweep: a name and at least two strictly increasing finite values.</summary>
/// <remarks>
/// Each value is computed from its index alone, so that rounding does not accumulate, and both ends are exactly the numbers given.
/// Two axes are equal when their names and all values are; the scale is a hint for pictures and does not count.
/// </remarks>
public sealed class Axis : IEquatable<Axis>
{
    /// <summary>Largest number of values of an axis: more than any screen or sweep can use, few enough to be held in memory.</summary>
    public const int MaxCount = 10_000_000;

    // Values read back from a file were printed exactly, but another platform's logarithms may differ in the last digits.
    private const double SpacingTolerance = 1e-9;

    private Axis(string name, ImmutableArray<double> values, AxisScale scale)
    {
        (Name, Values, Scale) = (name, values, scale);
    }

    /// <summary>The name, as it heads the column of a file; not blank.</summary>
    public string Name { get; }

    /// <summary>The values, strictly increasing and finite, length <see cref="Count"/>.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>How the values are spaced.</summary>
    public AxisScale Scale { get; }

    /// <summary>Number of values, ≥ 2.</summary>
    public int Count => Values.Length;

    /// <summary>The first value.</summary>
    public double Minimum => Values[0];

    /// <summary>The last value.</summary>
    public double Maximum => Values[^1];

    /// <summary>An axis with equal steps from <paramref name="minimum"/> to <paramref name="maximum"/>, both included.</summary>
    /// <param name="name">The name; not blank.</param>
    /// <param name="minimum">First value, finite.</param>
    /// <param name="maximum">Last value, finite and &gt; <paramref name="minimum"/>.</param>
    /// <param name="count">Number of values, in [2, <see cref="MaxCount"/>].</param>
    /// <exception cref="ArgumentException">The name is blank or holds a control character, or the ends are out of order or too close to be divided.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An end is not finite, or there are fewer than two values or more than <see cref="MaxCount"/>.</exception>
    public static Axis Linear(string name, double minimum, double maximum, int count)
    {
        CheckEnds(name, minimum, maximum, count);
        double last = count - 1;
        return Spaced(name, minimum, maximum, count, AxisScale.Linear,
            i => (minimum * (last - i) + maximum * i) / last);
    }

    /// <summary>An axis with equal ratios from <paramref name="minimum"/> to <paramref name="maximum"/>, both included.</summary>
    /// <param name="name">The name; not blank.</param>
    /// <param name="minimum">First value, finite and &gt; 0.</param>
    /// <param name="maximum">Last value, finite and &gt; <paramref name="minimum"/>.</param>
    /// <param name="count">Number of values, in [2, <see cref="MaxCount"/>].</param>
    /// <exception cref="ArgumentException">The name is blank or holds a control character, or the ends are out of order or too close to be divided.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An end is not finite or not positive, or there are fewer than two values or more than <see cref="MaxCount"/>.</exception>
    public static Axis Logarithmic(string name, double minimum, double maximum, int count)
    {
        CheckEnds(name, minimum, maximum, count);
        Guard.Positive(minimum, "the first value of a logarithmic axis");
        double last = count - 1;
        double from = Math.Log10(minimum), to = Math.Log10(maximum);
        return Spaced(name, minimum, maximum, count, AxisScale.Logarithmic,
            i => Math.Pow(10, from * ((last - i) / last) + to * (i / last)));
    }

    /// <summary>An axis over the given values; where they are equally spaced, or have equal ratios, the scale says so.</summary>
    /// <param name="name">The name; not blank.</param>
    /// <param name="values">The values, at least two, finite and strictly increasing.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The name is blank or holds a control character, or the values do not increase.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite, or there are fewer than two or more than <see cref="MaxCount"/>.</exception>
    public static Axis Of(string name, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        CheckName(name);
        CheckCount(values.Count, name, "values.Count");
        for (int i = 0; i < values.Count; i++)
        {
            Guard.Finite(values[i], $"a value of axis '{name}'", $"values[{i}]");
            if (i > 0 && !(values[i] > values[i - 1]))
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"the values of axis '{name}' must increase; got {values[i - 1]} and then {values[i]}"),
                    nameof(values));
        }
        return new Axis(name, [.. values], ScaleOf(values));
    }

    /// <summary>The axis with further values between each two neighbours, spaced evenly on its scale; its own values are among them.</summary>
    /// <param name="factor">How many times as fine, ≥ 1: (<see cref="Count"/> − 1)·factor + 1 values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1, or there would be more than <see cref="MaxCount"/> values.</exception>
    /// <exception cref="ArgumentException">Neighbours are too close to be divided.</exception>
    public Axis Finer(int factor)
    {
        if (factor < 1 || factor > MaxCount)
            throw Guard.OutOfRange(nameof(factor), factor, $"must lie in [1, {MaxCount.ToString(CultureInfo.InvariantCulture)}]");
        long count = (Count - 1L) * factor + 1;
        if (count > MaxCount)
            throw Guard.OutOfRange(nameof(factor), factor, $"makes {count.ToString(CultureInfo.InvariantCulture)} values; there may be {MaxCount.ToString(CultureInfo.InvariantCulture)}");
        var values = new double[count];
        for (int i = 0; i < values.Length; i++)
        {
            (int k, int part) = Math.DivRem(i, factor);
            double share = (double)part / factor;
            values[i] = part == 0 ? Values[k]
                : Scale == AxisScale.Logarithmic ? Values[k] * Math.Pow(Values[k + 1] / Values[k], share) : Values[k] + share * (Values[k + 1] - Values[k]);
        }
        return Of(Name, values);
    }

    /// <inheritdoc/>
    public bool Equals(Axis? other) =>
        other is not null && Name == other.Name && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Axis);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Count, Minimum, Maximum);

    /// <summary>Name, ends, number of values and scale, as in <c>alpha from 0.02 to 2, 128 values, linear</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name} from {Minimum} to {Maximum}, {Count} values, {Scale.ToString().ToLowerInvariant()}");

    private static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Any(char.IsControl))
            throw new ArgumentException($"the name of an axis must not hold control characters; got '{name}'", nameof(name));
    }

    private static void CheckEnds(string name, double minimum, double maximum, int count)
    {
        CheckName(name);
        Guard.Finite(minimum, $"the first value of axis '{name}'");
        Guard.Finite(maximum, $"the last value of axis '{name}'");
        CheckCount(count, name, nameof(count));
        if (!(minimum < maximum))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"axis '{name}' must go upwards, minimum < maximum; got {minimum} and {maximum}"),
                nameof(minimum));
    }

    private static void CheckCount(int count, string axis, string argument)
    {
        Guard.AtLeast(count, 2, $"the number of points of axis '{axis}'", argument);
        if (count > MaxCount)
            throw Guard.OutOfRange(argument, count, string.Create(CultureInfo.InvariantCulture, $"is the number of points of axis '{axis}' and must be ≤ {MaxCount}"));
    }

    private static Axis Spaced(string name, double minimum, double maximum, int count, AxisScale scale, Func<int, double> interior)
    {
        var values = ImmutableArray.CreateBuilder<double>(count);
        for (int i = 0; i < count; i++)
        {
            values.Add(i == 0 ? minimum : i == count - 1 ? maximum : interior(i));
            if (i > 0 && !(values[i] > values[i - 1]))
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"axis '{name}' cannot hold {count} different numbers between {minimum} and {maximum}"),
                    nameof(count));
        }
        return new Axis(name, values.MoveToImmutable(), scale);
    }

    private static AxisScale ScaleOf(IReadOnlyList<double> values)
    {
        int last = values.Count - 1;
        double first = values[0], end = values[last];
        double step = end / last - first / last;
        if (AllNear(i => first + step * i, _ => step))
            return AxisScale.Linear;
        if (!(first > 0))
            return AxisScale.Listed;
        double from = Math.Log(first), rate = (Math.Log(end) - from) / last;
        return AllNear(i => Math.Exp(from + rate * i), i => rate * values[i]) ? AxisScale.Logarithmic : AxisScale.Listed;

        bool AllNear(Func<int, double> expected, Func<int, double> spacing) =>
            Enumerable.Range(0, values.Count).All(i => Math.Abs(values[i] - expected(i)) <= SpacingTolerance * (spacing(i) + Math.Abs(values[i])));
    }
}
