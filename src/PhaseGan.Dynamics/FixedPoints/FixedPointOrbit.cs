namespace PhaseGan.Dynamics;

/// <summary>A fixed point together with everything that is equivalent to it: its images under the symmetries and, where it has one, its continuous family.</summary>
/// <remarks>The stability of a family can change along it, so it is not a property of the representative.</remarks>
/// <param name="Representative">One point of the set.</param>
/// <param name="FamilyDimension">
/// Number of independent directions along which fixed points continue, 0 for an isolated one: neutral directions of the Jacobian that were
/// verified to be tangent to fixed points.
/// </param>
/// <param name="OrbitSize">
/// Number of distinct copies under the symmetries: of points when isolated, of connected pieces when a family; ≥ 1. Always 1 for fields
/// whose symmetries are not known.
/// </param>
/// <param name="Hits">How many starts of a search ended here; 0 for a closed form.</param>
public sealed record FixedPointOrbit(FixedPoint Representative, int FamilyDimension, long OrbitSize, int Hits = 0)
{
    /// <summary>One point of the set.</summary>
    public FixedPoint Representative { get; init => field = Guard.NotNull(value, nameof(Representative)); } = Guard.NotNull(Representative);

    /// <summary>What the field calls every point of the set; null if it has no name for them.</summary>
    public string? Name => Representative.Name;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
