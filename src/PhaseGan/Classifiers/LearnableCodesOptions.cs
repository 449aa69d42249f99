using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>How training with learnable codes is labelled. Immutable.</summary>
public sealed record LearnableCodesOptions
{
    private readonly ValueArray<int> _signs = ValueArray.Of<int>([1]);

    /// <summary>Options for codes that are learned at a rate.</summary>
    /// <param name="codes">The codes at the start.</param>
    /// <param name="codeRate">τ_θ, finite and &gt; 0.</param>
    /// <exception cref="ArgumentNullException">The codes are null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not finite and positive.</exception>
    public LearnableCodesOptions(GeneratorCodes codes, double codeRate)
    {
        Codes = Guard.NotNull(codes);
        CodeRate = Guard.Positive(codeRate, "the learning rate of the codes");
    }

    /// <summary>The codes at the start.</summary>
    public GeneratorCodes Codes { get; }

    /// <summary>τ_θ.</summary>
    public double CodeRate { get; }

    /// <summary>σ, 1 or −1 for each feature of the discriminator. Default one of sign 1.</summary>
    /// <exception cref="ArgumentException">Empty, or an entry is neither 1 nor −1.</exception>
    public ImmutableArray<int> Signs
    {
        get => _signs;
        init => _signs = !value.IsDefaultOrEmpty && value.All(s => s is 1 or -1)
            ? ValueArray.Of(value)
            : throw new ArgumentException("Signs must be 1 or -1 for each feature of the discriminator, at least one", nameof(Signs));
    }

    /// <summary>Loss and law of the real codes, with unit norms. Default Example 1.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="ArgumentException">The strength is finite: there is no manifold of fixed points then.</exception>
    public TrainingRule Rule
    {
        get;
        init => field = Guard.NotNull(value, nameof(Rule)).HasUnitNorms ? value : throw new ArgumentException($"Rule must have unit norms for labels with learnable codes; got {value}", nameof(Rule));
    } = TrainingRule.Example1;

    /// <summary>Size of the overlaps of the generic start, &gt; 0. Default 0.03.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite and positive.</exception>
    public double StartSize { get; init => field = Guard.Positive(value, "the size of overlaps", nameof(StartSize)); } = 0.03;

    /// <summary>Seed of the start. Default 1.</summary>
    public int StartSeed { get; init; } = 1;

    /// <summary>θ ∈ (0, 1): a feature with ρ_ℓ ≥ θ is learned. Default that of <see cref="OdePhaseOptions"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside (0, 1).</exception>
    public double RecoveryThreshold
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw Guard.OutOfRange(nameof(RecoveryThreshold), value, "is a recovery and must lie in (0, 1)");
    } = OdePhaseOptions.Default.RecoveryThreshold;

    /// <summary>Tolerances and budgets of the search. Default <see cref="AttractorOptions.Default"/>.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public AttractorOptions Attractor { get; init => field = Guard.NotNull(value, nameof(Attractor)); } = AttractorOptions.Default;

    /// <summary>Codes, rate, signs and start in words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Codes}, τ_θ = {CodeRate:R}, σ = ({string.Join(", ", Signs)}), {Rule}, start of size {StartSize:R} and seed {StartSeed}");
}
