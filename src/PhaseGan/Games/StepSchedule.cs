using System.Globalization;

namespace PhaseGan;

/// <summary>
/// Sizes of steps a_k, k = 0, 1, …: constant, or a power law a_k = a/(1 + k/κ)^p, with the conditions that theorems of stochastic approximation ask of them.
/// </summary>
/// <remarks>Robbins and Monro, <em>A stochastic approximation method</em> (1951): Σ a_k = ∞, so that training gets anywhere, and Σ a_k² &lt; ∞, so that noise averages out.</remarks>
public sealed record StepSchedule
{
    private StepSchedule(double first, double exponent, double delay)
    {
        (First, Exponent, Delay) = (first, exponent, delay);
    }

    /// <summary>a &gt; 0: the first step.</summary>
    public double First { get; }

    /// <summary>p ≥ 0; 0 for constant steps.</summary>
    public double Exponent { get; }

    /// <summary>κ &gt; 0: after so many steps the size has fallen by 2^(−p).</summary>
    public double Delay { get; }

    /// <summary>Whether Σ a_k = ∞: p ≤ 1.</summary>
    public bool SumDiverges => Exponent <= 1;

    /// <summary>Whether Σ a_k² &lt; ∞: p &gt; ½.</summary>
    public bool SumOfSquaresConverges => Exponent > 0.5;

    /// <summary>Whether both hold.</summary>
    public bool IsRobbinsMonro => SumDiverges && SumOfSquaresConverges;

    /// <summary>a_k = a.</summary>
    /// <param name="size">a, finite and &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is outside its range.</exception>
    public static StepSchedule Constant(double size) => new(Guard.Positive(size, "the size of a step"), 0, 1);

    /// <summary>a_k = a/(1 + k/κ)^p.</summary>
    /// <param name="first">a, finite and &gt; 0.</param>
    /// <param name="exponent">p, finite and &gt; 0.</param>
    /// <param name="delay">κ, finite and &gt; 0. Default 1, a_k = a/(k + 1)^p.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static StepSchedule PowerLaw(double first, double exponent, double delay = 1) =>
        new(Guard.Positive(first, "the size of a step"), Guard.Positive(exponent, "an exponent"), Guard.Positive(delay, "a number of steps"));

    /// <summary>a_k.</summary>
    /// <param name="k">The number of the step, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is negative.</exception>
    public double At(long k)
    {
        Guard.AtLeast(k, 0, "the number of a step");
        return Exponent == 0 ? First : First * Math.Pow(1 + k / Delay, -Exponent);
    }

    /// <summary>Whether a_k/b_k → 0: these steps are of a slower time scale than <paramref name="other"/>'s, so that theorems on two time scales hold in the limit and not only nearly.</summary>
    /// <param name="other">b_k.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public bool IsSlowerThan(StepSchedule other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Exponent > other.Exponent;
    }

    /// <summary>The formula.</summary>
    public override string ToString() => Exponent == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{First}")
        : string.Create(CultureInfo.InvariantCulture, $"{First}/(1 + k/{Delay})^{Exponent}");
}
