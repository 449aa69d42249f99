using System.Runtime.ExceptionServices;

namespace PhaseGan;

/// <summary>Threads that share one piece of work.</summary>
internal static class Workers
{
    /// <summary>More threads than this for each processor would only wait.</summary>
    private const int MostPerProcessor = 4;

    /// <summary>
    /// Runs a body once on each of some threads, at most four a processor, with their number from 0, the first on the caller's; the first failure stops the others and is
    /// thrown as it was.
    /// </summary>
    /// <remarks>Threads of their own and not of the pool, which may be busy: then all would be done by one after the other.</remarks>
    public static void Run(int threads, Action<int, CancellationToken> body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        threads = Math.Min(threads, MostPerProcessor * Environment.ProcessorCount);
        if (threads == 1)
        {
            body(0, cancellationToken);
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? failure = null;
        var others = new Thread[threads - 1];
        for (int k = 0; k < others.Length; k++)
        {
            int worker = k + 1;
            others[k] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"PhaseGan {worker}" };
            others[k].Start();
        }
        Work(0);
        foreach (Thread other in others)
            other.Join();
        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);

        void Work(int worker)
        {
            try
            {
                body(worker, stop.Token);
            }
#pragma warning disable CA1031 // It is thrown again above.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, e, null);
                stop.Cancel();
            }
        }
    }
}
