using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>The size of a simulation of algorithm (5): dimension, replicas, times, seed and budget.</summary>
/// <remarks>
/// Every random number depends on the seed and the number of its replica alone, so results have the same bits for any number of
/// threads, and replicas 0–9 and 10–19 run apart are the replicas 0–19 run together.
/// </remarks>
public sealed record SimulationOptions
{
    private readonly ValueArray<double> _times = ValueArray.Of(ImmutableArray<double>.Empty);

    /// <summary>Most steps that a single replica may be asked for, 2⁴⁸.</summary>
    public const long StepLimit = 1L << 48;

    /// <summary>n: the dimension of the data, at least 2d + 1; at most 10¹² for <see cref="GramSimulator"/> and 2³⁰ for <see cref="MicroscopicSimulator"/>. Default 5000, as in Figure 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in [3, 10¹²].</exception>
    public long Dimension
    {
        get;
        init => field = value is >= 3 and <= 1_000_000_000_000
            ? value
            : throw Guard.OutOfRange(nameof(Dimension), value, "is the dimension n of the data and must lie in [2d + 1, 10^12]");
    } = 5000;

    /// <summary>
    /// Times t = k/n at which the overlaps are recorded: increasing, finite and ≥ 0. The record at t is taken after the whole
    /// number of steps that is nearest to tn. Default: none; <see cref="Simulator.Run(GanParameters, MacroState, SimulationOptions, IProgress{SimulationProgress}, CancellationToken)"/> needs one at least.
    /// </summary>
    /// <exception cref="ArgumentException">Not increasing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative or not finite.</exception>
    public ImmutableArray<double> Times
    {
        get => _times;
        init => _times = ValueArray.Of(Checked(value, nameof(Times)));
    }

    /// <summary>How many replicas, ≥ 1. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Replicas
    {
        get;
        init => field = Guard.AtLeast(value, 1, "a number of replicas", nameof(Replicas));
    } = 1;

    /// <summary>Number of the first replica, ≥ 0: lets a set of replicas be run in parts. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int FirstReplica
    {
        get;
        init => field = Guard.AtLeast(value, 0, "the number of a replica", nameof(FirstReplica));
    }

    /// <summary>
    /// The seed. Default 0. <see cref="GramSimulator"/> and <see cref="MicroscopicSimulator"/> (with <see cref="NoiseDrawing.Reduced"/>) use the same
    /// codes and scalar normals under one seed and replica, so their trainings are correlated: to compare the two as independent samples give them
    /// different seeds, or replicas of different numbers.
    /// </summary>
    public long Seed { get; init; }

    /// <summary>Most threads to use, ≥ 1. Default: one a processor. Results do not depend on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Threads
    {
        get;
        init => field = Guard.AtLeast(value, 1, "a number of threads", nameof(Threads));
    } = Environment.ProcessorCount;

    /// <summary>
    /// Most training steps in all, replicas together, ≥ 1: a simulation that needs more is refused before it starts. Default 10¹⁰, some ten
    /// minutes of one thread for <see cref="GramSimulator"/>; a step of <see cref="MicroscopicSimulator"/> costs n times as many operations.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public long MaximumSteps
    {
        get;
        init => field = Guard.AtLeast(value, 1L, "a number of steps", nameof(MaximumSteps));
    } = 10_000_000_000;

    /// <summary>Evenly spaced times from 0 to <paramref name="until"/>.</summary>
    /// <param name="until">The last time, finite and &gt; 0.</param>
    /// <param name="intervals">How many intervals, ≥ 1; there is one time more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static ImmutableArray<double> EvenTimes(double until, int intervals)
    {
        Guard.Positive(until, "a time");
        Guard.AtLeast(intervals, 1, "a number of intervals");
        return [.. Enumerable.Range(0, intervals + 1).Select(i => i == intervals ? until : until * i / intervals)];
    }

    /// <summary>The step k nearest to tn.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or not finite, or the step is beyond <see cref="StepLimit"/>.</exception>
    internal long StepAt(double time, string name)
    {
        Guard.NonNegative(time, "a time t = k/n", name);
        double step = Math.Round(time * Dimension);
        return step <= StepLimit
            ? (long)step
            : throw Guard.OutOfRange(name, time, $"times n = {Dimension} is a number of steps and must not exceed 2^48");
    }

    private static ImmutableArray<double> Checked(ImmutableArray<double> times, string name)
    {
        if (times.IsDefault)
            return [];
        for (int i = 0; i < times.Length; i++)
        {
            Guard.NonNegative(times[i], "a time t = k/n", $"{name}[{i}]");
            if (i > 0 && times[i] <= times[i - 1])
                throw new ArgumentException(
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} must increase; got {times[i - 1]} and then {times[i]} at index {i}"),
                    name);
        }
        return times;
    }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
