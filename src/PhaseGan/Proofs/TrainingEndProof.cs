using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// A proof, from start to end, of where training comes to rest, for any number of features: a validated integrator carries the start until all that it may have become is proved to end on a family of fixed points, or at an isolated one.
/// </summary>
/// <remarks>
/// Near the rest the coordinates across its family shrink in a norm, and the free overlaps along it are moved by no more than a bound, so that what has been learned at the end is known in intervals. Starts and parameters may be boxes: what is proved then holds for all
/// that they hold.
/// </remarks>
public sealed class TrainingEndProof
{
    private TrainingEndProof(FixedPointKind kind)
    {
        Kind = kind;
    }

    /// <summary>Whether training is proved to end at rest, with what it has learned.</summary>
    public bool IsProved => !End.IsEmpty;

    /// <summary>The kind of the rest that was aimed at.</summary>
    public FixedPointKind Kind { get; }

    /// <summary>Intervals that hold the end in coordinates of <see cref="ReducedOde"/>; empty where it is not proved.</summary>
    public ImmutableArray<Interval> End { get; private init; } = [];

    /// <summary>Intervals that hold ρ_ℓ at the end; empty where it is not proved.</summary>
    public ImmutableArray<Interval> Recovery { get; private init; } = [];

    /// <summary>How many features are learned at the end, ρ_ℓ ≥ θ: all of them are Success, none is Fail, others ModeCollapse. Null where it is not proved.</summary>
    public int? Learned { get; private init; }

    /// <summary>From when on the end is proved, or when the proof was given up; in units of t = k/n.</summary>
    public double Time { get; private init; }

    /// <summary>Steps of the validated integrator.</summary>
    public int Steps { get; private init; }

    /// <summary>What the proof rests on, or why there is none.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>The member of the family of rests, or the isolated rest, near which it ends, and the row-major matrix in whose norm the distance from it shrinks; null and empty where the end is not proved.</summary>
    internal FamilyProof? Rest { get; private init; }

    internal ImmutableArray<double> Norm { get; private init; } = [];

    /// <summary>What the proof is of.</summary>
    internal ParameterBox? Parameters { get; private init; }

    internal ImmutableArray<Interval> Start { get; private init; } = [];

    internal double Threshold { get; private init; }

    /// <summary>Proves where a training ends.</summary>
    /// <param name="parameters">The parameters, taken as given.</param>
    /// <param name="start">Where the training begins, with vectors of unit length.</param>
    /// <param name="end">Where it ends, nearly, in coordinates of <see cref="ReducedOde"/>, such as the point of a <c>FixedPointAttractor</c>. A wrong one makes no wrong proof: there is none then.</param>
    /// <param name="threshold">θ in (0, 1): the end is followed until each ρ_ℓ is proved to lie on one side of it. Default 0.05.</param>
    /// <param name="mostSteps">Most steps of the integrator, ≥ 1. Default 12000. A step takes 0.5 ms with two features, and some five times as long with three.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The start has another number of features or vectors of other lengths, or the end another number of coordinates.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainingEndProof Of(
        GanParameters parameters, MacroState start, ReadOnlySpan<double> end, double threshold = 0.05, int mostSteps = TrainingPursuit.MostSteps, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(start);
        if (start.FeatureCount != parameters.FeatureCount || !start.IsNormalised)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"start must have {parameters.FeatureCount} features and vectors of unit length; got {start}"), nameof(start));
        return Of(ParameterBox.Of(parameters), [.. new ReducedOde(parameters).Pack(start).Select(v => (Interval)v)], end, threshold, mostSteps, cancellationToken);
    }

    /// <summary>Proves where all trainings with parameters in a box end that begin in a box of states.</summary>
    /// <param name="parameters">The box of parameters.</param>
    /// <param name="start">An interval for each coordinate of <see cref="ReducedOde"/>.</param>
    /// <param name="end">Where one of them ends, nearly.</param>
    /// <param name="threshold">θ in (0, 1). Default 0.05.</param>
    /// <param name="mostSteps">Most steps of the integrator, ≥ 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">Start or end has another number of coordinates.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite or outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainingEndProof Of(
        ParameterBox parameters, ReadOnlySpan<Interval> start, ReadOnlySpan<double> end, double threshold = 0.05, int mostSteps = TrainingPursuit.MostSteps, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(threshold > 0 && threshold < 1))
            throw Guard.OutOfRange(nameof(threshold), threshold, "is a recovery and must lie in (0, 1)");
        Guard.AtLeast(mostSteps, 1, "a number of steps");
        var field = new EnclosedOde(parameters);
        Guard.Length(start.Length, field.Dimension, "an interval for each coordinate of the start", nameof(start));
        for (int i = 0; i < start.Length; i++)
            if (!(start[i].Magnitude <= 1))
                throw Guard.OutOfRange($"start[{i}]", start[i], "is an interval of an overlap of unit vectors and must lie in [-1, 1]");
        Guard.Length(end.Length, field.Dimension, "the coordinates of the end", nameof(end));
        if (FamilyProof.Try(field, end) is not { } rest)
            return new TrainingEndProof(OverlapKind.OfMacroscopic(end, parameters.FeatureCount)) { Reason = "no rest is shown where training ends: Krawczyk's test fails" };
        FixedPointKind kind = OverlapKind.OfMacroscopic([.. rest.Box.Select(i => i.Middle)], parameters.FeatureCount);
        if (FamilyTrap.Of(field, rest) is not { } trap)
            return new TrainingEndProof(kind) { Reason = rest.Attracts ? "the place of the rest depends on the member of its family" : "the rest where training ends is not shown to attract" };
        var pursuit = new TrainingPursuit(parameters, trap, threshold, mostSteps);
        pursuit.Run(start, cancellationToken);
        return new TrainingEndProof(kind)
        {
            End = pursuit.End,
            Recovery = pursuit.Recovery,
            Learned = pursuit.End.IsEmpty ? null : pursuit.Recovery.Count(r => r.Low >= threshold),
            Time = pursuit.Time,
            Steps = pursuit.Steps,
            Reason = pursuit.Reason,
            Rest = pursuit.End.IsEmpty ? null : rest,
            Norm = pursuit.End.IsEmpty ? [] : [.. trap.Norm],
            Parameters = parameters,
            Start = [.. start],
            Threshold = threshold,
        };
    }

    /// <summary>The end in words.</summary>
    public override string ToString() => IsProved
        ? string.Create(CultureInfo.InvariantCulture, $"proved: ends at {Kind}, ρ in {string.Join(" × ", Recovery)}; {Reason}")
        : $"not proved: {Reason}";
}
