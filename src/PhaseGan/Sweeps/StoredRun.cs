using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace PhaseGan;

/// <summary>Labels the cells that a store lacks, and writes them as they are finished.</summary>
/// <remarks>
/// Each run takes the cells in an order of its own, so that two runs on one store meet only in cells that are in flight: no leases that a
/// dead process would leave behind, no clocks to compare. One thread writes all that was finished since it wrote last.
/// </remarks>
internal sealed class StoredRun : IDisposable
{
    // Long enough that a quick classifier is not held up by the disk, short enough that few cells are lost with the process.
    private static readonly TimeSpan s_betweenWrites = TimeSpan.FromMilliseconds(50);

    private readonly ISweepStore _store;
    private readonly Func<int, CancellationToken, PhaseVerdict> _label;
    private readonly Func<int, string> _describe;
    private readonly IProgress<SweepProgress>? _progress;
    private readonly int _total;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _labelled = new();
    private List<LabelledCell> _finished = [];
    private int _skipped;
    private Exception? _failure;

    private StoredRun(ISweepStore store, Func<int, CancellationToken, PhaseVerdict> label, Func<int, string> describe, int total, IProgress<SweepProgress>? progress)
    {
        (_store, _label, _describe, _total, _progress) = (store, label, describe, total, progress);
    }

    /// <summary>Labels those of <paramref name="cells"/> that the store lacks. On return all are in the store.</summary>
    /// <exception cref="SweepException">A cell could not be labelled. The others that were finished are in the store.</exception>
    /// <exception cref="SweepStoreException">The store could not be read or written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled. What was finished is in the store.</exception>
    public static void Run(
        ISweepStore store,
        int[] cells,
        Func<int, CancellationToken, PhaseVerdict> label,
        Func<int, string> describe,
        int threads,
        IProgress<SweepProgress>? progress,
        CancellationToken cancellationToken,
        StoredPieces? pieces = null)
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
        using var run = new StoredRun(store, label, describe, cells.Length, progress);
        run.Label(pending, threads, pieces is { IsUsed: true } ? pieces : null, cancellationToken);
    }

    public void Dispose() => _labelled.Dispose();

    private void Label(int[] pending, int threads, StoredPieces? pieces, CancellationToken cancellationToken)
    {
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
                    int size = pieces?.Size(pending.Length - Volatile.Read(ref next), threads) ?? 1, end = Interlocked.Add(ref next, size), first = end - size;
                    if (first >= pending.Length)
                        return;
                    ReadOnlySpan<int> cells = pending.AsSpan(first, Math.Min(size, pending.Length - first));
                    if (pieces is not null)
                        LabelPiece(cells, pieces, stop);
                    else
                        LabelOne(cells[0], stop);
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

    private void LabelPiece(ReadOnlySpan<int> cells, StoredPieces pieces, CancellationTokenSource stop)
    {
        var missing = new List<int>();
        try
        {
            foreach (int cell in cells)
            {
                if (_store.IsFinished(cell))
                    Interlocked.Increment(ref _skipped);
                else
                    missing.Add(cell);
            }
            int[] piece = [.. missing];
            var isLabelled = new bool[piece.Length];
            bool isWhole = pieces.TryLabel(
                piece,
                (k, verdict, time) =>
                {
                    isLabelled[k] = true;
                    lock (_gate)
                        _finished.Add(new LabelledCell(piece[k], verdict, time));
                },
                stop.Token);
            for (int k = 0; k < piece.Length && !isWhole && !stop.IsCancellationRequested; k++)
                if (!isLabelled[k])
                    LabelOne(piece[k], stop);
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

    private void LabelOne(int cell, CancellationTokenSource stop)
    {
        try
        {
            if (_store.IsFinished(cell))
            {
                Interlocked.Increment(ref _skipped);
                return;
            }
            long began = Stopwatch.GetTimestamp();
            PhaseVerdict verdict = _label(cell, stop.Token);
            TimeSpan time = Stopwatch.GetElapsedTime(began);
            lock (_gate)
                _finished.Add(new LabelledCell(cell, verdict, time));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The cell stays undone.
        }
        catch (SweepStoreException e)
        {
            Fail(e, stop);
        }
#pragma warning disable CA1031 // Whatever a cell throws is reported with the cell's name.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(new SweepException(cell, _describe(cell), e), stop);
        }
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
