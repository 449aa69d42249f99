using System.Globalization;

namespace PhaseGan;

/// <summary>A training whose overlaps grew until they were no longer finite numbers.</summary>
/// <param name="Replica">Number of the replica, counted like <see cref="SimulationOptions.FirstReplica"/>.</param>
/// <param name="Step">k: after this step they were not finite, after the one before they were.</param>
/// <param name="Time">t = k/n.</param>
public readonly record struct TrainingDivergence(int Replica, long Step, double Time)
{
    /// <summary>The event in words.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"replica {Replica} diverged at t = {Time:G6}: after step {Step} its overlaps are not finite");
}
