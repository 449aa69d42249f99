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
                x0 = T.Fused(T.Load(xs + i), z0, x0);
                x1 = T.Fused(T.Load(xs + i + 8), z1, x1);
                y0 = T.Fused(T.Load(ys + i), z0, y0);
                y1 = T.Fused(T.Load(ys + i + 8), z1, y1);
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
                T.Store(T.Fused(scaleX, T.Load(xs + i), scaleY * T.Load(ys + i)), zs + i);
    }

    /// <summary>For one feature: z gains what w gains, and v moves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Feature(ReadOnlySpan<double> u, Span<double> v, in FeatureWeights weights, ReadOnlySpan<double> w, Span<double> z)
    {
        CheckLengths(z.Length, u.Length, v.Length);
        CheckLengths(z.Length, w.Length, w.Length);
        T onU = T.All(weights.B), onV = T.All(weights.C), keep = T.All(weights.A), onW = T.All(weights.E);
        fixed (double* us = u, vs = v, ws = w, zs = z)
        {
            for (int i = 0; i < z.Length; i += 8)
            {
                T old = T.Load(vs + i);
                T.Store(T.Fused(onU, T.Load(us + i), T.FusedMinus(onV, old, T.Load(zs + i))), zs + i);
                T.Store(T.Fused(keep, old, onW * T.Load(ws + i)), vs + i);
            }
        }
    }

    /// <summary>All that moves with one feature: w ← a w + b g and what it gains of the feature, and v; as <see cref="Combine"/> and <see cref="Feature"/> do, in one pass.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MoveOne(double a, Span<double> w, double b, ReadOnlySpan<double> g, ReadOnlySpan<double> u, Span<double> v, in FeatureWeights weights)
    {
        CheckLengths(w.Length, g.Length, u.Length);
        CheckLengths(w.Length, v.Length, v.Length);
        T self = T.All(a), sigma = T.All(b), onU = T.All(weights.B), onV = T.All(weights.C), keep = T.All(weights.A), onW = T.All(weights.E);
        fixed (double* us = u, vs = v, ws = w, gs = g)
        {
            for (int i = 0; i < w.Length; i += 8)
            {
                T oldW = T.Load(ws + i), oldV = T.Load(vs + i);
                T next = T.Fused(self, oldW, sigma * T.Load(gs + i));
                T.Store(T.Fused(onU, T.Load(us + i), T.FusedMinus(onV, oldV, next)), ws + i);
                T.Store(T.Fused(keep, oldV, onW * oldW), vs + i);
            }
        }
    }

    /// <summary>The same with two features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MoveTwo(
        double a, Span<double> w, double b, ReadOnlySpan<double> g, ReadOnlySpan<double> u1, Span<double> v1, in FeatureWeights first, ReadOnlySpan<double> u2, Span<double> v2, in FeatureWeights second)
    {
        CheckLengths(w.Length, g.Length, u1.Length);
        CheckLengths(w.Length, v1.Length, u2.Length);
        CheckLengths(w.Length, v2.Length, v2.Length);
        T self = T.All(a), sigma = T.All(b), onU1 = T.All(first.B), onV1 = T.All(first.C), keep1 = T.All(first.A), onW1 = T.All(first.E);
        T onU2 = T.All(second.B), onV2 = T.All(second.C), keep2 = T.All(second.A), onW2 = T.All(second.E);
        fixed (double* us = u1, vs = v1, ps = u2, qs = v2, ws = w, gs = g)
        {
            for (int i = 0; i < w.Length; i += 8)
            {
                T oldW = T.Load(ws + i), old1 = T.Load(vs + i), old2 = T.Load(qs + i);
                T next = T.Fused(self, oldW, sigma * T.Load(gs + i));
                next = T.Fused(onU1, T.Load(us + i), T.FusedMinus(onV1, old1, next));
                T.Store(T.Fused(keep1, old1, onW1 * oldW), vs + i);
                T.Store(T.Fused(onU2, T.Load(ps + i), T.FusedMinus(onV2, old2, next)), ws + i);
                T.Store(T.Fused(keep2, old2, onW2 * oldW), qs + i);
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
