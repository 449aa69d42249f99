using System.Globalization;

namespace PhaseGan;

/// <summary>
/// What training algorithm (5) leaves open besides the numbers of <see cref="GanParameters"/>: the loss, the regulariser and its strength,
/// and the laws of the latent codes. The default is Example 1 of the paper. Immutable.
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

    /// <summary>Whether λ → ∞: w and the columns of V have unit length.</summary>
    public bool HasUnitNorms => double.IsPositiveInfinity(Strength);

    /// <summary>The rule in words, for messages and notebooks.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"{Loss}, {(HasUnitNorms ? "unit norms" : FormattableString.Invariant($"H = {Regulariser}, λ = {Strength:R}"))}, codes {(RealCodes.Equals(FakeCodes) ? RealCodes.Name : $"{RealCodes} and {FakeCodes}")}");

    private static T NotNull<T>(T value, string name)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }
}
