using System.Globalization;

namespace PhaseGan;

/// <summary>How steps are taken, where that only renames rates and batches in the limit n → ∞ (derived): more steps of one player, mini-batches of the generator, heavy ball, extragradient. Immutable.</summary>
/// <remarks>
/// <para>A step of time is a round, k/n with n_d discriminator and n_g generator steps a round. Then, whatever the loss, the strength and the codes,</para>
/// <code>
/// n_d discriminator steps a round      τ → n_d τ, m → n_d m      (x stays, α → α/n_d: the same as another ratio of the rates)
/// n_g generator steps a round          τ̃ → n_g τ̃
/// heavy ball u ← βu + g, w ← w + (τ/n)u      τ → τ/(1 − β)       (in drift and noise: x → x/(1 − β)), and so τ̃ with β_G
/// averaged heavy ball u ← βu + (1 − β)g      no effect
/// mini-batch of the generator                no effect
/// </code>
/// <para>
/// Extragradient with the look-ahead on the sample of the step changes the responses, since |y|²/n = η_T: for linear ones j_T → j_T(1 + τη_T j_T/m), j_G → j_G(1 − τη_G j_G/m). With a fresh sample for the look-ahead it has no
/// effect. Memories that last a part of the whole training (1 − β of order 1/n) are not renamings and not covered here.
/// </para>
/// </remarks>
public sealed record TrainingScheme
{
    /// <summary>One step of each player a round, without memory: the paper's.</summary>
    public static TrainingScheme Plain { get; } = new();

    /// <summary>n_d ≥ 1: discriminator steps a round. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int DiscriminatorSteps { get; init => field = Guard.AtLeast(value, 1, "a number of steps a round", nameof(DiscriminatorSteps)); } = 1;

    /// <summary>n_g ≥ 1: generator steps a round. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int GeneratorSteps { get; init => field = Guard.AtLeast(value, 1, "a number of steps a round", nameof(GeneratorSteps)); } = 1;

    /// <summary>m_G ≥ 1: mini-batch of the generator's step, without effect in the limit. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int GeneratorBatch { get; init => field = Guard.AtLeast(value, 1, "a number of samples", nameof(GeneratorBatch)); } = 1;

    /// <summary>β ∈ (−1, 1): heavy ball of the discriminator. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside (−1, 1).</exception>
    public double Momentum { get; init => field = Share(value, nameof(Momentum)); }

    /// <summary>β_G ∈ (−1, 1): heavy ball of the generator. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside (−1, 1).</exception>
    public double GeneratorMomentum { get; init => field = Share(value, nameof(GeneratorMomentum)); }

    /// <summary>Whether the heavy ball averages, u ← βu + (1 − β)g, and not sums, u ← βu + g. Default false.</summary>
    public bool HasAveragedMomentum { get; init; }

    /// <summary>Whether the discriminator looks ahead by a step on its own sample before it takes the gradient. For linear responses.</summary>
    public bool HasExtragradient { get; init; }

    /// <summary>Whether this is the paper's scheme.</summary>
    public bool IsPlain => Equals(Plain);

    /// <summary>The parameters at which plain steps have the limit that this scheme has at given ones. Extragradient changes responses, not parameters: see <see cref="Renaming.WithoutScheme"/>.</summary>
    /// <param name="parameters">The parameters of the scheme; rates are those of one step.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The new parameters are too large.</exception>
    public GanParameters Rename(GanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        double rate = DiscriminatorSteps / (HasAveragedMomentum ? 1 : 1 - Momentum), generatorRate = GeneratorSteps / (HasAveragedMomentum ? 1 : 1 - GeneratorMomentum);
        if (DiscriminatorSteps == 1 && rate == 1 && generatorRate == 1)
            return parameters;
        if ((long)parameters.BatchSize * DiscriminatorSteps > int.MaxValue)
            throw Guard.OutOfRange(nameof(DiscriminatorSteps), DiscriminatorSteps, $"times the mini-batch of {parameters.BatchSize} must not exceed {int.MaxValue}");
        return parameters.With(
            discriminatorRate: rate * parameters.DiscriminatorRate, generatorRate: generatorRate * parameters.GeneratorRate,
            batchSize: parameters.BatchSize * DiscriminatorSteps);
    }

    /// <summary>What is not plain; empty if all is.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        Add(DiscriminatorSteps != 1, $"n_d = {DiscriminatorSteps}");
        Add(GeneratorSteps != 1, $"n_g = {GeneratorSteps}");
        Add(GeneratorBatch != 1, $"m_G = {GeneratorBatch}");
        Add(Momentum != 0, $"β = {Momentum:R}");
        Add(GeneratorMomentum != 0, $"β_G = {GeneratorMomentum:R}");
        Add(HasAveragedMomentum && (Momentum != 0 || GeneratorMomentum != 0), $"averaged");
        Add(HasExtragradient, $"extragradient");
        return string.Join(", ", parts);

        void Add(bool holds, FormattableString part)
        {
            if (holds)
                parts.Add(part.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static double Share(double value, string name) =>
        value is > -1 and < 1 ? value : throw Guard.OutOfRange(name, value, "is what a step keeps of the last one and must lie in (-1, 1)");
}
