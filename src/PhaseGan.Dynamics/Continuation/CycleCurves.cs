namespace PhaseGan.Dynamics;

/// <summary>Curves of bifurcations of cycles in two parameters.</summary>
internal static class CycleCurves
{
    /// <summary>Whether a special point lies on a curve of a kind.</summary>
    public static bool IsOn(CycleBranchKind kind, CycleSpecialKind point) => kind switch
    {
        CycleBranchKind.Folds => point is CycleSpecialKind.Fold or CycleSpecialKind.Cusp or CycleSpecialKind.Resonance11 or CycleSpecialKind.FoldDoubling or CycleSpecialKind.FoldTorus,
        CycleBranchKind.PeriodDoublings => point is CycleSpecialKind.PeriodDoubling or CycleSpecialKind.GeneralizedDoubling or CycleSpecialKind.Resonance12 or CycleSpecialKind.FoldDoubling or CycleSpecialKind.DoublingTorus,
        CycleBranchKind.Tori => point is CycleSpecialKind.Torus or CycleSpecialKind.Chenciner or CycleSpecialKind.Resonance11 or CycleSpecialKind.Resonance12 or CycleSpecialKind.Resonance13 or CycleSpecialKind.Resonance14
            or CycleSpecialKind.FoldTorus or CycleSpecialKind.DoublingTorus or CycleSpecialKind.DoubleTorus,
        CycleBranchKind.BranchPoints => point is CycleSpecialKind.BranchPoint or CycleSpecialKind.BranchPointFold or CycleSpecialKind.BranchPointDoubling or CycleSpecialKind.BranchPointTorus or CycleSpecialKind.DegenerateBranchPoint,
        _ => false,
    };

    /// <summary>The curve through a special point, in both directions.</summary>
    public static CycleBranch Through(CycleBranchKind kind, CycleSetting setting, CycleSpecialPoint from, double[] at, CancellationToken cancellationToken)
    {
        ICycleCurve curve = kind == CycleBranchKind.BranchPoints ? CycleBranchPointCurve.From(setting, from) : new CycleCurve(kind, CosineOf(from));
        return CycleBranches.Guarded(setting, kind, () =>
        {
            CycleTracer tracer = CycleBranches.Tracer(setting, at, cancellationToken, curve);
            if (Start(setting, tracer, curve, from, at) is not { } start)
                return CycleBranches.Nothing(setting, kind, CycleBranchEnd.NoStart);
            return curve is CycleBranchPointCurve points && points.Unfolds(start)
                ? CycleAssembly.Of(setting, kind, [start], [], (CycleBranchEnd.Unfolded, null), (CycleBranchEnd.Unfolded, null))
                : Both(setting, tracer, curve, start);
        });
    }

    /// <summary>The curves that begin at a rest of codimension two.</summary>
    public static IEnumerable<CycleBranch> At(CycleSetting setting, SpecialPoint from, CancellationToken cancellationToken)
    {
        double[] sizes = setting.Sizes(from.Coordinates, from.Parameters.AsSpan());
        foreach (SmallCycles cycles in SmallCycles.Of(setting.RestFrame(sizes), from))
        {
            var curve = new CycleCurve(cycles.Kind, Math.Cos(cycles.Angle));
            yield return CycleBranches.Guarded(setting, cycles.Kind, () =>
            {
                CycleTracer tracer = CycleBranches.Tracer(setting, from.Parameters.AsSpan(), cancellationToken, curve);
                if (CycleStarts.AtRest(setting, sizes, tracer, curve, cycles) is not { } start)
                    return CycleBranches.Nothing(setting, cycles.Kind, CycleBranchEnd.NoStart);
                (List<CycleNode> nodes, CycleBranchEnd last) = tracer.Trace(start, start.Period);
                return Assemble(setting, tracer, curve, nodes, (CycleBranchEnd.ShrinksToRest, [.. from.Coordinates]), last);
            });
        }
    }

