namespace PhaseGan;

/// <summary>N(0, 1).</summary>
internal sealed class GaussianEntry : EntryLaw
{
    public static readonly GaussianEntry Instance = new();
    private static readonly EntryRule[] Exact = [new EntryRule([1], [0], [1])];

    public override string Name => "gaussian";

    public override int NormalsPerEntry => 1;

    public override double Draw(ReadOnlySpan<double> normals) => normals[0];

    public override EntryRule[] Rules => Exact;
}
