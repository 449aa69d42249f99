using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>Householder reflections (Golub and Van Loan, <em>Matrix Computations</em>, section 5.1) of the frame outside span(U).</summary>
internal static class Reflections
{
    /// <summary>Squared lengths below this are taken as zero: no reflection is needed.</summary>
    private const double Tiny = 1e-290;

    /// <summary>
    /// Turns the frame so that the d vectors of <paramref name="rows"/> become lower triangular and takes
    /// <paramref name="last"/> along: all inner products stay, up to rounding relative to the lengths.
    /// </summary>
    /// <param name="rows">d vectors of d + 1 coordinates; destroyed.</param>
    /// <param name="last">One vector of d + 1 coordinates; turned in place.</param>
    /// <param name="low">Receives the triangle by rows: 1, 2, …, d coordinates.</param>
    /// <param name="d">Number of vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Triangularise<T>(LaneSpan<T> rows, LaneSpan<T> last, LaneSpan<T> low, int d)
        where T : unmanaged, ILanes<T>
    {
        for (int j = 0, entry = 0; j < d; j++)
        {
            LaneSpan<T> row = rows.Slice(j * (d + 1), d + 1);
            T squared = row[j] * row[j];
            for (int k = j + 1; k <= d; k++)
                squared = T.Fused(row[k], row[k], squared);
            Mirror(row[j], squared, out T norm, out T head, out T factor);
            for (int i = j + 1; i <= d; i++)
                Reflect(i < d ? rows.Slice(i * (d + 1), d + 1) : last, row, j, d, head, factor);
            for (int k = 0; k < j; k++)
                low[entry++] = row[k];
            low[entry++] = T.All(0) - norm;
        }
    }

    /// <summary>The reflection that takes a vector to a multiple of its first axis.</summary>
    /// <param name="first">The vector's first coordinate.</param>
    /// <param name="squared">Its squared length.</param>
    /// <param name="norm">Its length with the sign of the first coordinate; the image is minus that.</param>
    /// <param name="head">The first coordinate of the mirror's axis; the others are those of the vector.</param>
    /// <param name="factor">Two over the axis' squared length, or zero where there is nothing to reflect.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mirror<T>(T first, T squared, out T norm, out T head, out T factor)
        where T : unmanaged, ILanes<T>
    {
        norm = T.CopySign(T.Sqrt(squared), first);
        head = first + norm;
        T denominator = T.Fused(norm, first, squared);
        factor = T.WherePositive(denominator - T.All(Tiny), T.All(1) / denominator);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reflect<T>(LaneSpan<T> vector, LaneSpan<T> axis, int first, int d, T head, T factor)
        where T : unmanaged, ILanes<T>
    {
        T dot = head * vector[first];
        for (int k = first + 1; k <= d; k++)
            dot = T.Fused(axis[k], vector[k], dot);
        dot *= factor;
        vector[first] = T.FusedMinus(dot, head, vector[first]);
        for (int k = first + 1; k <= d; k++)
            vector[k] = T.FusedMinus(dot, axis[k], vector[k]);
    }
}
