using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace PhaseGan;

/// <summary>Labels points in parallel; the order of the work does not show in the result.</summary>
internal static class SweepRunner
{
    // Enough for a smooth bar, few enough that reporting never costs as much as a quick classifier.
    private const int Reports = 1000;

    // A batch fills its lanes from its own points, so it should have many; every thread should have several.
    private const int LargestBatch = 65536, BatchesPerThread = 4;

    // Points that threads label together; what they know of each must fit into memory.
    private const int LargestShared = 1 << 18;

    /// <summary>The verdict of one point, the same as among many: where there are two ways, the one of batches.</summary>
    public static PhaseVerdict Label(IPhaseClassifier classifier, GanParameters point, CancellationToken cancellationToken) =>
        classifier is IBatchPhaseClassifier batches ? batches.ClassifyMany([point], cancellationToken)[0] : classifier.Classify(point, cancellationToken);

    /// <summary>Labels <paramref name="count"/> points, many at once where the classifier can.</summary>
    /// <remarks>
    /// Workers take the next points from a shared counter, so slow points do not hold up the rest. When a point fails, the points before it
    /// are finished and the first failure in index order is reported, whatever the number of threads.
    /// </remarks>
    /// <param name="count">Number of points.</param>
    /// <param name="classifier">Gives the labels.</param>
    /// <param name="point">The point of an index.</param>
    /// <param name="describe">The name of a point, for messages.</param>
    /// <param name="threads">Most points that are labelled at once.</param>
    /// <param name="progress">Told how far the work is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="start">The start of an index, or null for the classifier's; for classifiers that threads share.</param>
    /// <param name="label">The label of a point alone, where that is not simply the classifier's.</param>
    public static ImmutableArray<PhaseVerdict> Run(
        int count,
        IPhaseClassifier classifier,
        Func<int, GanParameters> point,
        Func<int, string> describe,
        int threads,
        IProgress<SweepProgress>? progress,
        CancellationToken cancellationToken,
        Func<int, MacroState?>? start = null,
        Func<int, CancellationToken, PhaseVerdict>? label = null) => ProgressListener<SweepProgress>.Run(progress, (listener, stop) =>
    {
        if (classifier is ISharedBatchClassifier shared)
        {
            if (TryTogether(count, shared, point, start, threads, listener, stop) is { } verdicts)
                return ImmutableCollectionsMarshal.AsImmutableArray(verdicts);
            // what was done has been reported
            stop.ThrowIfCancellationRequested();
            listener = null;
        }
        return Each(
            count, label ?? ((i, token) => VerdictCheck.Checked(Label(classifier, point(i), token), classifier.EvidenceColumns.Length)),
            describe, threads, listener, classifier is ISharedBatchClassifier && start is not null ? null : classifier as IBatchPhaseClassifier, point, stop);
    }, cancellationToken);

    /// <summary>Calls <paramref name="label"/> for each index below <paramref name="count"/>.</summary>
    public static ImmutableArray<PhaseVerdict> Run(
        int count,
        Func<int, CancellationToken, PhaseVerdict> label,
        Func<int, string> describe,
        int threads,
        IProgress<SweepProgress>? progress,
        CancellationToken cancellationToken) => ProgressListener<SweepProgress>.Run(
            progress, (listener, stop) => Each(count, label, describe, threads, listener, null, null, stop), cancellationToken);

