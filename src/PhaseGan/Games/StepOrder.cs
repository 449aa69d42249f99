namespace PhaseGan;

/// <summary>In which order the players step. The discriminator may make several steps for each of the generator.</summary>
public enum StepOrder
{
    /// <summary>Both from the same parameters: y ← y + h F(y). Further steps of the discriminator see the same θ.</summary>
    Simultaneous,

    /// <summary>First the generator, θ ← θ + h F_θ(θ, ψ), then the discriminator, which sees the new θ.</summary>
    Alternating,
}
