namespace PhaseGan.Dynamics;

/// <summary>What <see cref="LimitCycleSolver"/> found and what it cost. Immutable.</summary>
/// <param name="Status">Why it stopped; only <see cref="LimitCycleStatus.Converged"/> comes with a cycle.</param>
/// <param name="Cycle">The cycle, or null.</param>
/// <param name="Residual">The smallest distance of return met, max |φ_T(y) − y|; +∞ if no integration over a period succeeded.</param>
/// <param name="PeriodMultiple">
/// How many minimal periods the orbit that Newton first converged to went round: 1 unless the guess of the period was near a multiple.
/// </param>
/// <param name="Travel">Largest coordinate difference between the point given and the point on the cycle: whether the cycle is the one that was meant.</param>
/// <param name="Steps">Newton steps tried, accepted and rejected together.</param>
/// <param name="Evaluations">Evaluations of the field; one together with its Jacobian counts once.</param>
public sealed record LimitCycleSolution(
    LimitCycleStatus Status, LimitCycle? Cycle, double Residual, int PeriodMultiple, double Travel, int Steps, long Evaluations)
{
    /// <summary>Whether a cycle was found.</summary>
    public bool IsConverged => Status == LimitCycleStatus.Converged;

    /// <summary>The cycle.</summary>
    /// <exception cref="InvalidOperationException">None was found; the message names the status.</exception>
    public LimitCycle GetValueOrThrow() =>
        Cycle ?? throw new InvalidOperationException(FormattableString.Invariant($"no limit cycle was found: {Status} (distance of return {Residual:g3} after {Steps} steps)"));

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
