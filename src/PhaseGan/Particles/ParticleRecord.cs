using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>The law of the weights at a time, as far as a few of its moments tell.</summary>
public sealed record ParticleRecord
{
    private readonly ValueArray<double> _meanAbsoluteGenerator, _generatorKurtosis, _generatorZeros;

    /// <summary>t.</summary>
    public required double Time { get; init; }

    /// <summary>P, q, r, S, z: second moments of the law.</summary>
    public required MacroState State { get; init; }

    /// <summary>E|ŵ|.</summary>
    public required double MeanAbsoluteDiscriminator { get; init; }

    /// <summary>E|v̂_ℓ|, length d.</summary>
    public required ImmutableArray<double> MeanAbsoluteGenerator { get => _meanAbsoluteGenerator; init => _meanAbsoluteGenerator = ValueArray.Of(value); }

    /// <summary>E ŵ⁴/(E ŵ²)²: 3 for a normal law; 1/n times it is the share of the entries that carries w if few do.</summary>
    public required double DiscriminatorKurtosis { get; init; }

    /// <summary>E v̂_ℓ⁴/(E v̂_ℓ²)², length d.</summary>
    public required ImmutableArray<double> GeneratorKurtosis { get => _generatorKurtosis; init => _generatorKurtosis = ValueArray.Of(value); }

    /// <summary>Shares of the weights v̂_ℓ that are exactly zero, length d: what |x| does to weights without noise.</summary>
    public required ImmutableArray<double> GeneratorZeros { get => _generatorZeros; init => _generatorZeros = ValueArray.Of(value); }

    /// <summary>Time and state in words.</summary>
    public override string ToString() => FormattableString.Invariant($"t = {Time:G6}: {State}, kurtosis of w {DiscriminatorKurtosis:F2}");
}
