namespace PhaseGan;

/// <summary>A vector field whose model has names for its fixed points.</summary>
/// <remarks>
/// The field alone knows what its coordinates stand for. Without this interface every fixed point of a field is <see cref="FixedPointKind.Other"/>.
/// </remarks>
public interface INamedFixedPoints : IVectorField
{
    /// <summary>What the model calls a fixed point; a pure function that does not throw.</summary>
    /// <param name="y">Coordinates of the point, length N.</param>
    /// <returns>The name; <see cref="FixedPointKind.Other"/> where the model has none.</returns>
    FixedPointKind KindOf(ReadOnlySpan<double> y);
}
