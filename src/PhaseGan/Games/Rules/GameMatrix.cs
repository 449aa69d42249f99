namespace PhaseGan;

/// <summary>Small dense matrices in row-major spans, as rules need them.</summary>
internal static class GameMatrix
{
    /// <summary>Up to this many coordinates rules work on the stack and allocate nothing.</summary>
    public const int Small = 32;

    /// <summary>Writes M x.</summary>
    public static void Apply(ReadOnlySpan<double> matrix, ReadOnlySpan<double> x, Span<double> result)
    {
        int n = x.Length;
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int j = 0; j < n; j++)
                sum += matrix[i * n + j] * x[j];
            result[i] = sum;
        }
    }

    /// <summary>Writes Mᵀ x.</summary>
    public static void ApplyTransposed(ReadOnlySpan<double> matrix, ReadOnlySpan<double> x, Span<double> result)
    {
        int n = x.Length;
        result[..n].Clear();
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                result[j] += matrix[i * n + j] * x[i];
    }

    /// <summary>Writes A B.</summary>
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int n, Span<double> result)
    {
        result[..(n * n)].Clear();
        for (int i = 0; i < n; i++)
            for (int k = 0; k < n; k++)
                for (int j = 0; j < n; j++)
                    result[i * n + j] += a[i * n + k] * b[k * n + j];
    }

    /// <summary>Writes Aᵀ B.</summary>
    public static void MultiplyTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int n, Span<double> result)
    {
        result[..(n * n)].Clear();
        for (int k = 0; k < n; k++)
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                    result[i * n + j] += a[k * n + i] * b[k * n + j];
    }

    /// <summary>Adds <paramref name="factor"/> times <paramref name="column"/> to column j.</summary>
    public static void AddToColumn(Span<double> matrix, int j, double factor, ReadOnlySpan<double> column)
    {
        int n = column.Length;
        for (int i = 0; i < n; i++)
            matrix[i * n + j] += factor * column[i];
    }

    /// <summary>Column j of a matrix.</summary>
    public static void Column(ReadOnlySpan<double> matrix, int j, Span<double> result)
    {
        int n = result.Length;
        for (int i = 0; i < n; i++)
            result[i] = matrix[i * n + j];
    }
}
