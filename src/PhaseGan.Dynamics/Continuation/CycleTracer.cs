namespace PhaseGan.Dynamics;

/// <summary>
/// Follows a curve of cycles by pseudo-arclength steps from cubic predictions. The middle of each step is solved for too, and must lie on the cubic through both ends with their tangents: then the step did not
/// jump to another curve nearby.
/// </summary>
/// <param name="flow">Follows motions.</param>
/// <param name="options">Steps and budgets.</param>
/// <param name="mayResize">Whether sizes grow with the cycles.</param>
/// <param name="cancellationToken">Looked at before each step of an integration.</param>
/// <param name="curve">What a curve in two parameters has to meet; null for cycles over one parameter.</param>
internal sealed class CycleTracer(CycleFlow flow, CycleBranchOptions options, bool mayResize, CancellationToken cancellationToken, ICycleCurve? curve = null)
{
    /// <summary>A larger contraction may lead to another curve.</summary>
    private const double MostContraction = 0.25;

    /// <summary>Steps grow where the contraction is below this, and the angle below half of what it may be.</summary>
    private const double EasyContraction = 0.05;

    private const double Growth = 1.6;

    /// <summary>Steps shrink by no simple fraction, so that no two of them end at the same place.</summary>
    private const double Shrinkage = 0.43;

    /// <summary>The first step as a share of the longest.</summary>
    private const double FirstShare = 0.2;

    /// <summary>Farther to the side than this share of a step's length the point reached is none of the curve.</summary>
    private const double MostSideways = 0.4;

    /// <summary>The middle of a step is off the cubic by this share of the step at most.</summary>
    private const double MiddleShare = 0.01;

    /// <summary>Unknowns beyond this are on their way to infinity.</summary>
    private const double Unbounded = 1e6;

    /// <summary>Cycles with the same extremes, period and parameter to this are the same.</summary>
    private const double SameCycle = 1e-6;

    /// <summary>The phase is that of a cycle whose velocities have at least this cosine with those of the last one.</summary>
    private const double LeastAlignment = 0.9;

    /// <summary>Beyond this error of the trivial multiplier the others say nothing: a branch ends.</summary>
    private const double MostTrivialError = 1e-4;

    /// <summary>Next to a rest the condition of a curve in two parameters has much noise: where steps fail that are this share of a cycle's size, the rest is looked for.</summary>
    private const double SmallShare = 0.2;

    /// <summary>Fewer cycles do not make a closed curve.</summary>
    private const int LeastPoints = 4;

    private StepFailure _failure;

    /// <summary>Follows motions.</summary>
    public CycleFlow Flow => flow;

    /// <summary>The node of a cycle that was solved for; null where it has no tangent.</summary>
    public CycleNode? NodeOf(CycleCorrector.Result found, double[] hint)
    {
        _failure = found.Failure;
        if (found.At is not { } at)
            return null;
        _failure = StepFailure.NonFinite;
        if (!IsKnown(at) || Tangent(at, hint) is not var (tangent, gradient) || flow.Extremes(at.Frame, at.Unknowns) is not { } extremes)
            return null;
        double error = CyclePoint.MotionError(at) + (curve is null || gradient is null ? 0 : curve.Error(at, gradient));
        var node = new CycleNode { At = at, Tangent = tangent, Gradient = gradient, Error = error, Contraction = found.Contraction, Extremes = extremes };
        return curve?.Apart(at) is var (others, cosine) ? node with { Others = others, Cosine = cosine } : node;
    }

    /// <summary>Whether the multipliers are known, those of finer segments where these are wanted.</summary>
    private bool IsKnown(CycleEvaluation at) => at.Multipliers.IsKnown && (curve is not null || at.Uncertainties.Levels.Length > 0 || at.Multipliers.Values.Length == 0);

    /// <summary>Cycles from a start on, and why they end.</summary>
    /// <param name="start">The start.</param>
    /// <param name="parent">The period to which others are compared.</param>
    public (List<CycleNode> Nodes, CycleBranchEnd End) Trace(CycleNode start, double parent)
    {
        List<CycleNode> nodes = [start];
        try
        {
            return (nodes, Follow(nodes, parent));
        }
        catch (OperationCanceledException)
        {
            return (nodes, CycleBranchEnd.Cancelled);
        }
    }

