namespace PhaseGan.Dynamics;

/// <summary>A stepper that knows how long its steps are against the fastest rate of the field.</summary>
internal interface IStiffnessGauge : IStepper
{
    /// <summary>Length of the step just accepted times an estimate of the largest modulus of the Jacobian's eigenvalues; 0 if it is not known.</summary>
    double StepTimesRate { get; }
}
