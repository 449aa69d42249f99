namespace PhaseGan;

/// <summary>The f-divergences of <see cref="FDivergence"/>.</summary>
public enum FDivergenceKind
{
    /// <summary>f(u) = u log u.</summary>
    KullbackLeibler,

    /// <summary>f(u) = −log u.</summary>
    ReverseKullbackLeibler,

    /// <summary>f(u) = (u − 1)².</summary>
    Pearson,

    /// <summary>f(u) = (√u − 1)².</summary>
    Hellinger,

    /// <summary>f(u) = u log u − (u + 1) log((u + 1)/2).</summary>
    JensenShannon,

    /// <summary>f(u) = ½|u − 1|.</summary>
    TotalVariation,
}
