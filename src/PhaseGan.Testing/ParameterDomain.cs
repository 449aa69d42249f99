namespace PhaseGan.Testing;

/// <summary>Which parameters a generator draws and its shrinker keeps to.</summary>
/// <remarks>
/// Variances, rates and the effective noise are drawn evenly on a logarithmic scale and rounded to a few digits, so that even an unshrunk
/// case can be read. Ranges must leave room: a generator that finds no parameters says so.
/// </remarks>
public sealed record ParameterDomain
{
    /// <summary>One to four features, anywhere with respect to inequality (15).</summary>
    public static ParameterDomain Default { get; } = new();

    /// <summary>Least d, ≥ 1. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int MinFeatures { get; init => field = Guard.AtLeast(value, 1, "a number of features", nameof(MinFeatures)); } = 1;

    /// <summary>Largest d, ≥ <see cref="MinFeatures"/>. Default 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int MaxFeatures { get; init => field = Guard.AtLeast(value, 1, "a number of features", nameof(MaxFeatures)); } = 4;

    /// <summary>True for Λ = Λ̃ only, false for Λ ≠ Λ̃ only, null (the default) for both.</summary>
    public bool? Matched { get; init; }

    /// <summary>Where to stand to inequality (15). Default anywhere.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public Inequality15 Inequality
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw Guard.OutOfRange(nameof(Inequality), value, "must be a member of Inequality15");
    } = Inequality15.Any;

    /// <summary>Least and largest variance in Λ and Λ̃, 0 &lt; least &lt; largest. Default 0.1 to 10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a range of positive finite numbers.</exception>
    public (double Least, double Largest) Variances { get; init => field = Range(value, nameof(Variances)); } = (0.1, 10);

    /// <summary>Least and largest learning rate τ of the discriminator. Default 0.01 to 1; not heeded by <see cref="Inequality15.LeftEquality"/>, which needs an exact τ.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a range of positive finite numbers.</exception>
    public (double Least, double Largest) DiscriminatorRates { get; init => field = Range(value, nameof(DiscriminatorRates)); } = (0.01, 1);

    /// <summary>Least and largest ratio α = τ̃/τ of the learning rates. Default 0.01 to 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a range of positive finite numbers.</exception>
    public (double Least, double Largest) RateRatios { get; init => field = Range(value, nameof(RateRatios)); } = (0.01, 4);

    /// <summary>Least and largest effective noise as a multiple of the smallest real variance, x / min_ℓ Λ_ℓ. Default 0.02 to 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a range of positive finite numbers.</exception>
    public (double Least, double Largest) RelativeNoises { get; init => field = Range(value, nameof(RelativeNoises)); } = (0.02, 2);

    /// <summary>Largest mini-batch size m, ≥ 1. Default 1, the paper's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int MaxBatchSize { get; init => field = Guard.AtLeast(value, 1, "a mini-batch size", nameof(MaxBatchSize)); } = 1;

    /// <summary>Whether parameters lie in this domain; ranges are taken with a slack of 1 %, since values are rounded when drawn.</summary>
    /// <param name="parameters">Any parameters.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public bool Contains(GanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        bool matched = parameters.RealVariances.AsSpan().SequenceEqual(parameters.FakeVariances.AsSpan());
        return parameters.FeatureCount >= MinFeatures && parameters.FeatureCount <= MaxFeatures
            && (Matched is null || Matched == matched)
            && parameters.BatchSize <= MaxBatchSize
            && parameters.RealVariances.Concat(parameters.FakeVariances).All(v => Within(v, Variances))
            && (Inequality == Inequality15.LeftEquality || Within(parameters.DiscriminatorRate, DiscriminatorRates))
            && Within(parameters.RateRatio, RateRatios)
            && Within(parameters.EffectiveNoise / parameters.RealVariances.Min(), RelativeNoises)
            && InequalityFits(parameters);
    }

    private bool InequalityFits(GanParameters gan)
    {
        var (left, right) = Sides(gan);
        double x = gan.EffectiveNoise;
        return Inequality switch
        {
            Inequality15.Holds => left <= x && x < right,
            Inequality15.LeftEquality => left == x && x < right,
            Inequality15.LeftViolated => x < left && x < right,
            Inequality15.RightViolated => x >= right,
            _ => true,
        };
    }

    /// <summary>½ max_ℓ {Λ_ℓ − Λ̃_ℓ + αΛ̃_ℓ} and min_ℓ Λ_ℓ.</summary>
    internal static (double Left, double Right) Sides(GanParameters gan)
    {
        double left = double.NegativeInfinity, right = double.PositiveInfinity;
        for (int l = 0; l < gan.FeatureCount; l++)
        {
            double real = gan.RealVariances[l], fake = gan.FakeVariances[l];
            left = Math.Max(left, 0.5 * (real - fake + gan.RateRatio * fake));
            right = Math.Min(right, real);
        }
        return (left, right);
    }

    private static bool Within(double value, (double Least, double Largest) range) =>
        value >= 0.99 * range.Least && value <= 1.01 * range.Largest;

    private static (double Least, double Largest) Range((double Least, double Largest) range, string name) =>
        range.Least > 0 && range.Largest > range.Least && double.IsFinite(range.Largest)
            ? range
            : throw Guard.OutOfRange(name, range, "must be a range of finite numbers with 0 < least < largest");

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
