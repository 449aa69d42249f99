namespace PhaseGan.Dynamics;

/// <summary>A vector field that can be enclosed: over a box of states its values and its Jacobian's entries lie in intervals that it gives. What is proved with these enclosures is proved of the field itself.</summary>
public interface IIntervalField
{
    /// <summary>N: number of coordinates.</summary>
    int Dimension { get; }

    /// <summary>Encloses the field over a box.</summary>
    /// <param name="y">The box: an interval for each coordinate, length N.</param>
    /// <param name="derivative">Receives intervals that contain every dy_i/dt over the box, length N.</param>
    void Enclose(ReadOnlySpan<Interval> y, Span<Interval> derivative);

    /// <summary>Encloses the Jacobian over a box.</summary>
    /// <param name="y">The box, length N.</param>
    /// <param name="jacobian">Receives intervals that contain every ∂f_i/∂y_j over the box, row-major, length N².</param>
    void EncloseJacobian(ReadOnlySpan<Interval> y, Span<Interval> jacobian);
}