    /// <summary>Calls <paramref name="label"/> for each index below <paramref name="count"/>, or labels pieces with <paramref name="batches"/>.</summary>
    private static ImmutableArray<PhaseVerdict> Each(
        int count,
        Func<int, CancellationToken, PhaseVerdict> label,
        Func<int, string> describe,
        int threads,
        IProgress<SweepProgress>? progress,
        IBatchPhaseClassifier? batches,
        Func<int, GanParameters>? point,
        CancellationToken cancellationToken)
    {
        Guard.AtLeast(threads, 1, "a number of threads");
        cancellationToken.ThrowIfCancellationRequested();
        // a batch takes every stride-th point, so that slow regions are shared out
        int size = batches is null ? 1 : (int)Math.Clamp(count / ((long)threads * BatchesPerThread), 1, LargestBatch);
        int pieces = (count + size - 1) / size;
        var verdicts = new PhaseVerdict[count];
        int next = 0, firstFailed = int.MaxValue, completed = 0, step = Math.Max(1, count / Reports);
        Exception? failure = null;
        var gate = new Lock();

        Parallel.For(0, Math.Min(threads, Math.Max(count, 1)), new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                int first = Interlocked.Increment(ref next) - 1;
                if (first >= pieces || first > Volatile.Read(ref firstFailed))
                    return;
                int i = first;
                try
                {
                    if (batches is null || !TryBatch(first))
                        for (; i < count && i <= Volatile.Read(ref firstFailed); i += pieces)
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
                    // a piece that begins before it may fail earlier
                    continue;
                }
                lock (gate)
                {
                    int before = completed / step;
                    completed += (count - 1 - first) / pieces + 1;
                    if (completed / step > before || completed == count)
                        progress?.Report(new SweepProgress(completed, count));
                }
            }
        });

        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null)
            throw new SweepException(firstFailed, describe(firstFailed), failure);
        return ImmutableCollectionsMarshal.AsImmutableArray(verdicts);

        // false where any point fails: then they are labelled one by one, so that the first is named
        bool TryBatch(int first)
        {
            try
            {
                var points = new GanParameters[(count - 1 - first) / pieces + 1];
                for (int k = 0; k < points.Length; k++)
                    points[k] = point!(first + k * pieces);
                ImmutableArray<PhaseVerdict> labelled = batches!.ClassifyMany(points, cancellationToken);
                Guard.Length(labelled.Length, points.Length, "one verdict for each point", nameof(batches));
                for (int k = 0; k < points.Length; k++)
                    verdicts[first + k * pieces] = VerdictCheck.Checked(labelled[k], batches.EvidenceColumns.Length);
                return true;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // Whatever it was happens again when the point is labelled alone.
            catch (Exception)
#pragma warning restore CA1031
            {
                return false;
            }
        }
    }

    /// <summary>Labels points by threads that share all of them; null where any point fails: then they are labelled piece by piece, so that the first is named.</summary>
    private static PhaseVerdict[]? TryTogether(
        int count, ISharedBatchClassifier classifier, Func<int, GanParameters> point, Func<int, MacroState?>? start, int threads, IProgress<SweepProgress>? progress, CancellationToken cancellationToken)
    {
        Guard.AtLeast(threads, 1, "a number of threads");
        int pieces = (count + LargestShared - 1) / LargestShared, completed = 0, reported = 0, step = Math.Max(1, count / Reports), columns = classifier.EvidenceColumns.Length;
        PhaseVerdict[] verdicts = pieces == 1 ? [] : new PhaseVerdict[count];
        var gate = new Lock();
        try
        {
            // a piece is every so-many-th point, so that each holds some of the slow regions
            for (int first = 0; first < pieces; first++)
            {
                int offset = first, size = (count - 1 - first) / pieces + 1;
                PhaseVerdict[] labelled = classifier.ClassifyMany(
                    size, k => point(offset + k * pieces), start is null ? null : k => start(offset + k * pieces), Math.Min(threads, size), Labelled, cancellationToken);
                if (pieces == 1)
                    return labelled;
                for (int k = 0; k < size; k++)
                    verdicts[first + k * pieces] = labelled[k];
            }
            return verdicts;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever it was happens again when the points are labelled piece by piece.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }

        void Labelled(int index, PhaseVerdict verdict)
        {
            VerdictCheck.Checked(verdict, columns);
            int now = Interlocked.Increment(ref completed);
            if (progress is null || (now % step != 0 && now != count))
                return;
            lock (gate)
            {
                if (now > reported)
                    progress.Report(new SweepProgress(reported = now, count));
            }
        }
    }
}
