using System.Collections.Immutable;
using System.Runtime.ExceptionServices;

namespace PhaseGan;

/// <summary>Cuts a batch into lists for a classifier that labels lists.</summary>
internal static class BatchPieces
{
    // A list fills the lanes of a classifier, so it should be long; of several threads each should have several, and one alone should pause from time to time.
    private const int Longest = 65536, LongestAlone = 4096, ListsPerThread = 4;

    /// <summary>Labels points by any classifier: many together where it can, each once.</summary>
    public static void Label(IPhaseClassifier classifier, PointBatch<GanParameters> batch, int threads, CancellationToken cancellationToken)
    {
        if (classifier is IBatchPhaseClassifier together)
            together.Label(batch, threads, cancellationToken);
        else
            batch.Each((_, gan, token) => classifier.Classify(gan, token), threads, cancellationToken);
    }

    /// <summary>The verdict of one point, the same as among many: where there are two ways, the one of lists.</summary>
    public static PhaseVerdict One(IPhaseClassifier classifier, GanParameters point, CancellationToken cancellationToken)
    {
        if (classifier is not IBatchPhaseClassifier together)
            return classifier.Classify(point, cancellationToken);
        try
        {
            return together.ClassifyMany([point], cancellationToken)[0];
        }
        catch (SweepException e) when (e.Index == 0)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    /// <summary>Labels points list by list; threads take the next list when they are free.</summary>
    public static void Label(IBatchPhaseClassifier classifier, PointBatch<GanParameters> batch, int threads, CancellationToken cancellationToken)
    {
        int size = threads == 1 ? LongestAlone : (int)Math.Clamp(batch.Count / ((long)threads * ListsPerThread), 1, Longest);
        int lists = (batch.Count + size - 1) / size, next = 0;
        Workers.Run(
            Math.Clamp(threads, 1, Math.Max(1, lists)),
            (_, token) =>
            {
                for (int first; (first = Interlocked.Increment(ref next) - 1) < Math.Min(lists, batch.End);)
                {
                    token.ThrowIfCancellationRequested();
                    LabelList(classifier, batch, first, lists, token);
                }
            },
            cancellationToken);
    }

    /// <summary>Labels every so-many-th point, so that slow regions are shared out.</summary>
    private static void LabelList(IBatchPhaseClassifier classifier, PointBatch<GanParameters> batch, int first, int stride, CancellationToken cancellationToken)
    {
        var points = new List<GanParameters>();
        for (int i = first; i < batch.End && batch.TryMake(i, out GanParameters gan); i += stride)
            points.Add(gan);
        try
        {
            ImmutableArray<PhaseVerdict> verdicts = classifier.ClassifyMany([.. points], cancellationToken);
            Guard.Length(verdicts.Length, points.Count, "one verdict for each point", nameof(classifier));
            for (int k = 0; k < points.Count; k++)
                batch.Set(first + k * stride, verdicts[k]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (SweepException e) when ((uint)e.Index < (uint)points.Count)
        {
            batch.Fail(first + e.Index * stride, e.InnerException!);
        }
#pragma warning disable CA1031 // It is the failure of the point that fails alone as well, or else of the first.
        catch (Exception e)
#pragma warning restore CA1031
        {
            int before = batch.End;
            for (int k = 0; points.Count > 1 && k < points.Count && first + k * stride < batch.End; k++)
                batch.Set(first + k * stride, () => One(classifier, points[k], cancellationToken), cancellationToken);
            if (batch.End == before)
                batch.Fail(first, e);
        }
    }
}
