namespace PhaseGan;

/// <summary>
/// A differentiable game of two players or more: the field v(y) along which each player descends its own loss, v_p = −∂ℓ_p/∂y_p, with v′ and v″. The coordinates of the
/// first player come first, then those of the second, and so on.
/// </summary>
/// <remarks>
/// Source: Balduzzi, Racanière, Martens, Foerster, Tuyls and Graepel, <em>The mechanics of n-player differentiable games</em> (ICML 2018), definition 1; in its letters ξ = −v.
/// Contract for implementers: that of <see cref="IVectorField"/>.
/// </remarks>
public interface IMultiPlayerGame : IVectorField
{
    /// <summary>How many coordinates each player has, each ≥ 1: at least two players, and the sum is N.</summary>
    IReadOnlyList<int> PlayerDimensions { get; }

    /// <summary>Writes the derivative of the Jacobian along a direction u: Σ_k ∂²v_i/∂y_k∂y_j u_k at row i, column j.</summary>
    /// <param name="y">The parameters, length N.</param>
    /// <param name="direction">u, length N.</param>
    /// <param name="matrix">Receives v″(y)[u] in row-major order, length N².</param>
    void JacobianAlong(ReadOnlySpan<double> y, ReadOnlySpan<double> direction, Span<double> matrix);
}
