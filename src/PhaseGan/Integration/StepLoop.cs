namespace PhaseGan;

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
        int n = start.Length;
        var watch = new EventWatch(stepper, options);
        var times = new List<double> { 0 };
        var dense = new List<double[]>();
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
                        var coefficients = new double[5 * n];
                        stepper.CopyDense(coefficients);
                        dense.Add(coefficients);
                        times.Add(stepper.Time);
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

        double[] last = stepper.State.ToArray();
        if (stop == StopReason.Event)
            CutAtEvent(times, dense, watch.Found[^1], last);
        return new Trajectory(
            n, [.. times], [.. dense.SelectMany(c => c)], last, stop.Value, [.. watch.Found], stepper.Accepted, stepper.Rejected, stepper.Evaluations);
    }

    /// <summary>Shortens the last step so that the trajectory ends at the event; the interpolant is re-expressed on the shorter step.</summary>
    private static void CutAtEvent(List<double> times, List<double[]> dense, EventOccurrence end, double[] last)
    {
        double from = times[^2];
        double fraction = (end.Time - from) / (times[^1] - from);
        int n = last.Length;
        double[] c = dense[^1];
        for (int i = 0; i < n; i++)
            DenseOutput.Shorten(ref c[i], ref c[n + i], ref c[2 * n + i], ref c[3 * n + i], ref c[4 * n + i], fraction);
        times[^1] = end.Time;
        end.State.CopyTo(last);
    }
}
