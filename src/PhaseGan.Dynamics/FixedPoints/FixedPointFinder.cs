namespace PhaseGan.Dynamics;

/// <summary>Fixed points of a vector field by Newton's method with minimum-norm steps from many seeded starts.</summary>
public static class FixedPointFinder
{
    /// <summary>Fixed points of any field inside a box.</summary>
    /// <remarks>
    /// The box gives each coordinate its unit, and typical values of the field give each component its own. Starts fill the box evenly; while some points were met by one start only,
    /// as many are added again, up to eight times the number asked for. Then starts are repeated with the points found deflated, which leads to further points whose
    /// basins are small.
    /// </remarks>
    /// <param name="field">The field.</param>
    /// <param name="lower">Lower corner of the box, length N, finite.</param>
    /// <param name="upper">Upper corner, length N, finite, above the lower one in every coordinate.</param>
    /// <param name="options">Defaults if null.</param>
    /// <param name="cancellationToken">Looked at before each start.</param>
    /// <returns>
    /// The points and the fate of the starts; the same bits for the same inputs. Points joined by a path of fixed points are one entry where
    /// a straight path, pulled back to the set of fixed points, joins them, and so are computed points of one multiple root, which lie apart by
    /// <see cref="FixedPoint.Uncertainty"/>.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A corner has not length N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A corner is not finite or the corners are reversed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FixedPointSearch Find(
        IVectorField field,
        IReadOnlyList<double> lower,
        IReadOnlyList<double> upper,
        FixedPointSearchOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        int n = field.Dimension;
        Guard.Length(lower.Count, n, "the lower corner of the box", nameof(lower));
        Guard.Length(upper.Count, n, "the upper corner of the box", nameof(upper));
        for (int i = 0; i < n; i++)
        {
            Guard.Finite(lower[i], "a corner of the box", $"lower[{i}]");
            Guard.Finite(upper[i], "a corner of the box", $"upper[{i}]");
            if (!(upper[i] > lower[i]))
                throw Guard.OutOfRange($"upper[{i}]", upper[i], $"must lie above lower[{i}]");
        }
        options ??= new FixedPointSearchOptions();
        return new BoxSearch(field, [.. lower], [.. upper], options).Run(cancellationToken);
    }

    /// <summary>Fixed points of any field from starts of your own.</summary>
    /// <param name="field">The field.</param>
    /// <param name="start">Gives the start with an index in [0, <see cref="FixedPointSearchOptions.Starts"/>), length N, finite; a pure function.</param>
    /// <param name="options">Defaults if null; the seed is not used.</param>
    /// <param name="cancellationToken">Looked at before each start.</param>
    /// <returns>As for a box, with nothing outside.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A start has not length N.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FixedPointSearch Find(
        IVectorField field,
        Func<int, double[]> start,
        FixedPointSearchOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(start);
        options ??= new FixedPointSearchOptions();
        var starts = new double[options.Starts][];
        for (int index = 0; index < starts.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            starts[index] = start(index);
            Guard.Length(starts[index].Length, field.Dimension, "the coordinates of a start", nameof(start));
        }
        return BoxSearch.About(field, starts, options).RunFrom(starts, cancellationToken);
    }

    /// <summary>The seed of the start with the given index.</summary>
    internal static long Seed(int seed, int index) => ((long)seed << 32) ^ (uint)index;

    internal static int Lexicographic(double[] a, double[] b)
    {
        for (int i = 0; i < a.Length; i++)
        {
            int order = a[i].CompareTo(b[i]);
            if (order != 0)
                return order;
        }
        return 0;
    }
}
