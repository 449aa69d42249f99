using System.Diagnostics.CodeAnalysis;

namespace PhaseGan;

/// <summary>The kinds of the fixed points of the GAN, from the names that its fields give them.</summary>
[SuppressMessage("Naming", "CA1708:Identifiers should differ by more than case", Justification = "The rule takes the two extension blocks for members of one name.")]
public static class FixedPointKinds
{
    /// <summary>What a fixed point is to the GAN.</summary>
    /// <param name="point">The point.</param>
    extension(FixedPoint point)
    {
        /// <summary>Which of q and r vanish there; <see cref="FixedPointKind.Other"/> where the field does not name its points by them.</summary>
        public FixedPointKind Kind => Of(point.Name);

        /// <summary>Overlaps below this size count as zero when a point is given its kind.</summary>
        public static double ZeroTolerance => OverlapKind.ZeroTolerance;
    }

    /// <summary>What equivalent fixed points are to the GAN.</summary>
    /// <param name="orbit">The points.</param>
    extension(FixedPointOrbit orbit)
    {
        /// <summary>The kind of every point of the set.</summary>
        public FixedPointKind Kind => Of(orbit.Name);
    }

    private static FixedPointKind Of(string? name) => name switch
    {
        nameof(FixedPointKind.Deceived) => FixedPointKind.Deceived,
        nameof(FixedPointKind.DiscriminatorOnly) => FixedPointKind.DiscriminatorOnly,
        nameof(FixedPointKind.Locked) => FixedPointKind.Locked,
        nameof(FixedPointKind.Undeceived) => FixedPointKind.Undeceived,
        nameof(FixedPointKind.RotatingWave) => FixedPointKind.RotatingWave,
        nameof(FixedPointKind.Split) => FixedPointKind.Split,
        _ => FixedPointKind.Other,
    };
}
