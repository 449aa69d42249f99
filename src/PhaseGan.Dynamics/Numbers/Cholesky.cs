namespace PhaseGan.Dynamics;

/// <summary>Cholesky's factors of small symmetric matrices (Golub and Van Loan, <em>Matrix Computations</em>, 4th ed., section 4.2).</summary>
internal static class Cholesky
{
    /// <summary>Replaces the lower triangle of a row-major symmetric n×n matrix by L with M = LLᵀ; what lies above the diagonal is neither read nor written.</summary>
    /// <returns>Whether the matrix is positive definite as far as rounding can tell; false for NaN, too. If not, the triangle is left half done.</returns>
    public static bool TryFactor(Span<double> matrix, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i * n + j];
                for (int k = 0; k < j; k++)
                    sum -= matrix[i * n + k] * matrix[j * n + k];
                if (i == j && !(sum > 0))
                    return false;
                matrix[i * n + j] = i == j ? Math.Sqrt(sum) : sum / matrix[j * n + j];
            }
        }
        return true;
    }

    /// <summary>Solves M x = b in place, given the factor L of M.</summary>
    public static void Solve(ReadOnlySpan<double> factor, Span<double> x)
    {
        int n = x.Length;
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < i; k++)
                x[i] -= factor[i * n + k] * x[k];
            x[i] /= factor[i * n + i];
        }
        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++)
                x[i] -= factor[k * n + i] * x[k];
            x[i] /= factor[i * n + i];
        }
    }
}
