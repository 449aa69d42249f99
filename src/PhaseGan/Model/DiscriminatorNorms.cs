namespace PhaseGan;

/// <summary>What holds the columns of a discriminator with several features where the strength λ is infinite.</summary>
public enum DiscriminatorNorms
{
    /// <summary>WᵀW = I after each step, by the polar retraction W(WᵀW)^(−1/2).</summary>
    Orthonormal,

    /// <summary>Each column is given unit length by itself; columns may align.</summary>
    UnitColumns,
}
