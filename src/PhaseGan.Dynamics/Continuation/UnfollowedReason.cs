namespace PhaseGan.Dynamics;

/// <summary>Why nothing was followed from a place of a diagram at which a branch may begin.</summary>
public enum UnfollowedReason
{
    /// <summary>The diagram has as many branches, or as many generations of period doublings, as were allowed.</summary>
    Budget,

    /// <summary>The point was not located, or several things cross there together: what begins is not known.</summary>
    NotToldApart,

    /// <summary>The point is a member of a family of fixed points: stability changes along it, and nothing need begin there.</summary>
    OnFamily,

    /// <summary>No branch was found there: there is no fixed point or cycle near that the tolerance tells from others.</summary>
    NoStart,
}
