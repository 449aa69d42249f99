namespace PhaseGan;

/// <summary>The first divergence among replicas that are trained side by side: the earliest look that found one, and there the lowest number.</summary>
internal sealed class DivergenceWatch
{
    private readonly Lock _gate = new();
    private long _step = long.MaxValue;

    /// <summary>Index of the replica that diverged, or null.</summary>
    public int? Replica { get; private set; }

    /// <summary>The step at which it was found.</summary>
    public long Step => _step;

    /// <summary>The last step at which it was seen to be finite.</summary>
    public long LastFinite { get; private set; }

    /// <summary>Tells of a replica that is not finite at a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="replica">Its index.</param>
    /// <param name="lastFinite">The step of the look before.</param>
    public void Report(long step, int replica, long lastFinite)
    {
        lock (_gate)
        {
            if (step > _step || (step == _step && replica > Replica))
                return;
            (Replica, LastFinite) = (replica, lastFinite);
            Volatile.Write(ref _step, step);
        }
    }

    /// <summary>Whether nothing that happens after this step can come first.</summary>
    public bool HasEnded(long step) => step >= Volatile.Read(ref _step);
}
