using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>The law of the weights along training with separable penalties, followed by particles. Immutable.</summary>
public sealed class ParticlePath
{
    /// <summary>
    /// Kurtosis from which on the law counts as localised. Few laws that the equations make from a normal start have one above 10; 25 is that of weight on one entry in 25.
    /// </summary>
    public const double LocalisedKurtosis = 25;

    private readonly double[][] _features, _generator;
    private readonly double[] _discriminator;

    internal ParticlePath(
        ImmutableArray<ParticleRecord> records, StopReason reason, double timeStep, int steps, double[][] features, double[][] generator, double[] discriminator)
    {
        (Records, StopReason, TimeStep, Steps) = (records, reason, timeStep, steps);
        (_features, _generator, _discriminator) = (features, generator, discriminator);
        LocalisedAt = records.FirstOrDefault(r => Math.Max(r.DiscriminatorKurtosis, r.GeneratorKurtosis.Max()) >= LocalisedKurtosis)?.Time;
    }

    /// <summary>A record at each of the times asked for, up to the last that was reached.</summary>
    public ImmutableArray<ParticleRecord> Records { get; }

    /// <summary>Why it ends: <see cref="StopReason.EndReached"/>, or <see cref="StopReason.NonFinite"/> if weights grew without bound.</summary>
    public StopReason StopReason { get; }

    /// <summary>Length of a step.</summary>
    public double TimeStep { get; }

    /// <summary>Steps taken.</summary>
    public int Steps { get; }

    /// <summary>d.</summary>
    public int FeatureCount => _features.Length;

    /// <summary>Number of particles.</summary>
    public int Particles => _discriminator.Length;

    /// <summary>
    /// The first time of a record at which some weights are localised, their kurtosis at least <see cref="LocalisedKurtosis"/>; null if never. From there on the limit n → ∞ does not describe training for long: the weight condenses on few
    /// entries, whose number does not grow with n.
    /// </summary>
    public double? LocalisedAt { get; }

    /// <summary>The scaled weights ŵ of the particles at the end.</summary>
    public ReadOnlySpan<double> DiscriminatorWeights => _discriminator;

    /// <summary>The scaled weights v̂_ℓ of the particles at the end.</summary>
    /// <param name="column">ℓ − 1, in [0, d).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public ReadOnlySpan<double> GeneratorWeights(int column) => Column(_generator, column);

    /// <summary>The rows' û_ℓ.</summary>
    /// <param name="column">ℓ − 1, in [0, d).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public ReadOnlySpan<double> FeatureWeights(int column) => Column(_features, column);

    /// <summary>How it went.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Particles} particles, {Steps} steps to t = {(Records.IsEmpty ? 0 : Records[^1].Time):G6} ({StopReason}){(LocalisedAt is { } time ? FormattableString.Invariant($", localised from t = {time:G6} on") : "")}");

    private static double[] Column(double[][] columns, int column) =>
        (uint)column < (uint)columns.Length ? columns[column] : throw Guard.OutOfRange(nameof(column), column, $"is the number of a column and must lie in [0, {columns.Length})");
}
