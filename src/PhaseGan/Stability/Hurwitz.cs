namespace PhaseGan;

/// <summary>Whether all eigenvalues of a small matrix have negative real parts, without computing them.</summary>
internal static class Hurwitz
{
    /// <summary>Largest order.</summary>
    public const int MaxOrder = 6;

    /// <summary>The characteristic polynomial z^n + c_1 z^(n−1) + … + c_n of the block of a matrix over the given coordinates, less δ on its diagonal (Faddeev and Le Verrier's recursion).</summary>
    /// <param name="matrix">Row-major, order <paramref name="order"/>.</param>
    /// <param name="order">Order of the matrix.</param>
    /// <param name="coordinates">The coordinates of the block, at most <see cref="MaxOrder"/>.</param>
    /// <param name="shift">δ.</param>
    /// <param name="coefficients">Receives c_1 to c_n.</param>
    public static void Polynomial(ReadOnlySpan<double> matrix, int order, ReadOnlySpan<int> coordinates, double shift, Span<double> coefficients)
    {
        int n = coordinates.Length;
        Span<double> a = stackalloc double[n * n], m = stackalloc double[n * n], next = stackalloc double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                a[i * n + j] = matrix[coordinates[i] * order + coordinates[j]] - (i == j ? shift : 0);
        a.CopyTo(m);
        for (int k = 1; k <= n; k++)
        {
            double trace = 0;
            for (int i = 0; i < n; i++)
                trace += m[i * n + i];
            double c = coefficients[k - 1] = -trace / k;
            if (k == n)
                return;
            for (int i = 0; i < n; i++)
                m[i * n + i] += c;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double sum = 0;
                    for (int l = 0; l < n; l++)
                        sum += a[i * n + l] * m[l * n + j];
                    next[i * n + j] = sum;
                }
            }
            next.CopyTo(m);
        }
    }

    /// <summary>
    /// Hurwitz's determinant of order n − 1. Where all coefficients are positive a pair of eigenvalues crosses the imaginary axis only where it
    /// vanishes (Orlando's formula: it is, up to its sign, the product of the sums of all pairs).
    /// </summary>
    public static double LastDeterminant(ReadOnlySpan<double> c)
    {
        int n = c.Length, m = n - 1;
        Span<double> h = stackalloc double[m * m];
        for (int i = 1; i <= m; i++)
        {
            for (int j = 1; j <= m; j++)
            {
                int k = 2 * i - j;
                h[(i - 1) * m + j - 1] = k < 0 || k > n ? 0 : k == 0 ? 1 : c[k - 1];
            }
        }
        double det = 1;
        for (int col = 0; col < m; col++)
        {
            int pivot = col;
            for (int r = col + 1; r < m; r++)
                if (Math.Abs(h[r * m + col]) > Math.Abs(h[pivot * m + col]))
                    pivot = r;
            double value = h[pivot * m + col];
            if (value == 0)
                return 0;
            if (pivot != col)
            {
                det = -det;
                for (int k = col; k < m; k++)
                    (h[col * m + k], h[pivot * m + k]) = (h[pivot * m + k], h[col * m + k]);
            }
            det *= value;
            for (int r = col + 1; r < m; r++)
            {
                double factor = h[r * m + col] / value;
                for (int k = col; k < m; k++)
                    h[r * m + k] -= factor * h[col * m + k];
            }
        }
        return det;
    }

    /// <summary>Routh's test of z^n + c_1 z^(n−1) + … + c_n.</summary>
    public static bool IsStable(ReadOnlySpan<double> c)
    {
        int n = c.Length, width = n / 2 + 1;
        foreach (double v in c)
            if (!(v > 0))
                return false;
        Span<double> upper = stackalloc double[width + 1], lower = stackalloc double[width + 1];
        upper.Clear();
        lower.Clear();
        upper[0] = 1;
        for (int k = 1; k <= n; k++)
        {
            if (k % 2 == 0)
                upper[k / 2] = c[k - 1];
            else
                lower[k / 2] = c[k - 1];
        }
        for (int row = 1; row < n; row++)
        {
            if (!(lower[0] > 0))
                return false;
            double ratio = upper[0] / lower[0];
            for (int k = 0; k < width; k++)
                upper[k] = upper[k + 1] - ratio * lower[k + 1];
            Span<double> swap = upper;
            upper = lower;
            lower = swap;
        }
        return lower[0] > 0;
    }
}
