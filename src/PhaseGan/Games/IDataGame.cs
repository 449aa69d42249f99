namespace PhaseGan;

/// <summary>A game whose discriminator D_ψ(x) is a function of data, so that its slope in x can be penalised and the data blurred.</summary>
public interface IDataGame : IGame
{
    /// <summary>Writes the derivative of R = ½ E‖∇ₓD_ψ(x)‖² over real data x by the discriminator's parameters.</summary>
    /// <param name="y">The parameters, length N.</param>
    /// <param name="slope">Receives ∂R/∂ψ at the discriminator's places and zero at the generator's, length N.</param>
    void PenaltySlope(ReadOnlySpan<double> y, Span<double> slope);

    /// <summary>Writes the Jacobian of <see cref="PenaltySlope"/>.</summary>
    /// <param name="y">The parameters, length N.</param>
    /// <param name="matrix">Receives the matrix in row-major order, length N².</param>
    void PenaltyCurvature(ReadOnlySpan<double> y, Span<double> matrix);

    /// <summary>The game in which real and fake data are blurred by independent normal noise.</summary>
    /// <param name="variance">Variance of the noise added to each entry of x, finite and ≥ 0; it adds up with noise that is there already.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variance is negative or not finite.</exception>
    IDataGame WithInstanceNoise(double variance);
}
