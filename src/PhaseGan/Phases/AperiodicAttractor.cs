namespace PhaseGan;

/// <summary>
/// The trajectory keeps moving without settling or repeating: over three successive windows, each long against the slowest rate met, its
/// ranges neither shrink nor drift, and every fixed point that it comes near is unstable.
/// </summary>
public sealed record AperiodicAttractor : Attractor
{
    internal AperiodicAttractor(double amplitude, double time, long evaluations)
        : base(AttractorKind.Aperiodic, time, evaluations)
    {
        Amplitude = amplitude;
    }

    /// <summary>Half the range of the coordinate that moves most.</summary>
    public double Amplitude { get; }
}
