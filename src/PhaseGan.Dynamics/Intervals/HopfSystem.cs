namespace PhaseGan.Dynamics;

/// <summary>The equations of a Hopf point (Griewank and Reddien, 1983) over z = (y, a, b, ω, p): F(y, p) = 0, Ja + ωb = 0, Jb − ωa = 0, l·a = 1, l·b = 0, so that a + ib is an eigenvector of iω.</summary>
internal sealed class HopfSystem(IIntervalFamily family, double[] norm) : IIntervalField
{
    private readonly int _n = family.Dimension;

    /// <summary>l.</summary>
    public double[] Norm => norm;

    public int Dimension => 3 * _n + 2;

    public void Enclose(ReadOnlySpan<Interval> y, Span<Interval> derivative)
    {
        int n = _n;
        ReadOnlySpan<Interval> state = y[..n], a = y.Slice(n, n), b = y.Slice(2 * n, n);
        Interval omega = y[^2];
        IIntervalField field = family.At(y[^1]);
        var jacobian = new Interval[n * n];
        field.Enclose(state, derivative[..n]);
        field.EncloseJacobian(state, jacobian);
        Interval[] ja = IntervalMatrix.Apply(jacobian, a, n), jb = IntervalMatrix.Apply(jacobian, b, n);
        for (int i = 0; i < n; i++)
            (derivative[n + i], derivative[2 * n + i]) = (ja[i] + omega * b[i], jb[i] - omega * a[i]);
        (derivative[^2], derivative[^1]) = (IntervalMatrix.Dot(norm, a) - 1, IntervalMatrix.Dot(norm, b));
    }

    public void EncloseJacobian(ReadOnlySpan<Interval> y, Span<Interval> jacobian)
    {
        int n = _n, m = Dimension;
        ReadOnlySpan<Interval> state = y[..n], a = y.Slice(n, n), b = y.Slice(2 * n, n);
        Interval[] j = new Interval[n * n], slope = new Interval[n], ofA = new Interval[n * (n + 1)], ofB = new Interval[n * (n + 1)];
        family.At(y[^1]).EncloseJacobian(state, j);
        family.EncloseSlope(y[^1], state, slope);
        family.EncloseSecond(y[^1], state, a, ofA);
        family.EncloseSecond(y[^1], state, b, ofB);
        jacobian.Clear();
        for (int i = 0; i < n; i++)
        {
            int rowA = (n + i) * m, rowB = (2 * n + i) * m;
            for (int k = 0; k < n; k++)
            {
                jacobian[i * m + k] = jacobian[rowA + n + k] = jacobian[rowB + 2 * n + k] = j[i * n + k];
                (jacobian[rowA + k], jacobian[rowB + k]) = (ofA[i * (n + 1) + k], ofB[i * (n + 1) + k]);
            }
            (jacobian[rowA + 2 * n + i], jacobian[rowB + n + i]) = (y[^2], -y[^2]);
            (jacobian[rowA + m - 2], jacobian[rowB + m - 2]) = (b[i], -a[i]);
            (jacobian[i * m + m - 1], jacobian[rowA + m - 1], jacobian[rowB + m - 1]) = (slope[i], ofA[i * (n + 1) + n], ofB[i * (n + 1) + n]);
            jacobian[(m - 2) * m + n + i] = jacobian[(m - 1) * m + 2 * n + i] = norm[i];
        }
    }

    /// <summary>The speed dσ/dp of the real part of the eigenvalue σ + iω along the branch, over a box of z; null where J or the pair is not shown to be regular and simple.</summary>
    public Interval? CrossingSpeed(ReadOnlySpan<Interval> z)
    {
        (Interval[] matrix, Interval[] right) = SpeedSystem(z);
        return IntervalMatrix.Solve(matrix, right, right.Length) is { } slopes ? slopes[^1] : null;
    }

    /// <summary>The linear system whose solution ends with the speed.</summary>
    /// <remarks>With the real part as an unknown in place of the parameter the system Ja = σa − ωb, Jb = ωa + σb has a regular matrix exactly where 0 is no eigenvalue and iω is a simple one; the derivative by p of its solution is −A⁻¹ times the column of p.</remarks>
    public (Interval[] Matrix, Interval[] Right) SpeedSystem(ReadOnlySpan<Interval> z)
    {
        int n = _n, m = Dimension;
        Interval[] matrix = new Interval[m * m], right = new Interval[m];
        EncloseJacobian(z, matrix);
        for (int i = 0; i < m; i++)
        {
            right[i] = -matrix[i * m + m - 1];
            matrix[i * m + m - 1] = i < n || i >= 3 * n ? 0 : -z[i];
        }
        return (matrix, right);
    }
}
