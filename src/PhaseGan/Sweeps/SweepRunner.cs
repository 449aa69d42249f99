using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace PhaseGan;

/// <summary>Labels points of any kind in parallel; the order of the work does not show in the result.</summary>
/// <param name="columns">Number of evidence values that each verdict must have.</param>
/// <param name="label">Labels the points of a batch by some threads.</param>
/// <param name="point">The point of an index; called from several threads.</param>
/// <param name="describe">The name of a point, for messages.</param>
internal sealed class SweepRunner<TPoint>(int columns, Action<PointBatch<TPoint>, int, CancellationToken> label, Func<int, TPoint> point, Func<int, string> describe)
{
    // What a classifier knows of each point of a batch must fit into memory.
    private const int LargestBatch = 1 << 18;

    /// <summary>Labels <paramref name="count"/> points.</summary>
    /// <param name="count">Number of points.</param>
    /// <param name="threads">Most points that are labelled at once.</param>
    /// <param name="progress">Told how far the work is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="SweepException">A point could not be made or labelled: the first in index order, whatever the number of threads.</exception>
    public ImmutableArray<PhaseVerdict> Run(int count, int threads, IProgress<SweepProgress>? progress, CancellationToken cancellationToken) =>
        ProgressListener<SweepProgress>.Run(
            progress, (listener, stop) => Run(count, threads, new SweepTally(count, listener), stop), cancellationToken);

    private ImmutableArray<PhaseVerdict> Run(int count, int threads, SweepTally tally, CancellationToken cancellationToken)
    {
        Guard.AtLeast(threads, 1, "a number of threads");
        cancellationToken.ThrowIfCancellationRequested();
        var verdicts = new PhaseVerdict[count];
        int batches = (count + LargestBatch - 1) / LargestBatch, end = count;
        Exception? failure = null;
        // a batch is every so-many-th point, so that each holds some of the slow regions
        for (int first = 0; first < Math.Min(batches, end); first++)
        {
            int offset = first;
            var batch = new PointBatch<TPoint>((end - 1 - offset) / batches + 1, k => point(offset + k * batches), (k, verdict) =>
            {
                verdicts[offset + k * batches] = VerdictCheck.Checked(verdict, columns);
                tally.Add();
            });
            label(batch, threads, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (batch.Failure is not null)
                (end, failure) = (offset + batch.End * batches, batch.Failure);
        }
        if (failure is not null)
            throw new SweepException(end, describe(end), failure);
        return ImmutableCollectionsMarshal.AsImmutableArray(verdicts);
    }
}
