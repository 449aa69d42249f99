using System.Numerics;

namespace PhaseGan;

/// <summary>
/// How far the fixed points of three features or more with a given set of active columns are from attracting, in units of τ: the largest real part of the spectrum, smallest over the points and the members of
/// their families; 1 where no point is left that the conditions of <see cref="ActiveFamilies"/> allow to attract.
/// </summary>
internal static class ManyActiveMargin
{
    private const double None = 1;

    /// <summary>That of the points with a feature seen, or none.</summary>
    /// <param name="gan">The parameters.</param>
    /// <param name="columns">The active columns, column j at bit j.</param>
    /// <param name="seen">The feature, or −1.</param>
    /// <param name="search">Looks for the best member.</param>
    /// <returns>The margin; NaN where the points are not known to be all.</returns>
    public static double Of(GanParameters gan, int columns, int seen, MemberSearch search)
    {
        var ode = new ReducedOde(gan);
        // where exactly as many features as there are frozen columns have a larger variance
        if (seen >= 0 && gan.RealVariances.Count(v => v > gan.RealVariances[seen]) != gan.FeatureCount - BitOperations.PopCount((uint)columns))
            return None;
        if (BitOperations.PopCount((uint)columns) == 1)
        {
            int column = BitOperations.TrailingZeroCount(columns);
            return seen < 0 ? SinglePairMargin.Locked(gan, column, search) : SinglePairMargin.Undeceived(gan, seen, column, search);
        }
        if (new ActiveFamily(ode, columns, seen).Points() is not { } points)
            return double.NaN;
        double margin = None;
        foreach (double[] y in points)
            margin = Math.Min(margin, Even(ode, y, columns, seen) is var even && even > 0 ? even : Math.Max(even, search.Best(ode, y, columns, seen)));
        return margin;
    }

    /// <summary>The eigenvalue of largest real part at the most stable of the points without free overlaps; null where there is none.</summary>
    public static Complex? Leading(GanParameters gan, int seen)
    {
        var ode = new ReducedOde(gan);
        return (new ActiveFamily(ode, (1 << gan.FeatureCount) - 1, seen).Points() ?? []).Select(y => SinglePairMargin.Leading(ode, y)).OfType<Complex>().OrderBy(z => z.Real).Cast<Complex?>().FirstOrDefault();
    }

    /// <summary>The recoveries of the feature that is seen.</summary>
    public static IEnumerable<double> Recoveries(GanParameters gan, int columns, int seen)
    {
        if (BitOperations.PopCount((uint)columns) == 1)
            return SinglePairMargin.Overlaps(gan, seen, BitOperations.TrailingZeroCount(columns));
        var ode = new ReducedOde(gan);
        return (new ActiveFamily(ode, columns, seen).Points() ?? []).Select(y => ode.Unpack(y).Recovery()[seen]);
    }

    /// <summary>The largest real part over the coordinates that do not vanish.</summary>
    private static double Even(ReducedOde ode, double[] y, int columns, int seen)
    {
        StateLayout at = ode.Layout;
        int[] active = [.. Enumerable.Range(0, at.Features).Where(j => (columns >> j & 1) != 0)];
        int[] even =
        [
            .. active.Select(at.R), .. active.SelectMany(j => active.Where(k => k < j).Select(k => at.S(k, j))),
            .. seen < 0 ? [] : active.Select(j => at.P(seen, j)).Append(at.Q(seen)),
        ];
        return SinglePairMargin.Largest(ode, y, even);
    }
}
