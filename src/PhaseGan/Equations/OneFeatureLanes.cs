using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>The reduced ODE (13), (14) for one feature and many sets of parameters at once, with its Jacobian; see <see cref="ReducedEquations"/>.</summary>
internal readonly unsafe struct OneFeatureLanes : IStiffLaneField
{
    public int Dimension => 3;

    public int ParameterCount => ReducedEquations.ParameterCount(1);

    public int TransverseStart => 1;

    public int TransverseCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Evaluate<T>(T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T> =>
        default(ReducedLanes<OneFeature>).Evaluate(parameters, y, derivative);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Jacobian<T>(T* parameters, T* y, T* jacobian)
        where T : unmanaged, ILanes<T> =>
        ReducedEquations.Jacobian(parameters, y, jacobian);
}
