using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>
/// The trajectory keeps moving without settling or repeating, and attracts: over three successive windows, each long against the slowest rate met, its
/// ranges neither shrink nor drift; volumes next to it shrink; it is chaotic, or nearby motions return to it. With
/// <see cref="AttractorOptions.Exponents"/> its Lyapunov exponents tell chaos from a torus.
/// </summary>
public sealed record AperiodicAttractor : Attractor
{
    private readonly ValueArray<double> _point;

    internal AperiodicAttractor(double amplitude, ImmutableArray<double> point, double returnTime, string shown, double time, long evaluations)
        : base(AttractorKind.Aperiodic, time, evaluations)
    {
        (Amplitude, _point, ReturnTime, Shown) = (amplitude, ValueArray.Of(point), returnTime, shown);
    }

    /// <summary>Half the range of the coordinate that moves most.</summary>
    public double Amplitude { get; }

    /// <summary>A state of the motion, length N: where the trajectory was when the search ended.</summary>
    public ImmutableArray<double> Point => _point;

    /// <summary>Mean time between returns to a section through the motion, in the field's unit of time.</summary>
    public double ReturnTime { get; }

    /// <summary>What was seen of the motion, and for how long. A transient that lasts far longer cannot be told from an attractor.</summary>
    public string Shown { get; }

    /// <summary>
    /// The largest Lyapunov exponents with standard errors, transverse to time translation and to the symmetries of an
    /// <see cref="ISymmetricField"/>; null unless <see cref="AttractorOptions.Exponents"/> asked for them.
    /// </summary>
    public LyapunovEstimate? Lyapunov { get; internal init; }

    /// <summary>
    /// What the exponents show by <see cref="LyapunovEstimate.Classify"/>: chaotic when the largest is positive, quasi-periodic when it is zero
    /// within its error; a cycle when it is negative, that is a cycle that shooting has not closed; undecided if none were measured or their
    /// errors are too large.
    /// </summary>
    public MotionKind Motion => Lyapunov?.Classify() ?? MotionKind.Undecided;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
