using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>How a law of weights is followed by particles. Immutable.</summary>
public sealed record ParticleOptions
{
    private readonly ValueArray<double> _times = ValueArray.Of<double>([.. Enumerable.Range(0, 51).Select(i => (double)i)]);

    /// <summary>Most particles, 2²⁶.</summary>
    public const int MostParticles = 1 << 26;

    /// <summary>Number of particles, in [1024, 2²⁶]; rounded up so that features are orthonormal to the last bit. Default 100 000, whose scatter in the overlaps is 1e-4 to 1e-3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public int Particles
    {
        get;
        init => field = value is >= 1024 and <= MostParticles ? value : throw Guard.OutOfRange(nameof(Particles), value, $"is a number of particles and must lie in [1024, {MostParticles}]");
    } = 100_000;

    /// <summary>Length of a step in time, or null (the default) for a twentieth of the shortest time in which the equations change weights. Errors fall with its square.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite and positive.</exception>
    public double? TimeStep { get; init => field = value is { } step ? Guard.Positive(step, "a length of time", nameof(TimeStep)) : null; }

    /// <summary>The law of the rows of U. Default <see cref="RowLaw.Signs"/>.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public RowLaw Rows
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Rows));
            field = value;
        }
    } = RowLaw.Signs;

    /// <summary>Seed of the random numbers. Runs at one seed and number of particles share them, whatever the parameters. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Times of the records, increasing and ≥ 0. Default: every whole number up to 50.</summary>
    /// <exception cref="ArgumentException">Empty, not finite, negative or not increasing.</exception>
    public ImmutableArray<double> Times
    {
        get => _times;
        init
        {
            if (value.IsDefaultOrEmpty)
                throw new ArgumentException("Times must have at least one entry; got none", nameof(Times));
            for (int i = 0; i < value.Length; i++)
                if (!double.IsFinite(value[i]) || value[i] < 0 || (i > 0 && value[i] <= value[i - 1]))
                    throw new ArgumentException($"Times must be finite, not negative and increasing; got {value[i]:R} as number {i + 1}", nameof(Times));
            _times = ValueArray.Of(value);
        }
    }

    /// <summary>Most steps, ≥ 1: a longer run is refused before it begins. Default 1 000 000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int MaximumSteps { get; init => field = Guard.AtLeast(value, 1, "a number of steps", nameof(MaximumSteps)); } = 1_000_000;

    /// <summary>The options in words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Particles} particles, {Rows}, {(TimeStep is { } step ? FormattableString.Invariant($"steps of {step:G6}") : "steps by the rates")}, seed {Seed}, {Times.Length} {(Times.Length == 1 ? "record" : "records")} to t = {Times[^1]:G6}");
}
