using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>A boundary of the d = 1 map as a polyline: a piece on which nothing qualitative changes.</summary>
/// <param name="Kind">What happens on it.</param>
/// <param name="Points">At least two vertices, in order along the curve.</param>
/// <param name="BoundsAttractors">
/// Whether the set of attracting fixed points changes across it, rather than only unstable ones. For <see cref="SingleFeatureBoundaryKind.FeatureVisible"/>,
/// <see cref="SingleFeatureBoundaryKind.DeceivedUntrained"/> and <see cref="SingleFeatureBoundaryKind.DeceivedTrace"/> this refers to the members of the deceived family.
/// </param>
/// <param name="Criticality">For Hopf boundaries whether the cycle is born on the unstable or on the stable side.</param>
public sealed record SingleFeatureBoundary(SingleFeatureBoundaryKind Kind, ImmutableArray<SingleFeatureBoundaryPoint> Points, bool BoundsAttractors, HopfCriticality Criticality)
{
    private readonly ValueArray<SingleFeatureBoundaryPoint> _points = ValueArray.Of(Points);

    /// <summary>At least two vertices, in order along the curve.</summary>
    public ImmutableArray<SingleFeatureBoundaryPoint> Points
    {
        get => _points;
        init => _points = ValueArray.Of(value);
    }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
