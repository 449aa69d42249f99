using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// A − zI for a real matrix A and a complex shift z, factored by elimination with row exchanges, for inverse iteration. A pivot that vanishes is replaced by
/// one of the size of rounding in its column: next to an eigenvalue that is what makes a solution its vector.
/// </summary>
internal sealed class ShiftedLu
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>The least pivot, whose inverse is still finite.</summary>
    private const double Smallest = 1e-300;

    private readonly int _n, _reach;
    private readonly double[] _re, _im, _column;
    private readonly int[] _pivot;

    /// <summary>Room for matrices of order n whose entries vanish further than <paramref name="reach"/> below the diagonal: 1 for a Hessenberg matrix.</summary>
    public ShiftedLu(int n, int reach)
    {
        (_n, _reach) = (n, reach);
        (_re, _im, _column, _pivot) = (new double[n * n], new double[n * n], new double[n], new int[n]);
    }

    /// <summary>Factors A − zI.</summary>
    public void Factor(ReadOnlySpan<double> matrix, Complex shift)
    {
        int n = _n;
        matrix.CopyTo(_re);
        Array.Clear(_im);
        for (int i = 0; i < n; i++)
        {
            _re[i * n + i] -= shift.Real;
            _im[i * n + i] = -shift.Imaginary;
        }
        double size = Columns();
        for (int k = 0; k < n; k++)
        {
            int last = Math.Min(n - 1, k + _reach), best = k;
            double largest = -1;
            for (int i = k; i <= last; i++)
            {
                double magnitude = Math.Abs(_re[i * n + k]) + Math.Abs(_im[i * n + k]);
                if (magnitude > largest)
                    (best, largest) = (i, magnitude);
            }
            _pivot[k] = best;
            if (best != k)
            {
                Exchange(_re, k, best);
                Exchange(_im, k, best);
            }
            double least = Math.Max(Epsilon * (_column[k] > 0 ? _column[k] : size), Smallest);
            if (largest < least)
                (_re[k * n + k], _im[k * n + k]) = (least, 0);
            Eliminate(k, last);
        }
    }

    /// <summary>Replaces b by the solution of (A − zI) x = b, scaled to length 1; returns the length it had.</summary>
    public double Solve(Complex[] b)
    {
        int n = _n;
        for (int k = 0; k < n; k++)
        {
            (b[k], b[_pivot[k]]) = (b[_pivot[k]], b[k]);
            for (int i = k + 1; i <= Math.Min(n - 1, k + _reach); i++)
                b[i] -= At(i, k) * b[k];
        }
        for (int k = n - 1; k >= 0; k--)
        {
            Complex sum = b[k];
            for (int j = k + 1; j < n; j++)
                sum -= At(k, j) * b[j];
            b[k] = sum / At(k, k);
        }
        return Normalise(b);
    }

    /// <summary>The same for the conjugate transpose.</summary>
    public double SolveAdjoint(Complex[] b)
    {
        int n = _n;
        for (int k = 0; k < n; k++)
        {
            b[k] /= Complex.Conjugate(At(k, k));
            for (int j = k + 1; j < n; j++)
                b[j] -= Complex.Conjugate(At(k, j)) * b[k];
        }
        for (int k = n - 1; k >= 0; k--)
        {
            for (int i = k + 1; i <= Math.Min(n - 1, k + _reach); i++)
                b[k] -= Complex.Conjugate(At(i, k)) * b[i];
            (b[k], b[_pivot[k]]) = (b[_pivot[k]], b[k]);
        }
        return Normalise(b);
    }

    /// <summary>Scales a vector to length 1 and returns the length that it had.</summary>
    public static double Normalise(Complex[] b)
    {
        double largest = 0;
        foreach (Complex v in b)
            largest = Math.Max(largest, Math.Max(Math.Abs(v.Real), Math.Abs(v.Imaginary)));
        if (!(largest > 0) || double.IsInfinity(largest))
            return largest;
        double sum = 0;
        for (int i = 0; i < b.Length; i++)
        {
            b[i] = new Complex(b[i].Real / largest, b[i].Imaginary / largest);
            sum += b[i].Real * b[i].Real + b[i].Imaginary * b[i].Imaginary;
        }
        double length = Math.Sqrt(sum);
        for (int i = 0; i < b.Length; i++)
            b[i] /= length;
        return length * largest;
    }

    /// <summary>Notes the largest entry of each column; returns the largest of all.</summary>
    private double Columns()
    {
        Array.Clear(_column);
        for (int i = 0; i < _n; i++)
            for (int j = 0; j < _n; j++)
                _column[j] = Math.Max(_column[j], Math.Abs(_re[i * _n + j]) + Math.Abs(_im[i * _n + j]));
        return _column.Max();
    }

    private Complex At(int i, int j) => new(_re[i * _n + j], _im[i * _n + j]);

    /// <summary>Row exchange of what elimination has still to do; multipliers stay where they were made, as the solutions expect.</summary>
    private void Exchange(double[] a, int k, int other)
    {
        Span<double> first = a.AsSpan(k * _n + k, _n - k), second = a.AsSpan(other * _n + k, _n - k);
        for (int j = 0; j < first.Length; j++)
            (first[j], second[j]) = (second[j], first[j]);
    }

    private void Eliminate(int k, int last)
    {
        int n = _n, width = Vector<double>.Count, count = n - k - 1;
        Complex pivot = At(k, k);
        Span<double> re = _re.AsSpan(k * n + k + 1, count), im = _im.AsSpan(k * n + k + 1, count);
        for (int i = k + 1; i <= last; i++)
        {
            Complex factor = At(i, k);
            if (factor == Complex.Zero)
                continue;
            factor /= pivot;
            (_re[i * n + k], _im[i * n + k]) = (factor.Real, factor.Imaginary);
            Span<double> toRe = _re.AsSpan(i * n + k + 1, count), toIm = _im.AsSpan(i * n + k + 1, count);
            double u = factor.Real, w = factor.Imaginary;
            Vector<double> us = new(u), ws = new(w);
            int j = 0;
            for (; j + width <= count; j += width)
            {
                Vector<double> a = new(re[j..]), b = new(im[j..]);
                (new Vector<double>(toRe[j..]) - us * a + ws * b).CopyTo(toRe[j..]);
                (new Vector<double>(toIm[j..]) - us * b - ws * a).CopyTo(toIm[j..]);
            }
            for (; j < count; j++)
            {
                toRe[j] += w * im[j] - u * re[j];
                toIm[j] -= u * im[j] + w * re[j];
            }
        }
    }
}
