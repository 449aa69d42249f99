namespace PhaseGan.Dynamics;

/// <summary>
/// A vector field that states how large its coordinates typically are. Tolerances, distances and radii are then taken in units of these sizes; for
/// other fields the sizes are measured along the path, which costs some evaluations.
/// </summary>
/// <remarks>
/// The contract: over a hundredth of its size a coordinate changes the field's Jacobian little. A field whose
/// coordinates are of order one, such as overlaps of unit vectors, states sizes of one.
/// </remarks>
public interface ISizedField : IVectorField
{
    /// <summary>The typical size of a coordinate, finite and &gt; 0, in the coordinate's own unit; 1 unless it is overridden.</summary>
    /// <param name="coordinate">Which, in [0, N).</param>
    double SizeOf(int coordinate) => 1;
}
