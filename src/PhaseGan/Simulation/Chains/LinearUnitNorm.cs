using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>Example 1 of the paper: f(x) = f̃(x) = x and unit norms.</summary>
internal readonly struct LinearUnitNorm : ITrainingRule
{
    public bool UnitNorms => true;

    public bool HasPenalty => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T RealResponse<T>(T projection, T norm)
        where T : unmanaged, ILanes<T> => projection;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T FakeResponse<T>(T projection, T norm)
        where T : unmanaged, ILanes<T> => projection;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T GeneratorResponse<T>(T projection)
        where T : unmanaged, ILanes<T> => projection;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Decay<T>(T projection, bool real)
        where T : unmanaged, ILanes<T> => T.All(0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Pull<T>(T squaredLength)
        where T : unmanaged, ILanes<T> => T.All(0);
}
