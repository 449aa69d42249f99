using System.Runtime.InteropServices;

namespace PhaseGan.Native;

/// <summary><c>phasegan_work</c>: how many threads, and whom to tell of progress.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeWork
{
    /// <summary>How long the caller's thread waits between two words of progress, in milliseconds.</summary>
    private const int Interval = 100;

    public int Threads;
    public delegate* unmanaged<long, long, void*, int> Progress;
    public void* User;

    /// <summary>Does some work: on this thread where nobody is told of it, else on others while this one tells.</summary>
    /// <exception cref="OperationCanceledException">Whoever is told asked for an end.</exception>
    public readonly T Do<T>(Func<int, IProgress<SweepProgress>?, CancellationToken, T> work)
    {
        if (Threads < 0)
            throw new ArgumentException(FormattableString.Invariant($"threads must be >= 0; got {Threads}"));
        int threads = Threads == 0 ? Environment.ProcessorCount : Threads;
        if (Progress == null)
            return work(threads, null, CancellationToken.None);
        var latest = new Latest();
        using var stop = new CancellationTokenSource();
        Task<T> task = Task.Run(() => work(threads, latest, stop.Token));
        while (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(Interval))
            if (Progress(latest.Completed, latest.Total, User) != 0)
                stop.Cancel();
        return task.GetAwaiter().GetResult();
    }

    /// <summary>The last report, for another thread.</summary>
    private sealed class Latest : IProgress<SweepProgress>
    {
        private int _completed, _total;

        public int Completed => Volatile.Read(ref _completed);

        public int Total => Volatile.Read(ref _total);

        public void Report(SweepProgress value)
        {
            Volatile.Write(ref _total, value.Total);
            Volatile.Write(ref _completed, value.Completed);
        }
    }
}
