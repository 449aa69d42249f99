using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>The law that the starts of a <see cref="BasinSampler"/> are drawn from, in one or more groups.</summary>
public sealed class BasinStarts : IEquatable<BasinStarts>
{
    private readonly Func<GanParameters, int, int, MacroState> _draw;

    private readonly object _law;

    /// <param name="groups">Names of the groups.</param>
    /// <param name="law">Equal for equal laws with these groups.</param>
    /// <param name="draw">The start for parameters, group and seed.</param>
    private BasinStarts(ImmutableArray<string> groups, object law, Func<GanParameters, int, int, MacroState> draw)
    {
        (Groups, _law, _draw) = (groups, law, draw);
    }

    /// <summary>Uniform over all valid normalised states: volume in the coordinates P, q, r and the off-diagonal part of S.</summary>
    /// <remarks>
    /// U stands for the first d unit vectors of 2d + 2 dimensions; the columns of V and w are independent and uniform on the unit sphere.
    /// The Gram matrix of m unit vectors in k dimensions has a density proportional to det^((k − m − 1)/2), which is constant for
    /// m = 2d + 1 vectors in k = 2d + 2 dimensions. With many features such states are near the origin: the mean of P_ij² is 1/(2d + 2).
    /// </remarks>
    public static BasinStarts Uniform { get; } = new(["uniform"], nameof(Uniform), (gan, _, seed) => UniformGram(gan.FeatureCount, seed));

    /// <summary>Names of the groups; starts are shared out among them in turn.</summary>
    public ImmutableArray<string> Groups { get; }

    /// <summary>Generic starts near the origin, <see cref="MacroState.NearOrigin"/>, one group for each size.</summary>
    /// <param name="sizes">Standard deviations of the overlaps, each in (0, 1], at least one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sizes"/> is null.</exception>
    /// <exception cref="ArgumentException">No size is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is outside (0, 1].</exception>
    public static BasinStarts NearOrigin(params IReadOnlyList<double> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        if (sizes.Count == 0)
            throw new ArgumentException("sizes must have at least one entry; got none", nameof(sizes));
        ImmutableArray<double> kept = [.. sizes.Select(s => Guard.InRange(Guard.Positive(s, "the size of the overlaps", nameof(sizes)), 0, 1, "the size of the overlaps", nameof(sizes)))];
        return new BasinStarts(
            [.. kept.Select(s => string.Create(CultureInfo.InvariantCulture, $"near origin, size {s}"))],
            ValueArray.Of(kept),
            (gan, group, seed) => MacroState.NearOrigin(gan, kept[group], seed));
    }

    /// <summary>Starts of your own.</summary>
    /// <param name="name">Name of the law, for summaries.</param>
    /// <param name="draw">The start for given parameters and seed; a pure function, called once for each start on the calling thread.</param>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static BasinStarts Of(string name, Func<GanParameters, int, MacroState> draw)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(draw);
        return new BasinStarts([name], draw, (gan, _, seed) => draw(gan, seed));
    }

    /// <inheritdoc/>
    public bool Equals(BasinStarts? other) => other is not null && _law.Equals(other._law) && Groups.AsSpan().SequenceEqual(other.Groups.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BasinStarts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ValueArray.Of(Groups), _law);

    /// <summary>The names of the groups.</summary>
    public override string ToString() => string.Join(", ", Groups);

    /// <summary>The start with this index: its group and its seed depend on nothing else.</summary>
    internal MacroState Draw(GanParameters parameters, long seed, int index)
    {
        var random = new SplitMix(seed);
        var own = new SplitMix((long)(random.NextBits() + (ulong)index * 0x9E3779B97F4A7C15UL));
        return _draw(parameters, index % Groups.Length, (int)(own.NextBits() >> 33))
            ?? throw new InvalidOperationException("the function that gives the starts returned null");
    }

    /// <summary>A state uniform over all valid Gram matrices of d features.</summary>
    internal static MacroState UniformGram(int d, int seed)
    {
        int size = 2 * d + 2;
        var random = new SplitMix(seed);
        var vectors = new double[d + 1][];
        for (int j = 0; j <= d; j++)
        {
            vectors[j] = new double[size];
            for (int i = 0; i < size; i++)
                vectors[j][i] = random.NextNormal();
            VectorMath.Divide(vectors[j], VectorMath.Norm(vectors[j]));
        }
        double[] w = vectors[d];
        var (p, q, r, s) = (new double[d * d], new double[d], new double[d], new double[d * d]);
        for (int j = 0; j < d; j++)
        {
            (q[j], r[j], s[j * d + j]) = (w[j], VectorMath.Dot(vectors[j], w), 1);
            for (int i = 0; i < d; i++)
                p[i * d + j] = vectors[j][i];
            for (int i = 0; i < j; i++)
                s[i * d + j] = s[j * d + i] = VectorMath.Dot(vectors[i], vectors[j]);
        }
        return MacroState.FromComputed(p, q, r, s);
    }
}
