namespace PhaseGan.Dynamics;

/// <summary>
/// A vector field of which members with parameters of their own are evaluated at once, one in each lane. The formulas are written
/// once and hold for a single number and for any kind of registers.
/// </summary>
internal unsafe interface ILaneField
{
    /// <summary>N ≥ 1: the number of coordinates.</summary>
    int Dimension { get; }

    /// <summary>How many parameters a member has.</summary>
    int ParameterCount { get; }

    /// <summary>Index of the first transverse coordinate: those that vanish together on a manifold of rest.</summary>
    int TransverseStart { get; }

    /// <summary>Number of transverse coordinates.</summary>
    int TransverseCount { get; }

    /// <summary>Writes f(y).</summary>
    /// <param name="parameters">The parameters, <see cref="ParameterCount"/> of them.</param>
    /// <param name="y">The state, length N.</param>
    /// <param name="derivative">Receives dy/dt, length N; must not overlap <paramref name="y"/>.</param>
    void Evaluate<T>(T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T>;
}
