using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PhaseGan.Dynamics;

/// <summary>
/// Lanes one after the other. Places are checked in debug builds alone: in the short loops over features, checks as those of <see cref="Span{T}"/> take a tenth of a step's
/// time and more. Whoever cuts it from a span stays within the span.
/// </summary>
/// <typeparam name="T">The lanes.</typeparam>
internal readonly ref struct LaneSpan<T>
    where T : unmanaged
{
    private readonly ref T _first;
#if DEBUG
    private readonly int _length;
#endif

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private LaneSpan(ref T first, int length)
    {
        _first = ref first;
#if DEBUG
        _length = length;
#endif
    }

    /// <summary>The lanes at a place.</summary>
    public ref T this[int k]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
#if DEBUG
            Debug.Assert((uint)k < (uint)_length, $"place {k} of {_length}");
#endif
            return ref Unsafe.Add(ref _first, (nuint)(uint)k);
        }
    }

    /// <summary>All lanes of a span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator LaneSpan<T>(Span<T> span) => new(ref MemoryMarshal.GetReference(span), span.Length);

    /// <summary>A part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneSpan<T> Slice(int start, int length)
    {
#if DEBUG
        Debug.Assert(start >= 0 && length >= 0 && start + length <= _length, $"places {start} to {start + length} of {_length}");
#endif
        return new(ref Unsafe.Add(ref _first, (nuint)(uint)start), length);
    }
}
