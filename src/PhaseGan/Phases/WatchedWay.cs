namespace PhaseGan;

/// <summary>A training that is followed with fine tolerances and looked at every few steps, until its end is shown by closed forms on a line where it has no rate.</summary>
internal static class WatchedWay
{
    private const double RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-13;

    /// <summary>Accepted steps between looks.</summary>
    private const int StepsBetweenLooks = 40;

    /// <summary>Whether a state shows the end.</summary>
    public delegate bool Shows(ReadOnlySpan<double> state);

    /// <summary>Follows training from a state until a look shows the end.</summary>
    /// <param name="field">The field.</param>
    /// <param name="y">Where it is; receives where the end was shown.</param>
    /// <param name="budget">Most evaluations of the field.</param>
    /// <param name="shows">Looks at a state.</param>
    /// <param name="time">Receives the time at which the end was shown.</param>
    /// <param name="evaluations">Receives the number of evaluations.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Whether it was shown.</returns>
    public static bool Follow<TField>(TField field, Span<double> y, long budget, Shows shows, out double time, out long evaluations, CancellationToken cancellation)
        where TField : IVectorField
    {
        var stepper = new Dop853Stepper<TField>(field, RelativeTolerance, AbsoluteTolerance);
        stepper.Start(0, y, null);
        bool isShown = false;
        for (int step = 1; !isShown && stepper.Evaluations < budget; step++)
        {
            if (stepper.TryStep(double.MaxValue) is not (StepOutcome.Accepted or StepOutcome.Rejected))
                break;
            if (step % StepsBetweenLooks != 0)
                continue;
            cancellation.ThrowIfCancellationRequested();
            isShown = shows(stepper.State);
        }
        (time, evaluations) = (stepper.Time, stepper.Evaluations);
        stepper.State.CopyTo(y);
        return isShown;
    }
}
