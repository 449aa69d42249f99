using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>Follows a curve of sign changes in the unit square by enclosing it on arcs. See <see cref="ImplicitCurve"/>.</summary>
/// <param name="g">The function, in the window's coordinates.</param>
/// <param name="window">The window.</param>
/// <param name="options">Steps and budgets.</param>
/// <param name="cancellationToken">Looked at before each value.</param>
internal sealed class ImplicitCurveTracer(Func<double, double, double> g, PlaneWindow window, ImplicitCurveOptions options, CancellationToken cancellationToken)
{
    /// <summary>Directions in which signs are taken around a point; how far from a start the curve may lie.</summary>
    private const int Directions = 24;

    private const double Reach = 0.1, RingGrowth = 4;

    /// <summary>The first step as a share of the longest; steps grow and shrink by these.</summary>
    private const double FirstShare = 0.25, Growth = 1.5, Shrinkage = 0.43;

    /// <summary>Most turn between two chords, in radians.</summary>
    private const double MostTurn = 0.4;

    /// <summary>Farther from the prediction, in radians, the point may be one of another curve; steps grow below the second.</summary>
    private const double MostMiss = 0.05, EasyMiss = 0.02;

    /// <summary>The angle to each side at which signs are taken halfway along a step. The curve is within a quarter of <see cref="MostTurn"/> of the chord there.</summary>
    private const double SideAngle = 0.3;

    /// <summary>Most values for one point; after each third one the interval is halved.</summary>
    private const int MostValues = 120, Bisection = 3;

    /// <summary>A function whose change keeps more than this power of the interval's shrinkage jumps.</summary>
    private const double JumpPower = 0.25;

    /// <summary>How near a curve comes back to its start, in units of the tolerance; how far to the side of a step the start may lie.</summary>
    private const double SamePoint = 100, MostSideways = 0.3;

    /// <summary>Fewer points do not make a closed curve.</summary>
    private const int LeastPoints = 4;

    private readonly double _minStep = Math.Max(options.MinStep, 100 * options.Tolerance);
    private int _evaluations;
    private BranchEnd _failure;

    /// <summary>The curve next to a point of the window.</summary>
    public ImplicitCurve From((double X, double Y) near)
    {
        var at = new Place((near.X - window.XFrom) / (window.XTo - window.XFrom), (near.Y - window.YFrom) / (window.YTo - window.YFrom));
        if (Root(new Place(Math.Clamp(at.U, 0, 1), Math.Clamp(at.V, 0, 1))) is not { } start)
            return Nothing(_failure);
        if (Ways(start) is not var (forward, backward, step))
            return Nothing(_failure);
        (List<Node> nodes, BranchEnd last) = forward is { } f ? Trace(start, f, step, 1) : ([start], BranchEnd.RangeReached);
        BranchEnd first = last;
        if (last != BranchEnd.Closed)
        {
            (List<Node> before, first) = backward is { } b ? Trace(start, b, step, -1) : ([start], BranchEnd.RangeReached);
            nodes = [.. before.AsEnumerable().Reverse().SkipLast(1), .. nodes];
        }
        return new ImplicitCurve([.. nodes.Select(n => new ImplicitCurvePoint(window.X(n.At.U), window.Y(n.At.V), n.Error, n.IsJump))], first, last, _evaluations);
    }

    private ImplicitCurve Nothing(BranchEnd end) => new([], end, end, _evaluations);

