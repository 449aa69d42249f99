using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>What <see cref="FixedPointFinder"/> found and what became of its starts: Starts = Converged + Outside + Unconverged.</summary>
/// <param name="Orbits">
/// The fixed points, one entry for each set of equivalent ones, ordered by kind and then by coordinates. A search can miss points; it never
/// lists one that is not a root to rounding.
/// </param>
/// <param name="Starts">Number of starts, closed forms included.</param>
/// <param name="Converged">Starts that ended at an entry of <paramref name="Orbits"/>: the sum of their hits.</param>
/// <param name="Outside">Starts that ended at a root outside the allowed region: a Gram matrix that is not positive semidefinite, or out of the box.</param>
/// <param name="Unconverged">Starts that ended at no root within the step budget.</param>
public sealed record FixedPointSearch(ImmutableArray<FixedPointOrbit> Orbits, int Starts, int Converged, int Outside, int Unconverged)
{
    private readonly ValueArray<FixedPointOrbit> _orbits = ValueArray.Of(Orbits);

    /// <summary>The fixed points, one entry for each set of equivalent ones, ordered by kind and then by coordinates.</summary>
    public ImmutableArray<FixedPointOrbit> Orbits
    {
        get => _orbits;
        init => _orbits = ValueArray.Of(value);
    }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
