namespace PhaseGan.Dynamics;

/// <summary>
/// A vector field with a known manifold of fixed points, on which some coordinates (the transverse ones) vanish. Along the manifold the
/// Jacobian has exact zero eigenvalues that decide nothing; stability is decided by the transverse block alone.
/// </summary>
/// <remarks>
/// The contract: where the transverse coordinates are zero the whole field is zero, and the rows of the Jacobian of the other coordinates
/// are zero there too.
/// </remarks>
public interface IRestManifold : IVectorField
{
    /// <summary>Index of the first transverse coordinate; they are contiguous.</summary>
    int TransverseStart { get; }

    /// <summary>K ≥ 1: number of transverse coordinates.</summary>
    int TransverseCount { get; }

    /// <summary>Writes the K×K block of the Jacobian over the transverse coordinates at the point of the manifold below <paramref name="y"/>.</summary>
    /// <param name="y">A state, length N; its transverse coordinates are taken as zero.</param>
    /// <param name="block">Receives the matrix in row-major order, length K².</param>
    void TransverseBlock(ReadOnlySpan<double> y, Span<double> block);
}
