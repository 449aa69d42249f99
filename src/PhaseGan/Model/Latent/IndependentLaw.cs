namespace PhaseGan;

/// <summary>Independent entries with one law.</summary>
internal sealed class IndependentLaw(EntryLaw entry) : LatentLaw
{
    public EntryLaw Entry => entry;

    public override string Name => entry.Name;

    public override int NormalsPerCode(int featureCount) =>
        Guard.AtLeast(featureCount, 1, "the number of features") * entry.NormalsPerEntry;

    public override void Draw(ReadOnlySpan<double> normals, Span<double> code)
    {
        int each = entry.NormalsPerEntry;
        Guard.Length(normals.Length, each * code.Length, $"{each} standard normal(s) for each entry of the code", nameof(normals));
        for (int l = 0; l < code.Length; l++)
            code[l] = entry.Draw(normals.Slice(l * each, each));
    }

    public override bool Equals(object? obj) => obj is IndependentLaw other && other.Entry.Equals(entry);

    public override int GetHashCode() => HashCode.Combine(nameof(IndependentLaw), entry);
}
