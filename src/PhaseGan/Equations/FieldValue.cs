namespace PhaseGan;

/// <summary>A plain number.</summary>
internal readonly struct FieldValue(double value) : IFieldNumber<FieldValue>
{
    /// <inheritdoc/>
    public double Value => value;

    /// <inheritdoc/>
    public static FieldValue Of(double value) => new(value);

    /// <inheritdoc/>
    public FieldValue Map(double value, double slope) => new(value);

    public static FieldValue operator +(FieldValue left, FieldValue right) => new(left.Value + right.Value);

    public static FieldValue operator -(FieldValue left, FieldValue right) => new(left.Value - right.Value);

    public static FieldValue operator *(FieldValue left, FieldValue right) => new(left.Value * right.Value);

    public static FieldValue operator /(FieldValue left, FieldValue right) => new(left.Value / right.Value);

    public static FieldValue operator *(double factor, FieldValue number) => new(factor * number.Value);
}
