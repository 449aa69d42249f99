namespace PhaseGan.Dynamics;

/// <summary>The equations of a fold (Moore and Spence, 1980) over z = (y, v, p): F(y, p) = 0, J(y, p)v = 0, l·v = 1. Its Jacobian is regular exactly at simple folds: one eigenvalue 0, F_p not in the range of J, and a quadratic coefficient that does not vanish.</summary>
internal sealed class FoldSystem(IIntervalFamily family, double[] norm) : IIntervalField
{
    private readonly int _n = family.Dimension;

    /// <summary>l.</summary>
    public double[] Norm => norm;

    public int Dimension => 2 * _n + 1;

    public void Enclose(ReadOnlySpan<Interval> y, Span<Interval> derivative)
    {
        ReadOnlySpan<Interval> state = y[.._n], v = y.Slice(_n, _n);
        IIntervalField field = family.At(y[^1]);
        var jacobian = new Interval[_n * _n];
        field.Enclose(state, derivative[.._n]);
        field.EncloseJacobian(state, jacobian);
        IntervalMatrix.Apply(jacobian, v, _n).CopyTo(derivative.Slice(_n, _n));
        derivative[^1] = IntervalMatrix.Dot(norm, v) - 1;
    }

    public void EncloseJacobian(ReadOnlySpan<Interval> y, Span<Interval> jacobian)
    {
        int n = _n, m = Dimension;
        ReadOnlySpan<Interval> state = y[..n];
        Interval[] j = new Interval[n * n], slope = new Interval[n], second = new Interval[n * (n + 1)];
        family.At(y[^1]).EncloseJacobian(state, j);
        family.EncloseSlope(y[^1], state, slope);
        family.EncloseSecond(y[^1], state, y.Slice(n, n), second);
        jacobian.Clear();
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                jacobian[i * m + k] = jacobian[(n + i) * m + n + k] = j[i * n + k];
                jacobian[(n + i) * m + k] = second[i * (n + 1) + k];
            }
            jacobian[i * m + m - 1] = slope[i];
            jacobian[(n + i) * m + m - 1] = second[i * (n + 1) + n];
            jacobian[(m - 1) * m + n + i] = norm[i];
        }
    }
}
