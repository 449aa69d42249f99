namespace PhaseGan.Dynamics;

/// <summary>How far a stepper has come, what it proposes, and what it has spent.</summary>
internal struct StepProgress
{
    /// <summary>Time after and before the last accepted step.</summary>
    public double Time, TimeBefore;

    /// <summary>The step that the controller proposes next.</summary>
    public double NextStep;

    /// <summary>Steps that were accepted and refused, and evaluations of the field and of its Jacobian.</summary>
    public long Accepted, Rejected, Evaluations, Jacobians;
}
