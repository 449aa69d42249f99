using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The parameters of the solvable GAN of Wang, Hu and Lu, <em>A Solvable High-Dimensional Model of GAN</em>
/// (NeurIPS 2019): data model (1), (2) and training algorithm (5) in the case of their Example 1.
/// </summary>
/// <remarks>
/// <para>
/// Real data are y = U c + √η_T a, fake data ỹ = V c̃ + √η_G ã; the latent codes c, c̃ have zero mean and diagonal
/// covariances Λ, Λ̃ (one variance a feature); a, ã are standard normal. The discriminator learns with rate τ, the
/// generator with rate τ̃, on a time scale t = k/n where k counts training steps and n is the data dimension.
/// </para>
/// <para>Values are immutable and checked when made; two values are equal when all their numbers are.</para>
/// </remarks>
public sealed class GanParameters : IEquatable<GanParameters>
{
    /// <summary>
    /// Largest size of a variance, a learning rate, their product, α, αΛ̃ and x: products of four such numbers, of which the closed forms are made, are finite.
    /// </summary>
    public const double LargestSize = 1e75;

    /// <summary>Largest number of features: the matrices of the ODE's coordinates, of which there are about 1.5 d², must be countable.</summary>
    public const int MaxFeatures = 175;

    /// <summary>Makes a set of parameters.</summary>
    /// <param name="realVariances">Λ: variance of each real feature, length d ≥ 1, finite and &gt; 0.</param>
    /// <param name="fakeVariances">Λ̃: variance of each fake feature, length d, finite and &gt; 0.</param>
    /// <param name="discriminatorRate">τ: learning rate of the discriminator, finite and &gt; 0.</param>
    /// <param name="generatorRate">τ̃: learning rate of the generator, finite and &gt; 0.</param>
    /// <param name="realNoise">η_T: variance of the noise in real data, finite and ≥ 0.</param>
    /// <param name="fakeNoise">η_G: variance of the noise in fake data, finite and ≥ 0.</param>
    /// <param name="batchSize">m: samples averaged in each discriminator step, ≥ 1; the paper has m = 1.</param>
    /// <exception cref="ArgumentNullException">A list of variances is null.</exception>
    /// <exception cref="ArgumentException">The lists are empty, their lengths differ, or they have more than <see cref="MaxFeatures"/> entries.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or a product of numbers is larger than <see cref="LargestSize"/>.</exception>
    public GanParameters(
        IReadOnlyList<double> realVariances,
        IReadOnlyList<double> fakeVariances,
        double discriminatorRate,
        double generatorRate,
        double realNoise,
        double fakeNoise,
        int batchSize = 1)
    {
        RealVariances = Variances(realVariances, nameof(realVariances), "real");
        FakeVariances = Variances(fakeVariances, nameof(fakeVariances), "fake");
        if (FakeVariances.Length != RealVariances.Length)
            throw new ArgumentException(
                $"fakeVariances must have as many entries as realVariances ({RealVariances.Length}); got {FakeVariances.Length}",
                nameof(fakeVariances));
        DiscriminatorRate = Guard.Positive(discriminatorRate, "a learning rate");
        GeneratorRate = Guard.Positive(generatorRate, "a learning rate");
        RealNoise = Guard.NonNegative(realNoise, "a variance");
        FakeNoise = Guard.NonNegative(fakeNoise, "a variance");
        BatchSize = Guard.AtLeast(batchSize, 1, "a number of samples");
        CheckSizes();
    }

    /// <summary>The variances of another set, which share its memory; sweeps make one set a cell.</summary>
    private GanParameters(in GanNumbers numbers)
    {
        (RealVariances, FakeVariances) = (numbers.RealVariances, numbers.FakeVariances);
        DiscriminatorRate = Guard.Positive(numbers.DiscriminatorRate, "a learning rate", "discriminatorRate");
        GeneratorRate = Guard.Positive(numbers.GeneratorRate, "a learning rate", "generatorRate");
        RealNoise = Guard.NonNegative(numbers.RealNoise, "a variance", "realNoise");
        FakeNoise = Guard.NonNegative(numbers.FakeNoise, "a variance", "fakeNoise");
        BatchSize = Guard.AtLeast(numbers.BatchSize, 1, "a number of samples", "batchSize");
        CheckSizes();
    }

    /// <summary>Λ: the variance of each real feature; length <see cref="FeatureCount"/>, all &gt; 0.</summary>
    public ImmutableArray<double> RealVariances { get; }

    /// <summary>Λ̃: the variance of each fake feature; length <see cref="FeatureCount"/>, all &gt; 0.</summary>
    public ImmutableArray<double> FakeVariances { get; }

    /// <summary>τ &gt; 0: learning rate of the discriminator.</summary>
    public double DiscriminatorRate { get; }

    /// <summary>τ̃ &gt; 0: learning rate of the generator.</summary>
    public double GeneratorRate { get; }

    /// <summary>η_T ≥ 0: variance (not standard deviation) of the noise in real data.</summary>
    public double RealNoise { get; }

