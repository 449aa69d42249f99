using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>Where a branch of a diagram was found.</summary>
/// <param name="Kind">How.</param>
/// <param name="Parameter">The value of the parameter there.</param>
/// <param name="Coordinates">The fixed point, or a state on the cycle, length N.</param>
/// <param name="Parent">The number of the branch on which it lies, counted from 1 as in the tables of the diagram; null where no branch led to it.</param>
public sealed record BranchOrigin(BranchOriginKind Kind, double Parameter, ImmutableArray<double> Coordinates, int? Parent)
{
    private readonly ValueArray<double> _coordinates = ValueArray.Of(Coordinates, nameof(Coordinates));

    /// <summary>The fixed point, or a state on the cycle, length N.</summary>
    public ImmutableArray<double> Coordinates
    {
        get => _coordinates;
        init => _coordinates = ValueArray.Of(value, nameof(Coordinates));
    }

    /// <summary>How, where, and from which branch.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind} at {Parameter:G6}{(Parent is { } parent ? $" on branch {parent}" : "")}");
}
