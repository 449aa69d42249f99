namespace PhaseGan.Dynamics;

/// <summary>What is done with the trajectories of a fleet of lanes: which comes next, and which has ended.</summary>
internal interface ILaneCrew
{
    /// <summary>Puts the next trajectory into a lane; false if none is left.</summary>
    bool TryBegin(int lane);

    /// <summary>Looks at the lanes after a step, and does with those that have ended what is to be done.</summary>
    /// <param name="live">The lanes in which a trajectory is, lane k at bit k.</param>
    /// <param name="exhausted">Those of them that are at their end or out of steps.</param>
    /// <returns>The lanes that are free for the next trajectory.</returns>
    uint Look(uint live, uint exhausted);
}
