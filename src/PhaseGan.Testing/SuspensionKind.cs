namespace PhaseGan.Testing;

/// <summary>Which bifurcation of a cycle a <see cref="Suspension"/> has.</summary>
public enum SuspensionKind
{
    /// <summary>A fold of cycles at μ = 0; the cycles are at μ &gt; 0.</summary>
    Fold,

    /// <summary>Two branches of cycles that cross at μ = 0.</summary>
    Transcritical,

    /// <summary>A branch of cycles from which another one leaves at μ = 0, to μ &gt; 0.</summary>
    Pitchfork,

    /// <summary>A period doubling at μ = 0; the cycles of twice the period are at μ &gt; 0.</summary>
    PeriodDoubling,

    /// <summary>A torus bifurcation at μ = 0.</summary>
    Torus,

    /// <summary>In both parameters a cusp of cycles at the origin: folds at 27μ² = 4κ³.</summary>
    Cusp,

    /// <summary>In both parameters two multipliers 1 at the origin, besides the trivial one.</summary>
    Resonance11,

    /// <summary>In both parameters two multipliers −1 at the origin.</summary>
    Resonance12,

    /// <summary>In both parameters multipliers e^{±2πi/3} at the origin, on the line μ = 0 of tori.</summary>
    Resonance13,

    /// <summary>In both parameters multipliers ±i at the origin, on the line μ = 0 of tori.</summary>
    Resonance14,

    /// <summary>In both parameters a fold at μ = 0 and a period doubling at κ = 0.</summary>
    FoldDoubling,

    /// <summary>In both parameters a fold at μ = 0 and a torus bifurcation at κ = 0.</summary>
    FoldTorus,

    /// <summary>In both parameters a period doubling at μ = 0 and a torus bifurcation at κ = 0.</summary>
    DoublingTorus,

    /// <summary>In both parameters torus bifurcations at μ = 0 and at κ = 0.</summary>
    DoubleTorus,

    /// <summary>In both parameters a fold at μ = 0 with two multipliers 1 at the origin, besides the trivial one, where the tori at μ = κ², κ &lt; 0 end; the cycles are at μ &gt; 0.</summary>
    FoldResonance11,

    /// <summary>In both parameters a period doubling at μ = 0 whose cubic coefficient is that of <see cref="PeriodDoubling"/> times −κ.</summary>
    GeneralizedDoubling,

    /// <summary>In both parameters a torus bifurcation at μ = 0 whose cubic coefficient is that of <see cref="Torus"/> times −κ.</summary>
    Chenciner,

    /// <summary>In both parameters pitchforks at μ = κ²/2 whose cubic coefficient is that of <see cref="Pitchfork"/> times −κ: they turn from one side to the other at the origin.</summary>
    PitchforkDegenerate,

    /// <summary>In both parameters crossings at μ = κ²/2 whose quadratic coefficient is that of <see cref="Transcritical"/> times −κ.</summary>
    TranscriticalDegenerate,

    /// <summary>In both parameters pitchforks at κ = −μ² on the cycles on both sides of a fold at κ = 0, at which they meet it in the origin.</summary>
    PitchforkFold,

    /// <summary>In both parameters pitchforks at μ = κ²/2 and a period doubling at κ = 0.</summary>
    PitchforkDoubling,

    /// <summary>In both parameters pitchforks at μ = κ²/2 and a torus bifurcation at κ = 0.</summary>
    PitchforkTorus,
}
