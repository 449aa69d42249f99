namespace PhaseGan;

/// <summary>Which side of a Hopf boundary the cycle is born on.</summary>
public enum HopfCriticality
{
    /// <summary>Not a Hopf boundary, or one with ω too small to tell.</summary>
    None,

    /// <summary>l₁ &lt; 0: a cycle that attracts near the point grows from it where it has lost its stability.</summary>
    Supercritical,

    /// <summary>l₁ &gt; 0: an unstable cycle shrinks onto the point while it is still stable; beyond, trajectories jump elsewhere.</summary>
    Subcritical,
}
