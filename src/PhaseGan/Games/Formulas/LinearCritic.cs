namespace PhaseGan;

/// <summary>The penalty R = ½‖∇ₓD‖² of a discriminator linear in the data, D = φ·x + const, over coordinates (θ, φ) of n each.</summary>
internal static class LinearCritic
{
    /// <summary>Writes (0, φ).</summary>
    public static void PenaltySlope(int n, ReadOnlySpan<double> y, Span<double> slope)
    {
        slope[..n].Clear();
        y.Slice(n, n).CopyTo(slope[n..]);
    }

    /// <summary>Writes the identity over φ.</summary>
    public static void PenaltyCurvature(int n, Span<double> matrix)
    {
        int all = 2 * n;
        matrix[..(all * all)].Clear();
        for (int i = n; i < all; i++)
            matrix[i * all + i] = 1;
    }
}
