using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The Dirac-GAN of Mescheder, Geiger and Nowozin, <em>Which training methods for GANs do actually converge?</em> (ICML 2018), section 2: all real data are at
/// 0, the generator puts all its data at θ, the discriminator is D(x) = ψx, and L = f(θψ) + f(0).
/// </summary>
/// <remarks>
/// <para>
/// Coordinates: (θ, ψ). The field is v = (−ψf′(θψ), θf′(θψ)); at the only equilibrium that has learned the data, (0, 0), its eigenvalues are ±if′(0).
/// Where f′ has a zero t₀ (quadratic f: t₀ = 1), the points with θψ = t₀ are at rest too.
/// </para>
/// <para>
/// With instance noise of variance σ² the eigenvalues are f″(0)σ² ± √(f″(0)²σ⁴ − f′(0)²), as in section 3 of the source: it is the
/// <see cref="LinearGan"/> in one dimension with μ = 0.
/// </para>
/// </remarks>
public sealed class DiracGan : ILinearCriticGame
{
    private readonly LinearGan _game;

    /// <summary>Makes the game.</summary>
    /// <param name="objective">f.</param>
    /// <param name="instanceNoise">σ²: variance of noise added to real and fake data, finite and ≥ 0. Default none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variance is outside its range or the objective is not defined.</exception>
    public DiracGan(GanObjective objective, double instanceNoise = 0)
    {
        Guard.NonNegative(instanceNoise, "a variance");
        _game = new LinearGan([0], objective, instanceNoise);
        Span<double> averages = stackalloc double[ObjectiveAverages.Orders];
        ObjectiveAverages.Derivatives(objective, 0, 0, averages);
        (Slope, Curvature) = (averages[0], averages[1]);
    }

    /// <summary>f.</summary>
    public GanObjective Objective => _game.Objective;

    /// <summary>σ² ≥ 0: variance of the noise added to real and fake data.</summary>
    public double InstanceNoise => _game.Variance;

    /// <summary>a = f′(0) &gt; 0: the frequency at which plain training circles the equilibrium.</summary>
    public double Slope { get; }

    /// <summary>f″(0) ≤ 0.</summary>
    public double Curvature { get; }

    /// <summary>2.</summary>
    public int Dimension => 2;

    /// <summary>1: θ comes first, then ψ.</summary>
    public int GeneratorDimension => 1;

    /// <summary>True.</summary>
    public bool IsZeroSum => true;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => _game.Evaluate(y, derivative);

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => _game.Jacobian(y, jacobian);

    /// <inheritdoc/>
    public void JacobianAlong(ReadOnlySpan<double> y, ReadOnlySpan<double> direction, Span<double> matrix) => _game.JacobianAlong(y, direction, matrix);

    /// <summary>Writes (0, ψ), since ∇ₓD = ψ.</summary>
    /// <param name="y">(θ, ψ).</param>
    /// <param name="slope">Receives the derivative, length 2.</param>
    public void PenaltySlope(ReadOnlySpan<double> y, Span<double> slope) => _game.PenaltySlope(y, slope);

    /// <inheritdoc/>
    public void PenaltyCurvature(ReadOnlySpan<double> y, Span<double> matrix) => _game.PenaltyCurvature(y, matrix);

    /// <summary>The same game with noise of variance σ² + <paramref name="variance"/>.</summary>
    /// <param name="variance">Variance of the added noise, finite and ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variance is negative or not finite.</exception>
    public IDataGame WithInstanceNoise(double variance) => new DiracGan(Objective, InstanceNoise + Guard.NonNegative(variance, "a variance"));

    /// <summary>Its objective and noise.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Dirac-GAN, objective {Objective}, instance noise {InstanceNoise}");
}
