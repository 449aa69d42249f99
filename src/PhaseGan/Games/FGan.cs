using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The linear f-GAN: real data x ~ N(μ, σ²I), a generator that shifts, x̃ = θ + σz, and a discriminator T(x) = g(v₀ + φ·x) for an f-divergence, with
/// L = E T(x) − E f*(T(x̃)), which the generator makes small and the discriminator large.
/// </summary>
/// <remarks>
/// <para>
/// Source: Nowozin, Cseke and Tomioka, <em>f-GAN</em> (NIPS 2016), equation (6), for the simplest generator and discriminator; v₀ is the output with g(v₀) = f′(1), so that
/// θ = μ, φ = 0 is the equilibrium, which has learned the data. There v′ = [[0, aI], [−aI, −c(σ²I + μμᵀ)]] with a = g′(v₀) and c = a²/f″(1) (derived); for the total variation distance,
/// whose f has a corner there, c = 0 as that of ±½ tanh.
/// </para>
/// <para>
/// Coordinates: θ (n) and φ (n), N = 2n. Averages over the data are closed forms but for the Jensen–Shannon divergence and the total variation distance, which take a quadrature with relative accuracy
/// 1e-13 for σ‖φ‖ ≤ 5 and ≤ 2.5.
/// </para>
/// </remarks>
public sealed class FGan : ILinearCriticGame
{
    private readonly double[] _target;
    private readonly FGanFormula _formula;

    /// <summary>Makes the game.</summary>
    /// <param name="divergence">The f-divergence.</param>
    /// <param name="target">μ: the mean of the real data, length n ≥ 1, finite. {0} with σ² = 0 is the Dirac-GAN's.</param>
    /// <param name="variance">σ²: variance of each entry of real and fake data, finite and ≥ 0. Default 0.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or the target is empty.</exception>
    public FGan(FDivergence divergence, IReadOnlyList<double> target, double variance = 0)
    {
        ArgumentNullException.ThrowIfNull(divergence);
        ArgumentNullException.ThrowIfNull(target);
        Guard.AtLeast(target.Count, 1, "the dimension of the data", "target.Count");
        for (int i = 0; i < target.Count; i++)
            Guard.Finite(target[i], "an entry of a mean", $"target[{i}]");
        Variance = Guard.NonNegative(variance, "a variance");
        Divergence = divergence;
        _target = [.. target];
        Target = [.. target];
        _formula = new FGanFormula(divergence, _target, variance);
    }

    /// <summary>f.</summary>
    public FDivergence Divergence { get; }

    /// <summary>μ: the mean of the real data, length n.</summary>
    public ImmutableArray<double> Target { get; }

    /// <summary>σ² ≥ 0: variance of each entry of real and fake data, instance noise included.</summary>
    public double Variance { get; }

    /// <summary>2n.</summary>
    public int Dimension => 2 * _target.Length;

    /// <summary>n: θ comes first, then φ.</summary>
    public int GeneratorDimension => _target.Length;

    /// <summary>True.</summary>
    public bool IsZeroSum => true;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => GameFormula.Evaluate(_formula, y, derivative);

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => GameFormula.Jacobian(_formula, y, jacobian);

    /// <inheritdoc/>
    public void JacobianAlong(ReadOnlySpan<double> y, ReadOnlySpan<double> direction, Span<double> matrix) =>
        GameFormula.JacobianAlong(_formula, y, direction, matrix);

    /// <summary>Writes ∂R/∂φ = φ: the slope is that of the free output V, ∇ₓV = φ.</summary>
    /// <param name="y">The parameters, length N.</param>
    /// <param name="slope">Receives (0, φ), length N.</param>
    public void PenaltySlope(ReadOnlySpan<double> y, Span<double> slope) => LinearCritic.PenaltySlope(_target.Length, y, slope);

    /// <summary>Writes the Jacobian of <see cref="PenaltySlope"/>, the identity over φ.</summary>
    /// <param name="y">The parameters, length N.</param>
    /// <param name="matrix">Receives the matrix in row-major order, length N².</param>
    public void PenaltyCurvature(ReadOnlySpan<double> y, Span<double> matrix) => LinearCritic.PenaltyCurvature(_target.Length, matrix);

    /// <summary>The same game with variance σ² + <paramref name="variance"/>.</summary>
    /// <param name="variance">Variance of the added noise, finite and ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variance is negative or not finite.</exception>
    public IDataGame WithInstanceNoise(double variance) => new FGan(Divergence, _target, Variance + Guard.NonNegative(variance, "a variance"));

    /// <summary>Its divergence and data.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"f-GAN of {Target.Length} coordinates, {Divergence} divergence, variance {Variance}");

    /// <summary>The field with what instance noise adds to first order in its variance.</summary>
    internal FGanFormula.Noise FirstOrderNoise(double blur, bool complete) => new(_formula, Divergence, _target, Variance, blur, complete);
}
