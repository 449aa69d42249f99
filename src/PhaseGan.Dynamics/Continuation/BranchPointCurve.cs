namespace PhaseGan.Dynamics;

/// <summary>
/// Curves of simple branch points in two parameters. They need three in general: with the field F + βw, where w is the left null vector nearby, there is always a curve, and its points are branch points of F as long as β vanishes,
/// as it does where a symmetry or a branch that is always there keeps them.
/// </summary>
internal static class BranchPointCurve
{
    /// <summary>β in units of the field beyond which the branches have come apart.</summary>
    private const double Persists = 1e-9;

    /// <summary>The curve through a branch point.</summary>
    public static Branch Through(BranchSetting setting, SpecialPoint from, double[] at, CancellationToken cancellationToken)
    {
        BranchFrame frame = setting.Frame;
        double[] u = [.. frame.Unknowns(from.Coordinates.AsSpan(), at), 0];
        int parameter = Math.Max(0, setting.Family.Parameters.IndexOf(from.Frame.ParameterNames[0]));
        if (from.FamilyDimension > 0 || !from.IsLocated || from.Multiplicity > 1)
            return Nothing(setting, BranchEnd.NotIsolated);
        if (frame.Linearise(u, SlopeAccuracy.Exact, out _) is not { } near)
            return Nothing(setting, BranchEnd.NoStart);
        AugmentedSystem system = System(frame, near, parameter);
        if (OnCurve(system, u, frame.Dimension + 1 - parameter) is not { } start)
            return Nothing(setting, BranchEnd.NoStart);
        int m = system.Unknowns;
        double[] values = new double[m], matrix = new double[m * m];
        if (system.Evaluate(start, values, matrix, out _, SlopeAccuracy.Exact) is null)
            return Nothing(setting, BranchEnd.NoStart);
        if (CurveTracer.NullVector(matrix, m) is not { } tangent)
            return Nothing(setting, BranchEnd.NotIsolated);
        (double first, double second) = (tangent[^3], tangent[^2]);
        if ((Math.Abs(second) > Math.Abs(first) ? second : first) < 0)
            VectorMath.Divide(tangent, -1);
        var tracer = new CurveTracer(system, setting.Options, node => System(frame, node.At, parameter)) { Outgrows = IsUnfolded };
        if (tracer.NodeAt(start, tangent) is not { } node || IsUnfolded(node))
            return Nothing(setting, BranchEnd.NoStart);
        (List<CurveNode> forward, BranchEnd last) = Persisting(tracer, node, setting, cancellationToken);
        if (last == BranchEnd.Closed)
            return BranchAssembly.Of(BranchKind.BranchPoints, setting, forward, [], last, last);
        (List<CurveNode> backward, BranchEnd end) = Persisting(tracer, node.Reversed(), setting, cancellationToken);
        List<CurveNode> nodes = [.. backward.AsEnumerable().Reverse().Select(n => n.Reversed()).SkipLast(1), .. forward];
        return BranchAssembly.Of(BranchKind.BranchPoints, setting, nodes, [], end, last);
    }

    /// <summary>The branch point of a curve at a share of the way between two of its points; null if it is not found.</summary>
    public static CurveNode? Between(BranchSetting setting, CurveNode a, CurveNode b, double share)
    {
        // both parameters tell branch points, but where one of them rests
        int parameter = Math.Abs(b.Unknowns[^2] - a.Unknowns[^2]) > Math.Abs(b.Unknowns[^3] - a.Unknowns[^3]) ? 0 : 1;
        return new CurveTracer(System(setting.Frame, a.At, parameter), setting.Options).Between(a, b, share);
    }

    private static bool IsUnfolded(CurveNode node) => Math.Abs(node.Unknowns[^1]) > Persists;

    /// <summary>The points from a start on that are branch points.</summary>
    private static (List<CurveNode> Nodes, BranchEnd End) Persisting(CurveTracer tracer, CurveNode start, BranchSetting setting, CancellationToken cancellationToken)
    {
        (List<CurveNode> nodes, BranchEnd? end) = tracer.Trace(start, setting.Options.MaxPoints, cancellationToken);
        int first = nodes.FindIndex(IsUnfolded);
        return first < 0 && end is { } reason ? (nodes, reason) : (first < 0 ? nodes : nodes[..first], BranchEnd.Unfolded);
    }

    private static AugmentedSystem System(BranchFrame frame, Linearisation near, int parameter)
    {
        (TestFunction[] functions, double[] unfolding) = BranchPointFunction.At(near, parameter);
        return new AugmentedSystem(frame, functions, unfolding);
    }

    /// <summary>The point of the curve at the other parameter of a start, or else at the one along which branches cross.</summary>
    private static double[]? OnCurve(AugmentedSystem system, double[] u, int other)
    {
        foreach (int unknown in (int[])[other, system.Frame.Dimension + system.Frame.Dimension + 1 - other])
        {
            var row = new double[u.Length];
            row[unknown] = 1;
            if (Corrector.OnCurve(system, u, row, u[unknown], 1) is { IsSolution: true } found)
                return found.Unknowns;
        }
        return null;
    }

    private static Branch Nothing(BranchSetting setting, BranchEnd end) => new(BranchKind.BranchPoints, setting.Family, [], [], end, end);
}
