namespace PhaseGan.Dynamics;

/// <summary>Zeroed memory for numbers that starts on a cache line and does not move.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int CacheLine = 64;
    private readonly double[] _memory;

    /// <summary>Room for <paramref name="length"/> numbers, rounded up to whole cache lines.</summary>
    public AlignedBuffer(int length)
    {
        Length = checked((length + 7) & ~7);
        _memory = GC.AllocateArray<double>(Length + CacheLine / sizeof(double), pinned: true);
        var address = (nuint)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        Start = (double*)((address + CacheLine - 1) & ~(nuint)(CacheLine - 1));
    }

    /// <summary>The first number; valid while this object is reachable.</summary>
    public double* Start { get; }

    /// <summary>How many numbers there is room for, a multiple of 8.</summary>
    public int Length { get; }
}