    /// <summary>η_G ≥ 0: variance (not standard deviation) of the noise in fake data.</summary>
    public double FakeNoise { get; }

    /// <summary>m ≥ 1: mini-batch size of the discriminator step.</summary>
    public int BatchSize { get; }

    /// <summary>d ≥ 1: number of features.</summary>
    public int FeatureCount => RealVariances.Length;

    /// <summary>α = τ̃/τ: ratio of the learning rates.</summary>
    public double RateRatio => GeneratorRate / DiscriminatorRate;

    /// <summary>
    /// x = τ(η_T² + η_G²)/(2m): the rate at which noise makes the discriminator forget, the quantity that the phases
    /// and inequality (15) depend on. For m = 1 it is the paper's τη².
    /// </summary>
    public double EffectiveNoise => DiscriminatorRate * (RealNoise * RealNoise + FakeNoise * FakeNoise) / (2.0 * BatchSize);

    /// <summary>τ/2m, by which noise enters the gains of (14).</summary>
    internal double NoiseRate => DiscriminatorRate / (2.0 * BatchSize);

    /// <summary>τη_G/2m = 1 − A.</summary>
    internal double FakeLoss => NoiseRate * FakeNoise;

    /// <summary>A = 1 − τη_G/2m, the factor of rᵀΛ̃r in (14).</summary>
    internal double FakeGain => 1 - FakeLoss;

    /// <summary>τη_T/2m = B − 1.</summary>
    internal double RealExcess => NoiseRate * RealNoise;

    /// <summary>B = 1 + τη_T/2m, the factor of qᵀΛq in (14).</summary>
    internal double RealGain => 1 + RealExcess;

