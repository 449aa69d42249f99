namespace PhaseGan;

/// <summary>What is proved of the stability of the members of a family of fixed points, or of a single one (<see cref="ProvedFamily"/>).</summary>
public enum FamilyStability
{
    /// <summary>Nothing: some member may attract.</summary>
    Undecided,

    /// <summary>Every member has an eigenvalue with a positive real part.</summary>
    Repels,

    /// <summary>A member is known at which all directions across the family are stable.</summary>
    SomeAttract,

    /// <summary>All directions across the family are stable at every member.</summary>
    Attracts,
}
