namespace PhaseGan.Dynamics;

/// <summary>A vector field whose coordinates stand for a state of a model.</summary>
/// <typeparam name="TState">The model's state.</typeparam>
public interface IVectorField<TState> : IVectorField
    where TState : class
{
    /// <summary>The coordinates of a state, length N.</summary>
    /// <param name="state">A valid state of this model.</param>
    /// <exception cref="ArgumentException">The state does not fit the field.</exception>
    double[] Pack(TState state);

    /// <summary>The state with the given coordinates.</summary>
    /// <param name="y">Coordinates, length N, finite.</param>
    /// <exception cref="ArgumentException">The coordinates do not fit the field.</exception>
    TState Unpack(ReadOnlySpan<double> y);
}
