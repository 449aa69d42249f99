using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>A fixed point of a vector field: coordinates at which the field vanishes to rounding.</summary>
/// <param name="Coordinates">The point in the field's coordinates, length N.</param>
/// <param name="Residual">Largest |f_i| there.</param>
/// <param name="Name">What the field calls the point if it is an <see cref="INamedFixedPoints"/> and has a name for it; else null.</param>
public sealed record FixedPoint(ImmutableArray<double> Coordinates, double Residual, string? Name)
{
    private readonly ValueArray<double> _coordinates = ValueArray.Of(Coordinates);

    /// <summary>The point in the field's coordinates, length N.</summary>
    public ImmutableArray<double> Coordinates
    {
        get => _coordinates;
        init => _coordinates = ValueArray.Of(value);
    }

    /// <summary>
    /// How far the true point may lie from <see cref="Coordinates"/> in any coordinate, ≥ 0: within that distance the field cannot be told from zero. Near rounding for a simple root; about the
    /// m-th root of rounding for a root of multiplicity m, as many roots as cannot be told from one. Null where it was not asked for: points of
    /// <see cref="FixedPointFinder"/> have it.
    /// </summary>
    public double? Uncertainty { get; init; }

    /// <summary>The fixed point of <paramref name="field"/> at <paramref name="y"/>, with its residual and name.</summary>
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
        return new FixedPoint([.. y], VectorMath.Largest(derivative), (field as INamedFixedPoints)?.NameOf(y));
    }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
