namespace PhaseGan.Dynamics;

/// <summary>Whether a place lies on a branch: the branch is solved for beside it.</summary>
internal static class BranchPlaces
{
    /// <summary>A point of the branch this near to the place, in units of the frame, is the place.</summary>
    private const double SamePlace = 1e-7;

    /// <summary>A place farther from the chord than this share of its length does not lie on the piece.</summary>
    private const double MostSideways = 0.4;

    /// <summary>A place a little before or after a piece, as a share of its length, may still lie on it.</summary>
    private const double Slack = 1e-3;

    /// <summary>Whether the branch passes a place, given by its parameters and coordinates.</summary>
    public static bool Holds(Branch branch, double[] parameters, double[] coordinates)
    {
        if (branch.Setting is not { } setting)
            return false;
        double[] u = setting.Frame.Unknowns(coordinates, parameters);
        if (branch.Kind == BranchKind.BranchPoints)
            u = [.. u, 0];
        double near = SamePlace * Math.Max(1, VectorMath.Norm(u));
        for (int k = 0; k < branch.Points.Length; k++)
        {
            CurveNode a = branch.Points[k].Node;
            if (VectorMath.Distance(a.Unknowns, u) <= near)
                return true;
            if (k + 1 < branch.Points.Length && Share(a, branch.Points[k + 1].Node, u) is { } share
                && Between(branch, a, branch.Points[k + 1].Node, share) is { } node && VectorMath.Distance(node.Unknowns, u) <= near)
                return true;
        }
        return false;
    }

    /// <summary>The share of the chord at which a place lies beside it; null if it lies elsewhere.</summary>
    private static double? Share(CurveNode a, CurveNode b, double[] u)
    {
        double[] chord = CurveTracer.Chord(a, b), place = [.. u];
        VectorMath.AddMultiple(place, -1, a.Unknowns);
        double square = VectorMath.SumOfSquares(chord), share = VectorMath.Dot(place, chord) / square;
        VectorMath.AddMultiple(place, -share, chord);
        return share >= -Slack && share <= 1 + Slack && VectorMath.Norm(place) <= MostSideways * Math.Sqrt(square) ? share : null;
    }

    private static CurveNode? Between(Branch branch, CurveNode a, CurveNode b, double share)
    {
        BranchSetting setting = branch.Setting!;
        if (branch.Kind == BranchKind.FixedPoints)
            return FixedPointBranches.Between(setting, a, b, share);
        if (branch.Kind == BranchKind.BranchPoints)
            return BranchPointCurve.Between(setting, a, b, share);
        return setting.Frame.Near(a) is { } near && BifurcationCurves.Function(branch.Kind, a.At.Transverse) is { } function
            ? new CurveTracer(new AugmentedSystem(near, [function]), setting.Options).Between(a, b, share)
            : null;
    }
}
