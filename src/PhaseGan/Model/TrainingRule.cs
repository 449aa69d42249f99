using System.Globalization;

namespace PhaseGan;

/// <summary>
/// What training algorithm (5) leaves open besides the numbers of <see cref="GanParameters"/>: the loss, the regulariser and its strength,
/// and the laws of the latent codes; and what practice adds to the discriminator's step: multipliers, gradient penalties, instance noise, clipping. The default is Example 1 of the paper. Immutable.
/// </summary>
/// <remarks>The laws give the shape of the codes; their variances are the Λ and Λ̃ of the parameters, so a sweep can move either alone.</remarks>
public sealed record TrainingRule
{
    /// <summary>Example 1 of the paper: linear responses, unit norms, Gaussian codes.</summary>
    public static TrainingRule Example1 { get; } = new();

    /// <summary>f and f̃. Default <see cref="GanLoss.Linear"/>.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public GanLoss Loss { get; init => field = NotNull(value, nameof(Loss)); } = GanLoss.Linear;

    /// <summary>H. Default <see cref="Regulariser.LogCosh"/>; of no effect while <see cref="Strength"/> is infinite.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public Regulariser Regulariser { get; init => field = NotNull(value, nameof(Regulariser)); } = Regulariser.LogCosh;

    /// <summary>
    /// λ ≥ 0: weight of the regulariser. Default +∞, which is the constraint ‖w‖ = ‖V_·ℓ‖ = 1: w and the columns of V are given unit length
    /// after each step.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not a number.</exception>
    public double Strength
    {
        get;
        init => field = value >= 0 ? value : throw Guard.OutOfRange(nameof(Strength), value, "is the weight λ of the regulariser and must be ≥ 0 or +∞");
    } = double.PositiveInfinity;

    /// <summary>The law of the real codes c. Default <see cref="LatentLaw.Gaussian"/>.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public LatentLaw RealCodes { get; init => field = NotNull(value, nameof(RealCodes)); } = LatentLaw.Gaussian;

    /// <summary>The law of the fake codes c̃. Default <see cref="LatentLaw.Gaussian"/>.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public LatentLaw FakeCodes { get; init => field = NotNull(value, nameof(FakeCodes)); } = LatentLaw.Gaussian;

    /// <summary>
    /// j_T: the discriminator's step responds to real data with j_T f. Default 1. Finite; one that is not positive makes the discriminator unlearn.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public double RealMultiplier { get; init => field = Guard.Finite(value, "the factor j_T of f in the discriminator's step", nameof(RealMultiplier)); } = 1;

    /// <summary>j_G: the discriminator's step responds to fake data with j_G f̃; the generator's step keeps f̃. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public double FakeMultiplier { get; init => field = Guard.Finite(value, "the factor j_G of f̃ in the discriminator's step", nameof(FakeMultiplier)); } = 1;

    /// <summary>Gradient penalties of the discriminator's step. Default the one of no weight.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public GradientPenalty Penalty { get; init => field = NotNull(value, nameof(Penalty)); } = GradientPenalty.None;

    /// <summary>σ ≥ 0: variance of the instance noise, normal numbers added to the entries of real and fake samples when the discriminator learns. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double InstanceNoise { get; init => field = Guard.NonNegative(value, "the variance σ of the instance noise", nameof(InstanceNoise)); }

    /// <summary>Whether the generator's step has the instance noise on its sample too, which matters for a nonlinear f̃ only. Default false.</summary>
    public bool HasNoisyGenerator { get; init; }

    /// <summary>What is done to the discriminator's gradient before its step: clipping and the like. For linear responses, Gaussian codes and otherwise plain steps. Default <see cref="GradientScaling.None"/>.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public GradientScaling Scaling { get; init => field = NotNull(value, nameof(Scaling)); } = GradientScaling.None;

    /// <summary>How steps are taken: more of one player, heavy ball, extragradient. Default the paper's.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public TrainingScheme Scheme { get; init => field = NotNull(value, nameof(Scheme)); } = TrainingScheme.Plain;

    /// <summary>Memories that last a part of the whole training: slow momentum, a running average of the generator. Default the empty one.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public TrainingMemory Memory { get; init => field = NotNull(value, nameof(Memory)); } = TrainingMemory.None;

    /// <summary>
    /// k ≥ 1: features of the discriminator, the columns of W in D = ½|Wᵀy|². Default 1, the paper's. More than 2d are as 2d: at most that many matter.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1 or above <see cref="MaxDiscriminatorFeatures"/>.</exception>
    public int DiscriminatorFeatures
    {
        get;
        init => field = Guard.AtLeast(value, 1, "the number of features of the discriminator", nameof(DiscriminatorFeatures)) <= MaxDiscriminatorFeatures
            ? value : throw Guard.OutOfRange(nameof(DiscriminatorFeatures), value, $"is the number of features of the discriminator and must be at most {MaxDiscriminatorFeatures}");
    } = 1;

    /// <summary>What holds the columns of W where λ is infinite and k &gt; 1. Default: they are kept orthonormal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a value of the enumeration.</exception>
    public DiscriminatorNorms DiscriminatorNorms
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw Guard.OutOfRange(nameof(DiscriminatorNorms), value, "must be a value of the enumeration");
    }

    /// <summary>Largest k: twice the largest number of features.</summary>
    public const int MaxDiscriminatorFeatures = 2 * GanParameters.MaxFeatures;

    /// <summary>Whether λ → ∞: w and the columns of V have unit length.</summary>
    public bool HasUnitNorms => double.IsPositiveInfinity(Strength);

    /// <summary>The rule in words, for messages and notebooks.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"{Loss}, {(HasUnitNorms ? "unit norms" : FormattableString.Invariant($"H = {Regulariser}, λ = {Strength:R}"))}, codes {(RealCodes.Equals(FakeCodes) ? RealCodes.Name : $"{RealCodes} and {FakeCodes}")}{Additions}");

    /// <summary>Whether the discriminator's step is that of the paper's algorithm (5).</summary>
    internal bool HasPlainSteps => RealMultiplier == 1 && FakeMultiplier == 1 && Penalty.IsNone && InstanceNoise == 0 && Scaling.IsNone && Scheme.IsPlain && Memory.IsNone && DiscriminatorFeatures == 1;

    /// <summary>What is not in the paper's algorithm, each after a comma; empty if nothing is.</summary>
    internal string Additions => string.Create(CultureInfo.InvariantCulture,
        $"{(RealMultiplier == 1 && FakeMultiplier == 1 ? "" : FormattableString.Invariant($", multipliers j_T = {RealMultiplier:R}, j_G = {FakeMultiplier:R}"))}{(Penalty.IsNone ? "" : $", gradient penalty {Penalty}")}{(InstanceNoise == 0 ? "" : FormattableString.Invariant($", instance noise σ = {InstanceNoise:R}{(HasNoisyGenerator ? " for both players" : "")}"))}{(Scaling.IsNone ? "" : $", {Scaling}")}{(Scheme.IsPlain ? "" : $", {Scheme}")}{(Memory.IsNone ? "" : $", memory {Memory}")}{(DiscriminatorFeatures == 1 ? "" : FormattableString.Invariant($", k = {DiscriminatorFeatures}{(!HasUnitNorms ? "" : DiscriminatorNorms == DiscriminatorNorms.Orthonormal ? " orthonormal" : " unit")} discriminator features"))}");

    private static T NotNull<T>(T value, string name)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }
}
