using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// A real matrix with its rows scaled to a largest entry of about 1, factored by elimination with row exchanges. A pivot that vanishes is replaced by one of the size of
/// rounding in its column, so that solutions of a singular system are long along its null vectors instead of undefined.
/// </summary>
internal sealed class ScaledLu
{
    private const double Epsilon = 2.220446049250313e-16;

    private readonly int _n;
    private readonly double[] _lu, _scale, _column;
    private readonly int[] _row;

    /// <summary>Factors a finite row-major n×n matrix.</summary>
    public ScaledLu(ReadOnlySpan<double> matrix, int n)
    {
        (_n, _lu, _scale, _column, _row) = (n, matrix.ToArray(), new double[n], new double[n], new int[n]);
        for (int i = 0; i < n; i++)
        {
            Span<double> row = _lu.AsSpan(i * n, n);
            double largest = 0;
            foreach (double v in row)
                largest = Math.Max(largest, Math.Abs(v));
            _scale[i] = largest > 0 ? Math.ScaleB(1, -Math.ILogB(largest)) : 1;
            for (int j = 0; j < n; j++)
            {
                row[j] *= _scale[i];
                _column[j] = Math.Max(_column[j], Math.Abs(row[j]));
            }
            _row[i] = i;
        }
        for (int k = 0; k < n; k++)
            Eliminate(k);
    }

    /// <summary>By how much each row was multiplied: one over the power of two below its largest entry.</summary>
    public ReadOnlySpan<double> RowScales => _scale;

    /// <summary>The solution of A x = b.</summary>
    public double[] Solve(ReadOnlySpan<double> b)
    {
        int n = _n;
        var x = new double[n];
        for (int i = 0; i < n; i++)
            x[i] = b[_row[i]] * _scale[_row[i]];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++)
                x[i] -= _lu[i * n + j] * x[j];
        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++)
                x[i] -= _lu[i * n + j] * x[j];
            x[i] /= _lu[i * n + i];
        }
        return x;
    }

    /// <summary>The solution of Aᵀ x = b.</summary>
    public double[] SolveTransposed(ReadOnlySpan<double> b)
    {
        int n = _n;
        double[] w = b.ToArray();
        for (int i = 0; i < n; i++)
        {
            w[i] /= _lu[i * n + i];
            for (int j = i + 1; j < n; j++)
                w[j] -= _lu[i * n + j] * w[i];
        }
        for (int i = n - 1; i >= 0; i--)
            for (int j = 0; j < i; j++)
                w[j] -= _lu[i * n + j] * w[i];
        var x = new double[n];
        for (int i = 0; i < n; i++)
            x[_row[i]] = w[i] * _scale[_row[i]];
        return x;
    }

    private void Eliminate(int k)
    {
        int n = _n, best = k;
        for (int i = k + 1; i < n; i++)
            if (Math.Abs(_lu[i * n + k]) > Math.Abs(_lu[best * n + k]))
                best = i;
        if (best != k)
        {
            Span<double> first = _lu.AsSpan(k * n, n), second = _lu.AsSpan(best * n, n);
            for (int j = 0; j < n; j++)
                (first[j], second[j]) = (second[j], first[j]);
            (_row[k], _row[best]) = (_row[best], _row[k]);
        }
        double least = Epsilon * (_column[k] > 0 ? _column[k] : 1);
        if (Math.Abs(_lu[k * n + k]) < least)
            _lu[k * n + k] = least;
        Span<double> pivot = _lu.AsSpan(k * n + k + 1, n - k - 1);
        for (int i = k + 1; i < n; i++)
        {
            double factor = _lu[i * n + k] / _lu[k * n + k];
            if (factor == 0)
                continue;
            _lu[i * n + k] = factor;
            Subtract(_lu.AsSpan(i * n + k + 1, n - k - 1), factor, pivot);
        }
    }

    private static void Subtract(Span<double> to, double factor, ReadOnlySpan<double> from)
    {
        int j = 0, width = Vector<double>.Count;
        var factors = new Vector<double>(factor);
        for (; j + width <= to.Length; j += width)
            (new Vector<double>(to[j..]) - factors * new Vector<double>(from[j..])).CopyTo(to[j..]);
        for (; j < to.Length; j++)
            to[j] -= factor * from[j];
    }
}
