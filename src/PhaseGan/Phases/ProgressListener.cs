using System.Runtime.ExceptionServices;

namespace PhaseGan;

/// <summary>Passes reports on from the threads of some work; what the receiver throws stops the work and comes out as it was thrown.</summary>
internal sealed class ProgressListener<T> : IProgress<T>
{
    private readonly IProgress<T> _receiver;
    private readonly CancellationTokenSource _stop;
    private Exception? _failure;

    private ProgressListener(IProgress<T> receiver, CancellationTokenSource stop)
    {
        (_receiver, _stop) = (receiver, stop);
    }

    /// <summary>Does work that reports.</summary>
    /// <param name="receiver">Receives the reports; null for nobody.</param>
    /// <param name="work">The work, given whom to report to and what stops it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static TResult Run<TResult>(IProgress<T>? receiver, Func<IProgress<T>?, CancellationToken, TResult> work, CancellationToken cancellationToken)
    {
        if (receiver is null)
            return work(null, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var listener = new ProgressListener<T>(receiver, stop);
        try
        {
            TResult result = work(listener, stop.Token);
            return listener._failure is null ? result : throw listener._failure;
        }
        catch (Exception) when (listener._failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    public void Report(T value)
    {
        if (Volatile.Read(ref _failure) is not null)
            return;
        try
        {
            _receiver.Report(value);
        }
#pragma warning disable CA1031 // Carried to the caller's thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _failure, e, null);
            _stop.Cancel();
        }
    }
}
