namespace PhaseGan.Dynamics;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, <em>Fast splittable pseudorandom number generators</em>, OOPSLA 2014): small seeded draws for
/// starts and searches, the same on every platform.
/// </summary>
internal struct SplitMix(long seed)
{
    private ulong _state = (ulong)seed * 0xD1342543DE82EF95UL + 0x9E3779B97F4A7C15UL;

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        ulong z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in (0, 1).</summary>
    public double NextUniform() => ((NextBits() >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by Box and Muller's cosine branch.</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(NextUniform())) * Math.Cos(2 * Math.PI * NextUniform());
}
