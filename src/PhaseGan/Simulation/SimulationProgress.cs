namespace PhaseGan;

/// <summary>How far a simulation is.</summary>
/// <param name="StepsDone">Training steps done, replicas together.</param>
/// <param name="StepsTotal">Training steps to do, replicas together.</param>
public readonly record struct SimulationProgress(long StepsDone, long StepsTotal)
{
    /// <summary>The part that is done, in [0, 1].</summary>
    public double Fraction => StepsTotal == 0 ? 1 : (double)StepsDone / StepsTotal;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
