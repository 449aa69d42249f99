using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>
/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, <em>Parallel random numbers: as easy as
/// 1, 2, 3</em> (SC 2011), section 3.3: for each 64-bit key a bijection of 128-bit counters, ten rounds of multiply and
/// exclusive-or. It passes TestU01's BigCrush (their table 2).
/// </summary>
/// <remarks>
/// Here the key is the seed and the counter is (position: 64 bits, replica: 32 bits, purpose: 32 bits). Under one seed no two
/// streams (replica, purpose) ever use the same counter, and a bijection maps different counters to different blocks, so the
/// streams are distinct by construction. There is no state: a number depends on (seed, replica, purpose, position) alone,
/// whatever the threads and however the work is cut.
/// </remarks>
internal static class Philox
{
    private const int Rounds = 10;

    /// <summary>The keys of all rounds from a seed.</summary>
    public static RoundKey[] Expand(long seed)
    {
        var keys = new RoundKey[Rounds];
        uint k0 = (uint)seed, k1 = (uint)((ulong)seed >> 32);
        foreach (ref RoundKey key in keys.AsSpan())
        {
            key = new RoundKey(k0, k1);
            unchecked
            {
                k0 += 0x9E3779B9;
                k1 += 0xBB67AE85;
            }
        }
        return keys;
    }

    /// <summary>Eight blocks at once, one a lane.</summary>
    /// <param name="keys">What <see cref="Expand"/> made.</param>
    /// <param name="position">Position of each lane: counter words 0 and 1.</param>
    /// <param name="replica">Replica of each lane, &lt; 2³²: counter word 2.</param>
    /// <param name="purpose">Purpose, one for all lanes: counter word 3.</param>
    /// <param name="a">Output words 0 (low half) and 1 (high half).</param>
    /// <param name="b">Output words 2 and 3.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Block<T>(ReadOnlySpan<RoundKey> keys, T position, T replica, StreamPurpose purpose, out T a, out T b)
        where T : unmanaged, IWideLanes<T>
    {
        T c0 = position;
        T c1 = position >>> 32;
        T c2 = replica;
        T c3 = T.AllBits((ulong)purpose);
        foreach (ref readonly RoundKey key in keys)
            Round(key, ref c0, ref c1, ref c2, ref c3);
        a = Word(c0, c1);
        b = Word(c2, c3);
    }

    /// <summary>One round on four counter words a lane, each in a low half.</summary>
    /// <remarks>High halves hold rubbish between rounds; only low halves are ever multiplied.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Round<T>(in RoundKey key, ref T c0, ref T c1, ref T c2, ref T c3)
        where T : unmanaged, IWideLanes<T>
    {
        T p0 = T.MultiplyLow32(T.AllBits(0xD2511F53), c0);
        T p1 = T.MultiplyLow32(T.AllBits(0xCD9E8D57), c2);
        c0 = T.Xor(p1 >>> 32, c1, T.AllBits(key.First));
        c2 = T.Xor(p0 >>> 32, c3, T.AllBits(key.Second));
        c1 = p1;
        c3 = p0;
    }

    /// <summary>64 bits of two words, the low one first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Word<T>(T low, T high)
        where T : unmanaged, IWideLanes<T> => (low & T.AllBits(0xFFFFFFFFUL)) | (high << 32);

    /// <summary>The key of a round.</summary>
    /// <param name="First">Of the first product, in the low half.</param>
    /// <param name="Second">Of the second.</param>
    internal readonly record struct RoundKey(ulong First, ulong Second);
}
