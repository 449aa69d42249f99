namespace PhaseGan;

/// <summary>What happens on a boundary of a phase.</summary>
public enum BoundaryMechanism
{
    /// <summary>The trace of the transverse block of the deceived manifold, Σ(Λ_ℓ − Λ̃_ℓ + αΛ̃_ℓ) − 2dx in units of τ, is zero: beyond, no deceived state attracts. A closed form.</summary>
    DeceivedTrace,

    /// <summary>p*² = (Λ − x)(Λ̃ + x − αΛ̃)/(ΛΛ̃) is 1 (one feature): beyond, no deceived state attracts. A closed form.</summary>
    DeceivedPerfect,

    /// <summary>A fixed point that attracted has a pair of eigenvalues ±iω.</summary>
    Hopf,

    /// <summary>A fixed point that attracted meets another one, and both vanish.</summary>
    Fold,

    /// <summary>A fixed point that attracted has a zero eigenvalue where it meets another one, or the deceived manifold.</summary>
    BranchPoint,

    /// <summary>The last attracting member of a family of fixed points ceases to attract: the largest real part, smallest over the family, is zero.</summary>
    BestMember,

    /// <summary>The recovery ρ_ℓ of an isolated fixed point that attracts passes the threshold.</summary>
    PointRecovery,

    /// <summary>The recovery ρ_ℓ of the member of a family at which training from the start ends passes the threshold. It depends on the start.</summary>
    SelectedRecovery,

    /// <summary>The start lies on the stable manifold of a saddle between two attractors, both of which exist on both sides. It depends on the start.</summary>
    Separatrix,

    /// <summary>A cycle that attracted meets another one, and both vanish: a multiplier is 1.</summary>
    CycleFold,

    /// <summary>A cycle that attracted comes ever nearer to a saddle, and its period grows without bound.</summary>
    CycleHomoclinic,

    /// <summary>A cycle that attracted has a multiplier −1, a pair of them on the unit circle, or 1 where branches of cycles cross, and goes on as one that does not attract.</summary>
    CycleBifurcation,
}
