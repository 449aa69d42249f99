namespace PhaseGan.Dynamics;

/// <summary>Something to watch for during an integration: a zero of a scalar function of the state.</summary>
/// <param name="Function">The function; an event is a change of its sign between two steps.</param>
/// <param name="Direction">Which sign changes count.</param>
/// <param name="IsTerminal">Whether the integration stops at the first such event.</param>
public sealed record IntegrationEvent(EventFunction Function, EventDirection Direction = EventDirection.Either, bool IsTerminal = false)
{
    /// <summary>The function; an event is a change of its sign between two steps.</summary>
    public EventFunction Function { get; init => field = Guard.NotNull(value, nameof(Function)); } = Guard.NotNull(Function);

    /// <summary>Whether the change from <paramref name="before"/> to <paramref name="after"/> is an event of this direction.</summary>
    internal bool Happens(double before, double after) => Direction switch
    {
        EventDirection.Rising => before < 0 && after >= 0,
        EventDirection.Falling => before > 0 && after <= 0,
        _ => (before < 0 && after >= 0) || (before > 0 && after <= 0),
    };

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
