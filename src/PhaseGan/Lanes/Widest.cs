using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PhaseGan;

/// <summary>The choice of lanes: the widest registers that the machine has. Results do not depend on it.</summary>
internal static class Widest
{
    /// <summary>Does work with the widest registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TWork>(ref TWork work)
        where TWork : struct, ILaneWork
    {
        if (Vector512.IsHardwareAccelerated)
            work.Run<Lanes512, Lanes512.Pattern>();
        else if (Vector256.IsHardwareAccelerated)
            work.Run<Lanes256, Lanes256.Pattern>();
        else if (Vector128.IsHardwareAccelerated)
            work.Run<Lanes128, Lanes128.Pattern>();
        else
            work.Run<LanesPlain, LanesPlain.Pattern>();
    }
}
