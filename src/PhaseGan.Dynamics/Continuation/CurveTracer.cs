namespace PhaseGan.Dynamics;

/// <summary>
/// Follows the curve of solutions of a system by pseudo-arclength steps from cubic predictions. Each step is made twice, at once and in two halves, and counts if both end at the same point: then it
/// did not jump to another curve nearby.
/// </summary>
/// <param name="system">The system, with one unknown more than equations.</param>
/// <param name="options">Steps and budgets.</param>
/// <param name="refresh">Makes the system anew at a point that was reached, and gives null where there is none; null if it serves throughout.</param>
/// <param name="explains">Whether a change of the determinant's sign between two points has a cause that was found; null if signs say nothing.</param>
internal sealed class CurveTracer(
    AugmentedSystem system, BranchOptions options, Func<CurveNode, AugmentedSystem?>? refresh = null, Func<CurveNode, CurveNode, bool>? explains = null)
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

    /// <summary>Two ways to one point agree to this share of the step, and to rounding.</summary>
    private const double SameShare = 1e-6, SameRounding = 1e-10;

    /// <summary>Farther to the side than this share of a step's length the point reached is none of the curve.</summary>
    private const double MostSideways = 0.4;

    /// <summary>A point that was located lies between the ends of its piece, but for this share of it.</summary>
    private const double Slack = 1e-3;

    /// <summary>Shorter chords decide nothing about a sign that rounding may have turned.</summary>
    private const double LeastSigned = 1e-6;

    /// <summary>Unknowns beyond this are on their way to infinity.</summary>
    private const double Unbounded = 1e6;

    /// <summary>Singular values of the equations, in units of their largest entries, that count as zero.</summary>
    private const double NoRank = 1e-11;

    /// <summary>How near a curve comes back to its start, in units of the frame.</summary>
    private const double SamePoint = 1e-7;

    /// <summary>Fewer points do not make a closed curve.</summary>
    private const int LeastPoints = 4;

    private AugmentedSystem _system = system;
    private StepFailure _failure;
    private (CurveNode? At, AugmentedSystem? System) _near;

    /// <summary>The point at which the branch began, if it is not the one from which this tracer starts: the branch closes there.</summary>
    public CurveNode? Home { get; init; }

    /// <summary>Whether a point has left the units of the frame behind; null if they serve throughout.</summary>
    public Func<CurveNode, bool>? Outgrows { get; init; }

    /// <summary>The frame that is in use.</summary>
    public BranchFrame Frame => _system.Frame;

    /// <summary>The point at unknowns that solve the system.</summary>
    /// <param name="u">The unknowns.</param>
    /// <param name="hint">A vector with which the tangent makes an acute angle.</param>
    /// <param name="contraction">What is noted of how it was found.</param>
    public CurveNode? NodeAt(double[] u, double[] hint, double contraction = 0)
    {
        int m = _system.Unknowns;
        double[] values = new double[m], matrix = new double[m * m];
        if (_system.Evaluate(u, values, matrix, out _failure, SlopeAccuracy.Exact) is not { } at || at.Transverse.Eigenvalues is not { } eigenvalues)
            return null;
        hint.CopyTo(matrix, (m - 1) * m);
        var unit = new double[m];
        unit[m - 1] = 1;
        var factors = new ScaledLu(matrix, m);
        double[] tangent = factors.Solve(unit);
        double length = VectorMath.Norm(tangent);
        if (!double.IsFinite(length) || length == 0)
        {
            _failure = StepFailure.NonFinite;
            return null;
        }
        if (at.Frame.Slice?.IsRest(at) == false)
        {
            _failure = StepFailure.FamilyBroken;
            return null;
        }
        VectorMath.Divide(tangent, length);
        return new CurveNode { Unknowns = u, Tangent = tangent, Sign = factors.DeterminantSign, At = at, Eigenvalues = eigenvalues, Contraction = contraction };
    }

    /// <summary>The point of the curve between two of its points, at a share of the chord; null if it is not found.</summary>
    public CurveNode? Between(CurveNode a, CurveNode b, double share)
    {
        Use(a, b);
        double[] chord = Chord(a, b), start = [.. a.Unknowns];
        VectorMath.AddMultiple(start, share, chord);
        Corrector.Result found = Corrector.OnCurve(_system, start, chord, VectorMath.Dot(chord, start), 1);
        return found.IsSolution && found.Distance <= MostSideways * VectorMath.Norm(chord) ? NodeAt(found.Unknowns, chord, found.Contraction) : null;
    }

    /// <summary>The point between two of the curve at which an unknown has a value.</summary>
    public CurveNode? Cut(CurveNode a, CurveNode b, int unknown, double value)
    {
        Use(a, b);
        double[] row = new double[_system.Unknowns], chord = Chord(a, b), start = [.. a.Unknowns];
        row[unknown] = 1;
        if (chord[unknown] == 0)
            return null;
        VectorMath.AddMultiple(start, (value - a.Unknowns[unknown]) / chord[unknown], chord);
        Corrector.Result found = Corrector.OnCurve(_system, start, row, value, 1);
        if (!found.IsSolution || found.Distance > MostSideways * VectorMath.Norm(chord))
            return null;
        // the value itself: rounding must not leave the range
        found.Unknowns[unknown] = value;
        return NodeAt(found.Unknowns, a.Tangent, found.Contraction);
    }

    /// <summary>Points from a start on, and why they end: null where the last one has outgrown the frame.</summary>
    /// <param name="start">The start.</param>
    /// <param name="mostPoints">Most points, the start among them.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    public (List<CurveNode> Nodes, BranchEnd? End) Trace(CurveNode start, int mostPoints, CancellationToken cancellationToken)
    {
        List<CurveNode> nodes = [start];
        CurveNode home = Home ?? start;
        double step = FirstShare * options.MaxStep;
        Refresh(start);
        while (nodes.Count < mostPoints)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CurveNode from = nodes[^1];
            if (Step(nodes.Count > 1 ? nodes[^2] : null, from, step) is not var (middle, end))
            {
                step *= Shrinkage;
                if (step < options.MinStep)
                    return (nodes, EndOf(_failure));
                continue;
            }
            foreach (CurveNode next in (CurveNode[])[middle, end])
            {
                if (Closes(home, nodes, next))
                    return ([.. nodes, home], BranchEnd.Closed);
                if (Outside(next) is var (unknown, bound))
                {
                    CurveNode? last = Cut(nodes[^1], next, unknown, bound);
                    return last is null || VectorMath.Distance(last.Unknowns, nodes[^1].Unknowns) < options.MinStep
                        ? (nodes, BranchEnd.RangeReached)
                        : ([.. nodes, last], BranchEnd.RangeReached);
                }
                nodes.Add(next);
            }
            if (VectorMath.Largest(end.Unknowns) > Unbounded)
                return (nodes, BranchEnd.Unbounded);
            if (Outgrows?.Invoke(end) == true)
                return (nodes, null);
            Refresh(end);
            if (end.Contraction < EasyContraction && middle.Contraction < EasyContraction && Angle(from, end) < 0.5 * options.MaxAngle)
                step = Math.Min(step * Growth, options.MaxStep);
        }
        return (nodes, BranchEnd.Budget);
    }

    /// <summary>Makes the system that serves near a point.</summary>
    public void Refresh(CurveNode at)
    {
        if (Near(at) is { } near)
            _system = near;
    }

    /// <summary>What serves near a point, made once for a step that asks whether there is any and then goes on with it.</summary>
    private AugmentedSystem? Near(CurveNode at)
    {
        if (!ReferenceEquals(at, _near.At))
            _near = (at, refresh?.Invoke(at));
        return _near.System;
    }

    /// <summary>Where points belong to a family, makes the system that of the plane across it in which both of two neighbours lie.</summary>
    private void Use(CurveNode a, CurveNode b)
    {
        if (b.At.Frame.Slice is { } slice)
            _system = _system.On(slice.Holds(a.Unknowns) ? slice : a.At.Frame.Slice);
    }

    /// <summary>The unit null vector of a matrix with a row fewer than columns; null if there is more than one.</summary>
    /// <param name="matrix">The matrix with any row below, m×m row-major.</param>
    /// <param name="m">m.</param>
    public static double[]? NullVector(double[] matrix, int m)
    {
        double[] scaled = [.. matrix];
        scaled.AsSpan((m - 1) * m).Clear();
        for (int i = 0; i < m - 1; i++)
        {
            Span<double> row = scaled.AsSpan(i * m, m);
            VectorMath.Divide(row, Math.ScaleB(1, VectorMath.Exponent(row)));
        }
        var values = SingularValues.Of(scaled, m);
        return values.Values[m - 2] <= NoRank * values.Values[0] ? null : values.Right(m - 1).ToArray();
    }

    /// <summary>From the first to the second point.</summary>
    public static double[] Chord(CurveNode a, CurveNode b)
    {
        double[] chord = [.. b.Unknowns];
        VectorMath.AddMultiple(chord, -1, a.Unknowns);
        return chord;
    }

    /// <summary>Whether unknowns lie between two points, near the chord.</summary>
    public static bool IsBetween(CurveNode a, CurveNode b, double[] u)
    {
        double[] chord = Chord(a, b), place = [.. u];
        VectorMath.AddMultiple(place, -1, a.Unknowns);
        double length = VectorMath.SumOfSquares(chord), share = VectorMath.Dot(place, chord) / length;
        VectorMath.AddMultiple(place, -share, chord);
        return share >= -Slack && share <= 1 + Slack && VectorMath.Norm(place) <= MostSideways * Math.Sqrt(length);
    }

    /// <summary>The direction of the curve between two points.</summary>
    public static double[] Direction(CurveNode a, CurveNode b)
    {
        double[] direction = [.. a.Tangent];
        VectorMath.AddMultiple(direction, 1, b.Tangent);
        VectorMath.Divide(direction, VectorMath.Norm(direction));
        return direction;
    }

    /// <summary>The point at half a step and the one at its end; null if the step fails one of its tests.</summary>
    /// <param name="before">The point before the first one; null at the start.</param>
    /// <param name="from">The point from which the step goes.</param>
    /// <param name="step">The distance from it to the plane on which the step ends.</param>
    private (CurveNode Middle, CurveNode End)? Step(CurveNode? before, CurveNode from, double step)
    {
        double level = VectorMath.Dot(from.Tangent, from.Unknowns);
        if (Corrected(from, Predicted(before, from, step), level + step, step) is not { } whole
            || Corrected(from, Predicted(before, from, 0.5 * step), level + 0.5 * step, step) is not { } half
            || NodeAt(half.Unknowns, from.Tangent, half.Contraction) is not { } middle)
            return null;
        double along = VectorMath.Dot(from.Tangent, middle.Tangent), left = level + step - VectorMath.Dot(from.Tangent, middle.Unknowns);
        if (along < 0.5 || Corrected(from, Predicted(from, middle, left / along), level + step, step) is not { } second)
            return null;
        _failure = StepFailure.NoConvergence;
        if (VectorMath.Distance(whole.Unknowns, second.Unknowns) > SameShare * step + SameRounding * Math.Max(1, VectorMath.Norm(second.Unknowns)))
            return null;
        if (NodeAt(second.Unknowns, middle.Tangent, second.Contraction) is not { } end)
            return null;
        _failure = StepFailure.NoConvergence;
        bool isSmooth = Angle(from, middle) <= options.MaxAngle && Angle(middle, end) <= options.MaxAngle && Angle(from, end) <= options.MaxAngle;
        if (end.At.Frame.Slice is not null && Near(end) is null)
        {
            _failure = StepFailure.FamilyBroken;
            return null;
        }
        return isSmooth && IsExplained(from, middle) && IsExplained(middle, end) ? (middle, end) : null;
    }

    private bool IsExplained(CurveNode a, CurveNode b) =>
        explains is null || a.Sign == b.Sign || a.IsNeutral || b.IsNeutral || VectorMath.Distance(a.Unknowns, b.Unknowns) < LeastSigned || explains(a, b);

    /// <summary>A length further than a point on the cubic through it and the one before with their tangents (Hermite); on the tangent, if there is none before.</summary>
    private static double[] Predicted(CurveNode? before, CurveNode from, double length)
    {
        double[] place = [.. from.Unknowns];
        VectorMath.AddMultiple(place, length, from.Tangent);
        if (before is null)
            return place;
        // p(s) = p₁ + t₁s + a(s/h)² + b(s/h)³ with p(-h) = p₀ and p'(-h) = t₀ for the chord d of length h: a = (2t₁ + t₀)h - 3d, b = (t₁ + t₀)h - 2d
        double[] chord = Chord(before, from);
        double h = VectorMath.Norm(chord), ratio = length / h, square = ratio * ratio, cube = square * ratio;
        VectorMath.AddMultiple(place, (2 * square + cube) * h, from.Tangent);
        VectorMath.AddMultiple(place, (square + cube) * h, before.Tangent);
        VectorMath.AddMultiple(place, -(3 * square + 2 * cube), chord);
        return place;
    }

    /// <summary>The point of the curve on a plane across a point's tangent, from a place nearby.</summary>
    private Corrector.Result? Corrected(CurveNode plane, double[] start, double level, double step)
    {
        // on the plane from the beginning, so that corrections measure what the prediction misses the curve by
        VectorMath.AddMultiple(start, level - VectorMath.Dot(plane.Tangent, start), plane.Tangent);
        Corrector.Result found = Corrector.OnCurve(_system, start, plane.Tangent, level, MostContraction);
        _failure = found.Failure;
        if (!found.IsSolution)
            return null;
        _failure = StepFailure.NoConvergence;
        return found.Distance <= MostSideways * step ? found : null;
    }

    /// <summary>The first parameter that left its range, with the end that it passed.</summary>
    private (int Unknown, double Bound)? Outside(CurveNode node)
    {
        for (int j = 0; j < _system.Frame.Varied; j++)
        {
            int k = _system.Frame.Dimension + j;
            if (node.Unknowns[k] is var value && (value < 0 || value > 1))
                return (k, value < 0 ? 0 : 1);
        }
        return null;
    }

    /// <summary>Whether the piece from the last point to the next one passes the first point in its direction.</summary>
    private bool Closes(CurveNode start, List<CurveNode> nodes, CurveNode next)
    {
        CurveNode last = nodes[^1];
        if (Home is null && nodes.Count < LeastPoints)
            return false;
        double[] chord = Chord(last, next), toStart = Chord(last, start);
        double length = VectorMath.SumOfSquares(chord), share = VectorMath.Dot(chord, toStart) / length;
        if (!(share > 0 && share <= 1) || VectorMath.Dot(start.Tangent, next.Tangent) < 0.5)
            return false;
        VectorMath.AddMultiple(toStart, -share, chord);
        if (VectorMath.Norm(toStart) > MostSideways * Math.Sqrt(length))
            return false;
        double[] guess = [.. last.Unknowns];
        VectorMath.AddMultiple(guess, share, chord);
        Corrector.Result found = Corrector.OnCurve(_system, guess, start.Tangent, VectorMath.Dot(start.Tangent, start.Unknowns), 1);
        return found.IsSolution && VectorMath.Distance(found.Unknowns, start.Unknowns) <= SamePoint * Math.Max(1, VectorMath.Norm(start.Unknowns));
    }

    private static double Angle(CurveNode a, CurveNode b) => 2 * Math.Asin(Math.Min(1, 0.5 * VectorMath.Distance(a.Tangent, b.Tangent)));

    private static BranchEnd EndOf(StepFailure failure) => failure switch
    {
        StepFailure.OutsideDomain => BranchEnd.OutsideDomain,
        StepFailure.NonFinite => BranchEnd.NonFinite,
        StepFailure.FamilyBroken => BranchEnd.FamilyBroken,
        _ => BranchEnd.StepTooSmall,
    };
}
