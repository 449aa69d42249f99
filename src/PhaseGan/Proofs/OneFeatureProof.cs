using System.Globalization;

namespace PhaseGan;

/// <summary>
/// Where the training of one feature ends from a given start, proved from start to end: a validated integrator carries the start until all that it may have become lies in a region from which the end is proved.
/// </summary>
/// <remarks>
/// Regions are a basin of an attracting fixed point in which a quadratic form falls, a neighbourhood of the deceived line with a bound on how far P still moves, and a set on a section that returns into itself and contracts. The list of all fixed points
/// (<see cref="OneFeatureRests"/>) says which there are.
/// </remarks>
public sealed class OneFeatureProof
{
    private OneFeatureProof(OneFeatureRests rests)
    {
        Rests = rests;
    }

    /// <summary>All fixed points, with what is proved of them.</summary>
    public OneFeatureRests Rests { get; }

    /// <summary>Where training ends.</summary>
    public ProvedEnd End { get; private init; }

    /// <summary>The kind of fixed point at which it ends; null where it ends at none.</summary>
    public FixedPointKind? Kind { get; private init; }

    /// <summary>Contains the recovery P² at the end; null where training does not end at rest.</summary>
    public Interval? Recovery { get; private init; }

    /// <summary>Contains the period of the cycle; null where there is none.</summary>
    public Interval? Period { get; private init; }

    /// <summary>When the region from which the end is proved was reached, or when the proof was given up; in units of t = k/n.</summary>
    public double Time { get; private init; }

    /// <summary>Steps of the validated integrator.</summary>
    public int Steps { get; private init; }

    /// <summary>What the proof rests on, or why there is none.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>Proves where a training ends.</summary>
    /// <param name="parameters">Parameters with one feature, taken as given.</param>
    /// <param name="start">Where the training begins, with vectors of unit length.</param>
    /// <param name="threshold">θ ∈ (0, 1): an end on the deceived line is followed until P² is proved to lie on one side of it. Default 0.05.</param>
    /// <param name="mostSteps">Most steps of the integrator along the path, ≥ 1. Default 12000.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Parameters or start have more than one feature, or the start has vectors of other lengths.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static OneFeatureProof Of(GanParameters parameters, MacroState start, double threshold = 0.05, int mostSteps = 12000, CancellationToken cancellationToken = default)
    {
        OneFeaturePursuit pursuit = Pursue(parameters, start, threshold, mostSteps, null, cancellationToken);
        return new OneFeatureProof(pursuit.Rests)
        {
            End = pursuit.Outcome.End,
            Kind = pursuit.Outcome.Kind,
            Recovery = pursuit.Outcome.Recovery,
            Period = pursuit.Outcome.Cycle?.Period,
            Time = pursuit.Time,
            Steps = pursuit.Steps,
            Reason = pursuit.Outcome.Reason,
        };
    }

    /// <summary>Follows a start, and keeps the lengths of its steps where there is a list for them.</summary>
    internal static OneFeaturePursuit Pursue(GanParameters parameters, MacroState start, double threshold, int mostSteps, List<double>? path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(start);
        OneFeatureRests rests = OneFeatureRests.Of(ParameterBox.Of(parameters));
        if (start.FeatureCount != 1 || !start.IsNormalised)
            throw new ArgumentException($"start must have one feature and vectors of unit length; got {start}", nameof(start));
        if (!(threshold > 0 && threshold < 1))
            throw Guard.OutOfRange(nameof(threshold), threshold, "is a recovery and must lie in (0, 1)");
        Guard.AtLeast(mostSteps, 1, "a number of steps");
        var pursuit = new OneFeaturePursuit(rests, threshold, mostSteps) { Path = path };
        pursuit.Run([start.PValues[0], start.QValues[0], start.RValues[0]], cancellationToken);
        return pursuit;
    }

    /// <summary>Whether the feature is proved to be learned at the end (P² ≥ θ) or not to be; null where neither is proved, or training does not end at rest.</summary>
    /// <param name="threshold">θ.</param>
    public bool? Learns(double threshold) => Recovery is { } recovery ? recovery.Low >= threshold ? true : recovery.High < threshold ? false : null : null;

    /// <summary>The end in words.</summary>
    public override string ToString() => End switch
    {
        ProvedEnd.Rest => string.Create(CultureInfo.InvariantCulture, $"proved: ends at {Kind}, P² in {Recovery}; {Reason}"),
        ProvedEnd.Cycle => string.Create(CultureInfo.InvariantCulture, $"proved: ends on a cycle of period {Period!.Value.Middle:G6}; {Reason}"),
        _ => $"not proved: {Reason}",
    };
}
