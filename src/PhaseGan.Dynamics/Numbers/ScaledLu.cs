namespace PhaseGan.Dynamics;

/// <summary>
/// A real matrix with its rows scaled to a largest entry of about 1, factored by <see cref="RealLu"/>. A pivot that vanishes is replaced by one of the size of
/// rounding in its column, so that solutions of a singular system are long along its null vectors instead of undefined.
/// </summary>
internal sealed class ScaledLu
{
    private const double Epsilon = 2.220446049250313e-16;

    private readonly int _n;
    private readonly double[] _lu, _scale;
    private readonly int[] _row;

    /// <summary>Factors a finite row-major n×n matrix.</summary>
    public ScaledLu(ReadOnlySpan<double> matrix, int n)
    {
        var factors = new RealLu(n);
        (_n, _lu, _scale, _row) = (n, factors.Matrix, new double[n], new int[n]);
        var least = new double[n];
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = matrix.Slice(i * n, n);
            _scale[i] = Math.ScaleB(1, -VectorMath.Exponent(row));
            _row[i] = i;
            for (int j = 0; j < n; j++)
            {
                _lu[j * n + i] = row[j] * _scale[i];
                least[j] = Math.Max(least[j], Math.Abs(_lu[j * n + i]));
            }
        }
        for (int j = 0; j < n; j++)
            least[j] = Epsilon * (least[j] > 0 ? least[j] : 1);
        if (!factors.Factor(least))
            Array.Fill(_lu, double.NaN);
        DeterminantSign = factors.DeterminantSign;
        // the exchanges of rows, taken through the multipliers to their left
        for (int k = 0; k < n; k++)
        {
            int pivot = factors.Pivots[k];
            (_row[k], _row[pivot]) = (_row[pivot], _row[k]);
            for (int j = 0; j < k; j++)
                (_lu[j * n + k], _lu[j * n + pivot]) = (_lu[j * n + pivot], _lu[j * n + k]);
        }
    }

    /// <summary>The sign of the determinant; of no use where a pivot had to be replaced.</summary>
    public int DeterminantSign { get; }

    /// <summary>By how much each row was multiplied: one over the power of two below its largest entry.</summary>
    public ReadOnlySpan<double> RowScales => _scale;

    /// <summary>The solution of A x = b.</summary>
    public double[] Solve(ReadOnlySpan<double> b)
    {
        int n = _n;
        var x = new double[n];
        for (int i = 0; i < n; i++)
            x[i] = b[_row[i]] * _scale[_row[i]];
        for (int j = 0; j < n; j++)
            VectorMath.AddMultiple(x.AsSpan(j + 1), -x[j], _lu.AsSpan(j * n + j + 1, n - j - 1));
        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++)
                x[i] -= _lu[j * n + i] * x[j];
            x[i] /= _lu[i * n + i];
        }
        return x;
    }

    /// <summary>The solution of Aᵀ x = b.</summary>
    public double[] SolveTransposed(ReadOnlySpan<double> b)
    {
        int n = _n;
        double[] w = b.ToArray();
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++)
                w[j] -= _lu[j * n + i] * w[i];
            w[j] /= _lu[j * n + j];
        }
        for (int j = n - 1; j >= 0; j--)
            for (int i = n - 1; i > j; i--)
                w[j] -= _lu[j * n + i] * w[i];
        var x = new double[n];
        for (int i = 0; i < n; i++)
            x[_row[i]] = w[i] * _scale[_row[i]];
        return x;
    }
}