    private CycleBranchEnd Follow(List<CycleNode> nodes, double parent)
    {
        double step = FirstShare * options.MaxStep;
        if (!Adapt(nodes))
            return CycleBranchEnd.TooUnstable;
        while (nodes.Count < options.MaxPoints)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CycleNode from = nodes[^1];
            if (Step(from.IsResampled || nodes.Count < 2 ? null : nodes[^2], from, step) is not var (middle, end))
            {
                step *= Shrinkage;
                if (step < options.MinStep || curve is not null && step < SmallShare * VectorMath.Norm(from.Deviations()) && from.IsSmall && IsShrinking(nodes))
                    return EndOf(_failure);
                continue;
            }
            foreach (CycleNode next in (CycleNode[])[middle, end])
            {
                if (EndBefore(nodes, next) is { } reason)
                    return reason;
                nodes.Add(next);
            }
            if (VectorMath.Largest(end.Unknowns) > Unbounded)
                return CycleBranchEnd.Unbounded;
            if (end.Period > options.MaxPeriodFactor * parent)
                return CycleBranchEnd.LongPeriod;
            if (end.Multipliers.TrivialError > MostTrivialError)
                return end.Period > 2 * parent ? CycleBranchEnd.LongPeriod : CycleBranchEnd.StepTooSmall;
            if (end.Contraction < EasyContraction && middle.Contraction < EasyContraction && Angle(from, end) < 0.5 * options.MaxAngle)
                step = Math.Min(step * Growth, options.MaxStep);
            flow.Reconsider();
            curve?.Refresh(end);
            if (!Adapt(nodes))
                return CycleBranchEnd.TooUnstable;
        }
        return CycleBranchEnd.Budget;
    }

    /// <summary>The cycle of the branch at a share of the way between two of its neighbours on one mesh; null if it is not found.</summary>
    public CycleNode? Between(CycleNode a, CycleNode b, double share)
    {
        double[] chord = Chord(a, b), start = Cubic(a, b, share), direction = [.. chord];
        VectorMath.Divide(direction, VectorMath.Norm(chord));
        return NodeOf(Corrected(a.At.System, start, direction, VectorMath.Dot(direction, start), 1, Gradient(a, b, share)), direction) is { } node
            && VectorMath.Distance(node.Unknowns, start) <= MostSideways * VectorMath.Norm(chord) ? node : null;
    }

    /// <summary>From the first to the second node, on one mesh.</summary>
    public static double[] Chord(CycleNode a, CycleNode b)
    {
        double[] chord = [.. b.Unknowns];
        VectorMath.AddMultiple(chord, -1, a.Unknowns);
        return chord;
    }

    /// <summary>The place at a share of the way on the cubic through two nodes with their tangents.</summary>
    public static double[] Cubic(CycleNode a, CycleNode b, double share)
    {
        double[] chord = Chord(a, b), place = [.. a.Unknowns];
        double length = VectorMath.Norm(chord), s = share, square = s * s, cube = square * s;
        VectorMath.AddMultiple(place, 3 * square - 2 * cube, chord);
        VectorMath.AddMultiple(place, length * (s - 2 * square + cube), a.Tangent);
        VectorMath.AddMultiple(place, length * (cube - square), b.Tangent);
        return place;
    }

    /// <summary>The cycle between two at which an unknown has a value.</summary>
    private CycleNode? Cut(CycleNode a, CycleNode b, int unknown, double value)
    {
        double[] row = new double[a.Unknowns.Length], chord = Chord(a, b);
        row[unknown] = 1;
        if (chord[unknown] == 0)
            return null;
        double share = (value - a.Unknowns[unknown]) / chord[unknown];
        return NodeOf(Corrected(a.At.System, Cubic(a, b, share), row, value, 1, Gradient(a, b, share)), chord);
    }

    /// <summary>The cycle at half a step and the one at its end; null if the step fails one of its tests.</summary>
    private (CycleNode Middle, CycleNode End)? Step(CycleNode? before, CycleNode from, double step)
    {
        CycleSystem system = from.At.System;
        double level = VectorMath.Dot(from.Tangent, from.Unknowns) + step;
        double[] start = Predicted(before, from, step);
        VectorMath.AddMultiple(start, level - VectorMath.Dot(from.Tangent, start), from.Tangent);
        double[]? gradient = before is null ? from.Gradient : Gradient(before, from, 1 + step / VectorMath.Distance(before.Unknowns, from.Unknowns));
        CycleCorrector.Result found = Corrected(system, start, from.Tangent, level, MostContraction, gradient);
        if (NodeOf(found, from.Tangent) is not { } end)
            return null;
        _failure = StepFailure.NoConvergence;
        if (found.Distance > MostSideways * step || !IsSameTurn(from, end) || Angle(from, end) > options.MaxAngle)
            return null;
        start = Cubic(from, end, 0.5);
        found = Corrected(system, start, from.Tangent, VectorMath.Dot(from.Tangent, start), MostContraction, Gradient(from, end, 0.5));
        if (NodeOf(found, from.Tangent) is not { } middle)
            return null;
        _failure = StepFailure.NoConvergence;
        return found.Distance <= MiddleShare * step && Angle(from, middle) <= options.MaxAngle && Angle(middle, end) <= options.MaxAngle ? (middle, end) : null;
    }

    /// <summary>Whether the velocities of two cycles run the same way: else they are half a turn apart, on both sides of a fixed point.</summary>
    private static bool IsSameTurn(CycleNode a, CycleNode b) =>
        VectorMath.Dot(a.At.Velocity, b.At.Velocity) > 0.5 * VectorMath.Norm(a.At.Velocity) * VectorMath.Norm(b.At.Velocity) || IsAcross(a.Deviations(), b.Deviations());

    private static bool IsAcross(double[] a, double[] b) => a.Length > 0 && a.Length == b.Length && VectorMath.Dot(a, b) < -0.5 * VectorMath.Norm(a) * VectorMath.Norm(b);

    private static bool IsShrinking(List<CycleNode> nodes) => nodes.Count > 1 && IsSmaller(nodes[^1], nodes[^2]);

    /// <summary>Whether a cycle is smaller than another one, in units of the sizes.</summary>
    public static bool IsSmaller(CycleNode cycle, CycleNode other) => VectorMath.Norm(cycle.Deviations()) < VectorMath.Norm(other.Deviations());

    /// <summary>Why the branch ends before a cycle; null if it goes on.</summary>
    private CycleBranchEnd? EndBefore(List<CycleNode> nodes, CycleNode next)
    {
        CycleNode last = nodes[^1];
        if (IsAcross(last.Deviations(), next.Deviations()))
            return CycleBranchEnd.ShrinksToRest;
        if (IsAcross(last.HalfTurn(), next.HalfTurn()))
            return CycleBranchEnd.HalvesPeriod;
        if (Closing(nodes, next) is { } closing)
        {
            nodes.Add(closing);
            return CycleBranchEnd.Closed;
        }
        for (int place = next.Frame.PeriodPlace + 1; place < next.Unknowns.Length; place++)
        {
            double value = next.Unknowns[place];
            if (value is >= 0 and <= 1)
                continue;
            if (Cut(last, next, place, value < 0 ? 0 : 1) is { } cut && VectorMath.Distance(cut.Unknowns, last.Unknowns) >= options.MinStep && IsInRange(cut))
                nodes.Add(cut);
            return CycleBranchEnd.RangeReached;
        }
        return null;
    }

    /// <summary>The first cycle on the mesh of the last, if the piece from that to the next one passes it in its direction; else null.</summary>
    private CycleNode? Closing(List<CycleNode> nodes, CycleNode next)
    {
        CycleNode start = nodes[0], last = nodes[^1];
        if (nodes.Count < LeastPoints)
            return null;
        // sizes may have grown since the first cycle
        double[] sizes = next.Frame.Sizes;
        double[] first = start.Signature(sizes), from = last.Signature(sizes), to = next.Signature(sizes), second = nodes.First(n => !n.IsResampled && n != start).Signature(sizes);
        VectorMath.AddMultiple(to, -1, from);
        VectorMath.AddMultiple(second, -1, first);
        VectorMath.AddMultiple(first, -1, from);
        double length = VectorMath.SumOfSquares(to), share = VectorMath.Dot(to, first) / length;
        if (!(share > 0 && share <= 1) || VectorMath.Dot(to, second) <= 0)
            return null;
        VectorMath.AddMultiple(first, -share, to);
        if (VectorMath.Norm(first) > MostSideways * Math.Sqrt(length))
            return null;
        // of the period and the parameters the one that moves most there
        double[] moves = start.Tangent[start.Frame.PeriodPlace..];
        int unknown = Enumerable.Range(0, moves.Length).MaxBy(k => Math.Abs(moves[k]));
        return Cut(last, next, last.Frame.PeriodPlace + unknown, start.Unknowns[start.Frame.PeriodPlace + unknown]) is { } there
            && VectorMath.LargestDifference(there.Signature(sizes), start.Signature(sizes)) <= SameCycle ? there : null;
    }

    /// <summary>Adds the last cycle on a better mesh where its own no longer serves; false if there is none.</summary>
    private bool Adapt(List<CycleNode> nodes)
    {
        CycleNode node = nodes[^1];
        if (!CycleMesh.IsOutgrown(node, mayResize) && node.At.System.Alignment(node.At) > LeastAlignment)
            return true;
        double[] sizes = mayResize ? CycleMesh.Sizes(node) : node.Frame.Sizes;
        if (CycleMesh.Adapt(node.At, node.Extremes, flow, sizes) is not var (frame, u))
            return false;
        var hint = new double[frame.Unknowns];
        double factor = frame.Weight(0) / node.Frame.Weight(0);
        for (int i = 0; i < frame.Dimension; i++)
            hint[i] = node.Tangent[i] * factor * node.Frame.Sizes[i] / sizes[i];
        node.Tangent.AsSpan(node.Frame.PeriodPlace).CopyTo(hint.AsSpan(frame.PeriodPlace));
        if (CycleSystem.Of(frame, flow, u)?.Evaluate(u, out _) is not { } at || !IsKnown(at) || Tangent(at, hint) is not var (tangent, gradient))
            return false;
        if (flow.Extremes(frame, u) is not { } extremes)
            return false;
        nodes.Add(node with { At = at, Tangent = tangent, Gradient = gradient, Extremes = extremes, IsResampled = true });
        return true;
    }

    /// <summary>A length further than a cycle on the cubic through it and the one before with their tangents; on the tangent, if there is none before.</summary>
    private static double[] Predicted(CycleNode? before, CycleNode from, double length)
    {
        if (before is not null)
            return Cubic(before, from, 1 + length / VectorMath.Distance(before.Unknowns, from.Unknowns));
        double[] place = [.. from.Unknowns];
        VectorMath.AddMultiple(place, length, from.Tangent);
        return place;
    }

    /// <summary>The gradient of the curve's condition at a share of the way between two nodes on one mesh, and beyond: where the curve is smooth, it changes by little besides.</summary>
    private static double[]? Gradient(CycleNode a, CycleNode b, double share)
    {
        if (a.Gradient is null || b.Gradient is null)
            return null;
        double[] gradient = [.. b.Gradient];
        VectorMath.Divide(gradient, 1 / share);
        VectorMath.AddMultiple(gradient, 1 - share, a.Gradient);
        return gradient;
    }

    private CycleCorrector.Result Corrected(CycleSystem system, double[] start, double[] row, double value, double mostContraction, double[]? gradient) =>
        curve is null ? CycleCorrector.OnBranch(system, start, row, value, mostContraction) : curve.OnCurve(system, start, row, value, mostContraction, gradient);

    /// <summary>The tangent, and on a curve in two parameters the gradient of its condition; null where there is none.</summary>
    private (double[] Tangent, double[]? Gradient)? Tangent(CycleEvaluation at, double[] hint)
    {
        if (curve is not null)
            return curve.Tangent(at, hint) is var (along, gradient) ? (along, gradient) : null;
        return CycleCorrector.Tangent(at, hint) is { } tangent ? (tangent, null) : null;
    }

    /// <summary>Whether no parameter is beyond its range by more than rounding.</summary>
    private static bool IsInRange(CycleNode node) => node.Frame.Place(node.Unknowns) is var place && !place.ContainsAnyExceptInRange(-1e-12, 1 + 1e-12);

    private static double Angle(CycleNode a, CycleNode b) => 2 * Math.Asin(Math.Min(1, 0.5 * VectorMath.Distance(a.Tangent, b.Tangent)));

    private static CycleBranchEnd EndOf(StepFailure failure) => failure switch
    {
        StepFailure.OutsideDomain => CycleBranchEnd.OutsideDomain,
        StepFailure.NonFinite => CycleBranchEnd.NonFinite,
        StepFailure.Unfolded => CycleBranchEnd.Unfolded,
        _ => CycleBranchEnd.StepTooSmall,
    };
}
