namespace PhaseGan.Dynamics;

/// <summary>A vector field over a parameter that can be enclosed with its derivatives: what proofs of branches, folds and Hopf points need. Every method gives intervals that contain all values over a box of states and an interval of the parameter.</summary>
public interface IIntervalFamily
{
    /// <summary>N: number of coordinates.</summary>
    int Dimension { get; }

    /// <summary>The field at a parameter in an interval.</summary>
    /// <param name="parameter">The interval.</param>
    IIntervalField At(Interval parameter);

    /// <summary>Encloses the derivative of the field by the parameter.</summary>
    /// <param name="parameter">The interval of the parameter.</param>
    /// <param name="y">The box, length N.</param>
    /// <param name="slope">Receives intervals that contain ∂f_i/∂p, length N.</param>
    void EncloseSlope(Interval parameter, ReadOnlySpan<Interval> y, Span<Interval> slope);

    /// <summary>Encloses the derivatives of J(y, p)v, with v held, by all coordinates and by the parameter.</summary>
    /// <param name="parameter">The interval of the parameter.</param>
    /// <param name="y">The box, length N.</param>
    /// <param name="v">The intervals of v, length N.</param>
    /// <param name="second">Receives ∂(Jv)_i/∂y_j, and in column N ∂(Jv)_i/∂p: row-major, N rows of N + 1.</param>
    void EncloseSecond(Interval parameter, ReadOnlySpan<Interval> y, ReadOnlySpan<Interval> v, Span<Interval> second);
}
