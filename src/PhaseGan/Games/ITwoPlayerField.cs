namespace PhaseGan;

/// <summary>A vector field whose coordinates are the parameters of a generator, first, and of a discriminator, after them.</summary>
public interface ITwoPlayerField : IVectorField
{
    /// <summary>G ≥ 1: the first G coordinates are the generator's, the other N − G ≥ 1 the discriminator's.</summary>
    int GeneratorDimension { get; }
}
