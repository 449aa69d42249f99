namespace PhaseGan.Dynamics;

/// <summary>A vector field whose model has names for its fixed points.</summary>
/// <remarks>The field alone knows what its coordinates stand for. Without this interface no fixed point of a field has a name.</remarks>
public interface INamedFixedPoints : IVectorField
{
    /// <summary>What the model calls a fixed point; a pure function that does not throw.</summary>
    /// <param name="y">Coordinates of the point, length N.</param>
    /// <returns>The name; null where the model has none.</returns>
    string? NameOf(ReadOnlySpan<double> y);
}
