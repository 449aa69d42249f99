namespace PhaseGan.Dynamics;

/// <summary>
/// Householder's reflections I − vvᵀ/h, h = |v|²/2, of row-major n×n matrices (Golub and Van Loan, <em>Matrix Computations</em>, 4th ed., section 5.1). The entries of v
/// before a given index count as zero and are not read. Every product is summed in the order of the coordinates.
/// </summary>
internal static class Householder
{
    /// <summary>Multiplies by the reflection from the left. The columns before the index are left alone: the caller knows what becomes of them.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="n">Its order.</param>
    /// <param name="from">The index.</param>
    /// <param name="v">v, length n.</param>
    /// <param name="half">h.</param>
    /// <param name="work">Room for n − from numbers.</param>
    public static void FromLeft(Span<double> a, int n, int from, ReadOnlySpan<double> v, double half, Span<double> work)
    {
        // row by row, as the matrix lies in memory; each dot product has its terms in the order of the rows
        int count = n - from;
        Span<double> sums = work[..count];
        sums.Clear();
        for (int i = from; i < n; i++)
            VectorMath.AddMultiple(sums, v[i], a.Slice(i * n + from, count));
        VectorMath.Divide(sums, half);
        for (int i = from; i < n; i++)
            VectorMath.AddMultiple(a.Slice(i * n + from, count), -v[i], sums);
    }

    /// <summary>Multiplies every row by the reflection from the right, four rows at a time.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="n">Its order.</param>
    /// <param name="from">The index.</param>
    /// <param name="v">v, length n.</param>
    /// <param name="half">h.</param>
    public static void FromRight(Span<double> a, int n, int from, ReadOnlySpan<double> v, double half)
    {
        ReadOnlySpan<double> tail = v[from..n];
        int count = tail.Length, row = 0;
        for (; row + 4 <= n; row += 4)
        {
            Span<double> a0 = a.Slice(row * n + from, count), a1 = a.Slice((row + 1) * n + from, count);
            Span<double> a2 = a.Slice((row + 2) * n + from, count), a3 = a.Slice((row + 3) * n + from, count);
            double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            for (int j = 0; j < tail.Length; j++)
            {
                double t = tail[j];
                s0 += a0[j] * t;
                s1 += a1[j] * t;
                s2 += a2[j] * t;
                s3 += a3[j] * t;
            }
            VectorMath.AddMultiple(a0, -(s0 / half), tail);
            VectorMath.AddMultiple(a1, -(s1 / half), tail);
            VectorMath.AddMultiple(a2, -(s2 / half), tail);
            VectorMath.AddMultiple(a3, -(s3 / half), tail);
        }
        for (; row < n; row++)
        {
            Span<double> one = a.Slice(row * n + from, count);
            VectorMath.AddMultiple(one, -(VectorMath.Dot(one, tail) / half), tail);
        }
    }
}
