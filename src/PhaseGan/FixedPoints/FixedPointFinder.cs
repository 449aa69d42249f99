using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>Fixed points of a vector field by Newton's method with minimum-norm steps from many seeded starts.</summary>
/// <remarks>
/// <para>
/// For <see cref="ReducedOde"/> duplicates are merged modulo every symmetry and along continuous families, by bringing each root to a
/// canonical form. Setting (13) to zero shows that a root is fixed by few numbers. Call column j active when r_j ≠ 0. Then dP = 0 gives
/// P_·j = q/r_j for active columns, and dS = 0 gives S_ij = r_i r_j(Λ̃_i + Λ̃_j)/(Λ̃_i r_i² + Λ̃_j r_j²) between two of them and S_ij = 0
/// between an active and an idle one. With these, dq = 0 says that Λ_i + h = Σ_active Λ̃_j wherever q_i ≠ 0, so q lives on features
/// of one variance. What remains free is continuous: q may be rotated among features of equal Λ, and idle columns may be any vectors
/// orthogonal to q and to the active ones. Two roots are therefore equivalent exactly when the r_j² of their active columns agree, grouped
/// by Λ̃_j, and the |q| on each group of equal Λ agrees. All columns idle and q = 0 is the deceived manifold: one entry.
/// </para>
/// <para>
/// With at most one active column the conditions are those of d = 1 with that column's Λ̃_j and the seen features' Λ_i, so every such root is
/// known from <see cref="SingleFeature"/> and none is missed. The others are searched for: half of the random starts are Gram matrices of
/// random vectors, half take two or more random active columns and solve the few equations that are left for their sizes.
/// </para>
/// </remarks>
public static class FixedPointFinder
{
    /// <summary>Fixed points of the reduced ODE with a valid Gram matrix, one entry for each set of equivalent ones.</summary>
    /// <param name="ode">The field, any d ≥ 1. The cost of a start grows like d⁶.</param>
    /// <param name="options">Defaults if null.</param>
    /// <param name="cancellationToken">Looked at before each start.</param>
    /// <returns>The points and the fate of the starts; the same bits for the same inputs.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ode"/> is null.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FixedPointSearch Find(ReducedOde ode, FixedPointSearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ode);
        options ??= new FixedPointSearchOptions();
        var form = new CanonicalForm(ode);
        var known = form.SingleColumnPoints();
        return Search(ode, options, known.Count + options.Starts, index => index < known.Count ? known[index] : form.Start(options.Seed, index - known.Count),
            Settle, form.OrbitSize, form.Compare, cancellationToken);

