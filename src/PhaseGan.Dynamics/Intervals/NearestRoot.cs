namespace PhaseGan.Dynamics;

/// <summary>Newton's method on the middles of enclosures: approximate roots that proofs start from. Nothing that is proved depends on them.</summary>
internal static class NearestRoot
{
    private const int MostSteps = 30;

    /// <summary>Below this fraction of the largest coordinate one counts as 0.</summary>
    private const double Vanishing = 1e-25;

    /// <summary>An approximate root; null where the steps do not come to rest.</summary>
    public static double[]? Of(IIntervalField field, ReadOnlySpan<double> start)
    {
        int n = field.Dimension;
        double[] z = start.ToArray();
        Interval[] value = new Interval[n], jacobian = new Interval[n * n];
        double last = double.PositiveInfinity;
        for (int k = 0; k < MostSteps; k++)
        {
            Interval[] at = IntervalMatrix.Of(z);
            field.Enclose(at, value);
            field.EncloseJacobian(at, jacobian);
            if (IntervalMatrix.InverseOfMiddle(jacobian, n) is not { } inverse)
                return null;
            double[] step = [.. IntervalMatrix.Apply(inverse, value, n).Select(v => v.Middle)];
            VectorMath.AddMultiple(z, -1, step);
            double size = VectorMath.Norm(step);
            if (!VectorMath.AllFinite(z))
                return null;
            // at rest, or down at rounding
            if (size <= 1e-14 * (1 + VectorMath.Norm(z)) || (size >= last && size < 1e-9 * (1 + VectorMath.Norm(z))))
                return Cleared(z);
            last = size;
        }
        return null;
    }

    /// <summary>A root without what rounding leaves of coordinates that vanish.</summary>
    private static double[] Cleared(double[] z)
    {
        double least = Vanishing * VectorMath.Largest(z);
        return [.. z.Select(v => Math.Abs(v) < least ? 0 : v)];
    }
}
