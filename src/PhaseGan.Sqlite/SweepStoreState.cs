using System.Collections.Immutable;

namespace PhaseGan.Sqlite;

/// <summary>What a store holds at one moment.</summary>
/// <param name="Sweep">The sweep, or null while the store is empty.</param>
/// <param name="Shard">The part of the sweep that the store is for.</param>
/// <param name="Note">The text that was given when the store was made.</param>
/// <param name="Finished">Number of cells that are there.</param>
/// <param name="Sessions">The runs that wrote cells, in the order in which they began to.</param>
public sealed record SweepStoreState(SweepDescription? Sweep, SweepShard Shard, string Note, int Finished, ImmutableArray<SweepSession> Sessions)
{
    private readonly ValueArray<SweepSession> _sessions = ValueArray.Of(Sessions);

    /// <summary>The runs that wrote cells, in the order in which they began to.</summary>
    public ImmutableArray<SweepSession> Sessions
    {
        get => _sessions;
        init => _sessions = ValueArray.Of(value);
    }

    /// <summary>The text that was given when the store was made.</summary>
    public string Note { get; init => field = Guard.NotNull(value, nameof(Note)); } = Guard.NotNull(Note);

    /// <summary>Number of cells that will be there in the end; 0 while the store is empty.</summary>
    public int Total => Sweep is null ? 0 : Shard.IsWhole ? Sweep.CellCount : Shard.Cells(Sweep.Columns, Sweep.Rows).Count();

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
