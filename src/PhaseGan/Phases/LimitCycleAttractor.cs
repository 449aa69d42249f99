using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>The trajectory converges to a periodic orbit: its returns to a section contract geometrically on a point while the motion stays large.</summary>
public sealed record LimitCycleAttractor : Attractor
{
    internal LimitCycleAttractor(ImmutableArray<double> point, double period, double amplitude, double time, long evaluations)
        : base(AttractorKind.LimitCycle, time, evaluations)
    {
        (Point, Period, Amplitude) = (point, period, amplitude);
    }

    /// <summary>A point on the cycle, length N.</summary>
    public ImmutableArray<double> Point { get; }

    /// <summary>Its period, in units of t = k/n.</summary>
    public double Period { get; }

    /// <summary>Half the range of the coordinate that moves most.</summary>
    public double Amplitude { get; }
}
