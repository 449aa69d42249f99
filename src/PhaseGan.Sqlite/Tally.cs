namespace PhaseGan.Sqlite;

/// <summary>How many rows there are, and the exclusive or of their checksums, which does not depend on their order.</summary>
internal readonly record struct Tally(long Cells, long Digest)
{
    public static Tally Empty => default;

    public long Checksum => Sqlite.Checksum.Of(Sqlite.Checksum.Text(Cells), Sqlite.Checksum.Text(Digest));

    public Tally With(long checksum) => new(Cells + 1, Digest ^ checksum);
}
