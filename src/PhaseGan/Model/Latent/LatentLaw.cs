using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// The law P_c of latent codes up to scale: of the standardised code ĉ with zero mean and covariance I, from which the code of data (1), (2)
/// is c_ℓ = √Λ_ℓ ĉ_ℓ. So one law serves every Λ, and its second moments are exact.
/// </summary>
/// <remarks>Laws are immutable; two are equal when they give the same codes from the same numbers.</remarks>
public abstract class LatentLaw
{
    private protected LatentLaw()
    {
    }

    /// <summary>A short name for tables and messages.</summary>
    public abstract string Name { get; }

    /// <summary>d if the law is one of codes with just that many features; absent if it serves any number.</summary>
    public virtual int? FeatureCount => null;

    /// <summary>
    /// The variances of the law as it was given to <see cref="Discrete"/> or <see cref="Mixture"/>, one a feature: the Λ with which
    /// c = √Λ ĉ has that very law. Empty for laws that were given standardised.
    /// </summary>
    public virtual ImmutableArray<double> GivenVariances => [];

    /// <summary>ĉ ~ N(0, I).</summary>
    public static LatentLaw Gaussian { get; } = new IndependentLaw(GaussianEntry.Instance);

    /// <summary>Independent entries, uniform on [−√3, √3].</summary>
    public static LatentLaw Uniform { get; } = new IndependentLaw(UniformEntry.Instance);

    /// <summary>Independent entries, ±1 with equal chances.</summary>
    public static LatentLaw Rademacher { get; } = new IndependentLaw(RademacherEntry.Instance);

    /// <summary>Codes from a finite set of points; the entries may depend on each other but not correlate.</summary>
    /// <param name="points">K ≥ 2 codes of d entries each. They are standardised: c = √Λ ĉ keeps their shape and has the variances Λ.</param>
    /// <param name="weights">Their chances, &gt; 0, of sum 1; equal ones if absent.</param>
    /// <exception cref="ArgumentNullException"><paramref name="points"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">Lengths differ, the mean is not zero, or entries correlate (to 1e-9).</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or a feature does not vary.</exception>
    public static LatentLaw Discrete(IReadOnlyList<IReadOnlyList<double>> points, IReadOnlyList<double>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        return new MixtureLaw("discrete", weights, points, null);
    }

    /// <summary>Mixtures of normal laws with diagonal covariances; the mixture as a whole has zero mean and entries that do not correlate.</summary>
    /// <param name="weights">Chance of each component, &gt; 0, of sum 1.</param>
    /// <param name="means">Mean of each component: K vectors of d entries.</param>
    /// <param name="variances">Variances of each component: K vectors of d entries, ≥ 0. The mixture is standardised: c = √Λ ĉ keeps its shape and has the variances Λ.</param>
    /// <exception cref="ArgumentNullException">A list is null.</exception>
    /// <exception cref="ArgumentException">Lengths differ, the mean is not zero, or entries correlate (to 1e-9).</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or a feature does not vary.</exception>
    public static LatentLaw Mixture(
        IReadOnlyList<double> weights, IReadOnlyList<IReadOnlyList<double>> means, IReadOnlyList<IReadOnlyList<double>> variances)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(variances);
        return new MixtureLaw("mixture", weights, means, variances);
    }

    /// <summary>Codes with any number of features whose entries are independent, each with this law of one feature.</summary>
    /// <exception cref="InvalidOperationException">This is a law of more than one feature.</exception>
    public virtual LatentLaw WithIndependentEntries() => this;

    /// <summary>How many standard normals <see cref="Draw"/> makes a code from.</summary>
    /// <param name="featureCount">d ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The law has not that many features.</exception>
    public abstract int NormalsPerCode(int featureCount);

    /// <summary>
    /// Makes a standardised code from independent standard normals, as a fixed function of them: ĉ = x for <see cref="Gaussian"/>, the same
    /// quantiles for <see cref="Uniform"/> (√3 erf(x/√2), to a few ulp) and the sign of x for <see cref="Rademacher"/>.
    /// </summary>
    /// <param name="normals">Standard normals, length <see cref="NormalsPerCode"/>.</param>
    /// <param name="code">Receives ĉ, length d; may be the same memory as <paramref name="normals"/> where the lengths are equal.</param>
    /// <exception cref="ArgumentException">The lengths do not match.</exception>
    public abstract void Draw(ReadOnlySpan<double> normals, Span<double> code);

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;
}
