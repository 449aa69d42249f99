namespace PhaseGan;

/// <summary>Counts steps and tells about every two hundredth part of the whole.</summary>
internal sealed class ProgressReport(IProgress<SimulationProgress>? progress, long total)
{
    private readonly long _part = Math.Max(1, total / 200);
    private long _done;

    public void Add(long steps)
    {
        long done = Interlocked.Add(ref _done, steps);
        if (progress is not null && (done / _part != (done - steps) / _part || done == total))
            progress.Report(new SimulationProgress(done, total));
    }
}
