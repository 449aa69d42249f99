namespace PhaseGan.Sqlite;

/// <summary>What one run of a process did for a store.</summary>
/// <param name="Started">When it began, by the clock of its machine; shown, never computed with.</param>
/// <param name="Host">The machine.</param>
/// <param name="Cells">Cells that it wrote.</param>
/// <param name="Elapsed">From its beginning to its last cell, by a clock that is never set.</param>
public sealed record SweepSession(string Started, string Host, int Cells, TimeSpan Elapsed)
{
    /// <summary>When it began, by the clock of its machine; shown, never computed with.</summary>
    public string Started { get; init => field = Guard.NotNull(value, nameof(Started)); } = Guard.NotNull(Started);

    /// <summary>The machine.</summary>
    public string Host { get; init => field = Guard.NotNull(value, nameof(Host)); } = Guard.NotNull(Host);

    /// <summary>Cells written a second; 0 before the first.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Cells / Elapsed.TotalSeconds : 0;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
