using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>Follows a stepper to an end time, watches events and keeps the path: what integrations by all methods share.</summary>
internal static class StepLoop
{
    /// <summary>Integrates from coordinates at t = 0.</summary>
    /// <param name="stepper">The method, with its tolerances and longest step.</param>
    /// <param name="start">The start, length N, finite.</param>
    /// <param name="until">End time, finite and &gt; 0.</param>
    /// <param name="options">Bounds and events.</param>
    /// <param name="cancellationToken">Ends the integration with <see cref="StopReason.Cancelled"/>.</param>
    public static Trajectory Run(ITrajectoryStepper stepper, ReadOnlySpan<double> start, double until, IntegrationOptions options, CancellationToken cancellationToken)
    {
        foreach (double time in options.Output.Times)
            if (time > until)
                throw Guard.OutOfRange(nameof(options), time, $"must keep no time beyond the end of the integration, {until.ToString("R", CultureInfo.InvariantCulture)}");
        var watch = new EventWatch(stepper, options);
        var record = new PathRecord(options.Output, start);
        bool finite = stepper.Start(0, start, options.InitialStep, until);
        StopReason? stop = finite ? null : StopReason.NonFinite;
        if (finite)
            watch.Begin();
        while (stop is null)
        {
            if (cancellationToken.IsCancellationRequested)
                stop = StopReason.Cancelled;
            else if (stepper.Accepted + stepper.Rejected >= options.MaxSteps)
                stop = StopReason.StepBudget;
            else
            {
                switch (stepper.TryStep(until))
                {
                    case StepOutcome.Accepted:
                        record.Add(stepper);
                        if (watch.Check())
                            stop = StopReason.Event;
                        else if (stepper.Time >= until)
                            stop = StopReason.EndReached;
                        break;
                    case StepOutcome.TooSmall:
                        stop = StopReason.StepTooSmall;
                        break;
                    case StepOutcome.NonFinite:
                        stop = StopReason.NonFinite;
                        break;
                }
            }
        }

        double end = stepper.Time;
        double[] last = stepper.State.ToArray();
        if (stop == StopReason.Event)
        {
            EventOccurrence cut = watch.Found[^1];
            end = cut.Time;
            cut.State.CopyTo(last);
            record.CutAt(end, stepper.TimeBefore, stepper.Time);
        }
        return new Trajectory(record.Close(end, last), last, stop.Value, [.. watch.Found], stepper.Accepted, stepper.Rejected, stepper.Evaluations);
    }
}
