namespace PhaseGan.Testing;

/// <summary>
/// Where parameters stand to inequality (15) of the paper, ½ max_ℓ {Λ_ℓ − Λ̃_ℓ + αΛ̃_ℓ} ≤ x &lt; min_ℓ Λ_ℓ with
/// x = <see cref="GanParameters.EffectiveNoise"/>.
/// </summary>
public enum Inequality15
{
    /// <summary>Anywhere.</summary>
    Any,

    /// <summary>Both sides hold, equality on the left included as printed.</summary>
    Holds,

    /// <summary>The left side holds with equality, exactly in double precision, and the right side holds.</summary>
    LeftEquality,

    /// <summary>The left side is violated and the right side holds.</summary>
    LeftViolated,

    /// <summary>The right side is violated for at least one feature, the left side may do either.</summary>
    RightViolated,
}
