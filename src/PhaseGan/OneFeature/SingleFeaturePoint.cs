namespace PhaseGan;

/// <summary>A fixed point of the reduced ODE with one feature, with what its spectrum says.</summary>
/// <param name="Orbit">The point and its sign orbit; for the deceived family the representative is P = 0.</param>
/// <param name="Spectrum">
/// The three eigenvalues at the point in units of 1/t, a neutral mode set apart; for the deceived family at its most stable member, |P| = 1.
/// Null only if an eigenvalue iteration failed.
/// </param>
/// <param name="IsAttracting">
/// Whether nearby trajectories end at the point or, for the deceived family, at a member of its stable interval
/// (<see cref="SingleFeaturePortrait.StableDeceived"/>). Marginal points do not count.
/// </param>
public sealed record SingleFeaturePoint(FixedPointOrbit Orbit, Spectrum? Spectrum, bool IsAttracting)
{
    /// <summary>The point and its sign orbit; for the deceived family the representative is P = 0.</summary>
    public FixedPointOrbit Orbit { get; init => field = Guard.NotNull(value, nameof(Orbit)); } = Guard.NotNull(Orbit);

    /// <summary>Which of q and r vanish.</summary>
    public FixedPointKind Kind => Orbit.Kind;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
