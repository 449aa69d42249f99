namespace PhaseGan.Dynamics;

/// <summary>Whether a family of polynomials has a member all of whose roots have negative real parts.</summary>
internal enum StableMember
{
    /// <summary>No member has: shown.</summary>
    None,

    /// <summary>A member has.</summary>
    Found,

    /// <summary>Neither could be shown: a member comes as near to it as rounding, or the bound on the work, allows.</summary>
    Undecided,
}
