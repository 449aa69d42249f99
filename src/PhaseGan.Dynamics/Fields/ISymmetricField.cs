namespace PhaseGan.Dynamics;

/// <summary>
/// A vector field with a continuous symmetry: if y(t) is a solution, so is exp(sG) y(t) for each generator G. Every generator adds a neutral
/// direction G y to a moving attractor, with a Lyapunov exponent 0 and a Floquet multiplier 1 that decide nothing.
/// </summary>
/// <remarks>
/// The contract: along any solution, a direction is carried by the tangent flow into the same direction at the later point, J(y) (G y) =
/// G f(y). Directions may vanish or depend on each other at special points.
/// </remarks>
public interface ISymmetricField : IVectorField
{
    /// <summary>Number of generators, ≥ 0.</summary>
    int SymmetryCount { get; }

    /// <summary>Writes the directions G_1 y, G_2 y, … one after the other.</summary>
    /// <param name="y">The state, length N.</param>
    /// <param name="directions">Receives the directions, length N times <see cref="SymmetryCount"/>.</param>
    void SymmetryDirections(ReadOnlySpan<double> y, Span<double> directions);
}
