using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace PhaseGan.Dynamics;

/// <summary>
/// An immutable array that equals another one with equal entries. A record compares its fields, so one that keeps its arrays so is equal to another one by
/// what is in them.
/// </summary>
internal readonly struct ValueArray<T>(ImmutableArray<T> values) : IEquatable<ValueArray<T>>
{
    private readonly ImmutableArray<T> _values = values;

    /// <summary>Whether it is no array, which <see cref="ValueArray.Of"/> never gives.</summary>
    public bool IsDefault => _values.IsDefault;

    public static implicit operator ImmutableArray<T>(ValueArray<T> array) => array._values;

    public bool Equals(ValueArray<T> other) =>
        _values == other._values || (!_values.IsDefault && !other._values.IsDefault && _values.AsSpan().SequenceEqual(other._values.AsSpan()));

    public override bool Equals(object? obj) => obj is ValueArray<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        if (!_values.IsDefault)
            foreach (T value in _values)
                hash.Add(value);
        return hash.ToHashCode();
    }
}

/// <summary>Makes arrays that are equal by their entries.</summary>
internal static class ValueArray
{
    /// <summary>An array that is there.</summary>
    /// <exception cref="ArgumentNullException">It is not: the default of its type.</exception>
    public static ValueArray<T> Of<T>(ImmutableArray<T> values, [CallerArgumentExpression(nameof(values))] string? name = null) =>
        values.IsDefault ? throw new ArgumentNullException(name, $"{name} may be empty but must be an array; got the default of its type") : new ValueArray<T>(values);
}
