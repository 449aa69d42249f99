using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>A branch from its points and events, with the lengths at which they lie.</summary>
internal static class BranchAssembly
{
    /// <summary>The branch.</summary>
    public static Branch Of(BranchKind kind, BranchSetting setting, IReadOnlyList<CurveNode> nodes, IEnumerable<SpecialPoint> specials, BranchEnd first, BranchEnd last)
    {
        var lengths = new double[nodes.Count];
        for (int k = 1; k < lengths.Length; k++)
            lengths[k] = lengths[k - 1] + VectorMath.Distance(nodes[k - 1].In(nodes[k].At.Frame), nodes[k].Unknowns);
        ImmutableArray<BranchPoint> points = [.. nodes.Select((n, k) => new BranchPoint(n, lengths[k]))];
        int from = 0;
        var placed = new List<SpecialPoint>();
        foreach (SpecialPoint special in specials)
        {
            from = Piece(nodes, special, from);
            placed.Add(new SpecialPoint(special, lengths[from] + VectorMath.Distance(nodes[from].In(special.Frame), special.Unknowns)));
        }
        return new Branch(kind, setting.Family, points, [.. placed.OrderBy(s => s.ArcLength)], first, last) { Setting = setting };
    }

    /// <summary>The first piece, from a given one on, that the way over the special point lengthens least.</summary>
    private static int Piece(IReadOnlyList<CurveNode> nodes, SpecialPoint special, int from)
    {
        int best = from;
        double least = double.PositiveInfinity;
        for (int k = from; k + 1 < nodes.Count; k++)
        {
            double[] a = nodes[k].In(special.Frame), b = nodes[k + 1].In(special.Frame);
            double detour = VectorMath.Distance(a, special.Unknowns) + VectorMath.Distance(special.Unknowns, b) - VectorMath.Distance(a, b);
            if (detour < least)
                (best, least) = (k, detour);
        }
        return best;
    }
}
