using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>An event that happened.</summary>
/// <param name="Index">Which of the given events, zero-based.</param>
/// <param name="Time">When, located to the event tolerance on the dense output.</param>
/// <param name="State">The state then, length N.</param>
public sealed record EventOccurrence(int Index, double Time, ImmutableArray<double> State)
{
    private readonly ValueArray<double> _state = ValueArray.Of(State);

    /// <summary>The state then, length N.</summary>
    public ImmutableArray<double> State
    {
        get => _state;
        init => _state = ValueArray.Of(value);
    }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
