using System.Globalization;

namespace PhaseGan;

/// <summary>
/// Penalties on single weights: (λ_w/n) Σ_i φ(√n w_i) is subtracted from the discriminator's objective and (λ_v/n) Σ_iℓ ψ(√n V_iℓ) added to the generator's loss, besides whatever the rule of training has. Immutable.
/// </summary>
/// <remarks>
/// A step gains −(τ/n) λ_w φ′(√n w_i)/√n, which is of the order of the other terms. Unless φ is a square no macroscopic ODE closes: the state is the law of the rows (√n U_i, √n V_i, √n w_i), which <see cref="ParticleTraining"/>
/// follows.
/// </remarks>
public sealed record SeparablePenalty
{
    /// <summary>No penalty.</summary>
    public static SeparablePenalty None { get; } = new();

    /// <summary>φ. Default <see cref="WeightPenalty.Absolute"/>.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public WeightPenalty Discriminator { get; init => field = NotNull(value, nameof(Discriminator)); } = WeightPenalty.Absolute;

    /// <summary>λ_w ≥ 0. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double DiscriminatorWeight { get; init => field = Guard.NonNegative(value, "the weight λ_w of a penalty on w", nameof(DiscriminatorWeight)); }

    /// <summary>ψ. Default <see cref="WeightPenalty.Absolute"/>.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public WeightPenalty Generator { get; init => field = NotNull(value, nameof(Generator)); } = WeightPenalty.Absolute;

    /// <summary>λ_v ≥ 0. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double GeneratorWeight { get; init => field = Guard.NonNegative(value, "the weight λ_v of a penalty on V", nameof(GeneratorWeight)); }

    /// <summary>Both penalties in words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(DiscriminatorWeight == 0 ? "no penalty on w" : FormattableString.Invariant($"{DiscriminatorWeight:R} Σ {Discriminator} on w"))}, {(GeneratorWeight == 0 ? "none on V" : FormattableString.Invariant($"{GeneratorWeight:R} Σ {Generator} on V"))}");

    private static WeightPenalty NotNull(WeightPenalty value, string name)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }
}
