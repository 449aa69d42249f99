using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>What <see cref="FixedPointFinder"/> found and what became of its starts: Starts = Converged + Outside + Unconverged.</summary>
/// <param name="Orbits">
/// The fixed points, one entry for each set of equivalent ones, in an order that the points alone decide. A search can miss points; it never
/// lists one that is not a root to rounding.
/// </param>
/// <param name="Starts">Number of starts, closed forms included. In a box it is a multiple of the number asked for where points were still being found.</param>
/// <param name="Converged">Starts that ended at an entry of <paramref name="Orbits"/>: the sum of their hits.</param>
/// <param name="Outside">Starts that ended at a root outside the allowed region: out of the box, or no state of the model.</param>
/// <param name="Unconverged">Starts that ended at no root within the step budget.</param>
public sealed record FixedPointSearch(ImmutableArray<FixedPointOrbit> Orbits, int Starts, int Converged, int Outside, int Unconverged)
{
    private readonly ValueArray<FixedPointOrbit> _orbits = ValueArray.Of(Orbits);

    /// <summary>The fixed points, one entry for each set of equivalent ones, in an order that the points alone decide.</summary>
    public ImmutableArray<FixedPointOrbit> Orbits
    {
        get => _orbits;
        init => _orbits = ValueArray.Of(value);
    }

    /// <summary>
    /// How many entries are missing at least, as the starts tell it: f₁(f₁ − 1)/2(f₂ + 1), where f₁ entries were met by one start or by none (deflation alone found them) and f₂
    /// by two. Chao, <em>Nonparametric estimation of the number of classes in a population</em>, Scand. J. Statist. 11 (1984) 265–270, in its
    /// bias-corrected form. Points known in closed form are not counted.
    /// </summary>
    public double EstimatedMissing { get; init; }

    /// <summary>
    /// Whether the search itself suggests that it is incomplete: an entry was met by one start at most, so that others like it may have been met by none, or as many
    /// starts ended nowhere as at a listed point.
    /// </summary>
    /// <remarks>False is no proof: see <see cref="LargestHiddenShare"/>.</remarks>
    public bool MayHaveMissed { get; init; }

    /// <summary>
    /// What can be said of points that are not listed: with 95 % confidence each of them draws less than this share of all starts, 3/Starts. A point that draws
    /// fewer is missed by chance, and no search by starts can exclude one that draws none.
    /// </summary>
    public double LargestHiddenShare => Math.Min(1, 3.0 / Starts);

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
