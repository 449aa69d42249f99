using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PhaseGan.Dynamics;

/// <summary>Zeroed memory for numbers that starts on a cache line and does not move.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int CacheLine = 64;
    private readonly double[] _memory;
    private readonly int _first;

    /// <summary>Room for <paramref name="length"/> numbers, rounded up to whole cache lines.</summary>
    public AlignedBuffer(int length)
    {
        Length = checked((length + 7) & ~7);
        _memory = GC.AllocateArray<double>(Length + CacheLine / sizeof(double), pinned: true);
        Start = (double*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Aligned(_memory)));
        _first = _memory.Length - Aligned(_memory).Length;
    }

    /// <summary>The first number; valid while this object is reachable.</summary>
    public double* Start { get; }

    /// <summary>All numbers.</summary>
    public Span<double> Span => _memory.AsSpan(_first, Length);

    /// <summary>How many numbers there is room for, a multiple of 8.</summary>
    public int Length { get; }

    /// <summary>Memory that does not move from its first cache line on; fewer than 8 numbers are left out.</summary>
    public static Span<double> Aligned(Span<double> memory)
    {
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory));
        return memory[(int)((nuint)(-(nint)address) % CacheLine / sizeof(double))..];
    }

    /// <summary>Numbers as lanes.</summary>
    public static Span<T> As<T>(Span<double> numbers)
        where T : unmanaged => MemoryMarshal.Cast<double, T>(numbers);
}