        (double[] Point, bool Inside) Settle(NewtonResult root)
        {
            double[] point = root.Point;
            NewtonResult tidy = Newton.Polish(ode, form.Canonical(point), options.MaxSteps);
            // The canonical form of a root is a root; only a degenerate one, found less precisely, is kept as it came.
            if (tidy.IsConverged && tidy.Travel < 1e-4)
                point = form.Canonical(tidy.Point);
            return (point, ode.Unpack(point).GramMargin() >= -options.GramTolerance);
        }
    }

    /// <summary>Fixed points of any field inside a box.</summary>
    /// <param name="field">The field.</param>
    /// <param name="lower">Lower corner of the box, length N, finite.</param>
    /// <param name="upper">Upper corner, length N, finite, above the lower one in every coordinate.</param>
    /// <param name="options">Defaults if null.</param>
    /// <param name="cancellationToken">Looked at before each start.</param>
    /// <returns>
    /// The points and the fate of the starts; the same bits for the same inputs. Points joined by a path of fixed points are one entry where
    /// a straight path, pulled back to the set of fixed points, joins them.
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
        if (ScaledField.IsInUnits(field))
            return Search(field, options, options.Starts, Start, Inside, static _ => 1, Lexicographic, cancellationToken);
        // elsewhere the box is the unit
        ScaledField scaled = field is ISizedField sized
            ? ScaledField.Of(sized)
            : MotionSizes.In(field, [.. Enumerable.Range(0, n).Select(i => ScaledField.PowerOfTwo(0.5 * upper[i] - 0.5 * lower[i]))], Start(0));
        double[] low = scaled.ToUnits([.. lower]), high = scaled.ToUnits([.. upper]);
        return InCoordinates(
            scaled,
            Search(scaled, options, options.Starts, index => scaled.ToUnits(Start(index)), root => (root.Point, IsBetween(root.Point, low, high)), static _ => 1, Lexicographic, cancellationToken));

        double[] Start(int index)
        {
            var random = new SplitMix(Seed(options.Seed, index));
            var y = new double[n];
            for (int i = 0; i < n; i++)
                y[i] = lower[i] + (upper[i] - lower[i]) * random.NextUniform();
            return y;
        }

        (double[], bool) Inside(NewtonResult root) => (root.Point, IsBetween(root.Point, lower, upper));

        bool IsBetween(double[] point, IReadOnlyList<double> from, IReadOnlyList<double> to)
        {
            for (int i = 0; i < n; i++)
                if (point[i] < from[i] - options.MergeDistance || point[i] > to[i] + options.MergeDistance)
                    return false;
            return true;
        }
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
        if (ScaledField.IsInUnits(field))
            return Search(field, options, options.Starts, start, static root => (root.Point, true), static _ => 1, Lexicographic, cancellationToken);
        ScaledField scaled = field is ISizedField sized ? ScaledField.Of(sized) : MotionSizes.In(field, Spread(field.Dimension, start, options.Starts, cancellationToken), start(0));
        return InCoordinates(
            scaled,
            Search(scaled, options, options.Starts, index => scaled.ToUnits(start(index)), static root => (root.Point, true), static _ => 1, Lexicographic, cancellationToken));
    }

    /// <summary>Half the range of the starts in each coordinate, or how large they are where they are all the same: the units in which roots are told apart.</summary>
    private static double[] Spread(int n, Func<int, double[]> start, int count, CancellationToken cancellationToken)
    {
        double[] low = new double[n], high = new double[n];
        for (int index = 0; index < count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] y = start(index);
            Guard.Length(y.Length, n, "the coordinates of the field", nameof(start));
            for (int i = 0; i < n; i++)
                (low[i], high[i]) = index == 0 ? (y[i], y[i]) : (Math.Min(low[i], y[i]), Math.Max(high[i], y[i]));
        }
        return [.. Enumerable.Range(0, n).Select(i => Size(0.5 * high[i] - 0.5 * low[i], Math.Max(Math.Abs(low[i]), Math.Abs(high[i]))))];

        // starts that are all the same, but for rounding, have no range
        static double Size(double range, double value) =>
            Math.Max(range, 1e-6 * value) is > 0 and < double.PositiveInfinity and var size ? ScaledField.PowerOfTwo(range > 1e-6 * value ? size : value) : 1;
    }

    private static FixedPointSearch InCoordinates(ScaledField scaled, FixedPointSearch search) => search with
    {
        Orbits =
        [
            .. search.Orbits.Select(orbit => orbit with { Representative = FixedPoint.At(scaled.Original, scaled.FromUnits(orbit.Representative.Coordinates.AsSpan())) }),
        ],
    };

    /// <summary>The seed of the start with the given index.</summary>
    internal static long Seed(int seed, int index) => ((long)seed << 32) ^ (uint)index;

    private static FixedPointSearch Search(
        IVectorField field,
        FixedPointSearchOptions options,
        int starts,
        Func<int, double[]> start,
        Func<NewtonResult, (double[] Point, bool Inside)> settle,
        Func<double[], long> orbitSize,
        Comparison<double[]> order,
        CancellationToken cancellationToken)
    {
        var points = new List<double[]>();
        var hits = new List<int>();
        int outside = 0, unconverged = 0;
        for (int index = 0; index < starts; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            NewtonResult root = Newton.Polish(field, start(index), options.MaxSteps);
            if (!root.IsConverged)
            {
                unconverged++;
                continue;
            }
            (double[] point, bool inside) = settle(root);
            if (!inside)
            {
                outside++;
                continue;
            }
            int same = points.FindIndex(p => Distance(p, point) <= options.MergeDistance);
            if (same >= 0)
            {
                hits[same]++;
                continue;
            }
            points.Add(point);
            hits.Add(1);
        }

        var dimension = points.ConvertAll(p => FixedPointFamily.Dimension(field, p));
        for (int b = points.Count - 1; b > 0; b--)
        {
            for (int a = 0; a < b && dimension[b] > 0; a++)
            {
                if (dimension[a] != dimension[b] || !FixedPointFamily.Joins(field, points[a], points[b], options.MergeDistance))
                    continue;
                hits[a] += hits[b];
                points.RemoveAt(b);
                hits.RemoveAt(b);
                dimension.RemoveAt(b);
                break;
            }
        }

        var orbits = Enumerable.Range(0, points.Count)
            .OrderBy(i => points[i], Comparer<double[]>.Create(order))
            .Select(i => new FixedPointOrbit(FixedPoint.At(field, points[i]), dimension[i], orbitSize(points[i]), hits[i]))
            .ToImmutableArray();
        return new FixedPointSearch(orbits, starts, hits.Sum(), outside, unconverged);
    }

    private static double Distance(double[] a, double[] b)
    {
        double largest = 0;
        for (int i = 0; i < a.Length; i++)
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        return largest;
    }

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
