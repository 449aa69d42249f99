using System.Runtime.CompilerServices;

namespace PhaseGan.Dynamics;

/// <summary>Single lanes of registers in memory.</summary>
internal static unsafe class LaneMemory
{
    /// <summary>The number in one lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref double Lane<T>(T* numbers, int lane)
        where T : unmanaged =>
        ref ((double*)numbers)[lane];
}
