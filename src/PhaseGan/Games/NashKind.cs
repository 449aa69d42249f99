namespace PhaseGan;

/// <summary>Whether a rest point of a game is a local Nash equilibrium, as second derivatives tell.</summary>
public enum NashKind
{
    /// <summary>A player's second derivatives vanish in some direction and are nowhere adverse: second derivatives do not decide.</summary>
    Undecided,

    /// <summary>A strict local Nash equilibrium: both diagonal blocks of v′ are negative definite, so each player is at a strict local optimum of its own parameters.</summary>
    Strict,

    /// <summary>No local Nash equilibrium: a diagonal block has a positive eigenvalue, so that a player gains by moving alone.</summary>
    NotNash,
}
