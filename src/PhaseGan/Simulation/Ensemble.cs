using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// Replicas of a simulated training at chosen times, with their statistics. With unit norms, overlaps are listed as N = d² + 2d + d(d − 1)/2
/// coordinates: P row-major, q, r, and S above its diagonal row by row, the order of the coordinates of the reduced ODE (13). With a regulariser
/// of finite strength the diagonal of S and, last, z are coordinates too: N = d² + 2d + d(d + 1)/2 + 1, the order of the general ODE (8), (9).
/// </summary>
/// <remarks>A training may diverge, as one with a large strength λ and a regulariser that grows. Then there are records up to that moment only.</remarks>
public sealed class Ensemble
{
    private readonly double[] _values;
    private readonly StateLayout _layout;

    internal Ensemble(string engine, GanParameters gan, TrainingRule rule, SimulationOptions options, ImmutableArray<long> steps)
    {
        (Engine, Gan, Rule, Options, Steps, Times) = (engine, gan, rule, options, steps, options.Times);
        _layout = StateLayout.Of(gan.FeatureCount, rule);
        long size = (long)CoordinateCount * options.Replicas * steps.Length;
        if (size > Array.MaxLength)
            throw Guard.OutOfRange(
                nameof(options.Replicas), options.Replicas,
                $"times {steps.Length} times times {CoordinateCount} coordinates is the size of the result and must not exceed {Array.MaxLength}");
        _values = new double[size];
    }

    /// <summary>The records of an ensemble before a divergence.</summary>
    private Ensemble(Ensemble whole, TrainingDivergence divergence)
    {
        (Engine, Gan, Rule, Options, _layout, _values) = (whole.Engine, whole.Gan, whole.Rule, whole.Options, whole._layout, whole._values);
        int count = whole.Steps.Count(step => step < divergence.Step);
        (Steps, Times, Divergence) = (whole.Steps[..count], whole.Times[..count], divergence);
    }

    /// <summary>Name of the engine that ran.</summary>
    public string Engine { get; }

    /// <summary>The parameters.</summary>
    public GanParameters Gan { get; }

    /// <summary>Loss, regulariser and laws of the codes.</summary>
    public TrainingRule Rule { get; }

    /// <summary>What was asked for: dimension, times, replicas, seed.</summary>
    public SimulationOptions Options { get; }

    /// <summary>The times t at which records were asked for; after a <see cref="Divergence"/> those before it, maybe none.</summary>
    public ImmutableArray<double> Times { get; }

    /// <summary>The step k of each record; k/n differs from t by at most 1/(2n).</summary>
    public ImmutableArray<long> Steps { get; }

    /// <summary>The first divergence of a replica, which ended the simulation, or null. All records are finite.</summary>
    public TrainingDivergence? Divergence { get; }

    /// <summary>How many replicas there are.</summary>
    public int Replicas => Options.Replicas;

    /// <summary>N: how many coordinates an entry has.</summary>
    public int CoordinateCount => _layout.Dimension;

    /// <summary>One overlap of one replica at one time.</summary>
    /// <param name="time">Index of the time.</param>
    /// <param name="replica">Index of the replica in this ensemble.</param>
    /// <param name="coordinate">Index of the coordinate.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its range.</exception>
    public double Value(int time, int replica, int coordinate) => Record(time, replica)[Index(coordinate, CoordinateCount, nameof(coordinate))];

    /// <summary>All overlaps of one replica at one time, N numbers.</summary>
    /// <param name="time">Index of the time.</param>
    /// <param name="replica">Index of the replica in this ensemble.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its range.</exception>
    public ReadOnlySpan<double> Record(int time, int replica) => Slot(time, replica);

    /// <summary>The state of one replica at one time.</summary>
    /// <param name="time">Index of the time.</param>
    /// <param name="replica">Index of the replica in this ensemble.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its range.</exception>
    public MacroState State(int time, int replica) => _layout.Unpack(Record(time, replica));

