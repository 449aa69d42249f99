namespace PhaseGan.Dynamics;

/// <summary>
/// An autonomous vector field dy/dt = f(y) with its Jacobian: the one thing that integration, fixed points, stability and
/// attractors need to know of a model. Implement it and those stages work for your model.
/// </summary>
/// <remarks>
/// Contract for implementers: the methods are pure (the same input gives the same bits), may be called from several threads at once,
/// allocate nothing, and do not throw for finite input of the right length; where the field is undefined they write values that are not
/// finite, which callers turn into a status.
/// </remarks>
public interface IVectorField
{
    /// <summary>N ≥ 1: the number of coordinates.</summary>
    int Dimension { get; }

    /// <summary>Writes f(y).</summary>
    /// <param name="y">The state, length N.</param>
    /// <param name="derivative">Receives dy/dt, length N; must not overlap <paramref name="y"/>.</param>
    void Evaluate(ReadOnlySpan<double> y, Span<double> derivative);

    /// <summary>Writes the Jacobian ∂f_i/∂y_k at row i, column k.</summary>
    /// <param name="y">The state, length N.</param>
    /// <param name="jacobian">Receives the matrix in row-major order, length N².</param>
    void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian);
}
