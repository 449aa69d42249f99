namespace PhaseGan.Dynamics;

/// <summary>A branch of cycles from its nodes and events, with the lengths at which they lie.</summary>
internal static class CycleAssembly
{
    /// <summary>The branch.</summary>
    public static CycleBranch Of(
        CycleSetting setting,
        CycleBranchKind kind,
        IReadOnlyList<CycleNode> nodes,
        IReadOnlyList<(CycleEvent Event, int After)> events,
        (CycleBranchEnd End, double[]? FixedPoint) first,
        (CycleBranchEnd End, double[]? FixedPoint) last)
    {
        var lengths = new double[nodes.Count];
        for (int k = 1; k < lengths.Length; k++)
            lengths[k] = lengths[k - 1] + Distance(nodes[k - 1], nodes[k].Frame, nodes[k].Unknowns);
        return new CycleBranch(setting, kind, first.End, last.End)
        {
            Points = [.. nodes.Select((n, k) => (Node: n, Length: lengths[k])).Where(p => !p.Node.IsResampled).Select(p => new CycleBranchPoint(p.Node, p.Length, kind == CycleBranchKind.Tori))],
            SpecialPoints = [.. events.Select(e => Special(e.Event, lengths[e.After] + Distance(nodes[e.After], e.Event.At.Frame, e.Event.At.Unknowns)))],
            FirstRest = first.FixedPoint is null ? null : [.. first.FixedPoint],
            LastRest = last.FixedPoint is null ? null : [.. last.FixedPoint],
        };
    }

    private static CycleSpecialPoint Special(CycleEvent found, double length)
    {
        CycleExtremes extremes = Extremes(found);
        return new CycleSpecialPoint(found.Kind, found.At, found.Error)
        {
            Angle = found.Angle,
            IsLocated = found.IsLocated,
            Unstable = (found.Before.Unstable, found.After.Unstable),
            NormalForm = found.Form,
            ArcLength = length,
            Minima = [.. extremes.Low],
            Maxima = [.. extremes.High],
            Tangent = Direction(found),
        };
    }

    /// <summary>What one turn shows; where the motion fails, or the caller cancelled, that of a neighbour.</summary>
    private static CycleExtremes Extremes(CycleEvent found)
    {
        try
        {
            return found.At.System.Flow.Extremes(found.At.Frame, found.At.Unknowns) ?? found.Before.Extremes;
        }
        catch (OperationCanceledException)
        {
            return found.Before.Extremes;
        }
    }

    private static double[] Direction(CycleEvent found)
    {
        if (found.Before.Frame != found.After.Frame)
            return found.Before.Tangent;
        double[] direction = [.. found.Before.Tangent];
        VectorMath.AddMultiple(direction, 1, found.After.Tangent);
        VectorMath.Divide(direction, VectorMath.Norm(direction));
        return direction;
    }

    /// <summary>The distance of unknowns from a node; nothing where they stand on another mesh, as those of the same cycle do.</summary>
    private static double Distance(CycleNode from, CycleFrame frame, double[] u) => from.Frame == frame ? VectorMath.Distance(from.Unknowns, u) : 0;
}
