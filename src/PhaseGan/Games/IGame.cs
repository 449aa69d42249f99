namespace PhaseGan;

/// <summary>
/// A differentiable game of two players: the field v(y) along which each player improves its own objective, with v′ and v″. The
/// game is itself the field of simultaneous gradient training; <see cref="GameRules"/> makes the fields of other training rules from it.
/// </summary>
/// <remarks>
/// <para>
/// With y = (θ, ψ): v = (−∂L_G/∂θ, −∂L_D/∂ψ), each player descending its own loss. In a zero-sum game there is one loss L = L_G = −L_D, which the
/// generator makes small and the discriminator large: v = (−∂L/∂θ, ∂L/∂ψ).
/// </para>
/// <para>
/// Contract for implementers: that of <see cref="IVectorField"/>; the diagonal blocks of v′ are symmetric, since they are second derivatives of a loss.
/// The Jacobians of rules need v″, which is why a game gives it.
/// </para>
/// </remarks>
public interface IGame : ITwoPlayerField, IMultiPlayerGame
{
    /// <summary>Whether one player's loss is the other's gain. Rules that use one loss for both ask for it.</summary>
    bool IsZeroSum { get; }

    /// <summary>The generator and the discriminator.</summary>
    IReadOnlyList<int> IMultiPlayerGame.PlayerDimensions => [GeneratorDimension, Dimension - GeneratorDimension];
}
