namespace PhaseGan.Dynamics;

/// <summary>Branches of cycles from their starts, with what happens on them and where they end.</summary>
internal static class CycleBranches
{
    /// <summary>The branch of cycles that are born at a Hopf point.</summary>
    public static CycleBranch FromHopf(CycleSetting setting, double[] rest, double at, double omega, CancellationToken cancellationToken)
    {
        return Guarded(setting, CycleBranchKind.Cycles, () =>
        {
            CycleTracer tracer = Tracer(setting, [at], cancellationToken);
            return CycleStarts.AtHopf(setting, tracer, rest, at, omega) is { } start
                ? Onward(setting, tracer, start, CycleBranchEnd.ShrinksToRest)
                : Nothing(setting, CycleBranchKind.Cycles, CycleBranchEnd.NoStart);
        });
    }

    /// <summary>The branch through a cycle, in both directions.</summary>
    public static CycleBranch Through(CycleSetting setting, double[] point, double period, double at, double[] sizes, CancellationToken cancellationToken)
    {
        return Guarded(setting, CycleBranchKind.Cycles, () =>
        {
            CycleTracer tracer = Tracer(setting, [at], cancellationToken);
            if (CycleStarts.AtCycle(setting, tracer, point, period, at, sizes, out CycleBranchEnd reason) is not { } start)
                return Nothing(setting, CycleBranchKind.Cycles, reason);
            return Both(setting, tracer, start, start.Period);
        });
    }

    /// <summary>The other branch at a bifurcation of cycles.</summary>
    public static CycleBranch Across(CycleSetting setting, CycleSpecialPoint special, CancellationToken cancellationToken)
    {
        return Guarded(setting, CycleBranchKind.Cycles, () =>
        {
            CycleTracer tracer = Tracer(setting, [special.Parameters[0]], cancellationToken);
            if (special.Kind == CycleSpecialKind.PeriodDoubling)
            {
                return CycleSwitch.Doubled(special.At, tracer) is { } doubled
                    ? Onward(setting, tracer, doubled, CycleBranchEnd.Bifurcation)
                    : Nothing(setting, CycleBranchKind.Cycles, CycleBranchEnd.NoStart);
            }
            CycleNode?[] beside = CycleSwitch.Others(special.At, special.Tangent, tracer);
            List<CycleNode> nodes = [];
            CycleBranchEnd[] ends = [CycleBranchEnd.NoStart, CycleBranchEnd.NoStart];
            for (int side = 0; side < 2; side++)
            {
                if (beside[side] is not { } start)
                    continue;
                (List<CycleNode> arm, ends[side]) = tracer.Trace(start, special.Period);
                // it came back through the branch point: the other direction is the same branch once more
                if (ends[side] == CycleBranchEnd.Closed)
                    return Assemble(setting, tracer, arm, ends[side], ends[side]);
                nodes.AddRange(side == 0 ? Turned(arm) : arm);
            }
            return nodes.Count == 0 ? Nothing(setting, CycleBranchKind.Cycles, CycleBranchEnd.NoStart) : Assemble(setting, tracer, nodes, ends[0], ends[1]);
        });
    }

    /// <summary>A branch, empty where the caller cancels before it has a start.</summary>
    public static CycleBranch Guarded(CycleSetting setting, CycleBranchKind kind, Func<CycleBranch> branch)
    {
        try
        {
            return branch();
        }
        catch (OperationCanceledException)
        {
            return Nothing(setting, kind, CycleBranchEnd.Cancelled);
        }
    }

    /// <summary>Curves in two parameters are followed with this share of the tolerance, as their condition has more noise than the equations of a cycle; no tighter one makes sense.</summary>
    private const double CurveShare = 0.1, Tightest = 1e-13;

    /// <summary>What follows cycles from parameters on.</summary>
    public static CycleTracer Tracer(CycleSetting setting, ReadOnlySpan<double> at, CancellationToken cancellationToken, ICycleCurve? curve = null) =>
        new(new CycleFlow(curve is null ? setting.Options.RelativeTolerance : Math.Max(CurveShare * setting.Options.RelativeTolerance, Tightest), cancellationToken), setting.Options, setting.MayResize(at), cancellationToken, curve);

    private static CycleBranch Onward(CycleSetting setting, CycleTracer tracer, CycleNode start, CycleBranchEnd first)
    {
        (List<CycleNode> nodes, CycleBranchEnd last) = tracer.Trace(start, start.Period);
        return Assemble(setting, tracer, nodes, first, last);
    }

    private static CycleBranch Both(CycleSetting setting, CycleTracer tracer, CycleNode start, double parent)
    {
        (List<CycleNode> forward, CycleBranchEnd last) = tracer.Trace(start, parent);
        if (last is CycleBranchEnd.Closed or CycleBranchEnd.Cancelled)
            return Assemble(setting, tracer, forward, last == CycleBranchEnd.Closed ? last : CycleBranchEnd.Cancelled, last);
        (List<CycleNode> backward, CycleBranchEnd first) = tracer.Trace(start.Reversed(), parent);
        return Assemble(setting, tracer, [.. Turned(backward).SkipLast(1), .. forward], first, last);
    }

    /// <summary>Nodes in the other order; those that repeat their neighbour on another mesh change places with it.</summary>
    public static List<CycleNode> Turned(List<CycleNode> nodes)
    {
        var turned = new List<CycleNode>();
        for (int k = nodes.Count - 1; k >= 0; k--)
            turned.Add(nodes[k].Reversed() with { IsResampled = k + 1 < nodes.Count && nodes[k + 1].IsResampled });
        return turned;
    }

    private static CycleBranch Assemble(CycleSetting setting, CycleTracer tracer, List<CycleNode> nodes, CycleBranchEnd first, CycleBranchEnd last)
    {
        List<(CycleEvent Event, int After)> events = [];
        try
        {
            events = new CycleEvents(tracer).Find(nodes);
            return CycleAssembly.Of(setting, CycleBranchKind.Cycles, nodes, events, CycleEnds.Of(setting, CycleBranchKind.Cycles, nodes[0], first), CycleEnds.Of(setting, CycleBranchKind.Cycles, nodes[^1], last));
        }
        catch (OperationCanceledException)
        {
            return CycleAssembly.Of(setting, CycleBranchKind.Cycles, nodes, events, (first, null), (CycleBranchEnd.Cancelled, null));
        }
    }

    /// <summary>A branch without cycles.</summary>
    public static CycleBranch Nothing(CycleSetting setting, CycleBranchKind kind, CycleBranchEnd end) => CycleAssembly.Of(setting, kind, [], [], (end, null), (end, null));
}
