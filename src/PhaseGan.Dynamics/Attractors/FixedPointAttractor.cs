namespace PhaseGan.Dynamics;

/// <summary>The trajectory converges to a fixed point: it is so close that the spectrum there leaves it no other way.</summary>
public sealed record FixedPointAttractor : Attractor
{
    internal FixedPointAttractor(FixedPoint point, Spectrum spectrum, double uncertainty, double time, long evaluations)
        : base(AttractorKind.FixedPoint, time, evaluations)
    {
        (Point, Spectrum, Uncertainty) = (point, spectrum, uncertainty);
    }

    /// <summary>The fixed point, polished by Newton's method or projected on the rest manifold.</summary>
    public FixedPoint Point { get; }

    /// <summary>Its spectrum, stable; neutral modes along a family apart.</summary>
    public Spectrum Spectrum { get; }

    /// <summary>Bound on how far the true end point can lie from <see cref="Point"/>, in any coordinate: the drift along the family still to come.</summary>
    public double Uncertainty { get; }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
