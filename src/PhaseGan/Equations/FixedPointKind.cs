namespace PhaseGan;

/// <summary>Which of q and r vanish at a fixed point: who has learned what.</summary>
public enum FixedPointKind
{
    /// <summary>A fixed point of a field that does not name its points, or one that has no name of its own.</summary>
    Other,

    /// <summary>q = r = 0: the discriminator sees nothing and both networks rest, whatever the generator has learned.</summary>
    Deceived,

    /// <summary>r = 0, q ≠ 0: the discriminator has found features and the generator has not followed.</summary>
    DiscriminatorOnly,

    /// <summary>q = 0, r ≠ 0: generator and discriminator feed each other without any true feature.</summary>
    Locked,

    /// <summary>q ≠ 0 and r ≠ 0: the generator follows features that the discriminator still sees.</summary>
    Undeceived,

    /// <summary>P, S, QQᵀ, QRᵀ and RRᵀ rest while the discriminator turns in the plane of two of its features or more: the generator is at rest. For k ≥ 2.</summary>
    RotatingWave,

    /// <summary>P = QRᵀ = 0, Q ≠ 0, R ≠ 0: some features of the discriminator sit on true features, others are locked to the generator, which learns nothing. For k ≥ 2.</summary>
    Split,
}