    /// <summary>The mean over replicas of each coordinate.</summary>
    /// <param name="time">Index of the time.</param>
    /// <returns>N numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside its range.</exception>
    public ImmutableArray<double> Mean(int time)
    {
        Index(time, Times.Length, nameof(time));
        var mean = new double[CoordinateCount];
        for (int replica = 0; replica < Replicas; replica++)
        {
            // Running means keep their accuracy for any number of replicas.
            ReadOnlySpan<double> y = Record(time, replica);
            for (int c = 0; c < mean.Length; c++)
                mean[c] += (y[c] - mean[c]) / (replica + 1);
        }
        return [.. mean];
    }

    /// <summary>The unbiased variance over replicas of each coordinate; NaN for a single replica, which shows none.</summary>
    /// <param name="time">Index of the time.</param>
    /// <returns>N numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside its range.</exception>
    public ImmutableArray<double> Variance(int time)
    {
        ImmutableArray<double> mean = Mean(time);
        var sum = new double[CoordinateCount];
        for (int replica = 0; replica < Replicas; replica++)
        {
            ReadOnlySpan<double> y = Record(time, replica);
            for (int c = 0; c < sum.Length; c++)
                sum[c] += (y[c] - mean[c]) * (y[c] - mean[c]);
        }
        return [.. sum.Select(s => Replicas > 1 ? s / (Replicas - 1) : double.NaN)];
    }

    /// <summary>The standard error of the mean of each coordinate; NaN for a single replica.</summary>
    /// <param name="time">Index of the time.</param>
    /// <returns>N numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside its range.</exception>
    public ImmutableArray<double> StandardError(int time) => [.. Variance(time).Select(v => Math.Sqrt(v / Replicas))];

    /// <summary>A quantile over replicas of each coordinate, linear between order statistics (type 7 of Hyndman and Fan, 1996).</summary>
    /// <param name="time">Index of the time.</param>
    /// <param name="probability">In [0, 1]; 0.5 is the median.</param>
    /// <returns>N numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public ImmutableArray<double> Quantile(int time, double probability)
    {
        Index(time, Times.Length, nameof(time));
        Guard.InRange(probability, 0, 1, "a probability");
        var result = new double[CoordinateCount];
        var sorted = new double[Replicas];
        double rank = probability * (Replicas - 1);
        int below = (int)rank;
        int above = Math.Min(below + 1, Replicas - 1);
        for (int c = 0; c < result.Length; c++)
        {
            for (int replica = 0; replica < Replicas; replica++)
                sorted[replica] = Record(time, replica)[c];
            Array.Sort(sorted);
            result[c] = sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
        }
        return [.. result];
    }

    /// <summary>Names of the coordinates in order: p_11, …, q_1, …, r_1, …, s_12, …; with a finite strength p_11, …, q_1, …, r_1, …, s_11, s_12, …, z.</summary>
    public ImmutableArray<string> CoordinateNames() => _layout.Names();

    /// <summary>Writes a record; records of different replicas may be written at the same time.</summary>
    internal void Record(int time, int replica, MacroState state) => _layout.Pack(state, needsUnitNorms: false).CopyTo(Slot(time, replica));

    /// <summary>The records before a divergence.</summary>
    internal Ensemble Before(TrainingDivergence divergence) => new(this, divergence);

    private Span<double> Slot(int time, int replica)
    {
        Index(time, Times.Length, nameof(time));
        Index(replica, Replicas, nameof(replica));
        return _values.AsSpan((int)(((long)time * Replicas + replica) * CoordinateCount), CoordinateCount);
    }

    private static int Index(int i, int count, string name) =>
        (uint)i < (uint)count ? i : throw Guard.OutOfRange(name, i, $"is an index and must lie in [0, {count})");

    /// <summary>How many trainings of what, and how far.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Replicas} trainings of {Gan} at n = {Options.Dimension}, {Times.Length} records") + (Divergence is { } divergence ? $"; {divergence}" : "");
}
