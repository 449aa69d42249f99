using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PhaseGan;

/// <summary>
/// Standard normals from <see cref="Philox"/> by the transform of Box and Muller, <em>A note on the generation of random
/// normal deviates</em> (1958), eight pairs at once.
/// </summary>
/// <remarks>
/// <para>
/// A block of 128 bits gives one pair: 52 bits a radius √(−2 ln u) with u = (k + ½)/2⁵², 52 more an angle inside an eighth of
/// a turn on either side of an axis, and two spare bits the quarter turn. Nothing is rejected, and values reach ±8.57, beyond
/// which a normal variate falls once in 10¹⁷.
/// </para>
/// <para>
/// Logarithm, sine and cosine are the polynomials of FDLIBM (Sun Microsystems, e_log.c, k_sin.c, k_cos.c) evaluated in one
/// fixed order, products and sums fused, which IEEE 754 defines to the bit: relative errors stay below 4·10⁻¹⁶, and the bits are the same with 512-bit, 256-bit
/// and 128-bit registers and with none.
/// </para>
/// <para>
/// A chain of operations waits for each result. So numbers are made of one block while the rounds of Philox make the next one: the rounds fill the waits for division, root and
/// polynomials.
/// </para>
/// </remarks>
/// <typeparam name="T">Lanes of numbers.</typeparam>
internal static class Normals<T>
    where T : unmanaged, IWideLanes<T>
{
    private const ulong One = 0x3FF0000000000000;
    private const int Lanes = 8;

    /// <summary>Numbers that <see cref="Fill"/> makes at once; its count must be a multiple.</summary>
    public const int Granule = 16;

    /// <summary>Fills <paramref name="to"/> with normals: the pairs of blocks <paramref name="first"/>, first + 1, … of one stream.</summary>
    /// <param name="keys">Expanded seed.</param>
    /// <param name="replica">Replica.</param>
    /// <param name="purpose">Purpose.</param>
    /// <param name="first">Position of the first block; eight blocks make sixteen numbers.</param>
    /// <param name="to">Receives them; their number is a multiple of <see cref="Granule"/>.</param>
    public static void Fill(ReadOnlySpan<Philox.RoundKey> keys, uint replica, StreamPurpose purpose, ulong first, Span<double> to) =>
        FillRows(keys, T.AllBits(replica), purpose, Consecutive(first, 1), Lanes, to);

    /// <summary>Fills <paramref name="to"/> with pairs of a row of eight each, of blocks from one position a lane on.</summary>
    /// <param name="keys">Expanded seed.</param>
    /// <param name="replica">Replica of each lane.</param>
    /// <param name="purpose">Purpose.</param>
    /// <param name="position">Position of the first block of each lane.</param>
    /// <param name="step">From the position of a block to that of the lane's next one.</param>
    /// <param name="to">Receives them; their number is a multiple of <see cref="Granule"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void FillRows(ReadOnlySpan<Philox.RoundKey> keys, T replica, StreamPurpose purpose, T position, ulong step, Span<double> to)
    {
        ReadOnlySpan<Philox.RoundKey> before = keys[..(keys.Length / 2)], after = keys[before.Length..];
        Philox.Block(keys, position, replica, purpose, out T a, out T b);
        Span<Pairs> rows = AlignedBuffer.As<Pairs>(to);
        for (int i = 0; i < rows.Length - 1; i++)
        {
            position = T.AddBits(position, T.AllBits(step));
            T c0 = position, c1 = position >>> 32, c2 = replica, c3 = T.AllBits((ulong)purpose);
            BeginLog(Uniform(a), out T e, out T f, out T s);
            foreach (ref readonly Philox.RoundKey key in before)
                Philox.Round(key, ref c0, ref c1, ref c2, ref c3);
            T radius = T.Sqrt(EndLog(e, f, s));
            foreach (ref readonly Philox.RoundKey key in after)
                Philox.Round(key, ref c0, ref c1, ref c2, ref c3);
            Turn(radius, b, out rows[i].First, out rows[i].Second);
            a = Philox.Word(c0, c1);
            b = Philox.Word(c2, c3);
        }
        if (rows.Length > 0)
            Pair(a, b, out rows[^1].First, out rows[^1].Second);
    }

    /// <summary>first, first + step, …, first + 7·step, a lane each.</summary>
    public static T Consecutive(ulong first, ulong step)
    {
        Span<ulong> values = stackalloc ulong[8];
        for (uint i = 0; i < 8; i++)
            values[(int)i] = unchecked(first + i * step);
        return MemoryMarshal.Read<T>(MemoryMarshal.AsBytes(values));
    }

    /// <summary>A pair of independent standard normals from 128 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pair(T a, T b, out T x, out T y) =>
        Turn(T.Sqrt(MinusTwoLog(Uniform(a))), b, out x, out y);

    /// <summary>The point at a distance from zero, in the direction that random bits say.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(T radius, T b, out T x, out T y)
    {
        T t = T.Fused((b >>> 12) | T.AllBits(One), T.All(2), T.All(-3 + 1.0 / (1L << 52)));
        SinCosOfEighth(t, out T sin, out T cos);

        // The two lowest bits are not part of t: one turns by half a turn, one mirrors on the diagonal.
        radius = radius ^ (b << 63);
        T mirror = T.SubtractBits(T.AllBits(0), (b >>> 1) & T.AllBits(1));
        x = T.Select(mirror, sin, cos) * radius;
        y = T.Select(mirror, cos, sin) * radius;
    }

    /// <summary>(k + ½)/2⁵² with the upper 52 bits k: uniform in (0, 1), exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Uniform(T a) =>
        ((a >>> 12) | T.AllBits(One)) - T.All(1 - 1.0 / (1L << 53));

    /// <summary>−2 ln u for u in [2⁻⁶³, 2⁹⁰⁰].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MinusTwoLog(T u)
    {
        BeginLog(u, out T e, out T f, out T s);
        return EndLog(e, f, s);
    }

    /// <summary>What <see cref="EndLog"/> needs of a number: up to a division, for which it would wait.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BeginLog(T u, out T e, out T f, out T s)
    {
        // u = 2^e·m with m in [√½, √2).
        T rootHalf = T.AllBits(0x3FE6A09E667F3BCD);
        T shifted = T.AddBits(T.SubtractBits(u, rootHalf), T.AllBits(64UL << 52));
        e = ((shifted >>> 52) | T.AllBits(0x4330000000000000)) - T.All(4503599627370496.0 + 64);
        T m = T.AddBits(shifted & T.AllBits(0x000FFFFFFFFFFFFF), rootHalf);
        f = m - T.All(1);
        s = f / (T.All(-1) - m);
    }

    /// <summary>−2 ln of the number of which <see cref="BeginLog"/> made e, f = m − 1 and s = −f/(2 + f).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T EndLog(T e, T f, T s)
    {
        T z = s * s;
        T r = T.All(-1.479819860511658591e-01);
        r = T.Fused(r, z, T.All(-1.531383769920937332e-01));
        r = T.Fused(r, z, T.All(-1.818357216161805012e-01));
        r = T.Fused(r, z, T.All(-2.222219843214978396e-01));
        r = T.Fused(r, z, T.All(-2.857142874366239149e-01));
        r = T.Fused(r, z, T.All(-3.999999999940941908e-01));
        r = T.Fused(r, z, T.All(-6.666666666666735130e-01));
        T log = T.Fused(s, T.Fused(r, z, f), f);
        return T.Fused(e, T.All(-2 * 0.69314718055994530942), T.All(-2) * log);
    }

    /// <summary>sin(πt/4) and cos(πt/4) for t in [−1, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCosOfEighth(T t, out T sin, out T cos)
    {
        T x = t * T.All(0.78539816339744830962);
        T z = x * x;
        T s = T.All(1.58969099521155010221e-10);
        s = T.Fused(s, z, T.All(-2.50507602534068634195e-08));
        s = T.Fused(s, z, T.All(2.75573137070700676789e-06));
        s = T.Fused(s, z, T.All(-1.98412698298579493134e-04));
        s = T.Fused(s, z, T.All(8.33333333332248946124e-03));
        s = T.Fused(s, z, T.All(-1.66666666666666324348e-01));
        sin = T.Fused(s * z, x, x);
        T c = T.All(-1.13596475577881948265e-11);
        c = T.Fused(c, z, T.All(2.08757232129817482790e-09));
        c = T.Fused(c, z, T.All(-2.75573143513906633035e-07));
        c = T.Fused(c, z, T.All(2.48015872894767294178e-05));
        c = T.Fused(c, z, T.All(-1.38888888888741095749e-03));
        c = T.Fused(c, z, T.All(4.16666666666666019037e-02));
        c = T.Fused(c, z, T.All(-0.5));
        cos = T.Fused(c, z, T.All(1));
    }

    /// <summary>Eight pairs of normals as they lie in memory.</summary>
    public struct Pairs
    {
        public T First, Second;
    }
}
