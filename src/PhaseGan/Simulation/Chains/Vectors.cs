using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>
/// Passes over n-vectors. Lengths are multiples of sixteen, and sums run in sixteen interleaved partial sums that are added in
/// one fixed order, so the bits are the same for every kind of lanes.
/// </summary>
internal static unsafe class Vectors<T, TBits>
    where T : unmanaged, IWideLanes<T, TBits>
    where TBits : unmanaged, IBitLanes<TBits>
{
    /// <summary>Numbers a partial sum of <see cref="AddDots"/> takes.</summary>
    public const int SumSize = 16;

    /// <summary>Adds the partial sums of x·z and y·z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddDots(double* x, double* y, double* z, int length, double* xz, double* yz)
    {
        T x0 = T.Load(xz);
        T x1 = T.Load(xz + 8);
        T y0 = T.Load(yz);
        T y1 = T.Load(yz + 8);
        for (int i = 0; i < length; i += 16)
        {
            T z0 = T.Load(z + i);
            T z1 = T.Load(z + i + 8);
            x0 = T.PlusProduct(T.Load(x + i), z0, x0);
            x1 = T.PlusProduct(T.Load(x + i + 8), z1, x1);
            y0 = T.PlusProduct(T.Load(y + i), z0, y0);
            y1 = T.PlusProduct(T.Load(y + i + 8), z1, y1);
        }
        T.Store(x0, xz);
        T.Store(x1, xz + 8);
        T.Store(y0, yz);
        T.Store(y1, yz + 8);
    }

    /// <summary>The sum of sixteen partial sums.</summary>
    public static double Total(double* sums)
    {
        double total = 0;
        for (int i = 0; i < SumSize; i++)
            total += sums[i];
        return total;
    }

    /// <summary>x·y.</summary>
    public static double Dot(double* x, double* y, int length)
    {
        double* sums = stackalloc double[2 * SumSize];
        AddDots(x, x, y, length, sums, sums + SumSize);
        return Total(sums);
    }

    /// <summary>z ← a x + b y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Combine(double a, double* x, double b, double* y, int length, double* z)
    {
        T scaleX = T.All(a);
        T scaleY = T.All(b);
        for (int i = 0; i < length; i += 8)
            T.Store(T.PlusProduct(scaleX, T.Load(x + i), scaleY * T.Load(y + i)), z + i);
    }

    /// <summary>For one feature: z ← z + b u − c v with the old v, then v ← a v + e w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Feature(double* u, double b, double* v, double c, double a, double* w, double e, double* z, int length)
    {
        T onU = T.All(b);
        T onV = T.All(c);
        T keep = T.All(a);
        T onW = T.All(e);
        for (int i = 0; i < length; i += 8)
        {
            T old = T.Load(v + i);
            T.Store(T.PlusProduct(onU, T.Load(u + i), T.MinusProduct(onV, old, T.Load(z + i))), z + i);
            T.Store(T.PlusProduct(keep, old, onW * T.Load(w + i)), v + i);
        }
    }

    /// <summary>Fills a vector with the normals of one stream and its padding with zeros.</summary>
    /// <param name="run">Gives the seed.</param>
    /// <param name="replica">Replica.</param>
    /// <param name="purpose">Purpose.</param>
    /// <param name="vector">Which vector of the stream.</param>
    /// <param name="offset">First entry, a multiple of sixteen.</param>
    /// <param name="count">Entries to fill, a multiple of sixteen.</param>
    /// <param name="n">Length of the vector; entries from n on are zero.</param>
    /// <param name="padded">n rounded up to a multiple of sixteen.</param>
    /// <param name="to">Receives entries offset, offset + 1, …</param>
    public static void FillNormals(StepNumbers run, uint replica, StreamPurpose purpose, ulong vector, int offset, int count, int n, int padded, double* to)
    {
        Normals<T, TBits>.Fill(run.Keys, replica, purpose, vector * ((ulong)padded / 2) + (ulong)offset / 2, to, count);
        for (int i = Math.Max(n - offset, 0); i < count; i++)
            to[i] = 0;
    }
}
