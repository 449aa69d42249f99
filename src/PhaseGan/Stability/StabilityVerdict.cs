namespace PhaseGan;

/// <summary>What the spectrum at a fixed point says, neutral modes left out.</summary>
public enum StabilityVerdict
{
    /// <summary>Every eigenvalue has a negative real part: nearby states come back.</summary>
    Stable,

    /// <summary>Every eigenvalue has a positive real part: nearby states leave in every direction.</summary>
    Unstable,

    /// <summary>Real parts of both signs: some nearby states approach, almost all leave.</summary>
    Saddle,

    /// <summary>The largest real part is zero within tolerance: linear stability does not decide.</summary>
    Marginal,
}
