using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The families of fixed points of the reduced ODE with two features as <see cref="StabilityFamily"/>: which of their members comes nearest to attracting, and where in two parameters the last of them ceases to.
/// </summary>
/// <remarks>
/// One column j is active (r_j ≠ 0) and the other, k, frozen; members are told by squares of the overlaps of column k. The Jacobian couples these along a tree, so that its eigenvalues depend on
/// the squares alone, and one of each pair of entries ±P_lk may carry the whole of the square: it is linear in them.
/// </remarks>
public static class TwoFeatureStability
{
    private const int N = 9, Q = 4, R = 6;

    /// <summary>The Locked points, P = 0 in column j and q = 0: members s = (P_1k², P_2k²).</summary>
    /// <param name="first">Name of the first parameter.</param>
    /// <param name="second">Name of the second, another one.</param>
    /// <param name="parameters">The parameters of the GAN at values of both, with two features; an <see cref="ArgumentException"/> where there are none.</param>
    /// <param name="column">j, 0 or 1.</param>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="ArgumentException">A name is empty, or both are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The column is neither 0 nor 1.</exception>
    public static StabilityFamily Locked(string first, string second, Func<double, double, GanParameters> parameters, int column)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Guard.InRange(column, 0, 1, "the active column", nameof(column));
        int frozen = 1 - column;
        return StabilityFamily.Of(first, second, 2, N - 2, (p, s) =>
        {
            if (At(parameters, p) is not { } gan || SingleFeature.Locked(new SingleFeatureConstants(gan, 0, column)) is not { } u || u > 1)
                return null;
            var y = new double[N];
            (y[R + column], y[frozen], y[2 + frozen]) = (Math.Sqrt(u), 1, 1);
            return Across(new ReducedOde(gan), y, frozen, [(0, s[0]), (1, s[1])]);
        });
    }

    /// <summary>The Undeceived points that see feature i in column j: members s = (P_lk²) of the other feature l.</summary>
    /// <param name="first">Name of the first parameter.</param>
    /// <param name="second">Name of the second, another one.</param>
    /// <param name="parameters">The parameters of the GAN at values of both, with two features; an <see cref="ArgumentException"/> where there are none.</param>
    /// <param name="feature">i, 0 or 1.</param>
    /// <param name="column">j, 0 or 1.</param>
    /// <param name="larger">Whether the root with the larger r_j is meant, where there are two.</param>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="ArgumentException">A name is empty, or both are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The feature or the column is neither 0 nor 1.</exception>
    public static StabilityFamily Undeceived(string first, string second, Func<double, double, GanParameters> parameters, int feature, int column, bool larger = true)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Guard.InRange(feature, 0, 1, "the feature that is seen", nameof(feature));
        Guard.InRange(column, 0, 1, "the active column", nameof(column));
        (int other, int frozen) = (1 - feature, 1 - column);
        return StabilityFamily.Of(first, second, 1, N - 1, (p, s) =>
        {
            if (At(parameters, p) is not { } gan)
                return null;
            var c = new SingleFeatureConstants(gan, feature, column);
            (double? upper, double? lower) = SingleFeature.Undeceived(c);
            if ((larger ? upper : lower) is not { } u)
                return null;
            double overlap = Math.Sqrt(Math.Clamp(c.OverlapSquared(u), 0, 1)), r = Math.Sqrt(u);
            var y = new double[N];
            (y[2 * feature + column], y[Q + feature], y[R + column], y[2 * other + frozen]) = (overlap, overlap * r, r, 1);
            return Across(new ReducedOde(gan), y, frozen, [(other, s[0])]);
        });
    }

    private static GanParameters? At(Func<double, double, GanParameters> parameters, double[] p)
    {
        GanParameters? gan = parameters(p[0], p[1]);
        return gan is null || gan.FeatureCount == 2
            ? gan
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the families of two features need parameters with two; got {gan.FeatureCount}"), nameof(parameters));
    }

    /// <summary>The Jacobian without the rows and columns of the free overlaps, with their squares in the entries of r_k by q_l.</summary>
    private static double[] Across(ReducedOde ode, double[] y, int frozen, (int Feature, double Square)[] free)
    {
        var jacobian = new double[N * N];
        ode.Jacobian(y, jacobian);
        foreach ((int feature, double square) in free)
            jacobian[(R + frozen) * N + Q + feature] *= square;
        int[] kept = [.. Enumerable.Range(0, N).Where(i => !free.Any(f => i == 2 * f.Feature + frozen))];
        return [.. kept.SelectMany(a => kept.Select(b => jacobian[a * N + b]))];
    }
}
