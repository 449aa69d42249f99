using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>Sampled paths of the weights (v̂_1, …, v̂_d, ŵ) of rows with one û, at chosen times. Immutable.</summary>
public sealed class WeightPaths
{
    private readonly double[] _points;

    internal WeightPaths(ImmutableArray<double> times, int count, int weights, double[] points)
    {
        (Times, Count, WeightCount, _points) = (times, count, weights, points);
    }

    /// <summary>The times, increasing.</summary>
    public ImmutableArray<double> Times { get; }

    /// <summary>Number of paths.</summary>
    public int Count { get; }

    /// <summary>d + 1: number of weights.</summary>
    public int WeightCount { get; }

    /// <summary>The weights (v̂, ŵ) of a path at a time, length d + 1.</summary>
    /// <param name="path">Number of the path, in [0, <see cref="Count"/>).</param>
    /// <param name="time">Index of the time.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public ReadOnlySpan<double> Point(int path, int time)
    {
        if ((uint)path >= (uint)Count)
            throw Guard.OutOfRange(nameof(path), path, $"is the number of a path and must lie in [0, {Count})");
        if ((uint)time >= (uint)Times.Length)
            throw Guard.OutOfRange(nameof(time), time, $"is the index of a time and must lie in [0, {Times.Length})");
        return _points.AsSpan((time * Count + path) * WeightCount, WeightCount);
    }

    /// <summary>How many paths of how many weights.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} paths of {WeightCount} weights at {Times.Length} times");
}
