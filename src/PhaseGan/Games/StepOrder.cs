namespace PhaseGan;

/// <summary>In which order the players step.</summary>
public enum StepOrder
{
    /// <summary>Both from the same parameters: y ← y + h F(y).</summary>
    Simultaneous,

    /// <summary>First the generator, θ ← θ + h F_θ(θ, ψ), then the discriminator, which sees the new θ.</summary>
    Alternating,
}
