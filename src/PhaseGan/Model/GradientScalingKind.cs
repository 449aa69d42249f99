namespace PhaseGan;

/// <summary>What is done to a gradient: see <see cref="GradientScaling"/>.</summary>
public enum GradientScalingKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A length above c√n is cut to it.</summary>
    Clipped,

    /// <summary>The length is √n.</summary>
    Normalised,

    /// <summary>Every entry is ±1.</summary>
    Sign,
}
