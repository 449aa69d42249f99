namespace PhaseGan;

/// <summary>Counts points from several threads and reports from time to time: one call at a time, never backwards, the last at the total.</summary>
internal sealed class SweepTally(int total, IProgress<SweepProgress>? progress)
{
    // Enough for a smooth bar, few enough that reporting never costs as much as a quick classifier.
    private const int Reports = 1000;

    private readonly int _step = Math.Max(1, total / Reports);
    private readonly Lock _gate = new();
    private int _completed, _reported;

    /// <summary>Counts a point.</summary>
    public void Add()
    {
        int now = Interlocked.Increment(ref _completed);
        if (progress is null || (now % _step != 0 && now != total))
            return;
        lock (_gate)
        {
            if (now > _reported)
                progress.Report(new SweepProgress(_reported = now, total));
        }
    }
}
