namespace PhaseGan.Dynamics;

/// <summary>What the spectrum at a fixed point says, neutral modes left out.</summary>
public enum StabilityVerdict
{
    /// <summary>Every eigenvalue has a negative real part: nearby states come back.</summary>
    Stable,

    /// <summary>Every eigenvalue has a positive real part: nearby states leave in every direction.</summary>
    Unstable,

    /// <summary>A positive real part, and others that are not: almost all nearby states leave, some approach or do so to first order neither.</summary>
    Saddle,

    /// <summary>No real part is surely positive, and not all are surely negative: a rate is zero to within its error, and linear stability does not decide.</summary>
    Marginal,
}
