using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PhaseGan.Dynamics;

/// <summary>The choice of lanes: the widest registers that the machine has. Results do not depend on it.</summary>
/// <remarks>Of 256 bits and below, eight lanes are several registers already, so that pairs of them would only be spilled to memory.</remarks>
internal static class Widest
{
    /// <summary>Does work with as many lanes as fill the processor, 8 or 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunWide<TWork>(ref TWork work)
        where TWork : struct, ILaneWork, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated)
            work.Run<Lanes512Pair>();
        else
            Run(ref work);
    }

    /// <summary>Does work whose steps hold so many numbers that two registers for each are too many where there are only sixteen: with 16, 8 or 4 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunLarge<TWork>(ref TWork work)
        where TWork : struct, ILaneWork, allows ref struct
    {
        if (Vector256.IsHardwareAccelerated && !Vector512.IsHardwareAccelerated)
            work.Run<Lanes256Single>();
        else
            RunWide(ref work);
    }

    /// <summary>Does work that keeps so many numbers for each lane that those of 16 lanes do not lie in the nearest cache together: with 8 or 4 lanes, one register for each number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunHuge<TWork>(ref TWork work)
        where TWork : struct, ILaneWork, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated)
            work.Run<Lanes512>();
        else
            RunLarge(ref work);
    }

    /// <summary>Does work of which little is left: with four lanes, or eight where there are no registers of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunFew<TWork>(ref TWork work)
        where TWork : struct, ILaneWork, allows ref struct
    {
        if (Vector256.IsHardwareAccelerated)
            work.Run<Lanes256Single>();
        else
            Run(ref work);
    }

    /// <summary>Does work with eight lanes in the widest registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TWork>(ref TWork work)
        where TWork : struct, ILaneWork, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated)
            work.Run<Lanes512>();
        else if (Vector256.IsHardwareAccelerated)
            work.Run<Lanes256>();
        else if (Vector128.IsHardwareAccelerated)
            work.Run<Lanes128>();
        else
            work.Run<LanesPlain>();
    }
}
