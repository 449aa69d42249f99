namespace PhaseGan.Tests.Sweeps;

/// <summary>The least that a store can be: a dictionary that lives as long as the test.</summary>
internal sealed class MemorySweepStore : ISweepStore
{
    private readonly Dictionary<int, LabelledCell> _cells = [];
    private (SweepDescription Sweep, SweepShard Shard)? _holds;

    /// <summary>Called before each write with the cells that are there; throw to fail.</summary>
    public Action<int>? BeforeWrite { get; init; }

    public int Writes { get; private set; }

    public void Begin(SweepDescription sweep, SweepShard shard)
    {
        _holds ??= (sweep, shard);
        if (!_holds.Equals((sweep, shard)))
            throw new SweepStoreException("of another sweep: " + string.Join("; ", _holds.Value.Sweep.Differences(sweep)));
    }

    public IReadOnlyCollection<int> FinishedCells()
    {
        lock (_cells)
            return [.. _cells.Keys];
    }

    public bool IsFinished(int cell)
    {
        lock (_cells)
            return _cells.ContainsKey(cell);
    }

    public void Write(IReadOnlyList<LabelledCell> cells)
    {
        lock (_cells)
        {
            BeforeWrite?.Invoke(_cells.Count);
            Writes++;
            foreach (LabelledCell cell in cells)
                _cells.Add(cell.Index, cell);
        }
    }

    public IEnumerable<LabelledCell> Read()
    {
        lock (_cells)
            return [.. _cells.Values.OrderBy(c => c.Index)];
    }
}
