namespace PhaseGan.Testing;

/// <summary>Which bifurcation of a fixed point an <see cref="Unfolding"/> has.</summary>
public enum UnfoldingKind
{
    /// <summary>A fold at μ = 0: x′ = μ − x² and more, or the same against time.</summary>
    Fold,

    /// <summary>Two branches that cross at μ = 0: x′ = μx − x² and more.</summary>
    Transcritical,

    /// <summary>A branch from which another one leaves at μ = 0: x′ = μx ± x³.</summary>
    Pitchfork,

    /// <summary>A Hopf point at μ = 0: w′ = (μ + iω)w + c₁w|w|² and more.</summary>
    Hopf,

    /// <summary>In both parameters a cusp at the origin: x′ = μ + κx ± x³ and more.</summary>
    Cusp,

    /// <summary>In both parameters a double zero at the origin: u′ = v, v′ = μ + κv + au² + buv and more. Folds are at μ = 0, Hopf points on one half of a curve that touches it.</summary>
    BogdanovTakens,

    /// <summary>In both parameters Hopf points at μ = 0 whose cubic coefficient is κ: w′ = (μ + iω)w + (κ + ic)w|w|² + c₂w|w|⁴. Folds of cycles at κ² = 4μ Re c₂, where κ Re c₂ &lt; 0.</summary>
    GeneralizedHopf,

    /// <summary>In both parameters a zero and a pair at the origin: x′ = μ + ax² + b|w|² and more, w′ = (κ + iω + cx)w and more. Folds are at μ = 0.</summary>
    ZeroHopf,

    /// <summary>In both parameters two pairs at the origin, Hopf points at μ = 0 and at κ = 0: zₖ′ = (μₖ + iωₖ + Σ pₖⱼ|zⱼ|²)zₖ. Tori are born at μ = κ Re p₁₂/Re p₂₂ and at κ = μ Re p₂₁/Re p₁₁.</summary>
    DoubleHopf,
}
