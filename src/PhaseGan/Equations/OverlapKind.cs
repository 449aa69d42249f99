namespace PhaseGan;

/// <summary>The kind of a fixed point from the overlaps of the discriminator.</summary>
internal static class OverlapKind
{
    /// <summary>Overlaps below this size count as zero.</summary>
    public const double ZeroTolerance = 1e-7;

    /// <summary>Which of q and r vanish to within <see cref="ZeroTolerance"/>; <see cref="FixedPointKind.Other"/> if an overlap is NaN.</summary>
    /// <param name="real">q: overlaps of w with the features.</param>
    /// <param name="fake">r: overlaps of w with the generator's columns.</param>
    public static FixedPointKind Of(ReadOnlySpan<double> real, ReadOnlySpan<double> fake)
    {
        double q = VectorMath.Largest(real), r = VectorMath.Largest(fake);
        if (double.IsNaN(q + r))
            return FixedPointKind.Other;
        return (q > ZeroTolerance, r > ZeroTolerance) switch
        {
            (false, false) => FixedPointKind.Deceived,
            (true, false) => FixedPointKind.DiscriminatorOnly,
            (false, true) => FixedPointKind.Locked,
            (true, true) => FixedPointKind.Undeceived,
        };
    }

    /// <summary>The same where q begins at index d² and r follows it, as in every macroscopic ODE.</summary>
    public static FixedPointKind OfMacroscopic(ReadOnlySpan<double> y, int d) => Of(y.Slice(StateLayout.QStartOf(d), d), y.Slice(StateLayout.QStartOf(d) + d, d));

    /// <summary>The name of a kind, which <see cref="INamedFixedPoints"/> gives; null for <see cref="FixedPointKind.Other"/>.</summary>
    public static string? Name(FixedPointKind kind) => kind switch
    {
        FixedPointKind.Deceived => nameof(FixedPointKind.Deceived),
        FixedPointKind.DiscriminatorOnly => nameof(FixedPointKind.DiscriminatorOnly),
        FixedPointKind.Locked => nameof(FixedPointKind.Locked),
        FixedPointKind.Undeceived => nameof(FixedPointKind.Undeceived),
        FixedPointKind.RotatingWave => nameof(FixedPointKind.RotatingWave),
        FixedPointKind.Split => nameof(FixedPointKind.Split),
        _ => null,
    };
}
