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
        List<double[]> known = form.SingleColumnPoints();
        var found = new RootCollection(ode, options.MergeDistance);
        for (int index = 0; index < known.Count + options.Starts; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool isKnown = index < known.Count;
            NewtonResult root = Newton.Polish(ode, isKnown ? known[index] : form.Start(options.Seed, index - known.Count), options.MaxSteps);
            if (!root.IsConverged)
                found.Unconverged++;
            else if (Settle(root) is not { } point)
                found.Outside++;
            else
                found.Add(point, isKnown);
        }
        found.JoinFamilies();
        return found.ToSearch(ode, p => p, form.OrbitSize, form.Compare);

        double[]? Settle(NewtonResult root)
        {
            double[] point = root.Point;
            NewtonResult tidy = Newton.Polish(ode, form.Canonical(point), options.MaxSteps);
            // The canonical form of a root is a root; only a degenerate one, found less precisely, is kept as it came.
            if (tidy.IsConverged && tidy.Travel < 1e-4)
                point = form.Canonical(tidy.Point);
            return ode.Unpack(point).GramMargin() >= -options.GramTolerance ? point : null;
        }
    }

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
