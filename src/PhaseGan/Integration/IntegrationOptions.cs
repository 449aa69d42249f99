using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>Tolerances and bounds of an integration.</summary>
public sealed record IntegrationOptions
{
    private readonly ValueArray<IntegrationEvent> _events = ValueArray.Of(ImmutableArray<IntegrationEvent>.Empty);

    /// <summary>The defaults.</summary>
    public static IntegrationOptions Default { get; } = new();

    /// <summary>Relative tolerance on the local error of each coordinate, in [1e-15, 0.1]. Default 1e-8.</summary>
    public double RelativeTolerance
    {
        get;
        init => field = Guard.InRange(value, 1e-15, 0.1, "a relative tolerance", nameof(RelativeTolerance));
    } = 1e-8;

    /// <summary>Absolute tolerance on the local error of each coordinate, finite and &gt; 0. Default 1e-10.</summary>
    public double AbsoluteTolerance
    {
        get;
        init => field = Guard.Positive(value, "an absolute tolerance", nameof(AbsoluteTolerance));
    } = 1e-10;

    /// <summary>First step, &gt; 0; chosen from the field if absent (Hairer, Nørsett, Wanner, <em>Solving ODEs I</em>, II.4).</summary>
    public double? InitialStep
    {
        get;
        init => field = value is { } h ? Guard.Positive(h, "a step", nameof(InitialStep)) : null;
    }

    /// <summary>Longest step, &gt; 0. Default infinite.</summary>
    public double MaxStep
    {
        get;
        init => field = value > 0 ? value : throw Guard.OutOfRange(nameof(MaxStep), value, "is a step and must be > 0");
    } = double.PositiveInfinity;

    /// <summary>Most steps, accepted and rejected together, ≥ 1. Default 200 000; a kept step costs 5N + 2 numbers of memory.</summary>
    public int MaxSteps
    {
        get;
        init => field = Guard.AtLeast(value, 1, "a number of steps", nameof(MaxSteps));
    } = 200_000;

    /// <summary>What to watch for. Default nothing.</summary>
    public ImmutableArray<IntegrationEvent> Events
    {
        get => _events;
        init
        {
            foreach (IntegrationEvent? watched in value.IsDefault ? [] : value)
                Guard.NotNull(watched, nameof(Events));
            _events = ValueArray.Of(value);
        }
    }

    /// <summary>Tolerance on the time of an event, &gt; 0. Default 1e-12 (relative to max(1, |t|)).</summary>
    public double EventTolerance
    {
        get;
        init => field = Guard.Positive(value, "a tolerance on time", nameof(EventTolerance));
    } = 1e-12;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
