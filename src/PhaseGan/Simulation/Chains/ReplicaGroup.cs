namespace PhaseGan;

/// <summary>Replicas of one training that advance together, on one thread at a time.</summary>
internal abstract class ReplicaGroup
{
    /// <summary>How many replicas.</summary>
    public abstract int Count { get; }

    /// <summary>k: steps done.</summary>
    public long Step { get; protected set; }

    /// <summary>Steps after which it is worth looking for a cancellation: a few milliseconds.</summary>
    public abstract long Patience { get; }

    /// <summary>Does this many steps; the bits do not depend on how a number of steps is cut.</summary>
    public abstract void Advance(long steps);

    /// <summary>The overlaps of a replica of this group now.</summary>
    public abstract MacroState State(int replica);
}
