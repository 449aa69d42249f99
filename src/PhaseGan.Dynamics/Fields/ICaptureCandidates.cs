namespace PhaseGan.Dynamics;

/// <summary>A field whose motion stays bounded, with coordinates of order one, and that knows more of its stable fixed points than a search finds.</summary>
/// <remarks>Motion that goes on may be a long transient before capture by one of them.</remarks>
internal interface ICaptureCandidates
{
    /// <summary>Whether a stable fixed point or a stable family of them may exist; false only where it is certain that there is none.</summary>
    bool AnyMayAttract();

    /// <summary>Follows many trajectories side by side, where the field can do so for far less than one by one.</summary>
    /// <param name="states">The states, one after the other.</param>
    /// <param name="length">Time for which each is followed, and again as long as it is asked for.</param>
    /// <param name="maxSteps">Most steps of each in that time.</param>
    /// <param name="relativeTolerance">Relative tolerance of a step; the absolute one is a thousandth of it.</param>
    /// <param name="look">Looks at each trajectory after every such time.</param>
    /// <param name="pause">Called from time to time.</param>
    /// <returns>False where the field cannot; nothing is called then.</returns>
    bool TryFollow(double[] states, double length, int maxSteps, double relativeTolerance, TrajectoryLook look, Action pause) => false;
}
