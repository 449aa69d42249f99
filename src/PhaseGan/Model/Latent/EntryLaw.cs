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

    /// <summary>The index of the rule to use.</summary>
    /// <param name="spread">|a|.</param>
    /// <param name="deviation">σ ≥ 0.</param>
    /// <param name="scale">Distance of the singularities of f from the real line.</param>
    /// <param name="refinement">0 for the working rule, 1 for a finer one.</param>
    public virtual int Choose(double spread, double deviation, double scale, int refinement) => 0;
}
