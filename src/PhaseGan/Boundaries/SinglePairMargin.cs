using System.Numerics;

namespace PhaseGan;

/// <summary>
/// How far the fixed points with one active column, of a feature and a column, are from attracting, in units of τ: the largest real part of their spectra. Where there is no such
/// point, how far its equations are from having one. Where a point belongs to a family it is that of the coordinates that do not vanish, and if those are stable it is negative as long as a member of the family
/// is stable in the others, too, which the Hurwitz conditions tell for the family as a whole with two features, and <see cref="MemberSearch"/> with more.
/// </summary>
internal static class SinglePairMargin
{
    /// <summary>The least margin of a point that does not exist.</summary>
    private const double Absent = 1e-300;

    /// <summary>That of the Undeceived points with feature i and column j.</summary>
    public static double Undeceived(GanParameters gan, int i, int j, MemberSearch? search = null)
    {
        var c = new SingleFeatureConstants(gan, i, j);
        (double? upper, double? lower) = SingleFeature.Undeceived(c);
        double margin = double.PositiveInfinity;
        var ode = new ReducedOde(gan);
        foreach (double? root in (ReadOnlySpan<double?>)[upper, lower])
            if (root is { } u)
                margin = Math.Min(margin, Undeceived(ode, i, j, c, u, search));
        return double.IsPositiveInfinity(margin) ? Math.Max(Absent, Missing(c)) : margin;
    }

    /// <summary>That of the Locked point of column j, or its family.</summary>
    public static double Locked(GanParameters gan, int j, MemberSearch? search = null)
    {
        var c = new SingleFeatureConstants(gan, 0, j);
        if (SingleFeature.Locked(c) is not { } u)
            return Math.Max(Absent, (c.Fake + c.Noise) / c.Fake - c.Alpha);
        var ode = new ReducedOde(gan);
        double[] y = new double[ode.Dimension];
        y[ode.Layout.R(j)] = Math.Sqrt(u);
        if (gan.FeatureCount == 1)
            return Largest(ode, y, [0, 1, 2]);
        double even = Largest(ode, y, [ode.Layout.R(j)]);
        if (gan.FeatureCount > 2)
            return even > 0 ? even : Math.Max(even, (search ?? new MemberSearch()).Best(ode, y, 1 << j, -1));
        var block = new OddBlock(gan, j, c.Fake - c.Alpha * c.Fake * (1 - u), c.Fake + c.Alpha * c.Fake, c.Alpha * c.Fake * u);
        (SizedPolynomial origin, SizedPolynomial first, SizedPolynomial second) = block.Locked();
        return even < 0 && !HasStableMember(origin, first, second) ? -even : even;
    }

    /// <summary>The eigenvalue of largest real part at the most stable Undeceived point of one feature, in units of τ; null where there is none.</summary>
    public static Complex? LeadingUndeceived(GanParameters gan)
    {
        var c = new SingleFeatureConstants(gan);
        (double? upper, double? lower) = SingleFeature.Undeceived(c);
        var ode = new ReducedOde(gan);
        return new[] { upper, lower }.OfType<double>().Select(u => Leading(ode, State(ode, 0, 0, c, u))).OfType<Complex>().OrderBy(z => z.Real).Cast<Complex?>().FirstOrDefault();
    }

    /// <summary>The same of Locked.</summary>
    public static Complex? LeadingLocked(GanParameters gan)
    {
        if (SingleFeature.Locked(new SingleFeatureConstants(gan)) is not { } u)
            return null;
        return Leading(new ReducedOde(gan), [0, 0, Math.Sqrt(u)]);
    }

    /// <summary>P² of the most stable Undeceived point of one feature; NaN where there is none.</summary>
    public static double MostStableOverlap(GanParameters gan)
    {
        var c = new SingleFeatureConstants(gan);
        (double? upper, double? lower) = SingleFeature.Undeceived(c);
        var ode = new ReducedOde(gan);
        (double overlap, double least) = (double.NaN, double.PositiveInfinity);
        foreach (double? root in (ReadOnlySpan<double?>)[upper, lower])
            if (root is { } u && Undeceived(ode, 0, 0, c, u) is var margin && margin < least)
                (overlap, least) = (c.OverlapSquared(u), margin);
        return overlap;
    }

