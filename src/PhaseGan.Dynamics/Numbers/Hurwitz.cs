namespace PhaseGan.Dynamics;

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

    /// <summary>The characteristic polynomial z³ + a₁z² + a₂z + a₃ of a row-major 3×3 matrix, from its minors.</summary>
    public static (double A1, double A2, double A3) Cubic(ReadOnlySpan<double> a) => (
        -(a[0] + a[4] + a[8]),
        a[0] * a[4] - a[1] * a[3] + a[0] * a[8] - a[2] * a[6] + a[4] * a[8] - a[5] * a[7],
        a[0] * (a[5] * a[7] - a[4] * a[8]) + a[1] * (a[3] * a[8] - a[5] * a[6]) + a[2] * (a[4] * a[6] - a[3] * a[7]));

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
