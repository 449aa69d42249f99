namespace PhaseGan;

/// <summary>A number with its derivative along a direction, by the rules of differentiation.</summary>
internal readonly struct FieldVariation(double value, double slope) : IFieldNumber<FieldVariation>
{
    /// <inheritdoc/>
    public double Value => value;

    /// <summary>The derivative.</summary>
    public double Slope => slope;

    /// <inheritdoc/>
    public static FieldVariation Of(double value) => new(value, 0);

    /// <inheritdoc/>
    public FieldVariation Map(double value, double slope) => new(value, slope * Slope);

    public static FieldVariation operator +(FieldVariation left, FieldVariation right) => new(left.Value + right.Value, left.Slope + right.Slope);

    public static FieldVariation operator -(FieldVariation left, FieldVariation right) => new(left.Value - right.Value, left.Slope - right.Slope);

    public static FieldVariation operator *(FieldVariation left, FieldVariation right) => new(left.Value * right.Value, left.Slope * right.Value + left.Value * right.Slope);

    public static FieldVariation operator /(FieldVariation left, FieldVariation right)
    {
        double quotient = left.Value / right.Value;
        return new(quotient, (left.Slope - quotient * right.Slope) / right.Value);
    }

    public static FieldVariation operator *(double factor, FieldVariation number) => new(factor * number.Value, factor * number.Slope);
}
