namespace PhaseGan.Dynamics;

/// <summary>Unit vectors that a square matrix and its transpose shrink most: null vectors of a singular one.</summary>
internal static class NullVectors
{
    /// <summary>The vectors of a row-major n×n matrix.</summary>
    public static (double[] Right, double[] Left) Of(ReadOnlySpan<double> matrix, int n)
    {
        var transpose = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                transpose[j * n + i] = matrix[i * n + j];
        return (SingularValues.Of(matrix, n).Right(n - 1).ToArray(), SingularValues.Of(transpose, n).Right(n - 1).ToArray());
    }
}
