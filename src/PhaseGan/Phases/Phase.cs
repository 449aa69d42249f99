namespace PhaseGan;

/// <summary>What training ends in, feature by feature: the label of a point of parameter space.</summary>
public enum Phase
{
    /// <summary>None of the others could be shown within the effort allowed. Never a guess.</summary>
    Undetermined,

    /// <summary>The attractor is a fixed point and every feature is recovered (ρ_ℓ ≥ θ).</summary>
    Success,

    /// <summary>The attractor is a fixed point and no feature is recovered.</summary>
    Fail,

    /// <summary>The attractor is not a fixed point: a limit cycle or aperiodic motion.</summary>
    Oscillation,

    /// <summary>The attractor is a fixed point and some but not all features are recovered.</summary>
    ModeCollapse,
}
