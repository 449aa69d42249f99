using System.Numerics;

namespace PhaseGan;

/// <summary>What a field is computed in: plain numbers, or numbers with their derivative along a direction, from the same formulas.</summary>
internal interface IFieldNumber<T> : IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>, IMultiplyOperators<T, T, T>, IDivisionOperators<T, T, T>
    where T : struct, IFieldNumber<T>
{
    /// <summary>A constant.</summary>
    static abstract T Of(double value);

    /// <summary>A constant times a number.</summary>
    static abstract T operator *(double factor, T number);

    /// <summary>A function of the number, given its value and its slope there.</summary>
    T Map(double value, double slope);

    /// <summary>The value without derivative.</summary>
    double Value { get; }
}
