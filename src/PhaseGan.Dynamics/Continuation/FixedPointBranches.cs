using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>Branches of fixed points from a start in both directions, with what happens on them.</summary>
internal static class FixedPointBranches
{
    /// <summary>First steps onto another branch, shorter ones after those that fail.</summary>
    private static readonly double[] s_crossings = [1e-2, 3e-3, 1e-3, 1e-4];

    /// <summary>A singular value above this share of the largest is one of a branch: steps off a branch point leave more, and rounding of points in a family less.</summary>
    private const double LeastRank = 1e-8;

    /// <summary>The branch through a state near a fixed point.</summary>
    public static Branch Through(BranchSetting setting, double[] from, double at, CancellationToken cancellationToken)
    {
        BranchFrame frame = setting.Frame;
        IVectorField field = setting.Family.At(at);
        double[] u;
        if (setting.Options.Relative)
        {
            if (RelativeStart(frame, field, from, at) is not var (place, moving))
                return Nothing(setting, BranchEnd.NoStart);
            (u, frame) = (place, frame.On(moving));
        }
        else
        {
            NewtonResult root = Newton.Polish(ScaledField.Of(field, frame.Sizes), [.. from.Zip(frame.Sizes, (y, s) => y / s)]);
            if (!root.IsConverged)
                return Nothing(setting, BranchEnd.NoStart);
            u = frame.Unknowns(frame.Coordinates(root.Point), [at]);
        }
        if (frame.Linearise(u, SlopeAccuracy.Exact, out _)?.Transverse is not { } start)
            return Nothing(setting, BranchEnd.NoStart);
        double[]? tangent = CurveTracer.NullVector(BranchPointFunction.WithSlopes(start), start.Dimension + 1);
        if (tangent is null)
        {
            Branch crossing = FromBranchPoint(setting, frame, u, cancellationToken);
            if (!crossing.Points.IsEmpty || frame.Slice is not null || FamilyDirections.Slice(field, u, frame.Sizes) is not { } slice)
                return crossing;
            frame = frame.On(slice);
            if (frame.Linearise(u, SlopeAccuracy.Exact, out _)?.Transverse is not { } member)
                return Nothing(setting, BranchEnd.NoStart);
            tangent = CurveTracer.NullVector(BranchPointFunction.WithSlopes(member), member.Dimension + 1);
            if (tangent is null)
                return crossing;
        }
        if (frame.Slice is { } plane)
            tangent = [.. plane.Lift(tangent.AsSpan(0, plane.Codimension)), tangent[^1]];
        if (tangent[^1] < 0)
            VectorMath.Divide(tangent, -1);
        (CurveTracer tracer, FixedPointEvents events) = Tools(setting, frame);
        if (tracer.NodeAt(u, tangent) is not { } node)
            return Nothing(setting, BranchEnd.NoStart);
        (List<CurveNode> forward, BranchEnd last) = tracer.Trace(node, cancellationToken);
        if (last == BranchEnd.Closed)
            return Assemble(setting, forward, last, last, events, cancellationToken);
        (List<CurveNode> backward, BranchEnd first) = tracer.Trace(node.Reversed(), cancellationToken);
        return Assemble(setting, [.. Turned(backward).SkipLast(1), .. forward], first, last, events, cancellationToken);
    }

    /// <summary>The points of a branch at a parameter.</summary>
    public static IReadOnlyList<BranchPoint> At(BranchSetting setting, ImmutableArray<BranchPoint> points, double parameter)
    {
        var found = new List<BranchPoint>();
        (CurveTracer tracer, _) = Tools(setting, setting.Frame);
        for (int k = 0; k < points.Length; k++)
        {
            double here = points[k].Parameters[0], next = k + 1 < points.Length ? points[k + 1].Parameters[0] : double.NaN;
            if (here == parameter)
                found.Add(points[k]);
            else if (here < parameter && parameter < next || next < parameter && parameter < here)
            {
                CurveNode a = points[k].Node, b = points[k + 1].Node;
                double value = (parameter - here) / (next - here), unknown = a.Unknowns[^1] + value * (b.Unknowns[^1] - a.Unknowns[^1]);
                if (tracer.Cut(a, b, a.Unknowns.Length - 1, unknown) is { } node)
                    found.Add(new BranchPoint(node, points[k].ArcLength + VectorMath.Distance(a.Unknowns, node.Unknowns)));
            }
        }
        return found;
    }

    /// <summary>The point of a branch between two of its points, at a share of the chord; null if it is not found.</summary>
    public static CurveNode? Between(BranchSetting setting, CurveNode a, CurveNode b, double share) => Tools(setting, setting.Frame).Tracer.Between(a, b, share);

    /// <summary>The other branch through a branch point.</summary>
    public static Branch Across(BranchSetting setting, SpecialPoint point, CancellationToken cancellationToken)
    {
        return BranchDirections.At(point.Frame, point) is { } direction
            ? Along(setting, point.Frame, point.Unknowns, direction, cancellationToken)
            : Nothing(setting, BranchEnd.NoStart);
    }

