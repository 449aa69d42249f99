namespace PhaseGan.Dynamics;

/// <summary>Which sign changes of an event function count.</summary>
public enum EventDirection
{
    /// <summary>Both.</summary>
    Either,

    /// <summary>From negative to positive.</summary>
    Rising,

    /// <summary>From positive to negative.</summary>
    Falling,
}
