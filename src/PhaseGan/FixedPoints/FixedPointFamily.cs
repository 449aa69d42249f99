namespace PhaseGan;

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
        (double[] values, double[] vectors) = JacobiSvd(jacobian, n);
        double cutoff = NeutralTolerance * values.Max();
        double trace = 0;
        var shifted = new double[n];
        for (int k = 0; k < n; k++)
        {
            if (values[k] > cutoff)
                continue;
            for (int i = 0; i < n; i++)
                shifted[i] = root[i] + Displacement * vectors[i * n + k];
            NewtonResult result = Newton.Polish(field, shifted);
            if (!result.IsConverged)
                continue;
            double along = 0;
            for (int i = 0; i < n; i++)
                along += (result.Point[i] - root[i]) * vectors[i * n + k];
            trace += Math.Clamp(along / Displacement, 0, 1);
        }
        return (int)Math.Round(trace);
    }

    /// <summary>Whether a walk from <paramref name="a"/> straight towards <paramref name="b"/>, pulled back to roots after each of its steps, arrives.</summary>
    public static bool Joins(IVectorField field, double[] a, double[] b, double tolerance)
    {
        const int Steps = 32;
        double[] y = a;
        double whole = 0;
        for (int i = 0; i < a.Length; i++)
            whole += (b[i] - a[i]) * (b[i] - a[i]);
        double longest = 4 * Math.Sqrt(whole) / Steps;
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
        double distance = 0;
        for (int i = 0; i < a.Length; i++)
            distance = Math.Max(distance, Math.Abs(y[i] - b[i]));
        return distance <= 100 * tolerance;
    }

    /// <summary>
    /// Singular values and right singular vectors (columns) by one-sided Jacobi rotations, Hestenes' method as in Golub and Van Loan,
    /// <em>Matrix Computations</em>, 4th ed., section 8.6.3; it cannot fail and finds small values to high relative accuracy.
    /// </summary>
    internal static (double[] Values, double[] Vectors) JacobiSvd(double[] matrix, int n)
    {
        var a = (double[])matrix.Clone();
        var v = new double[n * n];
        for (int i = 0; i < n; i++)
            v[i * n + i] = 1;
        bool rotated = true;
        for (int sweep = 0; rotated && sweep < 40; sweep++)
        {
            rotated = false;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    double pp = 0, qq = 0, pq = 0;
                    for (int i = 0; i < n; i++)
                    {
                        double x = a[i * n + p], y = a[i * n + q];
                        pp += x * x;
                        qq += y * y;
                        pq += x * y;
                    }
                    if (pq == 0 || Math.Abs(pq) <= 1e-15 * Math.Sqrt(pp) * Math.Sqrt(qq))
                        continue;
                    rotated = true;
                    double zeta = (qq - pp) / (2 * pq);
                    double t = double.IsInfinity(zeta) ? 0 : (zeta >= 0 ? 1 : -1) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
                    double c = 1 / Math.Sqrt(1 + t * t), s = c * t;
                    Rotate(a, n, p, q, c, s);
                    Rotate(v, n, p, q, c, s);
                }
            }
        }
        var values = new double[n];
        for (int k = 0; k < n; k++)
        {
            double sum = 0;
            for (int i = 0; i < n; i++)
                sum += a[i * n + k] * a[i * n + k];
            values[k] = Math.Sqrt(sum);
        }
        return (values, v);

        static void Rotate(double[] m, int n, int p, int q, double c, double s)
        {
            for (int i = 0; i < n; i++)
            {
                (double x, double y) = (m[i * n + p], m[i * n + q]);
                m[i * n + p] = c * x - s * y;
                m[i * n + q] = s * x + c * y;
            }
        }
    }
}
