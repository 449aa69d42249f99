using System.Collections.Immutable;

namespace PhaseGan.Plotting;

/// <summary>Branches of cycles as lines of their least and largest values.</summary>
internal static class CycleLines
{
    /// <summary>The colour of the lines, after those of the kinds of branches.</summary>
    public const int Colour = 3;

    /// <summary>The branches, if they fit to one of fixed points.</summary>
    public static ImmutableArray<CycleBranch> Checked(Branch beside, ImmutableArray<CycleBranch> cycles)
    {
        ImmutableArray<CycleBranch> drawn = cycles.IsDefault ? [] : [.. cycles.Where(c => !Null(c).Points.IsEmpty)];
        foreach (CycleBranch branch in drawn)
            if (!branch.Family.Parameters.SequenceEqual(beside.Family.Parameters) || branch.Points[0].Minima.Length != beside.Points[0].Coordinates.Length)
                throw new ArgumentException(
                    $"cycles of a figure have its parameter and as many coordinates; got {string.Join(", ", branch.Family.Parameters)} beside {string.Join(", ", beside.Family.Parameters)}", nameof(cycles));
        return drawn;
    }

    /// <summary>Pieces of one stability, each with a line of the least values and one of the largest.</summary>
    public static IEnumerable<(bool IsSolid, ImmutableArray<(double X, double Y)> Places)> Of(ImmutableArray<CycleBranch> cycles, int coordinate)
    {
        foreach (CycleBranch branch in cycles)
        {
            int from = 0;
            for (int k = 1; k <= branch.Points.Length; k++)
            {
                if (k < branch.Points.Length && branch.Points[k].IsStable == branch.Points[from].IsStable)
                    continue;
                // neighbours share the place between them
                CycleBranchPoint[] piece = [.. branch.Points.Skip(from).Take(k - from + 1)];
                if (piece.Length > 1)
                {
                    yield return (branch.Points[from].IsStable, [.. piece.Select(p => (p.Parameters[0], p.Minima[coordinate]))]);
                    yield return (branch.Points[from].IsStable, [.. piece.Select(p => (p.Parameters[0], p.Maxima[coordinate]))]);
                }
                from = k;
            }
        }
    }

    /// <summary>Marks of bifurcations that were located, each at the least and the largest value.</summary>
    public static IEnumerable<(CycleSpecialKind Kind, double X, double Y)> Marks(ImmutableArray<CycleBranch> cycles, int coordinate) =>
        from branch in cycles
        from special in branch.SpecialPoints
        where special.IsLocated && special.Minima.Length > coordinate && special.Maxima.Length > coordinate
        from value in (double[])[special.Minima[coordinate], special.Maxima[coordinate]]
        select (special.Kind, special.Parameters[0], value);

    private static CycleBranch Null(CycleBranch? branch) => branch ?? throw new ArgumentNullException(nameof(branch), "a branch of cycles must not be null");
}
