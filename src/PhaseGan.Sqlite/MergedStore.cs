namespace PhaseGan.Sqlite;

/// <summary>One of the stores that were joined.</summary>
/// <param name="Path">The file, as it was named.</param>
/// <param name="Shard">The part of the sweep that it is for.</param>
/// <param name="Cells">Number of cells that it holds.</param>
/// <param name="Total">Number of cells of its part.</param>
/// <param name="Time">What labelling them took, added up over all threads.</param>
public sealed record MergedStore(string Path, SweepShard Shard, int Cells, int Total, TimeSpan Time)
{
    /// <summary>The file, as it was named.</summary>
    public string Path { get; init => field = Guard.NotNull(value, nameof(Path)); } = Guard.NotNull(Path);

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
