using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>A curve in the plane on which a function changes its sign, followed from a point near it in both directions.</summary>
/// <remarks>
/// <para>
/// From each point the curve is predicted by the curvature of the last chords and then enclosed on an arc around the point, between two directions in which the function has the two signs. The
/// negative side stays on the left, halfway to the new point too, so that the curve is not mistaken for a neighbour. The function may jump: a curve of ±1 is followed as well as one of zeros, by more
/// values.
/// </para>
/// <para>Allgower and Georg, <em>Introduction to Numerical Continuation Methods</em> (SIAM 2003), chapter 2, with the corrector of chapter 15 (simplicial enclosure) in one dimension.</para>
/// </remarks>
public sealed class ImplicitCurve
{
    internal ImplicitCurve(ImmutableArray<ImplicitCurvePoint> points, BranchEnd first, BranchEnd last, int evaluations) =>
        (Points, FirstEnd, LastEnd, Evaluations) = (points, first, last, evaluations);

    /// <summary>The points, in order; the function is negative on the left of the way along them. A closed curve has its first point again at the end; none if there was no start.</summary>
    public ImmutableArray<ImplicitCurvePoint> Points { get; }

    /// <summary>Why the curve ends before its first point.</summary>
    public BranchEnd FirstEnd { get; }

    /// <summary>Why the curve ends after its last point.</summary>
    public BranchEnd LastEnd { get; }

    /// <summary>Whether it came back to where it began.</summary>
    public bool IsClosed => LastEnd == BranchEnd.Closed;

    /// <summary>How often the function was asked.</summary>
    public int Evaluations { get; }

    /// <summary>Follows a curve g(x, y) = 0.</summary>
    /// <param name="g">The function; NaN or infinite where it is not defined. It must change its sign across the curve.</param>
    /// <param name="near">A point near the curve: within a tenth of the window, and nearer to it than to others.</param>
    /// <param name="window">Where the curve is followed.</param>
    /// <param name="options">Defaults if null.</param>
    /// <param name="cancellationToken">Looked at before each value of the function.</param>
    /// <returns>
    /// The curve, whose ends say why it goes no further: <see cref="BranchEnd.RangeReached"/> at the window's edge, <see cref="BranchEnd.Closed"/>, <see cref="BranchEnd.NonFinite"/> where the function is not
    /// defined beyond, <see cref="BranchEnd.StepTooSmall"/> at a corner, a crossing or a tip, <see cref="BranchEnd.Budget"/>. Without points if <see cref="BranchEnd.NoStart"/>, or
    /// <see cref="BranchEnd.NotIsolated"/> where more than one curve passes the start.
    /// </returns>
    /// <exception cref="ArgumentNullException">The function or the window is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The point lies outside of the window.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImplicitCurve Follow(
        Func<double, double, double> g, (double X, double Y) near, PlaneWindow window, ImplicitCurveOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(g);
        ArgumentNullException.ThrowIfNull(window);
        if (!window.Contains(near.X, near.Y))
            throw new ArgumentOutOfRangeException(nameof(near), near, $"{nameof(near)} must lie in the window; got {near.ToString()}");
        return new ImplicitCurveTracer(g, window, options ?? ImplicitCurveOptions.Default, cancellationToken).From(near);
    }

    /// <summary>How many points it has and why it ends.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Points.Length} points, {Evaluations} values, ends {FirstEnd} and {LastEnd}");
}