    /// <summary>P² of the Undeceived points of a pair that exist.</summary>
    public static IEnumerable<double> Overlaps(GanParameters gan, int i, int j)
    {
        var c = new SingleFeatureConstants(gan, i, j);
        (double? upper, double? lower) = SingleFeature.Undeceived(c);
        return new[] { upper, lower }.OfType<double>().Select(u => c.OverlapSquared(u));
    }

    private static double Undeceived(ReducedOde ode, int i, int j, SingleFeatureConstants c, double u, MemberSearch? search = null)
    {
        double[] y = State(ode, i, j, c, u);
        if (ode.Parameters.FeatureCount == 1)
            return Largest(ode, y, [0, 1, 2]);
        double even = Largest(ode, y, [ode.Layout.P(i, j), ode.Layout.Q(i), ode.Layout.R(j)]);
        if (ode.Parameters.FeatureCount > 2)
            return even > 0 ? even : Math.Max(even, (search ?? new MemberSearch()).Best(ode, y, 1 << j, i));
        var block = new OddBlock(ode.Parameters, j, c.Fake - c.Real, c.Fake + c.Real, c.Alpha * c.Fake * u);
        (SizedPolynomial low, SizedPolynomial slope) = block.Undeceived(i, Math.Clamp(c.OverlapSquared(u), 0, 1) * u);
        return even < 0 && !HasStableMember(low, slope, null) ? -even : even;
    }

    private static double[] State(ReducedOde ode, int i, int j, SingleFeatureConstants c, double u)
    {
        double p = Math.Sqrt(Math.Clamp(c.OverlapSquared(u), 0, 1)), r = Math.Sqrt(u);
        var y = new double[ode.Dimension];
        (y[ode.Layout.P(i, j)], y[ode.Layout.Q(i)], y[ode.Layout.R(j)]) = (p, p * r, r);
        return y;
    }

    /// <summary>How far the quadratic of Undeceived is from a root that is a point; positive.</summary>
    private static double Missing(SingleFeatureConstants c)
    {
        (double a, double b, double c0, _, _) = c.Quadratic();
        double square = b * b - 4 * a * c0, least = double.PositiveInfinity;
        if (square < 0)
            return -square / (b * b + Math.Abs(4 * a * c0));
        foreach (double sign in (ReadOnlySpan<double>)[-1, 1])
        {
            double u = (b + sign * Math.Sqrt(square)) / (2 * a);
            least = Math.Min(least, Math.Max(Math.Max(-u, u - 1), -c.OverlapSquared(u)));
        }
        return least;
    }

    /// <summary>Whether a member of a family has all real parts negative.</summary>
    private static bool HasStableMember(in SizedPolynomial origin, in SizedPolynomial first, SizedPolynomial? second)
    {
        int n = origin.Degree;
        Span<double> low = stackalloc double[n], one = stackalloc double[n], other = stackalloc double[n], errors = stackalloc double[n];
        errors.Clear();
        for (int k = 0; k < n; k++)
        {
            int power = n - 1 - k;
            (low[k], one[k], other[k]) = (origin[power], origin[power] + first[power], origin[power] + (second?[power] ?? 0));
        }
        return low[0] > 0 && HurwitzFamily.Search(low, one, second is null ? default : other, errors) == StableMember.Found;
    }

    /// <summary>The largest real part of the block over some coordinates, in units of τ; NaN if the eigenvalues are not to be had.</summary>
    public static double Largest(ReducedOde ode, double[] y, int[] coordinates) => Leading(ode, y, coordinates)?.Real ?? double.NaN;

    /// <summary>The eigenvalue of largest real part at a state, in units of τ; null if they are not to be had.</summary>
    public static Complex? Leading(ReducedOde ode, double[] y) => Leading(ode, y, [.. Enumerable.Range(0, ode.Dimension)]);

    private static Complex? Leading(ReducedOde ode, double[] y, int[] coordinates)
    {
        int size = ode.Dimension, n = coordinates.Length;
        double[] jacobian = new double[size * size], block = new double[n * n];
        ode.Jacobian(y, jacobian);
        for (int a = 0; a < n; a++)
            for (int b = 0; b < n; b++)
                block[a * n + b] = jacobian[coordinates[a] * size + coordinates[b]] / ode.Parameters.DiscriminatorRate;
        return EigenSolver.Eigenvalues(block, n)?.MaxBy(z => (z.Real, Math.Abs(z.Imaginary)));
    }
}
