using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>
/// A curve that is given by equations, N − 1 for N unknowns, and by conditions that are positive on it: what <see cref="CurveTube"/> encloses. A curve ends where a condition vanishes: at an edge of a window, or where it meets another curve.
/// </summary>
public interface IIntervalCurve
{
    /// <summary>N ≥ 2: number of unknowns.</summary>
    int Dimension { get; }

    /// <summary>Names of the conditions, in order.</summary>
    ImmutableArray<string> Conditions { get; }

    /// <summary>Encloses the equations, then the conditions, over a box.</summary>
    /// <param name="z">The box: an interval for each unknown, length N.</param>
    /// <param name="values">Receives intervals that contain all values, length N − 1 plus the number of conditions.</param>
    void Enclose(ReadOnlySpan<Interval> z, Span<Interval> values);

    /// <summary>Encloses the derivatives of the equations, then those of the conditions, over a box.</summary>
    /// <param name="z">The box, length N.</param>
    /// <param name="slopes">Receives intervals that contain all derivatives by the unknowns: row-major, a row of length N for each equation and each condition.</param>
    void EncloseSlopes(ReadOnlySpan<Interval> z, Span<Interval> slopes);
}
