using System.Globalization;

namespace PhaseGan;

/// <summary>
/// A GAN of one-dimensional data with scale and bias on both sides: real data x ~ N(μ, σ²), a generator x̃ = sz + b with z ~ N(0, 1), a discriminator D(x) = w₀ + w₁x, or with degree 2
/// D(x) = w₀ + w₁x + w₂x², and L = E f(D(x̃)) + E f(−D(x)), which the generator makes small and the discriminator large.
/// </summary>
/// <remarks>
/// <para>
/// Source: Nagarajan and Kolter, <em>Gradient descent GAN optimization is locally stable</em> (NIPS 2017), section 2.4, whose example is the Wasserstein GAN of degree 2 (its LQ-GAN) without w₀. Where f is
/// concave and the discriminator linear, L is concave in the discriminator and in the generator as well: no convex–concave game, and yet stable (section 3.1 there).
/// </para>
/// <para>
/// Coordinates: s, b, w₀, w₁ and, with degree 2, w₂. The equilibrium is s = ±σ, b = μ, w = 0. A linear discriminator does not see the scale: with degree 1 every s is at rest there, a line of
/// fixed points. Averages over z are trapezoidal sums with 161 nodes on [−10, 10], exact to rounding for the Wasserstein and quadratic f.
/// </para>
/// </remarks>
public sealed class PolynomialGan : IDataGame
{
    private readonly PolynomialGanFormula _formula;

    /// <summary>Makes the game.</summary>
    /// <param name="objective">f.</param>
    /// <param name="degree">Degree of the discriminator, 1 or 2.</param>
    /// <param name="mean">μ, finite. Default 0.</param>
    /// <param name="variance">σ², finite and &gt; 0. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range or the objective is not defined.</exception>
    public PolynomialGan(GanObjective objective, int degree, double mean = 0, double variance = 1)
        : this(objective, degree, mean, Guard.Positive(variance, "a variance"), 0)
    {
    }

    private PolynomialGan(GanObjective objective, int degree, double mean, double variance, double noise)
    {
        if (!Enum.IsDefined(objective))
            throw Guard.OutOfRange(nameof(objective), objective, "must be one of the defined objectives");
        if (degree is not (1 or 2))
            throw Guard.OutOfRange(nameof(degree), degree, "is the degree of the discriminator and must be 1 or 2");
        (Objective, Degree, Mean, Variance, InstanceNoise) = (objective, degree, Guard.Finite(mean, "a mean"), variance, noise);
        _formula = new PolynomialGanFormula(objective, degree, mean, variance, noise);
    }

    /// <summary>f.</summary>
    public GanObjective Objective { get; }

    /// <summary>Degree of the discriminator, 1 or 2.</summary>
    public int Degree { get; }

    /// <summary>μ.</summary>
    public double Mean { get; }

    /// <summary>σ².</summary>
    public double Variance { get; }

    /// <summary>Variance of the instance noise in real and fake data, ≥ 0.</summary>
    public double InstanceNoise { get; }

    /// <summary>3 plus the degree.</summary>
    public int Dimension => 3 + Degree;

    /// <summary>2: s and b come first.</summary>
    public int GeneratorDimension => 2;

    /// <summary>True.</summary>
    public bool IsZeroSum => true;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => GameFormula.Evaluate(_formula, y, derivative);

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => GameFormula.Jacobian(_formula, y, jacobian);

    /// <inheritdoc/>
    public void JacobianAlong(ReadOnlySpan<double> y, ReadOnlySpan<double> direction, Span<double> matrix) =>
        GameFormula.JacobianAlong(_formula, y, direction, matrix);

    /// <summary>Writes the derivative of R = ½ E(w₁ + 2w₂x)² over real data, instance noise included.</summary>
    /// <param name="y">The parameters, length N.</param>
    /// <param name="slope">Receives the derivative, length N.</param>
    public void PenaltySlope(ReadOnlySpan<double> y, Span<double> slope)
    {
        slope[..Dimension].Clear();
        double second = Degree == 2 ? y[4] : 0;
        slope[3] = y[3] + 2 * second * Mean;
        if (Degree == 2)
            slope[4] = 2 * y[3] * Mean + 4 * second * MeanSquare;
    }

    /// <summary>Writes the Jacobian of <see cref="PenaltySlope"/>.</summary>
    /// <param name="y">The parameters, length N.</param>
    /// <param name="matrix">Receives the matrix in row-major order, length N².</param>
    public void PenaltyCurvature(ReadOnlySpan<double> y, Span<double> matrix)
    {
        int n = Dimension;
        matrix[..(n * n)].Clear();
        matrix[3 * n + 3] = 1;
        if (Degree == 2)
            (matrix[3 * n + 4], matrix[4 * n + 3], matrix[4 * n + 4]) = (2 * Mean, 2 * Mean, 4 * MeanSquare);
    }

    /// <summary>The same game with more instance noise.</summary>
    /// <param name="variance">Variance of the added noise, finite and ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variance is negative or not finite.</exception>
    public IDataGame WithInstanceNoise(double variance) =>
        new PolynomialGan(Objective, Degree, Mean, Variance, InstanceNoise + Guard.NonNegative(variance, "a variance"));

    /// <summary>Its objective, degree and data.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"GAN with scale and bias, objective {Objective}, discriminator of degree {Degree}, data N({Mean}, {Variance}), instance noise {InstanceNoise}");

    private double MeanSquare => Mean * Mean + Variance + InstanceNoise;
}
