namespace PhaseGan;

/// <summary>A trajectory that no thread has begun: no more than is needed, since most cells of a sweep may wait at once.</summary>
/// <param name="Index">Index of its point.</param>
/// <param name="Parameters">Its point.</param>
/// <param name="State">Where it starts.</param>
/// <param name="OthersMayAttract">Whether fixed points off the deceived manifold may attract.</param>
/// <param name="Shortness">Where in the order of the work: near a line on which a rate vanishes trajectories are long.</param>
internal readonly record struct WaitingPoint(int Index, GanParameters Parameters, double[] State, bool OthersMayAttract, double Shortness);
