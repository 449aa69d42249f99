using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>Every fixed point of the reduced ODE with one feature at one set of parameters, and which of them attract.</summary>
/// <param name="Parameters">The parameters, d = 1.</param>
/// <param name="Points">All fixed points, Deceived first; one entry for each sign orbit.</param>
/// <param name="StableDeceived">The |P| for which the deceived state attracts, or null if none does.</param>
public sealed record SingleFeaturePortrait(GanParameters Parameters, ImmutableArray<SingleFeaturePoint> Points, OverlapInterval? StableDeceived)
{
    /// <summary>The attracting ones among <see cref="Points"/>.</summary>
    public ImmutableArray<SingleFeaturePoint> Attracting => [.. Points.Where(p => p.IsAttracting)];

    /// <summary>Whether more than one kind of fixed point attracts, so that the start decides.</summary>
    public bool IsMultistable => Points.Count(p => p.IsAttracting) > 1;

    /// <summary>Whether no fixed point attracts: since the flow is bounded, training oscillates for ever from almost every start.</summary>
    public bool OnlyOscillates => !Points.Any(p => p.IsAttracting);
}
