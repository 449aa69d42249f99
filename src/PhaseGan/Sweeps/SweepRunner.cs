using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>Labels points in parallel; the order of the work does not show in the result.</summary>
internal static class SweepRunner
{
    // Enough for a smooth bar, few enough that reporting never costs as much as a quick classifier.
    private const int Reports = 1000;

    /// <summary>Calls <paramref name="label"/> for each index below <paramref name="count"/>.</summary>
    /// <remarks>
    /// Workers take the next index from a shared counter, so slow points do not hold up the rest. When a point fails, the points before it
    /// are finished and the first failure in index order is reported, whatever the number of threads.
    /// </remarks>
    public static ImmutableArray<PhaseVerdict> Run(
        int count,
        Func<int, CancellationToken, PhaseVerdict> label,
        Func<int, string> describe,
        int threads,
        IProgress<SweepProgress>? progress,
        CancellationToken cancellationToken)
    {
        Guard.AtLeast(threads, 1, "a number of threads");
        cancellationToken.ThrowIfCancellationRequested();
        var verdicts = new PhaseVerdict[count];
        int next = -1, firstFailed = int.MaxValue, completed = 0, step = Math.Max(1, count / Reports);
        Exception? failure = null;
        var gate = new Lock();

        Parallel.For(0, Math.Min(threads, Math.Max(count, 1)), new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                int i = Interlocked.Increment(ref next);
                if (i >= count || i > Volatile.Read(ref firstFailed))
                    return;
                try
                {
                    verdicts[i] = label(i, cancellationToken);
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    return;
                }
#pragma warning disable CA1031 // Whatever a point throws is reported with the point's name.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    lock (gate)
                    {
                        if (i < firstFailed)
                            (firstFailed, failure) = (i, e);
                    }
                    return;
                }
                lock (gate)
                {
                    completed++;
                    if (completed % step == 0 || completed == count)
                        progress?.Report(new SweepProgress(completed, count));
                }
            }
        });

        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null)
            throw new SweepException(firstFailed, describe(firstFailed), failure);
        return ImmutableArray.Create(verdicts);
    }
}
