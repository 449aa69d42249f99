using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>The scalar normals of training steps, for eight (replica, step) pairs at once, each in a lane of its own.</summary>
internal static unsafe class StepNoise
{
    /// <summary>Numbers from one normal of a lane to the next.</summary>
    public const int Stride = 8;

    /// <summary>Fills the normals of one step in each of eight lanes; a step owns <paramref name="normals"/>/2 positions of its stream.</summary>
    /// <param name="run">Gives the seed.</param>
    /// <param name="step">Step of each lane.</param>
    /// <param name="replica">Replica of each lane.</param>
    /// <param name="normals">Normals a step, even.</param>
    /// <param name="to">Receives <paramref name="normals"/> rows of eight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<T, TBits>(StepNumbers run, TBits step, TBits replica, int normals, double* to)
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits>
    {
        TBits blocks = TBits.All((uint)normals / 2);
        TBits position = TBits.MultiplyLow32(step, blocks) + (TBits.MultiplyLow32(step >>> 32, blocks) << 32);
        for (double* end = to + Stride * normals; to < end; to += 2 * Stride)
        {
            Philox.Block(run.Keys, position, replica, StreamPurpose.Step, out TBits a, out TBits b);
            Normals<T, TBits>.Pair(a, b, out T x, out T y);
            T.Store(x, to);
            T.Store(y, to + Stride);
            position += TBits.All(1);
        }
    }
}
