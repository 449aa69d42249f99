using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>Fixed points of the reduced ODE modulo its symmetries: what <see cref="FixedPointFinder"/> and <see cref="FixedPointOrbit"/> can do for it and for no other field.</summary>
/// <remarks>
/// <para>
/// The reduced ODE (13) is unchanged by flipping the sign of a feature (a row of P, an entry of q), of a generator column (a column of P,
/// an entry of r, a row and column of S) or of w (q and r), and by permuting features with equal Λ_ℓ or columns with equal Λ̃_ℓ. Beyond
/// those, features with equal Λ_ℓ may be rotated, and a column with r_ℓ = 0 keeps a free P_·ℓ: such points come in continuous families.
/// The stability of a family can change along it: it does on the deceived manifold.
/// </para>
/// <para>
/// The representative of a set has q ≥ 0 and r ≥ 0, columns with r_ℓ = 0 have P_·ℓ = 0 and zero overlap with the others, and within features
/// of equal Λ_ℓ only the first has q_ℓ ≠ 0.
/// </para>
/// <para>
/// Duplicates are merged modulo every symmetry and along continuous families, by bringing each root to a
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
public static class ReducedFixedPoints
{
    /// <summary>Most features for which <see cref="SignImages"/> lists the 4^d flips.</summary>
    public const int MaxFlipFeatures = 6;

    extension(FixedPointFinder)
    {
        /// <summary>Fixed points of the reduced ODE with a valid Gram matrix, one entry for each set of equivalent ones.</summary>
        /// <param name="ode">The field, any d ≥ 1. The cost of a start grows like d⁶.</param>
        /// <param name="options">Defaults if null.</param>
        /// <param name="cancellationToken">Looked at before each start.</param>
        /// <returns>The points, ordered by kind and then by q and r, and the fate of the starts; the same bits for the same inputs.</returns>
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
    }

    /// <summary>The distinct images of the representative under the sign flips of features, columns and w, itself first, in a fixed order.</summary>
    /// <param name="orbit">Fixed points of the reduced ODE.</param>
    /// <param name="ode">The field whose fixed point this is; at most <see cref="MaxFlipFeatures"/> features.</param>
    /// <returns>Coordinates of <paramref name="ode"/>, at most 4^d points; for d = 1 there are 1, 2 or 4.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The representative is not a state of <paramref name="ode"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are more features than <see cref="MaxFlipFeatures"/>.</exception>
    public static ImmutableArray<ImmutableArray<double>> SignImages(this FixedPointOrbit orbit, ReducedOde ode)
    {
        ArgumentNullException.ThrowIfNull(orbit);
        ArgumentNullException.ThrowIfNull(ode);
        int d = ode.Parameters.FeatureCount;
        Guard.Length(orbit.Representative.Coordinates.Length, ode.Dimension, "the coordinates of the representative", nameof(ode));
        if (d > MaxFlipFeatures)
            throw Guard.OutOfRange(nameof(ode), d, $"has d features and the 4^d sign images are listed for d ≤ {MaxFlipFeatures}");
        return Flips(ode, orbit.Representative.Coordinates.AsSpan());
    }

    /// <summary>The distinct images of a state under the sign flips, itself first; the state alone where there are more features than <see cref="MaxFlipFeatures"/>.</summary>
    internal static ImmutableArray<ImmutableArray<double>> Images(ReducedOde ode, ImmutableArray<double> state) =>
        ode.Parameters.FeatureCount <= MaxFlipFeatures ? Flips(ode, state.AsSpan()) : [state];

    private static ImmutableArray<ImmutableArray<double>> Flips(ReducedOde ode, ReadOnlySpan<double> y)
    {
        int d = ode.Parameters.FeatureCount;
        var images = ImmutableArray.CreateBuilder<ImmutableArray<double>>();
        var seen = new HashSet<ImmutableArray<double>>(CoordinateComparer.Instance);
        // w itself stays: flipping it equals flipping every feature and every column.
        for (int flips = 0; flips < 1 << (2 * d); flips++)
        {
            ImmutableArray<double> image = Flip(y, ode.Layout, flips & ((1 << d) - 1), flips >> d);
            if (seen.Add(image))
                images.Add(image);
        }
        return images.ToImmutable();
    }

    private static ImmutableArray<double> Flip(ReadOnlySpan<double> y, StateLayout layout, int features, int columns)
    {
        var image = new double[y.Length];
        for (int i = 0; i < layout.Features; i++)
        {
            for (int j = 0; j < layout.Features; j++)
                Set(layout.P(i, j), Sign(features, i) * Sign(columns, j), y);
            Set(layout.Q(i), Sign(features, i), y);
            Set(layout.R(i), Sign(columns, i), y);
            for (int j = i + 1; j < layout.Features; j++)
                Set(layout.S(i, j), Sign(columns, i) * Sign(columns, j), y);
        }
        return [.. image];

        void Set(int at, double sign, ReadOnlySpan<double> y) => image[at] = sign * y[at] + 0.0;

        static double Sign(int mask, int bit) => (mask >> bit & 1) == 0 ? 1 : -1;
    }

    private sealed class CoordinateComparer : IEqualityComparer<ImmutableArray<double>>
    {
        public static readonly CoordinateComparer Instance = new();

        public bool Equals(ImmutableArray<double> x, ImmutableArray<double> y) => x.AsSpan().SequenceEqual(y.AsSpan());

        public int GetHashCode(ImmutableArray<double> values)
        {
            var hash = new HashCode();
            foreach (double v in values)
                hash.Add(v);
            return hash.ToHashCode();
        }
    }
}
