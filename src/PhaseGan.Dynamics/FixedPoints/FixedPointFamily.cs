namespace PhaseGan.Dynamics;

/// <summary>Continuous families: how many directions of fixed points leave a root, and whether two roots lie on one.</summary>
internal static class FixedPointFamily
{
    private const double NeutralTolerance = 1e-6;

    // Large enough that a cubic tangency (a pitchfork) is seen to leave zero, small enough that curvature hardly shortens a displacement.
    private const double Displacement = 3e-3;

    /// <summary>
    /// Dimension of the set of roots around <paramref name="root"/>: each neutral direction v of the Jacobian is tried by polishing root + εv.
    /// Along a family the polished point keeps the tangent part of εv and elsewhere it falls back, so the displacements over ε are, up to
    /// O(ε), the projection on the tangent space, whose trace is the dimension.
    /// </summary>
    public static int Dimension(IVectorField field, double[] root)
    {
        int n = field.Dimension;
        var jacobian = new double[n * n];
        field.Jacobian(root, jacobian);
        var singular = SingularValues.Of(jacobian, n);
        double cutoff = NeutralTolerance * singular.Values[0];
        double trace = 0;
        var shifted = new double[n];
        for (int k = n - 1; k >= 0 && singular.Values[k] <= cutoff; k--)
        {
            ReadOnlySpan<double> direction = singular.Right(k);
            for (int i = 0; i < n; i++)
                shifted[i] = root[i] + Displacement * direction[i];
            NewtonResult result = Newton.Polish(field, shifted);
            if (!result.IsConverged)
                continue;
            double along = 0;
            for (int i = 0; i < n; i++)
                along += (result.Point[i] - root[i]) * direction[i];
            trace += Math.Clamp(along / Displacement, 0, 1);
        }
        return (int)Math.Round(trace);
    }

    /// <summary>Whether a walk from <paramref name="a"/> straight towards <paramref name="b"/>, pulled back to roots after each of its steps, arrives.</summary>
    public static bool Joins(IVectorField field, double[] a, double[] b, double tolerance)
    {
        const int Steps = 32;
        double[] y = a;
        double longest = 4 * VectorMath.Distance(a, b) / Steps;
        var target = new double[a.Length];
        for (int k = 0; k < Steps; k++)
        {
            double stride = 0;
            for (int i = 0; i < a.Length; i++)
            {
                double move = (b[i] - y[i]) / (Steps - k);
                target[i] = y[i] + move;
                stride += move * move;
            }
            // A walk that falls behind would have to leap at its end, and a pull-back longer than the stride is a leap to another branch.
            stride = Math.Sqrt(stride);
            if (stride > longest + tolerance)
                return false;
            NewtonResult result = Newton.Polish(field, target);
            if (!result.IsConverged || result.Travel > stride + tolerance)
                return false;
            y = result.Point;
        }
        return VectorMath.LargestDifference(y, b) <= 100 * tolerance;
    }
}
