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
public interface IGame : ITwoPlayerField
{
    /// <summary>Whether one player's loss is the other's gain. Rules that use one loss for both ask for it.</summary>
    bool IsZeroSum { get; }

    /// <summary>Writes the derivative of the Jacobian along a direction u: Σ_k ∂²v_i/∂y_k∂y_j u_k at row i, column j.</summary>
    /// <param name="y">The parameters, length N.</param>
    /// <param name="direction">u, length N.</param>
    /// <param name="matrix">Receives v″(y)[u] in row-major order, length N².</param>
    void JacobianAlong(ReadOnlySpan<double> y, ReadOnlySpan<double> direction, Span<double> matrix);
}
