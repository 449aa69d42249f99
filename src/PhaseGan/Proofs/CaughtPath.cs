namespace PhaseGan;

/// <summary>How the pursuit of a path ended.</summary>
/// <param name="End">Where training is proved to end.</param>
/// <param name="Reason">What that rests on, or why nothing was proved.</param>
internal sealed record CaughtPath(ProvedEnd End, string Reason)
{
    /// <summary>The kind of rest; null where there is none.</summary>
    public FixedPointKind? Kind { get; init; }

    /// <summary>Contains P² at the end; null where training does not end at rest.</summary>
    public Interval? Recovery { get; init; }

    /// <summary>The cycle; null where there is none.</summary>
    public CycleProof? Cycle { get; init; }

    /// <summary>The basin in which the path was caught.</summary>
    public OneFeatureBasin? Basin { get; init; }

    /// <summary>The end on the deceived line.</summary>
    public DeceivedLineEnd? Deceived { get; init; }
}
