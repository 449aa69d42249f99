namespace PhaseGan.Dynamics;

/// <summary>What kind of motion the Lyapunov exponents of a bounded trajectory show.</summary>
public enum MotionKind
{
    /// <summary>The errors are too large to tell: measure longer.</summary>
    Undecided,

    /// <summary>The trajectory came to rest at a fixed point.</summary>
    Rest,

    /// <summary>All exponents but those of time translation and symmetry are negative: a limit cycle.</summary>
    Cycle,

    /// <summary>The largest exponent besides those of time translation and symmetry is zero within its error: a torus, or a cycle at a bifurcation.</summary>
    QuasiPeriodic,

    /// <summary>The largest exponent is positive beyond its error: nearby trajectories separate exponentially.</summary>
    Chaotic,
}
