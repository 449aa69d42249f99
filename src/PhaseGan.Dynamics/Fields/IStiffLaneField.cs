namespace PhaseGan.Dynamics;

/// <summary>A field of three coordinates whose Jacobian is evaluated in lanes too, for methods that solve with it.</summary>
internal unsafe interface IStiffLaneField : ILaneField
{
    /// <summary>Writes the Jacobian.</summary>
    /// <param name="parameters">The parameters, <see cref="ILaneField.ParameterCount"/> of them.</param>
    /// <param name="y">The state, length 3.</param>
    /// <param name="jacobian">Receives ∂f_i/∂y_k at 3i + k, length 9.</param>
    void Jacobian<T>(T* parameters, T* y, T* jacobian)
        where T : unmanaged, ILanes<T>;
}
