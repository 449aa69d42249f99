using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>Which part of a path an integration keeps: all steps, some times, or the end alone.</summary>
public sealed class PathOutput : IEquatable<PathOutput>
{
    private PathOutput(string name, ImmutableArray<double> times) => (Name, Times) = (name, times);

    /// <summary>Every step with its interpolant, 5N + 2 numbers each: the state can be asked for at any time.</summary>
    public static PathOutput Steps { get; } = new("steps", []);

    /// <summary>The start, the end and the events: 2N numbers, however long the path.</summary>
    public static PathOutput End { get; } = new("end", []);

    /// <summary>The times that are kept beside the start and the end; empty for <see cref="Steps"/> and <see cref="End"/>.</summary>
    public ImmutableArray<double> Times { get; }

    private string Name { get; }

    /// <summary>The start, the end and the states at given times, N + 1 numbers each.</summary>
    /// <param name="times">Times, finite, ≥ 0 and increasing, none beyond the end of the integration; those that are not reached are left out.</param>
    /// <exception cref="ArgumentNullException"><paramref name="times"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative or not finite, or does not lie above the one before.</exception>
    public static PathOutput At(params IEnumerable<double> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        ImmutableArray<double> all = [.. times];
        for (int k = 0; k < all.Length; k++)
        {
            Guard.NonNegative(all[k], "a time to keep", $"times[{k}]");
            if (k > 0 && !(all[k] > all[k - 1]))
                throw Guard.OutOfRange($"times[{k}]", all[k], $"is a time to keep and must lie above times[{k - 1}]");
        }
        return new PathOutput("times", all);
    }

    /// <summary>Whether the same is kept.</summary>
    /// <param name="other">Another output.</param>
    public bool Equals(PathOutput? other) => other is not null && Name == other.Name && Times.AsSpan().SequenceEqual(other.Times.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PathOutput);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, ValueArray.Of(Times));

    /// <summary>What is kept: <c>steps</c>, <c>end</c> or <c>times</c>.</summary>
    public override string ToString() => Name;
}
