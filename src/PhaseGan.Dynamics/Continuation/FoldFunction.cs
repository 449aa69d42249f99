namespace PhaseGan.Dynamics;

/// <summary>
/// The corner g of the bordered system [J w; vᵀ 0](x; g) = (0; 1), which vanishes with the determinant of J: Govaerts, <em>Numerical Methods for Bifurcations of Dynamical
/// Equilibria</em> (SIAM 2000), section 3.3. The borders v and w are the singular vectors of J at a place nearby.
/// </summary>
internal sealed class FoldFunction : TestFunction
{
    private readonly double[] _right, _left;

    /// <summary>The function with borders from a place nearby.</summary>
    /// <param name="at">The place.</param>
    /// <param name="before">A function whose vectors give these their signs, if there is one.</param>
    public FoldFunction(Linearisation at, FoldFunction? before = null)
    {
        (_right, _left) = NullVectors.Of(at.Jacobian, at.Dimension);
        if (before is not null)
        {
            Align(_right, before._right);
            Align(_left, before._left);
        }
    }

    /// <inheritdoc/>
    public override double Value(Linearisation at) => Null(at, out _, out _);

    /// <summary>g with the unit vectors that are null vectors of J and of its transpose where it vanishes.</summary>
    public double Null(Linearisation at, out double[] right, out double[] left)
    {
        int n = at.Dimension, m = n + 1;
        var bordered = new double[m * m];
        for (int i = 0; i < n; i++)
        {
            at.Jacobian.AsSpan(i * n, n).CopyTo(bordered.AsSpan(i * m));
            bordered[i * m + n] = _left[i];
            bordered[n * m + i] = _right[i];
        }
        var factors = new ScaledLu(bordered, m);
        var unit = new double[m];
        unit[n] = 1;
        double[] x = factors.Solve(unit), z = factors.SolveTransposed(unit);
        (right, left) = (x[..n], z[..n]);
        VectorMath.Divide(right, VectorMath.Norm(right));
        VectorMath.Divide(left, VectorMath.Norm(left));
        return x[n];
    }

    private static void Align(double[] vector, double[] like)
    {
        if (VectorMath.Dot(vector, like) < 0)
            VectorMath.Divide(vector, -1);
    }
}
