using System.Runtime.ExceptionServices;

namespace PhaseGan;

/// <summary>Threads that share one piece of work.</summary>
internal static class Workers
{
    /// <summary>Runs a body once on each of some threads, with their number from 0; the first failure stops the others and is thrown as it was.</summary>
    public static void Run(int threads, Action<int, CancellationToken> body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (threads == 1)
        {
            body(0, cancellationToken);
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? failure = null;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, worker =>
        {
            try
            {
                body(worker, stop.Token);
            }
#pragma warning disable CA1031 // It is thrown again below.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, e, null);
                stop.Cancel();
            }
        });
        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }
}
