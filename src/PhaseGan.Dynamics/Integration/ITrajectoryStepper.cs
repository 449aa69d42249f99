namespace PhaseGan.Dynamics;

/// <summary>A stepper whose dense output a <see cref="Trajectory"/> can keep.</summary>
internal interface ITrajectoryStepper : IStepper
{
    /// <summary>Writes the five coefficient vectors of the dense output of the last accepted step (see <see cref="DenseOutput"/>), one after the other.</summary>
    void CopyDense(Span<double> destination);
}
