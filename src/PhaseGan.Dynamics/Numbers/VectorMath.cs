using System.Numerics;
using System.Runtime.InteropServices;

namespace PhaseGan.Dynamics;

/// <summary>
/// Products, norms and distances of vectors, and of matrices as vectors of their entries. Sums run in the order of the entries, one by one, so their bits do not
/// depend on the width of the registers.
/// </summary>
/// <remarks>
/// Empty vectors give 0, and a NaN among the entries gives NaN. Nothing is scaled: squares overflow from 1.4e154 on, which <see cref="Exponent"/> serves to avoid.
/// Where there are two vectors the first one says how long they are; a shorter second one is an error.
/// </remarks>
internal static class VectorMath
{
    /// <summary>Σ a_i b_i.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        b = b[..a.Length];
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Σ v_i².</summary>
    public static double SumOfSquares(ReadOnlySpan<double> v)
    {
        double sum = 0;
        foreach (double x in v)
            sum += x * x;
        return sum;
    }

    /// <summary>The Euclidean norm of a vector, or the Frobenius norm of a matrix.</summary>
    public static double Norm(ReadOnlySpan<double> v) => Math.Sqrt(SumOfSquares(v));

    /// <summary>Σ (a_i − b_i)².</summary>
    public static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        b = b[..a.Length];
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    /// <summary>The Euclidean distance.</summary>
    public static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Math.Sqrt(SquaredDistance(a, b));

    /// <summary>max |v_i|.</summary>
    public static double Largest(ReadOnlySpan<double> v)
    {
        double largest = 0;
        foreach (double x in v)
            largest = Math.Max(largest, Math.Abs(x));
        return largest;
    }

    /// <summary>max |a_i − b_i|.</summary>
    public static double LargestDifference(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        b = b[..a.Length];
        double largest = 0;
        for (int i = 0; i < a.Length; i++)
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        return largest;
    }

    /// <summary>The exponent of the largest entry, by which <see cref="Math.ScaleB"/> brings it to [1, 2) without the loss of a bit; 0 where all are zero.</summary>
    public static int Exponent(ReadOnlySpan<double> v) => Largest(v) is var largest && largest == 0 ? 0 : Math.ILogB(largest);

    /// <summary>Whether no entry is infinite or NaN.</summary>
    public static bool AllFinite(ReadOnlySpan<double> v)
    {
        foreach (double x in v)
            if (!double.IsFinite(x))
                return false;
        return true;
    }

    /// <summary>to += factor · from, each product rounded before the sum, in registers as wide as there are.</summary>
    public static void AddMultiple(Span<double> to, double factor, ReadOnlySpan<double> from)
    {
        from = from[..to.Length];
        ref double first = ref MemoryMarshal.GetReference(to), source = ref MemoryMarshal.GetReference(from);
        var factors = new Vector<double>(factor);
        int i = 0;
        for (; i <= to.Length - Vector<double>.Count; i += Vector<double>.Count)
            (Vector.LoadUnsafe(ref first, (nuint)i) + factors * Vector.LoadUnsafe(ref source, (nuint)i)).StoreUnsafe(ref first, (nuint)i);
        for (; i < to.Length; i++)
            to[i] += factor * from[i];
    }

    /// <summary>Takes off a vector its part along a unit vector: a step of the modified Gram–Schmidt process.</summary>
    public static void RemoveAlong(Span<double> v, ReadOnlySpan<double> direction) => AddMultiple(v, -Dot(v, direction), direction);

    /// <summary>Divides each entry.</summary>
    public static void Divide(Span<double> v, double by)
    {
        foreach (ref double x in v)
            x /= by;
    }

    /// <summary>The norm of f + A x, for a row-major matrix.</summary>
    public static double ResidualNorm(ReadOnlySpan<double> f, ReadOnlySpan<double> a, ReadOnlySpan<double> x)
    {
        int n = x.Length;
        double sum = 0;
        for (int i = 0; i < f.Length; i++)
        {
            double v = f[i];
            for (int j = 0; j < n; j++)
                v += a[i * n + j] * x[j];
            sum += v * v;
        }
        return Math.Sqrt(sum);
    }
}
