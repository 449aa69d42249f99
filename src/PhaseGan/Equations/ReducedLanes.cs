using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>The reduced ODE (13), (14) for eight sets of parameters at once; see <see cref="ReducedEquations"/>.</summary>
/// <typeparam name="TCount">d, known when the code is compiled if it is small.</typeparam>
internal readonly unsafe struct ReducedLanes<TCount>(TCount count) : ILaneField
    where TCount : struct, IFeatureCount
{
    public int Dimension => ReducedEquations.Dimension(count.Value);

    public int ParameterCount => ReducedEquations.ParameterCount(count.Value);

    public int TransverseStart => count.Value * count.Value;

    public int TransverseCount => 2 * count.Value;

    // A method of its own: inlined seven times into a step it would exceed what the compiler inlines.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Evaluate<T>(T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T> =>
        ReducedEquations.Evaluate(count.Value, parameters, y, derivative);
}
