using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>A fixed point together with everything that is equivalent to it: its images under the symmetries and, where it has one, its continuous family.</summary>
/// <remarks>
/// <para>
/// The reduced ODE (13) is unchanged by flipping the sign of a feature (a row of P, an entry of q), of a generator column (a column of P,
/// an entry of r, a row and column of S) or of w (q and r), and by permuting features with equal Λ_ℓ or columns with equal Λ̃_ℓ. Beyond
/// those, features with equal Λ_ℓ may be rotated, and a column with r_ℓ = 0 keeps a free P_·ℓ: such points come in continuous families.
/// </para>
/// <para>The stability of a family can change along it (it does on the deceived manifold), so it is not a property of the representative.</para>
/// </remarks>
/// <param name="Representative">
/// One point of the set. For the reduced ODE: q ≥ 0 and r ≥ 0, columns with r_ℓ = 0 have P_·ℓ = 0 and zero overlap with the others, and
/// within features of equal Λ_ℓ only the first has q_ℓ ≠ 0.
/// </param>
/// <param name="FamilyDimension">
/// Number of independent directions along which fixed points continue, 0 for an isolated one: neutral directions of the Jacobian that were
/// verified to be tangent to fixed points.
/// </param>
/// <param name="OrbitSize">
/// Number of distinct copies under the symmetries: of points when isolated, of connected pieces when a family; ≥ 1. Always 1 for fields
/// whose symmetries are not known.
/// </param>
/// <param name="Hits">How many starts of a search ended here; 0 for a closed form.</param>
public sealed record FixedPointOrbit(FixedPoint Representative, int FamilyDimension, long OrbitSize, int Hits = 0)
{
    /// <summary>One point of the set.</summary>
    public FixedPoint Representative { get; init => field = Guard.NotNull(value, nameof(Representative)); } = Guard.NotNull(Representative);

    /// <summary>The kind of every point of the set.</summary>
    public FixedPointKind Kind => Representative.Kind;

    /// <summary>The distinct images of the representative under the sign flips of features, columns and w, itself first, in a fixed order.</summary>
    /// <param name="ode">The field whose fixed point this is; at most <see cref="MaxFlipFeatures"/> features.</param>
    /// <returns>Coordinates of <paramref name="ode"/>, at most 4^d points; for d = 1 there are 1, 2 or 4.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ode"/> is null.</exception>
    /// <exception cref="ArgumentException">The representative is not a state of <paramref name="ode"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are more features than <see cref="MaxFlipFeatures"/>.</exception>
    public ImmutableArray<ImmutableArray<double>> SignImages(ReducedOde ode)
    {
        ArgumentNullException.ThrowIfNull(ode);
        int d = ode.Parameters.FeatureCount;
        Guard.Length(Representative.Coordinates.Length, ode.Dimension, "the coordinates of the representative", nameof(ode));
        if (d > MaxFlipFeatures)
            throw Guard.OutOfRange(nameof(ode), d, $"has d features and the 4^d sign images are listed for d ≤ {MaxFlipFeatures}");
        ReadOnlySpan<double> y = Representative.Coordinates.AsSpan();
        var images = ImmutableArray.CreateBuilder<ImmutableArray<double>>();
        var seen = new HashSet<ImmutableArray<double>>(CoordinateComparer.Instance);
        // w itself stays: flipping it equals flipping every feature and every column.
        for (int flips = 0; flips < 1 << (2 * d); flips++)
        {
            ImmutableArray<double> image = Flip(y, d, flips & ((1 << d) - 1), flips >> d);
            if (seen.Add(image))
                images.Add(image);
        }
        return images.ToImmutable();
    }

    /// <summary>Most features for which <see cref="SignImages"/> lists the 4^d flips.</summary>
    public const int MaxFlipFeatures = 6;

    private static ImmutableArray<double> Flip(ReadOnlySpan<double> y, int d, int features, int columns)
    {
        var image = new double[y.Length];
        for (int i = 0, k = d * d + 2 * d; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                image[i * d + j] = Sign(features, i) * Sign(columns, j) * y[i * d + j] + 0.0;
            image[d * d + i] = Sign(features, i) * y[d * d + i] + 0.0;
            image[d * d + d + i] = Sign(columns, i) * y[d * d + d + i] + 0.0;
            for (int j = i + 1; j < d; j++, k++)
                image[k] = Sign(columns, i) * Sign(columns, j) * y[k] + 0.0;
        }
        return [.. image];

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

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
