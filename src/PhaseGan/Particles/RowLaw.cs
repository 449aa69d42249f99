namespace PhaseGan;

/// <summary>The law of the scaled rows û = √n U_i of the features, with independent entries of mean 0 and variance 1. Macroscopic ODEs do not depend on it; laws of single weights under a separable penalty do. Immutable.</summary>
public sealed record RowLaw
{
    private RowLaw(int oneIn) => OneIn = oneIn;

    /// <summary>Standard normal entries.</summary>
    public static RowLaw Gaussian { get; } = new(0);

    /// <summary>Entries ±1: features that are spread evenly.</summary>
    public static RowLaw Signs { get; } = new(1);

    /// <summary>Whether entries are normal.</summary>
    public bool IsGaussian => OneIn == 0;

    /// <summary>s where one entry in s is ±√s and the others are zero, 1 for signs; 0 for normal entries.</summary>
    public int OneIn { get; }

    /// <summary>Sparse features: one entry in s is ±√s, the others are zero.</summary>
    /// <param name="oneIn">s, in [1, 64].</param>
    /// <exception cref="ArgumentOutOfRangeException">s is out of range.</exception>
    public static RowLaw Sparse(int oneIn) =>
        oneIn is >= 1 and <= 64 ? new(oneIn) : throw Guard.OutOfRange(nameof(oneIn), oneIn, "is how many entries there are for one that is not zero and must lie in [1, 64]");

    /// <summary>In words.</summary>
    public override string ToString() => IsGaussian ? "normal rows" : OneIn == 1 ? "rows of signs" : FormattableString.Invariant($"sparse rows, one entry in {OneIn}");
}
