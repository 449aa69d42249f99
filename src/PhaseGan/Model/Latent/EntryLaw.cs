namespace PhaseGan;

/// <summary>The law of one entry of a code with independent entries: zero mean, variance 1.</summary>
internal abstract class EntryLaw
{
    public abstract string Name { get; }

    public abstract int NormalsPerEntry { get; }

    public abstract double Draw(ReadOnlySpan<double> normals);

    /// <summary>
    /// Mixtures of normal laws on the line that stand for the law in averages of f(a ĉ + σe + …) with standard normal e: the law itself
    /// where it is such a mixture, quadrature rules of rising order otherwise.
    /// </summary>
    public abstract EntryRule[] Rules { get; }
}
