using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>The numbers of a set of parameters, without an object of their own: what looks at each cell of a sweep makes one a cell. Nothing of them is checked.</summary>
/// <param name="RealVariances">Λ.</param>
/// <param name="FakeVariances">Λ̃.</param>
/// <param name="DiscriminatorRate">τ.</param>
/// <param name="GeneratorRate">τ̃.</param>
/// <param name="RealNoise">η_T.</param>
/// <param name="FakeNoise">η_G.</param>
/// <param name="BatchSize">m.</param>
internal readonly record struct GanNumbers(
    ImmutableArray<double> RealVariances,
    ImmutableArray<double> FakeVariances,
    double DiscriminatorRate,
    double GeneratorRate,
    double RealNoise,
    double FakeNoise,
    int BatchSize)
{
    /// <summary>The parts in which two sets differ.</summary>
    public GanParts Difference(in GanNumbers other) =>
        (AreSame(RealVariances, other.RealVariances) ? GanParts.None : GanParts.RealVariances)
        | (AreSame(FakeVariances, other.FakeVariances) ? GanParts.None : GanParts.FakeVariances)
        | (DiscriminatorRate == other.DiscriminatorRate ? GanParts.None : GanParts.DiscriminatorRate)
        | (GeneratorRate == other.GeneratorRate ? GanParts.None : GanParts.GeneratorRate)
        | (RealNoise == other.RealNoise ? GanParts.None : GanParts.RealNoise)
        | (FakeNoise == other.FakeNoise ? GanParts.None : GanParts.FakeNoise)
        | (BatchSize == other.BatchSize ? GanParts.None : GanParts.BatchSize);

    /// <summary>Whether real and fake variances are the same.</summary>
    public bool IsMatched => AreSame(RealVariances, FakeVariances);

    private static bool AreSame(ImmutableArray<double> a, ImmutableArray<double> b) => a == b || a.AsSpan().SequenceEqual(b.AsSpan());
}
