using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>A fixed point of a vector field: coordinates at which the field vanishes to rounding.</summary>
/// <param name="Coordinates">The point in the field's coordinates, length N.</param>
/// <param name="Residual">Largest |f_i| there.</param>
/// <param name="Kind">What the field calls the point if it is an <see cref="INamedFixedPoints"/>: for the ODEs and the game of this model which of q and r vanish. Else <see cref="FixedPointKind.Other"/>.</param>
public sealed record FixedPoint(ImmutableArray<double> Coordinates, double Residual, FixedPointKind Kind)
{
    private readonly ValueArray<double> _coordinates = ValueArray.Of(Coordinates);

    /// <summary>The point in the field's coordinates, length N.</summary>
    public ImmutableArray<double> Coordinates
    {
        get => _coordinates;
        init => _coordinates = ValueArray.Of(value);
    }

    /// <summary>Overlaps below this size count as zero when a point is given its kind.</summary>
    public const double ZeroTolerance = OverlapKind.ZeroTolerance;

    /// <summary>
    /// How far the true point may lie from <see cref="Coordinates"/> in any coordinate, ≥ 0: within that distance the field cannot be told from zero. Near rounding for a simple root; about the
    /// m-th root of rounding for a root of multiplicity m, as many roots as cannot be told from one. Null where it was not asked for: points of
    /// <see cref="FixedPointFinder"/> have it.
    /// </summary>
    public double? Uncertainty { get; init; }

    /// <summary>The fixed point of <paramref name="field"/> at <paramref name="y"/>, with its residual and kind computed.</summary>
    /// <param name="field">The field.</param>
    /// <param name="y">Coordinates, length N, already polished.</param>
    /// <exception cref="ArgumentNullException"><paramref name="field"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="y"/> has not length N.</exception>
    public static FixedPoint At(IVectorField field, ReadOnlySpan<double> y)
    {
        ArgumentNullException.ThrowIfNull(field);
        Guard.Length(y.Length, field.Dimension, "the coordinates of the field", nameof(y));
        var derivative = new double[y.Length];
        field.Evaluate(y, derivative);
        double residual = 0;
        foreach (double v in derivative)
            residual = Math.Max(residual, Math.Abs(v));
        return new FixedPoint([.. y], residual, (field as INamedFixedPoints)?.KindOf(y) ?? FixedPointKind.Other);
    }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
