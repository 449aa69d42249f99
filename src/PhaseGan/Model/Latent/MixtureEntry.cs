namespace PhaseGan;

/// <summary>One entry with the law of a mixture of one feature.</summary>
internal sealed class MixtureEntry(MixtureLaw law) : EntryLaw
{
    private readonly EntryRule[] _rules = [new EntryRule([.. law.Weights], [.. law.Means], [.. law.Variances])];

    public override string Name => $"independent {law.Name}";

    public override int NormalsPerEntry => 2;

    public override double Draw(ReadOnlySpan<double> normals)
    {
        double entry = 0;
        law.Draw(normals, new Span<double>(ref entry));
        return entry;
    }

    public override EntryRule[] Rules => _rules;

    public override bool Equals(object? obj) => obj is MixtureEntry other && other.Law.Equals(law);

    public override int GetHashCode() => law.GetHashCode();

    private MixtureLaw Law => law;
}
