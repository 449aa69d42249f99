using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace PhaseGan;

/// <summary>Labels the cells that a store lacks, and writes them as they are finished.</summary>
/// <remarks>
/// Each run takes the cells in an order of its own, so that two runs on one store meet only in cells that are in flight: no leases that a
/// dead process would leave behind, no clocks to compare. One thread writes all that was finished since it wrote last.
/// </remarks>
internal sealed class StoredRun<TPoint> : IDisposable
{
    // Long enough that a quick classifier is not held up by the disk, short enough that few cells are lost with the process.
    private static readonly TimeSpan s_betweenWrites = TimeSpan.FromMilliseconds(50);

    // What a piece of cells is worth: long enough to fill the lanes of a classifier, short enough that runs which share a store seldom label a cell twice.
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(200), s_long = TimeSpan.FromSeconds(1);

    private const int LargestPiece = 4096, PiecesLeft = 4;

    private readonly GridSweep<TPoint> _sweep;
    private readonly ISweepStore _store;
    private readonly IProgress<SweepProgress>? _progress;
    private readonly int _total, _columns;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _labelled = new();
    private List<LabelledCell> _finished = [];
    private int _skipped, _size;
    private Exception? _failure;

    private StoredRun(GridSweep<TPoint> sweep, ISweepStore store, int total, IProgress<SweepProgress>? progress)
    {
        (_sweep, _store, _total, _progress) = (sweep, store, total, progress);
        (_size, _columns) = (sweep.Labels.FirstPiece, sweep.Labels.EvidenceColumns.Length);
    }

    /// <summary>Labels those of <paramref name="cells"/> that the store lacks. On return all are in the store.</summary>
    /// <exception cref="SweepException">A cell could not be labelled. The others that were finished are in the store.</exception>
    /// <exception cref="SweepStoreException">The store could not be read or written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled. What was finished is in the store.</exception>
    public static void Run(GridSweep<TPoint> sweep, ISweepStore store, int[] cells, IProgress<SweepProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var finished = new HashSet<int>(store.FinishedCells());
        int[] pending = [.. cells.Where(c => !finished.Contains(c))];
        Random.Shared.Shuffle(pending);
        if (pending.Length == 0)
        {
            progress?.Report(new SweepProgress(cells.Length, cells.Length));
            return;
        }
        using var run = new StoredRun<TPoint>(sweep, store, cells.Length, progress);
        run.Label(pending, cancellationToken);
    }

    public void Dispose() => _labelled.Dispose();

    private void Label(int[] pending, CancellationToken cancellationToken)
    {
        int threads = _sweep.Threads;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task writer = Task.Factory.StartNew(
            () => WriteUntilLabelled(_total - pending.Length, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        int next = 0;
        try
        {
            Parallel.For(0, Math.Min(threads, pending.Length), new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
            {
                while (!stop.IsCancellationRequested)
                {
                    int size = Math.Clamp((pending.Length - Volatile.Read(ref next)) / (PiecesLeft * threads), 1, Volatile.Read(ref _size)), end = Interlocked.Add(ref next, size), first = end - size;
                    if (first >= pending.Length)
                        return;
                    LabelPiece(pending.AsSpan(first, Math.Min(size, pending.Length - first)), stop);
                }
            });
        }
        finally
        {
            _labelled.Set();
            writer.Wait(CancellationToken.None);
        }
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void LabelPiece(ReadOnlySpan<int> cells, CancellationTokenSource stop)
    {
        var piece = new List<int>(cells.Length);
        try
        {
            foreach (int cell in cells)
            {
                if (_store.IsFinished(cell))
                    Interlocked.Increment(ref _skipped);
                else
                    piece.Add(cell);
            }
            long began = Stopwatch.GetTimestamp(), last = began;
            var batch = new PointBatch<TPoint>(piece.Count, k => _sweep.PointOf(piece[k]), (k, verdict) =>
            {
                VerdictCheck.Checked(verdict, _columns);
                long now = Stopwatch.GetTimestamp();
                lock (_gate)
                    _finished.Add(new LabelledCell(piece[k], verdict, Stopwatch.GetElapsedTime(last, now)));
                last = now;
            });
            _sweep.Labels.Label(batch, 1, stop.Token);
            if (batch.Failure is { } failure)
                Fail(new SweepException(piece[batch.End], _sweep.NameOf(piece[batch.End]), failure), stop);
            else
                Adapt(piece.Count, Stopwatch.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was not labelled stays undone.
        }
#pragma warning disable CA1031 // Labelling names the cells that fail; what is left is the store's, and is carried to the caller's thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e, stop);
        }
    }

    /// <summary>Makes pieces longer or shorter after the time that one took. Cells that are not labelled together stay single.</summary>
    private void Adapt(int size, TimeSpan time)
    {
        if (_sweep.Labels.FirstPiece == 1)
            return;
        if (time < s_short)
            Volatile.Write(ref _size, Math.Min(LargestPiece, Math.Max(2 * size, Volatile.Read(ref _size))));
        else if (time > s_long)
            Volatile.Write(ref _size, Math.Max(1, size / 2));
    }

    private void WriteUntilLabelled(int written, CancellationTokenSource stop)
    {
        try
        {
            bool last;
            do
            {
                last = _labelled.Wait(s_betweenWrites);
                List<LabelledCell> batch;
                lock (_gate)
                    (batch, _finished) = (_finished, []);
                if (batch.Count == 0)
                    continue;
                _store.Write(batch);
                written += batch.Count;
                _progress?.Report(new SweepProgress(written + Volatile.Read(ref _skipped), _total));
            }
            while (!last);
        }
#pragma warning disable CA1031 // Carried to the caller's thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e, stop);
        }
    }

    private void Fail(Exception e, CancellationTokenSource stop)
    {
        lock (_gate)
            _failure ??= e;
        stop.Cancel();
    }
}