    /// <summary>The value at a place; NaN where there is none, and when the budget is used up.</summary>
    private double Value(Place at)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_evaluations >= options.MaxEvaluations)
        {
            _failure = BranchEnd.Budget;
            return double.NaN;
        }
        _evaluations++;
        double value = g(window.X(at.U), window.Y(at.V));
        if (double.IsFinite(value))
            return value;
        _failure = BranchEnd.NonFinite;
        return double.NaN;
    }

    /// <summary>A point of the curve next to a place: rings around it grow until one has another sign.</summary>
    private Node? Root(Place near)
    {
        double own = Value(near);
        if (double.IsNaN(own))
            return null;
        for (double radius = 10 * options.Tolerance; radius <= Reach; radius *= RingGrowth)
            for (int k = 0; k < Directions; k += 3)
            {
                double angle = 2 * Math.PI * k / Directions;
                Place at = Towards(near, angle, radius).At;
                double other = Value(at);
                if (!double.IsNaN(other) && IsNegative(other) != IsNegative(own)
                    && Enclose(t => new Place(near.U + t * (at.U - near.U), near.V + t * (at.V - near.V)), 0, own, 1, other) is var (node, _))
                    return node;
                if (_evaluations >= options.MaxEvaluations)
                    return null;
            }
        _failure = BranchEnd.NoStart;
        return null;
    }

    /// <summary>
    /// The directions of the curve from a point: forward with the negative side on the left, and backward; null where it leaves the window at once; and a distance at which there is no other curve. Two rings
    /// agree on them.
    /// </summary>
    private (double? Forward, double? Backward, double Radius)? Ways(Node start)
    {
        (double? Forward, double? Backward)? before = null;
        for (double radius = FirstShare * options.MaxStep; radius >= _minStep; radius /= RingGrowth)
        {
            (double? Forward, double? Backward, int Count) ring = Ring(start, radius);
            if (_evaluations >= options.MaxEvaluations)
                return null;
            bool isOne = ring.Count is 1 or 2 && (ring.Count == 1 || (ring.Forward is not null && ring.Backward is not null));
            if (isOne && before is var (forward, backward) && IsNear(forward, ring.Forward) && IsNear(backward, ring.Backward))
                return (ring.Forward, ring.Backward, radius);
            before = isOne ? (ring.Forward, ring.Backward) : null;
        }
        _failure = _failure == BranchEnd.Budget ? _failure : BranchEnd.NotIsolated;
        return null;

        static bool IsNear(double? a, double? b) => a is null == b is null && (a is null || Math.Cos(a.Value - b!.Value) > Math.Cos(MostTurn));
    }

    /// <summary>The directions in which the sign changes on a ring, and how many there are; directions in which the function is not defined are left out.</summary>
    private (double? Forward, double? Backward, int Count) Ring(Node start, double radius)
    {
        (double? forward, double? backward, int count) = (null, null, 0);
        (double Angle, bool IsNegative)? before = null;
        for (int k = 0; k <= Directions; k++)
        {
            double angle = 2 * Math.PI * (k + 0.5) / Directions;
            (Place at, bool isCut) = Towards(start.At, angle, radius);
            // a start on the window's edge has no place beyond
            double value = isCut && Place.Distance(at, start.At) < 0.1 * radius ? double.NaN : Value(at);
            if (double.IsNaN(value))
            {
                before = null;
                continue;
            }
            if (before is var (last, wasNegative) && IsNegative(value) != wasNegative)
            {
                count++;
                if (wasNegative)
                    backward = 0.5 * (angle + last);
                else
                    forward = 0.5 * (angle + last);
            }
            before = (angle, IsNegative(value));
        }
        return (forward, backward, count);
    }

    /// <summary>Points from a start on.</summary>
    /// <param name="start">The start.</param>
    /// <param name="heading">The direction.</param>
    /// <param name="step">The first step.</param>
    /// <param name="side">1 with the negative side on the left, −1 with it on the right.</param>
    private (List<Node> Nodes, BranchEnd End) Trace(Node start, double heading, double step, int side)
    {
        List<Node> nodes = [start];
        double curvature = 0, lastStep = 0, first = double.NaN;
        // the first direction is known to half the angle between two of those that were tried
        double uncertain = Math.PI / Directions;
        while (nodes.Count < options.MaxPoints)
        {
            Node from = nodes[^1];
            double predicted = heading + 0.5 * curvature * (lastStep + step);
            double? bend = null;
            bool isFirst = lastStep == 0;
            if (Step(from, predicted, step, side, uncertain) is not var (next, angle, isCut)
                || (isFirst ? (bend = FirstCurvature(from, angle, step, side)) is null : IsRough(angle, predicted, heading, step)))
            {
                step *= Shrinkage;
                if (step >= _minStep && _evaluations < options.MaxEvaluations)
                    continue;
                return (nodes, _failure is BranchEnd.NonFinite or BranchEnd.Budget ? _failure : BranchEnd.StepTooSmall);
            }
            _failure = BranchEnd.StepTooSmall;
            if (nodes.Count >= LeastPoints && Closes(start, first, from, next, angle, side))
                return ([.. nodes, start], BranchEnd.Closed);
            nodes.Add(next);
            if (isCut)
                return (nodes, BranchEnd.RangeReached);
            double miss = isFirst ? 0 : Math.Abs(angle - predicted);
            curvature = bend ?? 2 * (angle - heading) / (lastStep + step);
            first = double.IsNaN(first) ? angle : first;
            (heading, lastStep, uncertain) = (angle, step, Math.Clamp(3 * miss, 0.01, SideAngle));
            if (miss < EasyMiss && step * Math.Abs(curvature) * step < 4 * options.ChordTolerance)
                step = Math.Min(step * Growth, options.MaxStep);
        }
        return (nodes, BranchEnd.Budget);
    }

    /// <summary>The curvature at a start, from the directions of two arcs: a chord of length h is turned by half of its product with h. Null if the step is too long to tell.</summary>
    private double? FirstCurvature(Node from, double angle, double step, int side) =>
        Step(from, angle, 0.5 * step, side, SideAngle) is var (_, half, isCut) && !isCut && Math.Abs(4 * (angle - half)) <= MostTurn ? 4 * (angle - half) / step : null;

    /// <summary>Whether a step leads too far from the prediction, or turns too much.</summary>
    private bool IsRough(double angle, double predicted, double heading, double step) =>
        Math.Abs(angle - predicted) > MostMiss || Math.Abs(angle - heading) > MostTurn || step * Math.Abs(angle - heading) > 8 * options.ChordTolerance;

    /// <summary>The point of the curve on an arc around a point, or on the window's edge within it.</summary>
    private (Node Next, double Angle, bool IsCut)? Step(Node from, double heading, double step, int side, double uncertain)
    {
        _failure = BranchEnd.StepTooSmall;
        foreach (double half in (ReadOnlySpan<double>)[uncertain, MostTurn])
        {
            double right = Value(Towards(from.At, heading - half, step).At), left = Value(Towards(from.At, heading + half, step).At);
            if (double.IsNaN(right) || double.IsNaN(left))
                return null;
            if (IsNegative(side * right) || !IsNegative(side * left))
                continue;
            if (Enclose(t => Towards(from.At, t, step).At, heading - half, right, heading + half, left) is not var (next, angle))
                return null;
            (Place reached, bool isCut) = Towards(from.At, angle, step);
            double length = Place.Distance(from.At, reached);
            if (isCut && length < options.Tolerance)
                return null;
            double before = Value(Towards(from.At, angle - SideAngle, 0.5 * length).At), after = Value(Towards(from.At, angle + SideAngle, 0.5 * length).At);
            if (double.IsNaN(before) || double.IsNaN(after))
                return null;
            return IsNegative(side * before) || !IsNegative(side * after) ? null : (next, angle, isCut);
        }
        return null;
    }

    /// <summary>Whether a step passes the start in its direction: the curve cuts the arc through the start there.</summary>
    private bool Closes(Node start, double first, Node from, Node next, double angle, int side)
    {
        (double u, double v) = (start.At.U - from.At.U, start.At.V - from.At.V);
        double length = Place.Distance(from.At, next.At), along = u * Math.Cos(angle) + v * Math.Sin(angle), sideways = Math.Abs(v * Math.Cos(angle) - u * Math.Sin(angle));
        double radius = Math.Sqrt(u * u + v * v);
        if (!(along > 0 && along <= length && sideways <= MostSideways * length && Math.Cos(first - angle) > 0.5))
            return false;
        return radius < SamePoint * options.Tolerance
            || (Step(from, Math.Atan2(v, u), radius, side, SideAngle) is var (back, _, _) && Place.Distance(back.At, start.At) <= SamePoint * options.Tolerance);
    }

    /// <summary>Encloses a change of sign on a path between two of its places, by the false position with halved values (Illinois) and bisection in turn.</summary>
    private (Node Node, double T)? Enclose(Func<double, Place> path, double a, double atA, double b, double atB)
    {
        double change = Math.Abs(atB - atA), width = Place.Distance(path(a), path(b)), weightA = atA, weightB = atB, trueA = atA, trueB = atB;
        int kept = 0;
        for (int k = 1; k <= MostValues && Place.Distance(path(a), path(b)) > options.Tolerance; k++)
        {
            double margin = 0.25 * options.Tolerance / Place.Distance(path(a), path(b)), share = k % Bisection == 0 ? 0.5 : weightA / (weightA - weightB);
            double t = a + Math.Clamp(double.IsFinite(share) ? share : 0.5, margin, 1 - margin) * (b - a);
            if (t == a || t == b)
                break;
            double value = Value(path(t));
            if (double.IsNaN(value))
                return null;
            bool isLikeA = IsNegative(value) == IsNegative(trueA);
            if (isLikeA)
                (a, weightA, trueA, weightB, kept) = (t, value, value, kept > 0 ? 0.5 * weightB : weightB, 1);
            else
                (b, weightB, trueB, weightA, kept) = (t, value, value, kept < 0 ? 0.5 * weightA : weightA, -1);
        }
        double left = Place.Distance(path(a), path(b)), middle = 0.5 * (a + b);
        bool isJump = width > 0 && left < 0.5 * width && Math.Abs(trueB - trueA) > change * Math.Pow(left / width, JumpPower);
        return (new Node(path(middle), left, isJump), middle);
    }

    /// <summary>The place at a distance in a direction, or on the window's edge where that is nearer.</summary>
    private static (Place At, bool IsCut) Towards(Place from, double angle, double distance)
    {
        double u = Math.Cos(angle), v = Math.Sin(angle);
        double toU = u > 0 ? (1 - from.U) / u : u < 0 ? -from.U / u : double.PositiveInfinity;
        double toV = v > 0 ? (1 - from.V) / v : v < 0 ? -from.V / v : double.PositiveInfinity;
        double most = Math.Max(0, Math.Min(toU, toV));
        if (distance < most)
            return (new Place(from.U + distance * u, from.V + distance * v), false);
        // on the edge itself, whatever rounding says
        return toU <= toV
            ? (new Place(u > 0 ? 1 : 0, Math.Clamp(from.V + most * v, 0, 1)), true)
            : (new Place(Math.Clamp(from.U + most * u, 0, 1), v > 0 ? 1 : 0), true);
    }

    /// <summary>Zero counts as positive.</summary>
    private static bool IsNegative(double value) => value < 0;

    private readonly record struct Place(double U, double V)
    {
        public static double Distance(Place a, Place b) => Math.Sqrt((a.U - b.U) * (a.U - b.U) + (a.V - b.V) * (a.V - b.V));
    }

    /// <param name="At">Where it is.</param>
    /// <param name="Error">Within this distance there are both signs.</param>
    /// <param name="IsJump">Whether the function jumps there.</param>
    private readonly record struct Node(Place At, double Error, bool IsJump);
}
