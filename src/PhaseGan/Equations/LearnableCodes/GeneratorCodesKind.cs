namespace PhaseGan;

/// <summary>What of the law of the fake codes is learned: see <see cref="GeneratorCodes"/>.</summary>
public enum GeneratorCodesKind
{
    /// <summary>The scale of every entry.</summary>
    Scales,

    /// <summary>A matrix that mixes normal entries.</summary>
    Matrix,

    /// <summary>Means and covariances of a mixture of normal laws.</summary>
    Mixture,
}
