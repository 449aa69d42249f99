namespace PhaseGan.Dynamics;

/// <summary>A field whose motion stays bounded, with coordinates of order one, and that knows more of its stable fixed points than a search finds.</summary>
/// <remarks>Motion that goes on may be a long transient before capture by one of them.</remarks>
internal interface ICaptureCandidates
{
    /// <summary>Whether a stable fixed point or a stable family of them may exist; false only where it is certain that there is none.</summary>
    bool AnyMayAttract();

    /// <summary>Follows many trajectories side by side, where the field can do so for far less than one by one.</summary>
    /// <param name="states">The states, one after the other; receives those at the end.</param>
    /// <param name="length">Time for which each is followed.</param>
    /// <param name="maxSteps">Most steps of each.</param>
    /// <param name="steps">Receives the steps that each took, negative where they ran out.</param>
    /// <returns>False where the field cannot; nothing is written then.</returns>
    bool TryFollow(Span<double> states, double length, int maxSteps, Span<int> steps) => false;
}
