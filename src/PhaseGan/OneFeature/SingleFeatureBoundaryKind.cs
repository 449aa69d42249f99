namespace PhaseGan;

/// <summary>The boundaries of the d = 1 map: where a fixed point appears, meets another, or changes its stability. Equations in units of τ; see <see cref="SingleFeature"/> for u, A, B.</summary>
public enum SingleFeatureBoundaryKind
{
    /// <summary>x = Λ: p* = 0 by the first factor. Above it the discriminator cannot see the feature; DiscriminatorOnly exists below.</summary>
    FeatureVisible,

    /// <summary>Λ − Λ̃ + αΛ̃ = 2x: the trace of the deceived family's transverse block is zero; to the right no deceived state attracts.</summary>
    DeceivedTrace,

    /// <summary>x² − x(Λ − Λ̃ + αΛ̃) + αΛΛ̃ = 0: p* = 1, the stable interval of the deceived family is empty on one side.</summary>
    DeceivedPerfect,

    /// <summary>αΛ̃ = Λ̃ + x: p* = 0 by the second factor. To the right the untrained generator is unstable by itself and Locked exists.</summary>
    DeceivedUntrained,

    /// <summary>αΛ̃ = Λ + Λ̃ with a positive determinant: Locked turns stable or unstable by a pair ±iω in (P, q).</summary>
    LockedHopf,

    /// <summary>αΛ̃(1 − u) = Λ at Locked: Undeceived meets Locked, P² = 0 (a pitchfork in (P, q)).</summary>
    LockedPitchfork,

    /// <summary>x = Λ − Λ̃ with αΛ̃ &lt; Λ: an Undeceived point leaves the deceived family at p*.</summary>
    UndeceivedBirth,

    /// <summary>Two Undeceived points meet: a double root of the quadratic in u.</summary>
    UndeceivedFold,

    /// <summary>An Undeceived point has a pair ±iω: a₁a₂ = a₃, a₂ &gt; 0.</summary>
    UndeceivedHopf,
}
