namespace PhaseGan;

/// <summary>±1 with equal chances.</summary>
internal sealed class RademacherEntry : EntryLaw
{
    public static readonly RademacherEntry Instance = new();
    private static readonly EntryRule[] Exact = [new EntryRule([0.5, 0.5], [-1, 1], [0, 0])];

    public override string Name => "rademacher";

    public override int NormalsPerEntry => 1;

    public override double Draw(ReadOnlySpan<double> normals) => Math.CopySign(1, normals[0]);

    public override EntryRule[] Rules => Exact;
}
