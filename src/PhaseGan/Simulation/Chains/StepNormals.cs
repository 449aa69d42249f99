using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>The normals of training steps as <see cref="StepNoise"/> lays them out, read one after the other: all lanes of a row, or one lane where T is a single one.</summary>
/// <typeparam name="T">The lanes.</typeparam>
/// <param name="rows">The normals from the first one's lane on.</param>
internal readonly ref struct StepNormals<T>(LaneSpan<T> rows)
    where T : unmanaged, ILanes<T>
{
    private readonly LaneSpan<T> _rows = rows;

    /// <summary>Normal k.</summary>
    public T this[int k]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _rows[k * (StepNoise.Stride / T.Width)];
    }
}
