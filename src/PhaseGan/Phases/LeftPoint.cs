namespace PhaseGan;

/// <summary>A point that trajectories side by side left: to be searched from a single state.</summary>
/// <param name="Index">Its index in the batch.</param>
/// <param name="Point">Its parameters.</param>
/// <param name="State">Where its trajectory has come to; null for its start.</param>
/// <param name="Time">The time there.</param>
/// <param name="Evaluations">Evaluations of the field so far.</param>
/// <param name="Budget">Most evaluations of the search; null for those of the options.</param>
/// <param name="SeeksCycles">Whether of motion that goes on it is asked if it is a cycle; else it is searched from its start.</param>
internal readonly record struct LeftPoint(int Index, GanParameters Point, double[]? State = null, double Time = 0, long Evaluations = 0, long? Budget = null, bool SeeksCycles = true);
