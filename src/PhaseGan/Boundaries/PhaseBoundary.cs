using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>A curve that bounds a phase, with the reason for it: a scalar other than the label that changes its sign there.</summary>
public sealed class PhaseBoundary
{
    internal PhaseBoundary(BoundaryMechanism mechanism, string state, string scalar, ImmutableArray<ImplicitCurvePoint> points, double error, BranchEnd first, BranchEnd last) =>
        (Mechanism, State, Scalar, Points, Error, FirstEnd, LastEnd) = (mechanism, state, scalar, points, error, first, last);

    /// <summary>What happens there.</summary>
    public BoundaryMechanism Mechanism { get; }

    /// <summary>Whose boundary it is: a fixed point or a family, with the feature and the column that are active where there is a choice.</summary>
    public string State { get; }

    /// <summary>The number that changes its sign, in words; negative where the state attracts, or the feature is recovered.</summary>
    public string Scalar { get; }

    /// <summary>Its points in the units of the axes, in order; the state attracts, or the feature is recovered, on the left of the way along them, with the first axis to the right and the second upwards.</summary>
    public ImmutableArray<ImplicitCurvePoint> Points { get; }

    /// <summary>The largest error of a point, in units of the window's sides: within it the scalar has both signs.</summary>
    public double Error { get; }

    /// <summary>Why the curve ends before its first point; <see cref="BranchEnd.RangeReached"/> also where another mechanism takes over.</summary>
    public BranchEnd FirstEnd { get; }

    /// <summary>Why the curve ends after its last point.</summary>
    public BranchEnd LastEnd { get; }

    /// <summary>Whether the curve belongs to the start of training, and another start has another one.</summary>
    public bool IsStartDependent => Mechanism is BoundaryMechanism.SelectedRecovery or BoundaryMechanism.Separatrix;

    /// <summary>What happens to what, and how many points there are.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mechanism} of {State}: {Points.Length} points, error {Error:G2}");
}
