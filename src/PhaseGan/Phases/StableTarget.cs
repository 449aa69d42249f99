namespace PhaseGan;

/// <summary>A stable fixed point off the deceived manifold, and how near a trajectory must come to it to end there.</summary>
/// <param name="Point">Its coordinates.</param>
/// <param name="Spectrum">The spectrum there.</param>
/// <param name="Radius">The distance within which a trajectory ends there; for a member of a family, no more than the tolerance of ends.</param>
internal sealed record StableTarget(double[] Point, Spectrum Spectrum, double Radius)
{
    /// <summary>Trajectories are led no nearer to a member of a family than this, which is what fine tolerances resolve.</summary>
    public const double Nearest = 1e-7;

    /// <summary>Where a recovery is next to the threshold a trajectory must come nearer by this factor.</summary>
    private const double Nearer = 0.25;

    private bool IsFamily => Spectrum.NeutralCount > 0;

    /// <summary>The target at a fixed point; null if that is not stable.</summary>
    public static StableTarget? At(IVectorField ode, double[] point, double tolerance)
    {
        if (StabilityClassifier.Classify(ode, point, out double condition) is not { Verdict: StabilityVerdict.Stable } spectrum)
            return null;
        double radius = AttractorSearch.BasinRadius(-spectrum.GrowthRate, spectrum.Scale, condition);
        return new(point, spectrum, spectrum.NeutralCount > 0 ? Math.Min(radius, tolerance) : radius);
    }

    /// <summary>Whether another fixed point is so near that it is stable, too: within the radius the Jacobian changes by about a twentieth of the slowest rate over the condition of its eigenvectors.</summary>
    public bool IsNear(ReadOnlySpan<double> point) => VectorMath.LargestDifference(Point, point) < Radius;

    /// <summary>The same target for a trajectory that was at a distance that told too little.</summary>
    public StableTarget Within(double distance) => this with { Radius = Nearer * distance };

    /// <summary>The attractor of a trajectory from which Newton's method led to this point or one near it.</summary>
    public FixedPointAttractor Attractor(IVectorField ode, NewtonResult newton, double time, long evaluations) =>
        new(FixedPoint.At(ode, newton.Point), Spectrum, IsFamily ? newton.Travel : 0, time, evaluations);
}
