using System.Numerics;

namespace PhaseGan;

/// <summary>A number with its derivative in one direction: what is computed with such numbers has the derivative of what is computed with plain ones.</summary>
internal readonly struct DualNumber(double value, double derivative)
    : IAdditionOperators<DualNumber, DualNumber, DualNumber>, ISubtractionOperators<DualNumber, DualNumber, DualNumber>, IMultiplyOperators<DualNumber, DualNumber, DualNumber>, IDivisionOperators<DualNumber, DualNumber, DualNumber>
{
    public readonly double Value = value, Derivative = derivative;

    public static DualNumber operator +(DualNumber a, DualNumber b) => new(a.Value + b.Value, a.Derivative + b.Derivative);

    public static DualNumber operator -(DualNumber a, DualNumber b) => new(a.Value - b.Value, a.Derivative - b.Derivative);

    public static DualNumber operator *(DualNumber a, DualNumber b) => new(a.Value * b.Value, a.Value * b.Derivative + a.Derivative * b.Value);

    public static DualNumber operator /(DualNumber a, DualNumber b) => new(a.Value / b.Value, (a.Derivative - a.Value / b.Value * b.Derivative) / b.Value);

    /// <summary>A number that does not move, as either kind of number.</summary>
    public static T Constant<T>(double value)
        where T : struct => typeof(T) == typeof(double) ? (T)(object)value : (T)(object)new DualNumber(value, 0);
}
