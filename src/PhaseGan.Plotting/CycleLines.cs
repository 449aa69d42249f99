using System.Collections.Immutable;

namespace PhaseGan.Plotting;

/// <summary>Branches of cycles as lines of their least and largest values, and curves of their bifurcations in the plane of both parameters.</summary>
internal static class CycleLines
{
    /// <summary>The colour of the lines, after those of the kinds of branches.</summary>
    private const int Colour = 3;

    /// <summary>The branches, if they fit to the others of a figure.</summary>
    public static ImmutableArray<CycleBranch> Checked(ImmutableArray<string> parameters, int dimension, ImmutableArray<CycleBranch> cycles)
    {
        ImmutableArray<CycleBranch> drawn = cycles.IsDefault ? [] : [.. cycles.Where(c => !Null(c).Points.IsEmpty)];
        foreach (CycleBranch branch in drawn)
            if (!branch.Family.Parameters.SequenceEqual(parameters) || branch.Points[0].Minima.Length != dimension)
                throw new ArgumentException(
                    $"cycles of a figure have its parameter and as many coordinates; got {string.Join(", ", branch.Family.Parameters)} beside {string.Join(", ", parameters)}", nameof(cycles));
        return drawn;
    }

    /// <summary>Pieces of one stability, each with a line of the least values and one of the largest; of curves in two parameters pieces with and without a pair on the circle.</summary>
    public static IEnumerable<(int Colour, bool IsSolid, ImmutableArray<(double X, double Y)> Places)> Of(ImmutableArray<CycleBranch> cycles, int coordinate)
    {
        foreach (CycleBranch branch in cycles)
        {
            int from = 0, colour = Colour + (int)branch.Kind;
            for (int k = 1; k <= branch.Points.Length; k++)
            {
                if (k < branch.Points.Length && IsSolid(branch, k) == IsSolid(branch, from))
                    continue;
                // neighbours share the place between them
                CycleBranchPoint[] piece = [.. branch.Points.Skip(from).Take(k - from + 1)];
                if (piece.Length > 1 && branch.Kind != CycleBranchKind.Cycles)
                    yield return (colour, IsSolid(branch, from), [.. piece.Select(p => (p.Parameters[0], p.Parameters[1]))]);
                else if (piece.Length > 1)
                {
                    yield return (colour, IsSolid(branch, from), [.. piece.Select(p => (p.Parameters[0], p.Minima[coordinate]))]);
                    yield return (colour, IsSolid(branch, from), [.. piece.Select(p => (p.Parameters[0], p.Maxima[coordinate]))]);
                }
                from = k;
            }
        }
    }

    /// <summary>What lines of a colour are called in the legend.</summary>
    public static string NameOf(int colour, bool isSolid) => ((CycleBranchKind)(colour - Colour), isSolid) switch
    {
        (CycleBranchKind.Cycles, true) => "stable cycles",
        (CycleBranchKind.Cycles, false) => "unstable cycles",
        (CycleBranchKind.Folds, _) => "folds of cycles",
        (CycleBranchKind.PeriodDoublings, _) => "period doublings",
        (CycleBranchKind.BranchPoints, _) => "branch points of cycles",
        (_, true) => "tori",
        _ => "neutral saddle cycles",
    };

    private static bool IsSolid(CycleBranch branch, int k) => branch.Kind switch
    {
        CycleBranchKind.Cycles => branch.Points[k].IsStable,
        CycleBranchKind.Tori => branch.Points[k].Angle is not null,
        _ => true,
    };

    /// <summary>Marks of bifurcations that were located, each at the least and the largest value, or at both parameters.</summary>
    public static IEnumerable<(CycleSpecialKind Kind, double X, double Y)> Marks(ImmutableArray<CycleBranch> cycles, int coordinate) =>
        from branch in cycles
        from special in branch.SpecialPoints
        where special.IsLocated && (branch.Kind != CycleBranchKind.Cycles || special.Minima.Length > coordinate && special.Maxima.Length > coordinate)
        from value in branch.Kind != CycleBranchKind.Cycles ? (double[])[special.Parameters[1]] : [special.Minima[coordinate], special.Maxima[coordinate]]
        select (special.Kind, special.Parameters[0], value);

    private static CycleBranch Null(CycleBranch? branch) => branch ?? throw new ArgumentNullException(nameof(branch), "a branch of cycles must not be null");
}
