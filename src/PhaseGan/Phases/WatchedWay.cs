namespace PhaseGan;

/// <summary>A training that is followed with fine tolerances where it has no rate: looked at every few steps until closed forms show its end, or step by step over octaves of time.</summary>
internal static class WatchedWay
{
    private const double RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-13;

    /// <summary>Steps between looks, and between looks whether the work is to be stopped where that is all that is looked at.</summary>
    private const int StepsBetweenLooks = 40, StepsBetweenStops = 1000;

    /// <summary>Whether a state shows the end.</summary>
    public delegate bool Shows(ReadOnlySpan<double> state);

    /// <summary>Takes the length of a step, zero of one that was refused, and the state behind it.</summary>
    public delegate void Adds(double length, ReadOnlySpan<double> state);

    /// <summary>A stepper with these tolerances at a state.</summary>
    public static Dop853Stepper<TField> Begin<TField>(TField field, double time, ReadOnlySpan<double> y)
        where TField : IVectorField
    {
        var stepper = new Dop853Stepper<TField>(field, RelativeTolerance, AbsoluteTolerance);
        stepper.Start(time, y, null);
        return stepper;
    }

    /// <summary>Follows training up to a time.</summary>
    /// <param name="stepper">Follows it.</param>
    /// <param name="end">The time.</param>
    /// <param name="budget">Most evaluations of the field, those before among them.</param>
    /// <param name="adds">Takes each step.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Whether it came there.</returns>
    public static bool TryReach<TField>(Dop853Stepper<TField> stepper, double end, long budget, Adds adds, CancellationToken cancellation)
        where TField : IVectorField
    {
        for (int step = 1; stepper.Time < end; step++)
        {
            double before = stepper.Time;
            if (stepper.Evaluations >= budget || stepper.TryStep(end) is not (StepOutcome.Accepted or StepOutcome.Rejected))
                return false;
            adds(stepper.Time - before, stepper.State);
            if (step % StepsBetweenStops == 0)
                cancellation.ThrowIfCancellationRequested();
        }
        return true;
    }

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
        Dop853Stepper<TField> stepper = Begin(field, 0, y);
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
