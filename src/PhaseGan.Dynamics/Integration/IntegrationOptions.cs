using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>Tolerances and bounds of an integration.</summary>
public sealed record IntegrationOptions
{
    private readonly ValueArray<IntegrationEvent> _events = ValueArray.Of(ImmutableArray<IntegrationEvent>.Empty);
    private readonly ValueArray<double> _absoluteTolerances = ValueArray.Of(ImmutableArray<double>.Empty);

    /// <summary>The defaults.</summary>
    public static IntegrationOptions Default { get; } = new();

    /// <summary>Relative tolerance on the local error of each coordinate, in [1e-15, 0.1]. Default 1e-8.</summary>
    public double RelativeTolerance
    {
        get;
        init => field = Guard.InRange(value, 1e-15, 0.1, "a relative tolerance", nameof(RelativeTolerance));
    } = 1e-8;

    /// <summary>
    /// Absolute tolerance on the local error of each coordinate, finite and &gt; 0, in the units of the state. Default null: 1e-10 of the size that an
    /// <see cref="ISizedField"/> states, for other fields of the largest size that the coordinate has had on the path.
    /// </summary>
    public double? AbsoluteTolerance
    {
        get;
        init => field = value is { } tolerance ? Guard.Positive(tolerance, "an absolute tolerance", nameof(AbsoluteTolerance)) : null;
    }

    /// <summary>
    /// Absolute tolerances of the coordinates one by one, length N, each finite and &gt; 0, where coordinates have different units. Default empty:
    /// <see cref="AbsoluteTolerance"/> holds for all.
    /// </summary>
    public ImmutableArray<double> AbsoluteTolerances
    {
        get => _absoluteTolerances;
        init
        {
            foreach (double tolerance in value.IsDefault ? [] : value)
                Guard.Positive(tolerance, "an absolute tolerance", nameof(AbsoluteTolerances));
            _absoluteTolerances = ValueArray.Of(value);
        }
    }

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

    /// <summary>Most steps, accepted and rejected together, ≥ 1. Default 200 000; a kept step costs 5N + 2 numbers of memory (see <see cref="Output"/>).</summary>
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

    /// <summary>Which part of the path is kept. Default <see cref="PathOutput.Steps"/>: all of it.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public PathOutput Output
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Output));
    } = PathOutput.Steps;

    /// <summary>Tolerance on the time of an event, &gt; 0. Default 1e-12, relative to the time since the start.</summary>
    public double EventTolerance
    {
        get;
        init => field = Guard.Positive(value, "a tolerance on time", nameof(EventTolerance));
    } = 1e-12;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
