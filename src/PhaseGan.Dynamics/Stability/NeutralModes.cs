using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>Null directions of the Jacobian at a fixed point that lead to further fixed points.</summary>
internal static class NeutralModes
{
    /// <summary>Directions that the Jacobian shortens to this share of its size are null.</summary>
    public const double NullTolerance = 1e-8;

    /// <summary>The step along a null direction is so long that it changes the Jacobian by this share: short for a curved family, long for a tangency of higher order.</summary>
    private const double Change = 1e-3;

    /// <summary>A fixed point at most this share of the step beside its end lies on a family with that tangent.</summary>
    private const double Aside = 0.1;

    /// <summary>Directions of a symmetry below this share of the longest may be nothing but the error of the point.</summary>
    private const double Short = 1e-6;

    /// <summary>So many times the rounding of the Jacobian is what it leaves of a direction of a symmetry.</summary>
    private const double Shortened = 8;

    /// <summary>
    /// Orthonormal null directions if every one of them is tangent to a family of fixed points (a short way along it another fixed point
    /// is found next to the tangent), and if they account for all eigenvalues near zero; otherwise none.
    /// </summary>
    /// <param name="field">The field.</param>
    /// <param name="y">The fixed point.</param>
    /// <param name="jacobian">The Jacobian there.</param>
    /// <param name="unit">The same, scaled to a largest entry of about 1.</param>
    /// <param name="near">Moduli of the eigenvalues near zero, in that scale.</param>
    public static List<double[]> Verify(IVectorField field, ReadOnlySpan<double> y, double[] jacobian, double[] unit, double[] near)
    {
        int n = field.Dimension;
        double size = VectorMath.Norm(unit);
        // with many coordinates only eigenvalues that are zero to rounding are followed up
        if (n > EigenvalueBounds.FullOrder && near.Max() > EigenvalueBounds.Rounding(n) * size)
            return [];
        List<double[]> directions = n <= EigenvalueBounds.FullOrder ? Small(unit, n, size) : Large(unit, n, size, near.Length);
        if (directions.Count != near.Length)
            return [];
        double[] point = y.ToArray();
        return directions.TrueForAll(d => LeadsOn(field, point, jacobian, d)) ? directions : [];
    }

    /// <summary>
    /// Orthonormal null directions along the symmetries of a field: at a fixed point each direction G y is null whatever else is, so nothing has to be found next to it. Directions that are short beside the
    /// longest, or that the Jacobian does not shorten to rounding, come from a point that is known too badly to tell them from none, and are left out.
    /// </summary>
    /// <param name="field">The field.</param>
    /// <param name="y">The fixed point.</param>
    /// <param name="unit">The Jacobian there, scaled to a largest entry of about 1.</param>
    public static List<double[]> OfSymmetry(IVectorField field, ReadOnlySpan<double> y, double[] unit)
    {
        var directions = new List<double[]>();
        if (field is not ISymmetricField { SymmetryCount: > 0 and int count } symmetric)
            return directions;
        int n = field.Dimension;
        var generators = new double[n * count];
        symmetric.SymmetryDirections(y, generators);
        double longest = 0, rounding = Shortened * EigenvalueBounds.Rounding(n) * VectorMath.Norm(unit);
        for (int e = 0; e < count; e++)
            longest = Math.Max(longest, VectorMath.Norm(generators.AsSpan(e * n, n)));
        for (int e = 0; e < count; e++)
        {
            double[] v = generators[(e * n)..((e + 1) * n)];
            if (VectorMath.Norm(v) > Short * longest && OrthonormalBasis.Orthonormalise(v, directions) && VectorMath.ResidualNorm(new double[n], unit, v) <= rounding)
                directions.Add(v);
        }
        return directions;
    }

