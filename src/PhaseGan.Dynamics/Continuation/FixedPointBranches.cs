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
        if (setting.Options.Relative)
            setting = setting.ForFamily();
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
            if (root.IsConverged)
                u = frame.Unknowns(frame.Coordinates(root.Point), [at]);
            else if (WholeSteps(frame, from, at) is { } near)
                u = near;
            else
                return Nothing(setting, BranchEnd.NoStart);
        }
        if (frame.Linearise(u, SlopeAccuracy.Exact, out _)?.Transverse is not { } start)
            return Nothing(setting, BranchEnd.NoStart);
        double[]? tangent = CurveTracer.NullVector(BranchPointFunction.WithSlopes(start), start.Dimension + 1);
        if (tangent is null)
        {
            Branch crossing = FromBranchPoint(setting, frame, u, cancellationToken);
            if (!crossing.Points.IsEmpty || frame.Slice is not null)
                return crossing;
            BranchSetting across = setting.ForFamily();
            double[] inFamily = across.Frame.From(frame, u);
            if (FamilyDirections.Slice(field, inFamily, across.Frame.Sizes) is not { } slice)
                return crossing;
            (setting, u, frame) = (across, inFamily, across.Frame.On(slice));
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
        if (Tools(setting, frame).Tracer.NodeAt(u, tangent) is not { } node)
            return Nothing(setting, BranchEnd.NoStart);
        BranchArm forward = Arm(setting, node, cancellationToken);
        return forward.End == BranchEnd.Closed
            ? Assemble(setting, forward.Pieces, forward.End, forward.End, cancellationToken)
            : Joined(setting, Arm(setting, node.Reversed(), cancellationToken), forward, cancellationToken);
    }

    /// <summary>A fixed point by whole steps of Newton's method: where rates lie far apart steps that make the field less lead nowhere for long, though a start is near; null if they do not come together.</summary>
    private static double[]? WholeSteps(BranchFrame frame, double[] from, double at)
    {
        double[] u = frame.Unknowns(from, [at]), row = new double[u.Length];
        row[^1] = 1;
        return Corrector.OnCurve(new AugmentedSystem(frame, []), u, row, u[^1], 1) is { IsSolution: true } found ? found.Unknowns : null;
    }

    /// <summary>The points of a branch at a parameter.</summary>
    public static IReadOnlyList<BranchPoint> At(BranchSetting setting, ImmutableArray<BranchPoint> points, double parameter)
    {
        var found = new List<BranchPoint>();
        for (int k = 0; k < points.Length; k++)
        {
            double here = points[k].Parameters[0], next = k + 1 < points.Length ? points[k + 1].Parameters[0] : double.NaN;
            if (here == parameter)
                found.Add(points[k]);
            else if (here < parameter && parameter < next || next < parameter && parameter < here)
            {
                // the end of a piece has the units of that piece, and the first point of the next one those of the next
                CurveNode b = points[k + 1].Node, a = points[k].Node.Seen(b.At.Frame);
                double value = (parameter - here) / (next - here), unknown = a.Unknowns[^1] + value * (b.Unknowns[^1] - a.Unknowns[^1]);
                if (Tools(setting, b.At.Frame).Tracer.Cut(a, b, a.Unknowns.Length - 1, unknown) is { } node)
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
        if (BranchDirections.At(point.Frame, point) is not { } direction)
            return Nothing(setting, BranchEnd.NoStart);
        Orient(direction);
        return Along(setting, point.Frame, point.Unknowns, direction, [], cancellationToken);
    }

    /// <summary>All other branches through a branch point.</summary>
    public static BranchSwitch AllAcross(BranchSetting setting, SpecialPoint point, CancellationToken cancellationToken)
    {
        if (point.Kind != SpecialKind.Multiple)
            return Across(setting, point, cancellationToken) is { Points.IsEmpty: false } other ? new BranchSwitch([other], BranchSwitchStatus.All) : new BranchSwitch([], BranchSwitchStatus.NotFollowed);
        (List<KernelDirections.Root> roots, BranchSwitchStatus status) = KernelDirections.At(point);
        var branches = new List<Branch>();
        foreach (KernelDirections.Root root in roots)
        {
            double[] direction = [.. root.Direction], bend = [.. root.Bend];
            double length = VectorMath.Norm(direction);
            VectorMath.Divide(direction, length);
            VectorMath.Divide(bend, length * length);
            Orient(direction);
            if (Along(setting, point.Frame, point.Unknowns, direction, bend, cancellationToken) is { Points.IsEmpty: false } branch)
                branches.Add(branch);
            else if (status == BranchSwitchStatus.All)
                status = BranchSwitchStatus.NotFollowed;
        }
        return new BranchSwitch([.. branches], status);
    }

    /// <summary>Turns a direction so that the first of its large components is positive: null vectors come with either sign.</summary>
    private static void Orient(double[] direction)
    {
        double large = 0.5 * VectorMath.Largest(direction);
        if (Array.Find(direction, t => Math.Abs(t) >= large) < 0)
            VectorMath.Divide(direction, -1);
    }

    /// <summary>Of both branches through a start that is a branch point, the one on which the parameter moves more; none where fixed points beside it are not isolated either.</summary>
    private static Branch FromBranchPoint(BranchSetting setting, BranchFrame frame, double[] u, CancellationToken cancellationToken)
    {
        if (BranchDirections.Both(frame, u)?.MaxBy(t => Math.Abs(t[^1])) is not { } direction)
            return Nothing(setting, BranchEnd.NotIsolated);
        if (direction[^1] < 0)
            VectorMath.Divide(direction, -1);
        Branch branch = Along(setting, frame, u, direction, [], cancellationToken);
        return branch.Points.IsEmpty ? Nothing(setting, BranchEnd.NotIsolated) : branch;
    }

    /// <summary>The branch through a branch point along a tangent, in both directions.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="u">The branch point.</param>
    /// <param name="direction">The tangent.</param>
    /// <param name="bend">By how much the branch bends, for the square of a distance along the tangent; empty if that need not be known.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    private static Branch Along(BranchSetting setting, BranchFrame frame, double[] u, double[] direction, double[] bend, CancellationToken cancellationToken)
    {
        CurveTracer tracer = Tools(setting, frame).Tracer;
        var arms = new BranchArm?[2];
        for (int side = 0; side < arms.Length; side++)
        {
            double[] outward = [.. direction.Select(t => side == 0 ? -t : t)];
            if (Beside(frame, tracer, u, outward, bend) is not { } start)
                continue;
            BranchArm arm = arms[side] = Arm(setting, start, cancellationToken);
            // it came back through the branch point: the other direction is the same branch once more
            if (arm.End == BranchEnd.Closed)
                return Assemble(setting, arm.Pieces, arm.End, arm.End, cancellationToken);
        }
        return (arms[0], arms[1]) switch
        {
            ({ } backward, { } forward) => Joined(setting, backward, forward, cancellationToken),
            ({ } backward, null) => Assemble(setting, [.. backward.Turned()], backward.End, BranchEnd.NoStart, cancellationToken),
            (null, { } forward) => Assemble(setting, forward.Pieces, BranchEnd.NoStart, forward.End, cancellationToken),
            _ => Nothing(setting, BranchEnd.NoStart),
        };
    }

    private static BranchArm Arm(BranchSetting setting, CurveNode start, CancellationToken cancellationToken) =>
        BranchArm.From(setting, start, (frame, home, outgrows) => Tools(setting, frame, home, outgrows).Tracer, cancellationToken);

    /// <summary>The branch of both directions, from the same start or from two sides of one point: the first pieces of both are one.</summary>
    private static Branch Joined(BranchSetting setting, BranchArm backward, BranchArm forward, CancellationToken cancellationToken)
    {
        List<List<CurveNode>> turned = [.. backward.Turned()];
        bool isOneStart = ReferenceEquals(backward.Pieces[0][0].Unknowns, forward.Pieces[0][0].Unknowns);
        List<CurveNode> middle = [.. turned[^1].SkipLast(isOneStart ? 1 : 0), .. forward.Pieces[0]];
        return Assemble(setting, [.. turned.SkipLast(1), middle, .. forward.Pieces.Skip(1)], backward.End, forward.End, cancellationToken);
    }

    private static (CurveTracer Tracer, FixedPointEvents Events) Tools(BranchSetting setting, BranchFrame frame, CurveNode? home = null, Func<CurveNode, bool>? outgrows = null)
    {
        FixedPointEvents? events = null;
        Func<CurveNode, AugmentedSystem?>? moved = frame.Slice is null ? null : node => setting.Frame.Near(node) is { } near ? new AugmentedSystem(near, []) : null;
        var tracer = new CurveTracer(new AugmentedSystem(frame, []), setting.Options, moved, (a, b) => (events!.BranchPoint(a, b) ?? events.MultiplePoint(a, b)) is not null) { Home = home, Outgrows = outgrows };
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
    private static CurveNode? Beside(BranchFrame frame, CurveTracer tracer, double[] u, double[] direction, double[] bend)
    {
        var system = new AugmentedSystem(frame, []);
        // with several branches side by side the prediction has to be the better
        double sideways = bend.Length == 0 ? 0.3 : 0.1;
        foreach (double step in s_crossings)
        {
            double[] start = [.. u];
            VectorMath.AddMultiple(start, step, direction);
            if (bend.Length > 0)
                VectorMath.AddMultiple(start, step * step, bend);
            Corrector.Result found = Corrector.OnCurve(system, start, direction, VectorMath.Dot(direction, start), 0.5);
            if (!found.IsSolution || found.Distance >= sideways * step || found.Unknowns[^1] is not (>= 0 and <= 1))
                continue;
            // along a family of fixed points every one of them lacks the rank
            if (tracer.NodeAt(found.Unknowns, direction, found.Contraction) is { } node
                && SingularValues.Of(BranchPointFunction.WithSlopes(node.At.Transverse), node.At.Transverse.Dimension + 1).Values is var values
                && values[^2] > LeastRank * values[0])
                return node;
        }
        return null;
    }

    /// <summary>A branch without points.</summary>
    public static Branch Nothing(BranchSetting setting, BranchEnd end) => new(BranchKind.FixedPoints, setting.Family, [], [], end, end);

    /// <summary>The branch of pieces, each of which begins with the last point of the one before.</summary>
    private static Branch Assemble(BranchSetting setting, List<List<CurveNode>> pieces, BranchEnd first, BranchEnd last, CancellationToken cancellationToken)
    {
        List<CurveNode> nodes = [.. pieces[0], .. pieces.Skip(1).SelectMany(p => p.Skip(1))];
        IEnumerable<SpecialPoint> specials = pieces.SelectMany(p => Tools(setting, p[0].At.Frame).Events.Find(p, cancellationToken));
        return BranchAssembly.Of(BranchKind.FixedPoints, setting, nodes, specials, first, last);
    }
}
