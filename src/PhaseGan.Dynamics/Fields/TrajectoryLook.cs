namespace PhaseGan.Dynamics;

/// <summary>Looks at one of many trajectories that has been followed for a time.</summary>
/// <param name="trajectory">Its number.</param>
/// <param name="state">Where it is.</param>
/// <param name="steps">The steps that it took in that time, negative where they ran out before the end.</param>
/// <returns>Whether it is followed for as long once more.</returns>
internal delegate bool TrajectoryLook(int trajectory, ReadOnlySpan<double> state, int steps);
