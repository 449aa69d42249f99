using System.Collections.Immutable;

namespace PhaseGan.Sqlite;

/// <summary>What a merge found.</summary>
/// <param name="State">The joined store.</param>
/// <param name="Stores">The stores that were joined, in the order given.</param>
/// <param name="Missing">Number of cells that are in none of them.</param>
/// <param name="Overlapping">Number of cells that came again in a later one.</param>
public sealed record MergeReport(SweepStoreState State, ImmutableArray<MergedStore> Stores, int Missing, int Overlapping)
{
    private readonly ValueArray<MergedStore> _stores = ValueArray.Of(Stores);

    /// <summary>The stores that were joined, in the order given.</summary>
    public ImmutableArray<MergedStore> Stores
    {
        get => _stores;
        init => _stores = ValueArray.Of(value);
    }

    /// <summary>The joined store.</summary>
    public SweepStoreState State { get; init => field = Guard.NotNull(value, nameof(State)); } = Guard.NotNull(State);

    /// <summary>
    /// How unequally the work was dealt: the longest <see cref="MergedStore.Time"/> over the mean, ≥ 1, so that 1.05 means that the others
    /// could have spared the slowest 5 %. Says something of the dealing when all stores are complete and of machines alike.
    /// </summary>
    public double Imbalance
    {
        get
        {
            double mean = Stores.IsEmpty ? 0 : Stores.Average(s => (double)s.Time.Ticks);
            return mean > 0 ? Stores.Max(s => s.Time.Ticks) / mean : 1;
        }
    }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
