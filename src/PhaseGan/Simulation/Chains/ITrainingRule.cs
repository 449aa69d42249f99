namespace PhaseGan;

/// <summary>
/// What algorithm (5) leaves open: the derivatives f and f̃ of the losses and the regulariser H. An implementation is a value
/// type, so that its members are inlined into the step of every simulator.
/// </summary>
internal interface ITrainingRule
{
    /// <summary>Whether λ → ∞ with H minimal at 1: w and the columns of V are given unit length after each step, and <see cref="Pull"/> is not used.</summary>
    bool UnitNorms { get; }

    /// <summary>Whether there is a gradient penalty; without one <see cref="Decay"/> is not used.</summary>
    bool HasPenalty { get; }

    /// <summary>f(y·w): the discriminator's response to a real sample.</summary>
    /// <param name="projection">y·w.</param>
    /// <param name="norm">√z.</param>
    T RealResponse<T>(T projection, T norm)
        where T : unmanaged, ILanes<T>;

    /// <summary>f̃(ỹ·w): the discriminator's response to a fake sample.</summary>
    /// <param name="projection">ỹ·w.</param>
    /// <param name="norm">√z.</param>
    T FakeResponse<T>(T projection, T norm)
        where T : unmanaged, ILanes<T>;

    /// <summary>f̃(ỹ·w): the generator's response to a fake sample.</summary>
    T GeneratorResponse<T>(T projection)
        where T : unmanaged, ILanes<T>;

    /// <summary>γρ²(y·w), by which a penalty on the gradient at a real or a fake sample shortens w.</summary>
    T Decay<T>(T projection, bool real)
        where T : unmanaged, ILanes<T>;

    /// <summary>λH′(a) at the squared length a of w or of a column of V.</summary>
    T Pull<T>(T squaredLength)
        where T : unmanaged, ILanes<T>;
}
