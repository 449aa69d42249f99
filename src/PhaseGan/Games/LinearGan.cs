using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The linear GAN: real data x ~ N(μ, σ²I), a generator that shifts, x̃ = θ + σz, and a linear discriminator D(x) = φ·x, with
/// L = E f(φ·x̃) + E f(−φ·x), which the generator makes small and the discriminator large.
/// </summary>
/// <remarks>
/// <para>
/// Coordinates: θ (n) and φ (n), N = 2n. The field is v = (−φ F₁(φ·θ), θ F₁(φ·θ) − μ F₁(−φ·μ) + σ²φ [F₂(φ·θ) + F₂(−φ·μ)]), F_k(m) = E f⁽ᵏ⁾(m + σ‖φ‖e) with e
/// standard normal. At the equilibrium θ = μ, φ = 0, which has learned the data, v′ = [[0, −aI], [aI, 2f″(0)(σ²I + μμᵀ)]] with a = f′(0).
/// </para>
/// <para>
/// The averages are closed forms for the Wasserstein and quadratic f, and for the logistic f a quadrature with relative accuracy 1e-13 for
/// σ‖φ‖ ≤ 5. One dimension, μ = 0 and σ = 0 give the <see cref="DiracGan"/>.
/// </para>
/// </remarks>
public sealed class LinearGan : ILinearCriticGame
{
    private readonly double[] _target;
    private readonly LinearGanFormula _formula;

    /// <summary>Makes the game.</summary>
    /// <param name="target">μ: the mean of the real data, length n ≥ 1, finite.</param>
    /// <param name="objective">f.</param>
    /// <param name="variance">σ²: variance of each entry of real and fake data, finite and ≥ 0. Default 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="target"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, the target is empty or the objective is not defined.</exception>
    public LinearGan(IReadOnlyList<double> target, GanObjective objective, double variance = 1)
    {
        ArgumentNullException.ThrowIfNull(target);
        Guard.AtLeast(target.Count, 1, "the dimension of the data", "target.Count");
        for (int i = 0; i < target.Count; i++)
            Guard.Finite(target[i], "an entry of a mean", $"target[{i}]");
        if (!Enum.IsDefined(objective))
            throw Guard.OutOfRange(nameof(objective), objective, "must be one of the defined objectives");
        Variance = Guard.NonNegative(variance, "a variance");
        Objective = objective;
        _target = [.. target];
        Target = [.. target];
        _formula = new LinearGanFormula(objective, _target, variance);
    }

    /// <summary>μ: the mean of the real data, length n.</summary>
    public ImmutableArray<double> Target { get; }

    /// <summary>f.</summary>
    public GanObjective Objective { get; }

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

    /// <summary>Writes ∂R/∂φ = φ, since ∇ₓD = φ.</summary>
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
    public IDataGame WithInstanceNoise(double variance) => new LinearGan(_target, Objective, Variance + Guard.NonNegative(variance, "a variance"));

    /// <summary>Its target and objective.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"linear GAN of {Target.Length} coordinates, objective {Objective}, variance {Variance}");
}