    private static double CosineOf(CycleSpecialPoint from) => from.Angle is { } angle ? Math.Cos(angle) : from.Kind switch
    {
        CycleSpecialKind.Resonance11 => 1,
        CycleSpecialKind.Resonance12 => -1,
        CycleSpecialKind.Resonance13 => -0.5,
        _ => 0,
    };

    /// <summary>The first point, next to one whose states at the starts of the segments are known.</summary>
    private static CycleNode? Start(CycleSetting setting, CycleTracer tracer, ICycleCurve curve, CycleSpecialPoint from, double[] at)
    {
        CycleFrame known = from.At.Frame;
        var frame = new CycleFrame(setting.Family, setting.Lower, setting.Upper, setting.Options.Sizes.IsEmpty ? known.Sizes : [.. setting.Options.Sizes], known.Shares, from.Period);
        double[][] states = [.. Enumerable.Range(0, known.Segments).Select(s => known.State(from.At.Unknowns, s).Zip(frame.Sizes, (y, size) => y / size).ToArray())];
        double[] place = [.. at.Select((value, j) => frame.PlaceOf(j, value))], u = frame.Pack(states, frame.LogPeriod(from.Period), place), hint = new double[frame.Unknowns];
        hint[^1] = 1;
        if (CycleSystem.Of(frame, tracer.Flow, u) is not { } system || system.Evaluate(u, out _) is not { } near || curve.Tangent(near, hint) is not var (tangent, gradient))
            return null;
        CycleCorrector.Result found = curve.OnCurve(system, u, tangent, VectorMath.Dot(tangent, u), 1, gradient);
        return found.Distance <= MostOff ? tracer.NodeOf(found, tangent) : null;
    }

    /// <summary>A point farther from the start than this, in units of the branch, is another one.</summary>
    private const double MostOff = 1e-2;

    private static CycleBranch Both(CycleSetting setting, CycleTracer tracer, ICycleCurve curve, CycleNode start)
    {
        (List<CycleNode> nodes, CycleBranchEnd last) = tracer.Trace(start, start.Period);
        CycleBranchEnd first = last;
        if (last is not (CycleBranchEnd.Closed or CycleBranchEnd.Cancelled))
        {
            curve.Refresh(start);
            (List<CycleNode> backward, first) = tracer.Trace(start.Reversed(), start.Period);
            nodes = [.. CycleBranches.Turned(backward).SkipLast(1), .. nodes];
        }
        return Assemble(setting, tracer, curve, nodes, null, last, first);
    }

    /// <summary>The curve with its events; its first end is worked out where it is not known.</summary>
    private static CycleBranch Assemble(
        CycleSetting setting, CycleTracer tracer, ICycleCurve curve, List<CycleNode> nodes, (CycleBranchEnd End, double[]? FixedPoint)? known, CycleBranchEnd last, CycleBranchEnd first = CycleBranchEnd.NoStart)
    {
        List<(CycleEvent Event, int After)> events = [];
        try
        {
            events = curve.Events(tracer, nodes);
            return CycleAssembly.Of(setting, curve.Kind, nodes, events, known ?? End(0, 1, first), End(nodes.Count - 1, nodes.Count - 2, last));
        }
        catch (OperationCanceledException)
        {
            return CycleAssembly.Of(setting, curve.Kind, nodes, events, known ?? (first, null), (CycleBranchEnd.Cancelled, null));
        }

        // cycles that grew, as beside the rest at which they begin, shrink to none where the steps become too small
        (CycleBranchEnd End, double[]? FixedPoint) End(int at, int before, CycleBranchEnd end) =>
            end == CycleBranchEnd.StepTooSmall && !(nodes.Count > 1 && CycleTracer.IsSmaller(nodes[at], nodes[before])) ? (end, null) : CycleEnds.Of(setting, curve.Kind, nodes[at], end);
    }
}