    /// <summary>The null directions of the Jacobian across some that are known, each of which leads to further fixed points; none unless they account for all eigenvalues near zero.</summary>
    /// <param name="field">The field.</param>
    /// <param name="y">The fixed point.</param>
    /// <param name="jacobian">The Jacobian there.</param>
    /// <param name="across">The same across the known directions, scaled to a largest entry of about 1.</param>
    /// <param name="basis">The basis across them, one vector after the other.</param>
    /// <param name="near">How many eigenvalues of it are near zero.</param>
    public static List<double[]> Further(IVectorField field, ReadOnlySpan<double> y, double[] jacobian, double[] across, double[] basis, int near)
    {
        int n = field.Dimension, m = basis.Length / n;
        if (near == 0 || m > EigenvalueBounds.FullOrder)
            return [];
        var directions = new List<double[]>();
        foreach (double[] components in Small(across, m, VectorMath.Norm(across)))
        {
            var direction = new double[n];
            for (int i = 0; i < m; i++)
                VectorMath.AddMultiple(direction, components[i], basis.AsSpan(i * n, n));
            directions.Add(direction);
        }
        double[] point = y.ToArray();
        return directions.Count == near && directions.TrueForAll(d => LeadsOn(field, point, jacobian, d)) ? directions : [];
    }

    private static List<double[]> Small(double[] unit, int n, double size)
    {
        var singular = SingularValues.Of(unit, n);
        var directions = new List<double[]>();
        for (int k = n - 1; k >= 0 && singular.Values[k] <= NullTolerance * size; k--)
            directions.Add(singular.Right(k).ToArray());
        return directions;
    }

    /// <summary>As many directions by inverse iteration on JᵀJ, orthonormal; those that the Jacobian does not shorten enough are left out.</summary>
    private static List<double[]> Large(double[] unit, int n, double size, int count)
    {
        const int rounds = 3;
        var lu = new ScaledLu(unit, n);
        var random = new SplitMix(0);
        var directions = new List<double[]>();
        for (int k = 0; k < count; k++)
        {
            var v = new double[n];
            for (int i = 0; i < n; i++)
                v[i] = random.NextNormal();
            for (int round = 0; round < rounds; round++)
            {
                Orthonormalise(v, directions);
                v = lu.Solve(lu.SolveTransposed(v));
            }
            Orthonormalise(v, directions);
            if (VectorMath.ResidualNorm(new double[n], unit, v) <= NullTolerance * size)
                directions.Add(v);
        }
        return directions;
    }

    private static void Orthonormalise(double[] v, List<double[]> others)
    {
        VectorMath.Divide(v, VectorMath.Largest(v));
        foreach (double[] other in others)
            VectorMath.RemoveAlong(v, other);
        VectorMath.Divide(v, VectorMath.Norm(v));
    }

    private static bool LeadsOn(IVectorField field, double[] y, double[] jacobian, double[] direction)
    {
        double distance = Distance(field, y, jacobian, direction), unit = Math.ScaleB(1, Math.ILogB(Math.Max(distance, VectorMath.Largest(y))));
        // in units of the point or of the step, whichever is longer
        var scaled = ScaledField.Of(field, [.. Enumerable.Repeat(unit, y.Length)]);
        double[] moved = [.. y.Select((v, i) => (v + distance * direction[i]) / unit)];
        NewtonResult polished = Newton.Polish(scaled, moved);
        if (polished.Status != NewtonStatus.Converged || VectorMath.LargestDifference(polished.Point, moved) > Aside * distance / unit)
            return false;
        // Newton's method ends at a residual that is small beside the largest component; a slow one beside it must vanish too
        scaled.Jacobian(polished.Point, jacobian = new double[jacobian.Length]);
        return new RootUncertainty(scaled, polished.Point, jacobian, []).IsZeroHere();
    }

    /// <summary>How far along a direction the Jacobian has changed by <see cref="Change"/>; where it never does, the size of the point, or 1 at the origin.</summary>
    private static double Distance(IVectorField field, double[] y, double[] jacobian, double[] direction)
    {
        const double shortest = 1e-12, longest = 1e3, factor = 4;
        double size = VectorMath.Largest(y), most = VectorMath.Largest(jacobian);
        // at the origin no length is given, and all are tried
        (double from, double to) = size > 0 ? (shortest * size, longest * size) : (1e-300, 1e300);
        double[] moved = new double[y.Length], there = new double[jacobian.Length];
        for (double distance = from; distance <= to; distance *= factor)
        {
            for (int i = 0; i < y.Length; i++)
                moved[i] = y[i] + distance * direction[i];
            field.Jacobian(moved, there);
            for (int k = 0; k < there.Length; k++)
            {
                if (!(Math.Abs(there[k] - jacobian[k]) <= Change * most))
                    return distance;
            }
        }
        return size > 0 ? size : 1;
    }
}
