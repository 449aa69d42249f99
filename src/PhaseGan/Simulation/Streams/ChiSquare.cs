using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PhaseGan;

/// <summary>
/// Chi-square variates with any whole number of degrees of freedom, eight at once: the gamma sampler of Marsaglia and Tsang,
/// <em>A simple method for generating gamma variables</em> (ACM TOMS 26, 2000), section 2.
/// </summary>
/// <remarks>
/// With a = freedom/2, b = a − 1/3, c = 1/√(9b), e = cx and normal x, the proposal 2b(1 + e)³ is accepted with probability
/// exp(3b·(ln(1 + e) − e + e²/2 − e³/3)). Written so, the terms that cancel (x²/2 + b − bv + b ln v in the source) are gone, and
/// the rule stays exact at 10¹² degrees of freedom, where a rejection is a once in 10¹³ event. A lane is decided by the bound
/// 1 − 3be⁴/2 first, which fails with probability 0.06/b, and by the exact rule only then.
/// </remarks>
/// <typeparam name="T">Lanes of numbers.</typeparam>
internal static class ChiSquare<T>
    where T : unmanaged, IWideLanes<T>
{
    /// <summary>Attempts are counted above this bit of the position, steps below it.</summary>
    public const int AttemptShift = 48;

    /// <summary>Turns the eight normals at <paramref name="normals"/> into chi-square variates, in place.</summary>
    /// <param name="keys">Expanded seed.</param>
    /// <param name="step">Step of each lane, &lt; 2⁴⁸.</param>
    /// <param name="replica">Replica of each lane.</param>
    /// <param name="freedom">Degrees of freedom, a whole number ≥ 0.</param>
    /// <param name="normals">Eight standard normals; chi-square variates on return.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void FromNormals(ReadOnlySpan<Philox.RoundKey> keys, T step, T replica, double freedom, Span<double> normals)
    {
        ref T lanes = ref AlignedBuffer.As<T>(normals)[0];
        T x = lanes;
        if (freedom < 2)
        {
            lanes = freedom < 1 ? T.All(0) : x * x;
            return;
        }

        double b = freedom / 2 - 1.0 / 3;
        double c = 1 / Math.Sqrt(9 * b);
        Philox.Block(keys, step, replica, StreamPurpose.ChiSquareUniform, out T bits, out _);
        T u = Normals<T>.Uniform(bits);
        T e = x * T.All(c);
        T v = T.All(1) + e;
        lanes = T.All(2 * b) * v * v * v;
        if (!AreSurelyAccepted(u, e, b))
            RetryRefused(keys, step, replica, u, e, b, c, normals);
    }

    /// <summary>Draws again in the lanes whose proposal e the exact rule refuses with the uniform number u.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RetryRefused(ReadOnlySpan<Philox.RoundKey> keys, T step, T replica, T u, T e, double b, double c, Span<double> variates)
    {
        ReadOnlySpan<double> us = MemoryMarshal.Cast<T, double>(new ReadOnlySpan<T>(in u)), es = MemoryMarshal.Cast<T, double>(new ReadOnlySpan<T>(in e));
        ReadOnlySpan<ulong> steps = MemoryMarshal.Cast<T, ulong>(new ReadOnlySpan<T>(in step)), replicas = MemoryMarshal.Cast<T, ulong>(new ReadOnlySpan<T>(in replica));
        for (int lane = 0; lane < 8; lane++)
            if (!Accept(us[lane], es[lane], b))
                variates[lane] = Retry(keys, steps[lane], replicas[lane], b, c);
    }

    /// <summary>Whether the bound alone accepts all lanes: u &lt; 1 − 3be⁴/2 and e &gt; −½, where that is below the exact rule's probability.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreSurelyAccepted(T u, T e, double b)
    {
        T square = e * e;
        return T.AllLess(u, T.FusedMinus(T.All(1.5 * b) * square, square, T.All(1))) && T.AllLess(T.All(-0.5), e);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Retry(ReadOnlySpan<Philox.RoundKey> keys, ulong step, ulong replica, double b, double c)
    {
        for (ulong attempt = 1; ; attempt++)
        {
            T position = T.AllBits(step | attempt << AttemptShift);
            Philox.Block(keys, position, T.AllBits(replica), StreamPurpose.ChiSquareRetryNormal, out T bits, out T more);
            Normals<T>.Pair(bits, more, out T normal, out _);
            double e = First(normal) * c;
            Philox.Block(keys, position, T.AllBits(replica), StreamPurpose.ChiSquareRetryUniform, out bits, out _);
            if (Accept(First(Normals<T>.Uniform(bits)), e, b))
                return 2 * b * (1 + e) * (1 + e) * (1 + e);
        }
    }

    /// <summary>The exact rule: ln u &lt; 3b·(ln(1 + e) − e + e²/2 − e³/3) and e &gt; −1.</summary>
    private static bool Accept(double u, double e, double b)
    {
        if (!(e > -1))
            return false;
        return Log(u) < 3 * b * LogRemainder(e);
    }

    /// <summary>ln(1 + e) − e + e²/2 − e³/3, by its series where the difference would cancel.</summary>
    private static double LogRemainder(double e)
    {
        if (Math.Abs(e) > 0.125)
            return Log(1 + e) - e + e * e / 2 - e * e * e / 3;
        double sum = 0;
        for (int k = 22; k >= 4; k--)
            sum = sum * e + ((k & 1) == 0 ? -1.0 : 1.0) / k;
        return sum * e * e * e * e;
    }

    private static double Log(double value) => -0.5 * First(Normals<T>.MinusTwoLog(T.All(value)));

    private static double First(T lanes) => MemoryMarshal.Cast<T, double>(new ReadOnlySpan<T>(in lanes))[0];
}
