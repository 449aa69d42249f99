using System.Diagnostics;

namespace PhaseGan.Tests.Cli;

/// <summary>Cancels from a thread of its own: timers and tasks wait for the thread pool, which the work to be cancelled may keep busy.</summary>
internal static class Interruption
{
    /// <summary>Cancels after a time.</summary>
    public static CancellationTokenSource After(int milliseconds)
    {
        long began = Stopwatch.GetTimestamp();
        return When(() => Stopwatch.GetElapsedTime(began).TotalMilliseconds >= milliseconds);
    }

    /// <summary>Cancels when a condition holds; one that cannot be asked yet, since a store is being made, does not hold. Never cancels after ten minutes.</summary>
    public static CancellationTokenSource When(Func<bool> condition)
    {
        var source = new CancellationTokenSource();
        long began = Stopwatch.GetTimestamp();
        new Thread(() =>
        {
            while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(10))
            {
                try
                {
                    if (condition())
                    {
                        source.Cancel();
                        return;
                    }
                }
                catch (SweepStoreException)
                {
                }
                catch (ObjectDisposedException)
                {
                    return;
                }
                Thread.Sleep(5);
            }
        })
        { IsBackground = true }.Start();
        return source;
    }
}
