using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>The ODE of two orthonormal discriminator features, in the frame that turns with them, for sets of parameters side by side; see <see cref="ColumnPairEquations"/>.</summary>
/// <typeparam name="TCount">d, known when the code is compiled if it is small.</typeparam>
internal readonly unsafe struct ColumnPairLanes<TCount>(TCount count) : ILaneField
    where TCount : struct, IFeatureCount
{
    public int Dimension => ColumnPairEquations.Dimension(count.Value);

    public int ParameterCount => ReducedEquations.ParameterCount(count.Value);

    public int TransverseStart => count.Value * count.Value;

    public int TransverseCount => 2 * ColumnPairEquations.Columns * count.Value;

    // A method of its own: inlined seven times into a step it would exceed what the compiler inlines.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Evaluate<T>(T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T> =>
        ColumnPairEquations.Evaluate(count.Value, parameters, y, derivative);
}