    /// <summary>Of both branches through a start that is a branch point, the one on which the parameter moves more; none where fixed points beside it are not isolated either.</summary>
    private static Branch FromBranchPoint(BranchSetting setting, BranchFrame frame, double[] u, CancellationToken cancellationToken)
    {
        if (BranchDirections.Both(frame, u)?.MaxBy(t => Math.Abs(t[^1])) is not { } direction)
            return Nothing(setting, BranchEnd.NotIsolated);
        if (direction[^1] < 0)
            VectorMath.Divide(direction, -1);
        Branch branch = Along(setting, frame, u, direction, cancellationToken);
        return branch.Points.IsEmpty ? Nothing(setting, BranchEnd.NotIsolated) : branch;
    }

    /// <summary>The branch through a branch point along a tangent, in both directions.</summary>
    private static Branch Along(BranchSetting setting, BranchFrame frame, double[] u, double[] direction, CancellationToken cancellationToken)
    {
        (CurveTracer tracer, FixedPointEvents events) = Tools(setting, frame);
        List<CurveNode> nodes = [];
        BranchEnd[] ends = [BranchEnd.NoStart, BranchEnd.NoStart];
        foreach (int side in (int[])[-1, 1])
        {
            double[] outward = [.. direction.Select(t => side * t)];
            if (Beside(frame, tracer, u, outward) is not { } start)
                continue;
            (List<CurveNode> arm, BranchEnd end) = tracer.Trace(start, cancellationToken);
            ends[side < 0 ? 0 : 1] = end;
            nodes.AddRange(side < 0 ? Turned(arm) : arm);
        }
        return nodes.Count == 0 ? Nothing(setting, BranchEnd.NoStart) : Assemble(setting, nodes, ends[0], ends[1], events, cancellationToken);
    }

    private static (CurveTracer Tracer, FixedPointEvents Events) Tools(BranchSetting setting, BranchFrame frame)
    {
        FixedPointEvents? events = null;
        Func<CurveNode, AugmentedSystem?>? moved = frame.Slice is null ? null : node => setting.Frame.Near(node) is { } near ? new AugmentedSystem(near, []) : null;
        var tracer = new CurveTracer(new AugmentedSystem(frame, []), setting.Options, moved, (a, b) => events!.BranchPoint(a, b) is not null);
        events = new FixedPointEvents(tracer);
        return (tracer, events);
    }

    /// <summary>A relative equilibrium near a state, and the plane across its orbit under the symmetry.</summary>
    private static (double[] Unknowns, FamilySlice Slice)? RelativeStart(BranchFrame frame, IVectorField field, double[] from, double at)
    {
        double[] u = frame.Unknowns(from, [at]), row = new double[u.Length];
        if (field is not ISymmetricField { SymmetryCount: > 0 } symmetric || FamilySlice.Across(symmetric, u, frame.Sizes) is not { } slice)
            return null;
        row[^1] = 1;
        return Corrector.OnCurve(new AugmentedSystem(frame.On(slice), []), u, row, u[^1], 1) is { IsSolution: true } found ? (found.Unknowns, slice) : null;
    }

    /// <summary>A point of the curve a short way off a branch point, in a direction.</summary>
    private static CurveNode? Beside(BranchFrame frame, CurveTracer tracer, double[] u, double[] direction)
    {
        var system = new AugmentedSystem(frame, []);
        foreach (double step in s_crossings)
        {
            double[] start = [.. u];
            VectorMath.AddMultiple(start, step, direction);
            Corrector.Result found = Corrector.OnCurve(system, start, direction, VectorMath.Dot(direction, start), 0.5);
            if (!found.IsSolution || found.Distance >= 0.3 * step || found.Unknowns[^1] is not (>= 0 and <= 1))
                continue;
            // along a family of fixed points every one of them lacks the rank
            if (tracer.NodeAt(found.Unknowns, direction, found.Contraction) is { } node
                && SingularValues.Of(BranchPointFunction.WithSlopes(node.At.Transverse), node.At.Transverse.Dimension + 1).Values is var values
                && values[^2] > LeastRank * values[0])
                return node;
        }
        return null;
    }

    private static IEnumerable<CurveNode> Turned(IEnumerable<CurveNode> nodes) => nodes.Reverse().Select(n => n.Reversed());

    private static Branch Nothing(BranchSetting setting, BranchEnd end) => new(BranchKind.FixedPoints, setting.Family, [], [], end, end);

    private static Branch Assemble(BranchSetting setting, IReadOnlyList<CurveNode> nodes, BranchEnd first, BranchEnd last, FixedPointEvents events, CancellationToken cancellationToken) =>
        BranchAssembly.Of(BranchKind.FixedPoints, setting, nodes, events.Find(nodes, cancellationToken), first, last);
}
