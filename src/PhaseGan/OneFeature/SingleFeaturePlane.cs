namespace PhaseGan;

/// <summary>A plane in which the boundaries of the d = 1 map are drawn; the horizontal axis is α = τ̃/τ, moved by τ̃.</summary>
public enum SingleFeaturePlane
{
    /// <summary>Vertical: the effective noise x = τ(η_T² + η_G²)/2m, with η_T : η_G kept as given (equal if both are zero).</summary>
    RatioAndEffectiveNoise,

    /// <summary>Vertical: η = η_T = η_G, both noises equal.</summary>
    RatioAndNoise,
}
