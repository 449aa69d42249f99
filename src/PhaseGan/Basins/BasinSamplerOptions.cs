namespace PhaseGan;

/// <summary>Options of <see cref="BasinSampler"/>.</summary>
public sealed record BasinSamplerOptions
{
    /// <summary>The defaults.</summary>
    public static BasinSamplerOptions Default { get; } = new();

    /// <summary>The law of the starts. Default: near the origin with sizes 0.003, 0.03 and 0.3.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public BasinStarts Starts
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Starts));
    } = BasinStarts.NearOrigin(0.003, 0.03, 0.3);

    /// <summary>Number of starts, ≥ 1. Default 300.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int Count { get; init => field = Guard.AtLeast(value, 1, "a number of starts", nameof(Count)); } = 300;

    /// <summary>The same seed gives the same starts; the first k of them are those of a smaller <see cref="Count"/> k. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Level of the intervals, in (0, 1). Default 0.95.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside (0, 1).</exception>
    public double Confidence
    {
        get;
        init => field = value > 0 && value < 1 ? value : throw Guard.OutOfRange(nameof(Confidence), value, "is a confidence level and must lie in (0, 1)");
    } = 0.95;

    /// <summary>Threshold of recovery and budget of each search; its own start is not used.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public OdePhaseOptions Phase
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Phase));
    } = OdePhaseOptions.Default;

    /// <summary>Largest number of starts followed at once, ≥ 1; the number of processors unless set. Does not show in the result.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int Threads { get; init => field = Guard.AtLeast(value, 1, "a number of threads", nameof(Threads)); } = Environment.ProcessorCount;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