    /// <summary>A copy in which the named parameters have new values; what is not named stays.</summary>
    /// <param name="realVariances">New Λ.</param>
    /// <param name="fakeVariances">New Λ̃.</param>
    /// <param name="discriminatorRate">New τ.</param>
    /// <param name="generatorRate">New τ̃; excludes <paramref name="rateRatio"/>.</param>
    /// <param name="rateRatio">New α: sets τ̃ = ατ, with the new τ if one is given. Without it a new τ leaves τ̃ as it is.</param>
    /// <param name="noise">Sets η_T and η_G both to this variance; excludes the other three noises.</param>
    /// <param name="realNoise">New η_T.</param>
    /// <param name="fakeNoise">New η_G.</param>
    /// <param name="effectiveNoise">New x ≥ 0: moves η_T and η_G at their present ratio (equal if both are zero); excludes the other three.</param>
    /// <param name="batchSize">New m.</param>
    /// <returns>The new parameters.</returns>
    /// <exception cref="ArgumentException">Arguments that exclude each other are given together, or lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public GanParameters With(
        IReadOnlyList<double>? realVariances = null,
        IReadOnlyList<double>? fakeVariances = null,
        double? discriminatorRate = null,
        double? generatorRate = null,
        double? rateRatio = null,
        double? noise = null,
        double? realNoise = null,
        double? fakeNoise = null,
        double? effectiveNoise = null,
        int? batchSize = null)
    {
        GanNumbers numbers = NumbersWith(discriminatorRate, generatorRate, rateRatio, noise, realNoise, fakeNoise, effectiveNoise, batchSize);
        return realVariances is null && fakeVariances is null
            ? Of(numbers)
            : new GanParameters(
                realVariances ?? RealVariances, fakeVariances ?? FakeVariances, numbers.DiscriminatorRate, numbers.GeneratorRate, numbers.RealNoise, numbers.FakeNoise, numbers.BatchSize);
    }

    /// <summary>The numbers, for whoever looks at those of many sets.</summary>
    internal GanNumbers Numbers => new(RealVariances, FakeVariances, DiscriminatorRate, GeneratorRate, RealNoise, FakeNoise, BatchSize);

    /// <summary>A set of given numbers, whose variances are those of a set.</summary>
    internal static GanParameters Of(in GanNumbers numbers) => new(numbers);

    /// <summary>The numbers of a copy in which the named parameters have new values.</summary>
    internal GanNumbers NumbersWith(
        double? discriminatorRate, double? generatorRate, double? rateRatio, double? noise, double? realNoise, double? fakeNoise, double? effectiveNoise, int? batchSize)
    {
        if (generatorRate is not null && rateRatio is not null)
            throw new ArgumentException("rateRatio and generatorRate both set the generator's rate; give one of them", nameof(rateRatio));
        if (noise is not null && (realNoise ?? fakeNoise ?? effectiveNoise) is not null)
            throw new ArgumentException("noise sets both noise variances; give it alone", nameof(noise));
        if (effectiveNoise is not null && (realNoise ?? fakeNoise) is not null)
            throw new ArgumentException("effectiveNoise sets both noise variances; give it alone", nameof(effectiveNoise));

        double tau = discriminatorRate ?? DiscriminatorRate;
        int m = Guard.AtLeast(batchSize ?? BatchSize, 1, "a number of samples", nameof(batchSize));
        double etaT = noise is { } e ? Guard.NonNegative(e, "a variance", nameof(noise)) : realNoise ?? RealNoise;
        double etaG = noise ?? fakeNoise ?? FakeNoise;
        if (effectiveNoise is { } x)
        {
            Guard.NonNegative(x, "the effective noise x", nameof(effectiveNoise));
            Guard.Positive(tau, "a learning rate", nameof(discriminatorRate));
            double now = (RealNoise * RealNoise + FakeNoise * FakeNoise) / 2;
            double power = x * m / tau, larger = Math.Max(RealNoise, FakeNoise);
            if (!double.IsFinite(power))
                throw Guard.OutOfRange(nameof(effectiveNoise), x, string.Create(CultureInfo.InvariantCulture, $"times m / τ = {m / tau} is the square of a noise and must be finite"));
            (etaT, etaG) = now > 0 ? (RealNoise * Math.Sqrt(power / now), FakeNoise * Math.Sqrt(power / now))
                // noises so small that their squares are zero still have a ratio
                : larger > 0 ? Shared(power, RealNoise / larger, FakeNoise / larger)
                : (Math.Sqrt(power), Math.Sqrt(power));
        }

        double tauTilde = generatorRate ?? (rateRatio is { } a ? Guard.Positive(a, "a ratio of learning rates", nameof(rateRatio)) * tau : GeneratorRate);
        return new GanNumbers(RealVariances, FakeVariances, tau, tauTilde, etaT, etaG, m);
    }

    /// <inheritdoc/>
    public bool Equals(GanParameters? other) =>
        other is not null
        && RealVariances.AsSpan().SequenceEqual(other.RealVariances.AsSpan())
        && FakeVariances.AsSpan().SequenceEqual(other.FakeVariances.AsSpan())
        && DiscriminatorRate == other.DiscriminatorRate
        && GeneratorRate == other.GeneratorRate
        && RealNoise == other.RealNoise
        && FakeNoise == other.FakeNoise
        && BatchSize == other.BatchSize;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GanParameters);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (double v in RealVariances)
            hash.Add(v);
        foreach (double v in FakeVariances)
            hash.Add(v);
        hash.Add(DiscriminatorRate);
        hash.Add(GeneratorRate);
        hash.Add(RealNoise);
        hash.Add(FakeNoise);
        hash.Add(BatchSize);
        return hash.ToHashCode();
    }

    /// <summary>The parameters in the paper's letters, for messages and notebooks.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"Λ = ({List(RealVariances)}), Λ̃ = ({List(FakeVariances)}), τ = {DiscriminatorRate}, τ̃ = {GeneratorRate}, η_T = {RealNoise}, η_G = {FakeNoise}, m = {BatchSize}");

    private static string List(ImmutableArray<double> values) => string.Join(", ", values.Select(v => v.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Two noises of a given ratio whose mean square is <paramref name="power"/>.</summary>
    private static (double Real, double Fake) Shared(double power, double real, double fake)
    {
        double size = Math.Sqrt(2 * power / (real * real + fake * fake));
        return (size * real, size * fake);
    }

    /// <summary>Throws where what the equations are made of would overflow.</summary>
    private void CheckSizes()
    {
        Small(DiscriminatorRate, "is τ", DiscriminatorRate, "discriminatorRate");
        Small(GeneratorRate, "is τ̃", GeneratorRate, "generatorRate");
        Small(RateRatio, "makes α = τ̃ / τ", GeneratorRate, "generatorRate");
        if (!(RateRatio > 0))
            throw Guard.OutOfRange("generatorRate", GeneratorRate, "makes α = τ̃ / τ, which must be > 0 in floating-point numbers");
        for (int l = 0; l < RealVariances.Length; l++)
        {
            double real = RealVariances[l], fake = FakeVariances[l];
            Small(Math.Max(real, DiscriminatorRate * real), "and its product with τ are sizes", real, "realVariances");
            Small(Math.Max(Math.Max(fake, DiscriminatorRate * fake), Math.Max(GeneratorRate * fake, RateRatio * fake)), "and its products with τ, τ̃ and α are sizes", fake, "fakeVariances");
        }
        Small(EffectiveNoise, "makes x = τ(η_T² + η_G²)/(2m)", Math.Max(RealNoise, FakeNoise), RealNoise >= FakeNoise ? "realNoise" : "fakeNoise");

        static void Small(double size, string what, double value, string name)
        {
            if (!(size <= LargestSize))
                throw Guard.OutOfRange(name, value, string.Create(CultureInfo.InvariantCulture, $"{what}, which must be at most {LargestSize:G1}"));
        }
    }

    private static ImmutableArray<double> Variances(IReadOnlyList<double> values, string name, string which)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Count == 0)
            throw new ArgumentException($"{name} must have one variance for each {which} feature, at least one; got none", name);
        if (values.Count > MaxFeatures)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} must have at most {MaxFeatures} entries; got {values.Count}"), name);
        var result = ImmutableArray.CreateBuilder<double>(values.Count);
        for (int l = 0; l < values.Count; l++)
            result.Add(Guard.Positive(values[l], "a variance", $"{name}[{l}]"));
        return result.MoveToImmutable();
    }
}
