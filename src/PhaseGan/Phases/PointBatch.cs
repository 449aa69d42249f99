namespace PhaseGan;

/// <summary>Points that threads label together: which is the next, where the verdicts go, and which of the points that failed is the first.</summary>
/// <remarks>Points before one that failed are still labelled, so that the first failure in their order is known, whatever the number of threads; those after it are not.</remarks>
/// <param name="count">Number of points.</param>
/// <param name="point">Makes the point of an index; called from several threads. What it throws is the failure of that point.</param>
/// <param name="labelled">Given the index and verdict of each point, from several threads. What it throws is the failure of that point.</param>
internal sealed class PointBatch<TPoint>(int count, Func<int, TPoint> point, Action<int, PhaseVerdict> labelled)
{
    private readonly Lock _gate = new();
    private int _next, _end = count;

    /// <summary>Number of points.</summary>
    public int Count { get; } = count;

    /// <summary>Index of the first point that failed; <see cref="Count"/> while none has. Points from here on need no label.</summary>
    public int End => Volatile.Read(ref _end);

    /// <summary>What happened at <see cref="End"/>; null while no point has failed.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Takes the next point that no thread has taken.</summary>
    public bool TryTake(out int index, out TPoint taken)
    {
        while ((index = Interlocked.Increment(ref _next) - 1) < End)
            if (TryMake(index, out taken))
                return true;
        taken = default!;
        return false;
    }

    /// <summary>Makes the point of an index; false if that fails.</summary>
    public bool TryMake(int index, out TPoint made)
    {
        try
        {
            made = point(index);
            ArgumentNullException.ThrowIfNull(made, nameof(point));
            return true;
        }
#pragma warning disable CA1031 // Whatever a point throws is its failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(index, e);
            made = default!;
            return false;
        }
    }

    /// <summary>The point of an index, whatever making it throws.</summary>
    public TPoint Make(int index) => point(index);

    /// <summary>The same points by other names: their verdicts go where those of this batch go, and failures are told by the new batch.</summary>
    public PointBatch<TPoint> Renamed(Func<TPoint, TPoint> rename) => new(Count, i => rename(point(i)), labelled);

    /// <summary>Labels a point; what that throws is its failure.</summary>
    public void Set(int index, Func<PhaseVerdict> label, CancellationToken cancellationToken)
    {
        try
        {
            labelled(index, label());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever a point throws is its failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(index, e);
        }
    }

    /// <summary>Sets the verdict of a point.</summary>
    public void Set(int index, PhaseVerdict verdict)
    {
        try
        {
            labelled(index, verdict);
        }
#pragma warning disable CA1031 // Whatever a point throws is its failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(index, e);
        }
    }

    /// <summary>Notes what happened at a point.</summary>
    public void Fail(int index, Exception failure)
    {
        lock (_gate)
        {
            if (index >= _end)
                return;
            Failure = failure;
            Volatile.Write(ref _end, index);
        }
    }

    /// <summary>Labels each point that is left by itself; threads take the next when they are free, so that slow points do not hold up the rest.</summary>
    public void Each(Func<int, TPoint, CancellationToken, PhaseVerdict> label, int threads, CancellationToken cancellationToken) => Workers.Run(
        Math.Clamp(threads, 1, Math.Max(1, Count)),
        (_, token) =>
        {
            while (TryTake(out int index, out TPoint taken))
            {
                token.ThrowIfCancellationRequested();
                Set(index, () => label(index, taken, token), token);
            }
        },
        cancellationToken);
}
