using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>Every fixed point of the reduced ODE with one feature at one set of parameters, and which of them attract.</summary>
/// <param name="Parameters">The parameters, d = 1.</param>
/// <param name="Points">All fixed points, Deceived first; one entry for each sign orbit.</param>
/// <param name="StableDeceived">The |P| for which the deceived state attracts, or null if none does.</param>
/// <param name="Cycle">What a search for a stable cycle has shown, or null if there was no search.</param>
public sealed record SingleFeaturePortrait(
    GanParameters Parameters, ImmutableArray<SingleFeaturePoint> Points, OverlapInterval? StableDeceived, SingleFeatureCycle? Cycle)
{
    private readonly ValueArray<SingleFeaturePoint> _points = ValueArray.Of(Points);

    /// <summary>All fixed points, Deceived first; one entry for each sign orbit.</summary>
    public ImmutableArray<SingleFeaturePoint> Points
    {
        get => _points;
        init => _points = ValueArray.Of(value);
    }

    /// <summary>The parameters, d = 1.</summary>
    public GanParameters Parameters { get; init => field = Guard.NotNull(value, nameof(Parameters)); } = Guard.NotNull(Parameters);

    /// <summary>The attracting ones among <see cref="Points"/>.</summary>
    public ImmutableArray<SingleFeaturePoint> Attracting => [.. Points.Where(p => p.IsAttracting)];

    /// <summary>Whether more than one attractor is known (sign orbits counted once, a cycle if one was searched for and met), so that the start decides.</summary>
    public bool IsMultistable => Points.Count(p => p.IsAttracting) + (Cycle?.Oscillates == true ? 1 : 0) > 1;

    /// <summary>Whether no fixed point attracts: since the flow is bounded, training oscillates for ever from almost every start.</summary>
    public bool OnlyOscillates => !Points.Any(p => p.IsAttracting);

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
