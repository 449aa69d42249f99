namespace PhaseGan;

/// <summary>Parts of a set of parameters.</summary>
[Flags]
internal enum GanParts
{
    None = 0,
    RealVariances = 1,
    FakeVariances = 2,
    DiscriminatorRate = 4,
    GeneratorRate = 8,
    RealNoise = 16,
    FakeNoise = 32,
    BatchSize = 64,
}
