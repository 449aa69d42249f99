using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>A box of parameters of the solvable GAN: an interval for each of those of <see cref="GanParameters"/>. What is proved over it holds for every choice of parameters in it.</summary>
public sealed class ParameterBox
{
    /// <summary>Makes the box.</summary>
    /// <param name="realVariances">Λ, length d ≥ 1, positive.</param>
    /// <param name="fakeVariances">Λ̃, length d, positive.</param>
    /// <param name="discriminatorRate">τ, positive.</param>
    /// <param name="generatorRate">τ̃, positive.</param>
    /// <param name="realNoise">η_T, not negative.</param>
    /// <param name="fakeNoise">η_G, not negative.</param>
    /// <param name="batchSize">m ≥ 1. Default 1.</param>
    /// <exception cref="ArgumentNullException">A list is null.</exception>
    /// <exception cref="ArgumentException">The lists are empty or their lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An interval reaches outside its range or is not finite.</exception>
    public ParameterBox(
        IReadOnlyList<Interval> realVariances, IReadOnlyList<Interval> fakeVariances, Interval discriminatorRate, Interval generatorRate, Interval realNoise, Interval fakeNoise, int batchSize = 1)
    {
        ArgumentNullException.ThrowIfNull(realVariances);
        ArgumentNullException.ThrowIfNull(fakeVariances);
        if (realVariances.Count == 0)
            throw new ArgumentException("realVariances must have an interval for each feature, at least one; it is empty", nameof(realVariances));
        Guard.Length(fakeVariances.Count, realVariances.Count, "an interval a feature", nameof(fakeVariances));
        RealVariances = [.. realVariances.Select((v, l) => Positive(v, $"realVariances[{l}]"))];
        FakeVariances = [.. fakeVariances.Select((v, l) => Positive(v, $"fakeVariances[{l}]"))];
        DiscriminatorRate = Positive(discriminatorRate, nameof(discriminatorRate));
        GeneratorRate = Positive(generatorRate, nameof(generatorRate));
        RealNoise = NonNegative(realNoise, nameof(realNoise));
        FakeNoise = NonNegative(fakeNoise, nameof(fakeNoise));
        BatchSize = Guard.AtLeast(batchSize, 1, "a number of samples");
    }

    /// <summary>Λ.</summary>
    public ImmutableArray<Interval> RealVariances { get; }

    /// <summary>Λ̃.</summary>
    public ImmutableArray<Interval> FakeVariances { get; }

    /// <summary>τ.</summary>
    public Interval DiscriminatorRate { get; }

    /// <summary>τ̃.</summary>
    public Interval GeneratorRate { get; }

    /// <summary>η_T.</summary>
    public Interval RealNoise { get; }

    /// <summary>η_G.</summary>
    public Interval FakeNoise { get; }

    /// <summary>m.</summary>
    public int BatchSize { get; }

    /// <summary>d.</summary>
    public int FeatureCount => RealVariances.Length;

    /// <summary>α = τ̃/τ.</summary>
    public Interval RateRatio => GeneratorRate / DiscriminatorRate;

    /// <summary>x = τ(η_T² + η_G²)/(2m).</summary>
    public Interval EffectiveNoise => NoiseRate * (RealNoise.Square() + FakeNoise.Square());

    /// <summary>A = 1 − τη_G/2m of (14).</summary>
    internal Interval FakeGain => 1 - NoiseRate * FakeNoise;

    /// <summary>B = 1 + τη_T/2m of (14).</summary>
    internal Interval RealGain => 1 + NoiseRate * RealNoise;

    private Interval NoiseRate => DiscriminatorRate / (2.0 * BatchSize);

    /// <summary>The box that holds one choice of parameters, as given: its numbers are taken as they are, and nothing computed from them is rounded away.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public static ParameterBox Of(GanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new ParameterBox(
            [.. parameters.RealVariances.Select(v => (Interval)v)], [.. parameters.FakeVariances.Select(v => (Interval)v)],
            parameters.DiscriminatorRate, parameters.GeneratorRate, parameters.RealNoise, parameters.FakeNoise, parameters.BatchSize);
    }

    /// <summary>All intervals.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Λ {string.Join(", ", RealVariances)}, Λ̃ {string.Join(", ", FakeVariances)}, τ {DiscriminatorRate}, τ̃ {GeneratorRate}, η_T {RealNoise}, η_G {FakeNoise}, m = {BatchSize}");

    private static Interval Positive(Interval value, string name) =>
        value.Low > 0 && value.IsFinite ? value : throw Guard.OutOfRange(name, value, "is an interval of a parameter and must be finite and > 0");

    private static Interval NonNegative(Interval value, string name) =>
        value.Low >= 0 && value.IsFinite ? value : throw Guard.OutOfRange(name, value, "is an interval of a parameter and must be finite and ≥ 0");
}
