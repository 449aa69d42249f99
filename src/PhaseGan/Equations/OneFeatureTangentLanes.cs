using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>The reduced ODE for one feature with three tangent vectors carried along its solutions, dV/dt = J(y)V, for many sets of parameters at once.</summary>
/// <remarks>Coordinates: P, q, r, then V row-major. The tangents count as transverse, so that errors of all are measured against the largest.</remarks>
internal readonly unsafe struct OneFeatureTangentLanes : ILaneField
{
    private const int N = 3;

    public int Dimension => N + N * N;

    public int ParameterCount => ReducedEquations.ParameterCount(1);

    public int TransverseStart => N;

    public int TransverseCount => N * N;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Evaluate<T>(T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T>
    {
        ReducedEquations.Evaluate(1, parameters, y, derivative);
        // the Jacobian lies for a moment where the derivatives of the tangents belong
        T* tangents = y + N, rates = derivative + N;
        ReducedEquations.Jacobian(parameters, y, rates);
        for (int i = 0; i < N; i++)
        {
            T* row = rates + N * i;
            T a = row[0], b = row[1], c = row[2];
            for (int k = 0; k < N; k++)
                row[k] = T.PlusProduct(c, tangents[2 * N + k], T.PlusProduct(b, tangents[N + k], a * tangents[k]));
        }
    }
}
