namespace PhaseGan.Dynamics;

/// <summary>What the examination of a motion that goes on comes to.</summary>
internal enum MotionOutcome
{
    /// <summary>Nothing yet: the motion must go on, or it ended.</summary>
    Open,

    /// <summary>Bounded, recurrent and attracting, on a torus or chaotic.</summary>
    Shown,

    /// <summary>Nearby motions neither approach it nor leave it.</summary>
    Neutral,

    /// <summary>It keeps within an invariant set that repels.</summary>
    Repelling,

    /// <summary>All nearby motions approach it: a cycle, which is to be found as such.</summary>
    Cycle,

    /// <summary>The Jacobian does not describe the differences of nearby motions.</summary>
    Discontinuous,
}
