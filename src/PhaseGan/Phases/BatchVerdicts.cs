using System.Collections.Concurrent;

namespace PhaseGan;

/// <summary>
/// Many points that several threads label together: which is next, what verdicts there are, and which points were left to a search from a single state.
/// </summary>
internal sealed class BatchVerdicts(int count, Func<int, GanParameters> point, Func<int, GanParameters, MacroState> start, Action<int, PhaseVerdict>? labelled)
{
    private readonly PhaseVerdict[] _verdicts = new PhaseVerdict[count];
    private readonly ConcurrentQueue<Later> _later = new();
    private int _next;

    /// <summary>The verdicts, when all work is done.</summary>
    public PhaseVerdict[] All => Array.IndexOf(_verdicts, null) < 0 ? _verdicts : throw new InvalidOperationException("a point was left without a verdict");

    /// <summary>Takes the next point that no thread has taken.</summary>
    public bool TryTake(out int index, out GanParameters gan)
    {
        index = Interlocked.Increment(ref _next) - 1;
        if (index >= _verdicts.Length)
        {
            gan = null!;
            return false;
        }
        gan = point(index);
        ArgumentNullException.ThrowIfNull(gan, nameof(point));
        return true;
    }

    /// <summary>Where the training of a point starts.</summary>
    public MacroState Start(int index, GanParameters gan) => start(index, gan);

    /// <summary>Sets the verdict of a point.</summary>
    public void Set(int index, PhaseVerdict verdict)
    {
        _verdicts[index] = verdict;
        labelled?.Invoke(index, verdict);
    }

    /// <summary>Leaves a point to the search from its start, or, with a state, from where it has come to.</summary>
    public void Postpone(in Later later)
    {
        _later.Enqueue(later);
    }

    /// <summary>Takes a point that was left to the search.</summary>
    public bool TryTakeLater(out Later later) => _later.TryDequeue(out later);

    /// <summary>A point whose trajectory is to be searched on from a state at a time, after so many evaluations and with a budget unless it is null; from its start where the state is null.</summary>
    public readonly record struct Later(int Index, GanParameters Point, double[]? State = null, double Time = 0, long Evaluations = 0, long? Budget = null);
}
