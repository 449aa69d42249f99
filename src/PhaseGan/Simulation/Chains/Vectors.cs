using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>
/// Passes over n-vectors. Lengths are multiples of sixteen, and sums run in sixteen interleaved partial sums that are added in
/// one fixed order, so the bits are the same for every kind of lanes.
/// </summary>
internal static unsafe class Vectors<T>
    where T : unmanaged, IWideLanes<T>
{
    /// <summary>Numbers a partial sum of <see cref="AddDots"/> takes.</summary>
    public const int SumSize = 16;

    /// <summary>Adds the partial sums of x·z and y·z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddDots(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> z, Span<double> xz, Span<double> yz)
    {
        CheckLengths(z.Length, x.Length, y.Length);
        Span<T> sumX = AlignedBuffer.As<T>(xz), sumY = AlignedBuffer.As<T>(yz);
        T x0 = sumX[0], x1 = sumX[1], y0 = sumY[0], y1 = sumY[1];
        fixed (double* xs = x, ys = y, zs = z)
        {
            for (int i = 0; i < z.Length; i += 16)
            {
                T z0 = T.Load(zs + i), z1 = T.Load(zs + i + 8);
                x0 = T.PlusProduct(T.Load(xs + i), z0, x0);
                x1 = T.PlusProduct(T.Load(xs + i + 8), z1, x1);
                y0 = T.PlusProduct(T.Load(ys + i), z0, y0);
                y1 = T.PlusProduct(T.Load(ys + i + 8), z1, y1);
            }
        }
        (sumX[0], sumX[1], sumY[0], sumY[1]) = (x0, x1, y0, y1);
    }

    /// <summary>The sum of sixteen partial sums.</summary>
    public static double Total(ReadOnlySpan<double> sums)
    {
        double total = 0;
        foreach (double sum in sums)
            total += sum;
        return total;
    }

    /// <summary>x·y.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Span<double> sums = stackalloc double[2 * SumSize];
        AddDots(x, x, y, sums[..SumSize], sums[SumSize..]);
        return Total(sums[..SumSize]);
    }

    /// <summary>z ← a x + b y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Combine(double a, ReadOnlySpan<double> x, double b, ReadOnlySpan<double> y, Span<double> z)
    {
        CheckLengths(z.Length, x.Length, y.Length);
        T scaleX = T.All(a), scaleY = T.All(b);
        fixed (double* xs = x, ys = y, zs = z)
            for (int i = 0; i < z.Length; i += 8)
                T.Store(T.PlusProduct(scaleX, T.Load(xs + i), scaleY * T.Load(ys + i)), zs + i);
    }

    /// <summary>For one feature: z ← z + b u − c v with the old v, then v ← a v + e w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Feature(ReadOnlySpan<double> u, double b, Span<double> v, double c, double a, ReadOnlySpan<double> w, double e, Span<double> z)
    {
        CheckLengths(z.Length, u.Length, v.Length);
        CheckLengths(z.Length, w.Length, w.Length);
        T onU = T.All(b), onV = T.All(c), keep = T.All(a), onW = T.All(e);
        fixed (double* us = u, vs = v, ws = w, zs = z)
        {
            for (int i = 0; i < z.Length; i += 8)
            {
                T old = T.Load(vs + i);
                T.Store(T.PlusProduct(onU, T.Load(us + i), T.MinusProduct(onV, old, T.Load(zs + i))), zs + i);
                T.Store(T.PlusProduct(keep, old, onW * T.Load(ws + i)), vs + i);
            }
        }
    }

    /// <summary>Fills a vector with the normals of one stream and its padding with zeros.</summary>
    /// <param name="run">Gives the seed.</param>
    /// <param name="replica">Replica.</param>
    /// <param name="purpose">Purpose.</param>
    /// <param name="vector">Which vector of the stream.</param>
    /// <param name="offset">First entry, a multiple of sixteen.</param>
    /// <param name="n">Length of the vector; entries from n on are zero.</param>
    /// <param name="padded">n rounded up to a multiple of sixteen.</param>
    /// <param name="to">Receives entries offset, offset + 1, …; as many as a multiple of sixteen.</param>
    public static void FillNormals(StepNumbers run, uint replica, StreamPurpose purpose, ulong vector, int offset, int n, int padded, Span<double> to)
    {
        Normals<T>.Fill(run.Keys, replica, purpose, vector * ((ulong)padded / 2) + (ulong)offset / 2, to);
        if (n - offset < to.Length)
            to[Math.Max(n - offset, 0)..].Clear();
    }

    /// <summary>Vectors that are read side by side are as long as each other, whole granules: the loops do not look.</summary>
    private static void CheckLengths(int length, int first, int second)
    {
        if (first != length || second != length || length % Normals<T>.Granule != 0)
            throw new ArgumentException($"vectors must have one length, a multiple of {Normals<T>.Granule}; got {first}, {second} and {length}");
    }
}
