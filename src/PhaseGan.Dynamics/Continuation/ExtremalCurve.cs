namespace PhaseGan.Dynamics;

/// <summary>
/// The curve in two parameters on which the best member of a family is neutral. Each point solves <see cref="ExtremalSystem"/> with the modes and ends in play at the one before; where these change, or another member is
/// better, the rate of the best member is looked at along a line across the curve.
/// </summary>
internal sealed class ExtremalCurve(StabilityFamily family, double[] lower, double[] upper)
{
    /// <summary>The longest and the shortest step, in units of the ranges.</summary>
    private const double LongestStep = 0.025, ShortestStep = 1e-4;

    private const int MostPoints = 400;

    /// <summary>Where shorter steps would be needed, the curve is looked for on a circle of this radius.</summary>
    private const double CornerStep = 2e-3;

    /// <summary>A place that is known no better on a line is taken as it is.</summary>
    private const double LeastBracket = 1e-9;

    /// <summary>Largest angle between two steps, in radians.</summary>
    private const double MostAngle = 0.3;

    /// <summary>A member of the grid that is better than the best by this share of the Jacobian's size shows that it is not the best.</summary>
    private const double Better = 1e-7;

    /// <summary>Pieces into which a line is cut to find a change of sign.</summary>
    private const int Pieces = 40;

    /// <summary>The points of the curve near a place, in both directions.</summary>
    public List<ExtremalMember> Through(double[] at, CancellationToken cancellationToken)
    {
        if (Start(at, cancellationToken) is not { } start)
            return [];
        double[] place = Scaled(start.Parameters);
        List<ExtremalSystem> forward = Trace(start, Tangent(start, place), cancellationToken), backward = Trace(start, [.. Tangent(start, place).Select(t => -t)], cancellationToken);
        return [.. backward.AsEnumerable().Reverse().Select(p => p.Result()), start.Result(), .. forward.Select(p => p.Result())];
    }

    /// <summary>A point of the curve at the second parameter of a place, or at its first one.</summary>
    private ExtremalSystem? Start(double[] at, CancellationToken cancellationToken)
    {
        double[] center = Scaled(at);
        foreach (int axis in (int[])[0, 1])
        {
            var direction = new double[2];
            direction[axis] = 1;
            if (OnLine(center, direction, 1.0 / Pieces, Pieces, cancellationToken) is { } found)
                return found;
        }
        return null;
    }

    /// <summary>The nearest point of the curve on a line in the plane in units of the ranges, on either side.</summary>
    private ExtremalSystem? OnLine(double[] center, double[] direction, double length, int pieces, CancellationToken cancellationToken)
    {
        if (Rate(center, 0) is not { } middle)
            return null;
        (double high, double low) = (middle, middle);
        for (int k = 1; k <= pieces; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double? above = Rate(center, k * length), below = Rate(center, -k * length);
            if (above is { } a && a < 0 != high < 0)
                return Between((k - 1) * length, high, k * length, a);
            if (below is { } b && b < 0 != low < 0)
                return Between((1 - k) * length, low, -k * length, b);
            (high, low) = (above ?? high, below ?? low);
        }
        return null;

        double? Rate(double[] from, double distance) => Inside(Moved(from, direction, distance)) is { } p ? ExtremalSearch.Best(family, p, null)?.Rate : null;

        ExtremalSystem? Between(double a, double atA, double b, double atB)
        {
            // regula falsi, with halving of the value that stays (Illinois)
            double[] row = [direction[1] / (upper[0] - lower[0]), -direction[0] / (upper[1] - lower[1])];
            for (int k = 0; k < 30; k++)
            {
                double c = a + (b - a) * atA / (atA - atB);
                if (Inside(Moved(center, direction, c)) is not { } p || ExtremalSearch.Best(family, p, null) is not { } best)
                    return null;
                if (ExtremalSystem.Refine(family, p, [.. best.Member]) is { } near && near.OnBoundary(row, VectorMath.Dot(row, p)) is { } found && IsBest(found))
                    return found;
                if (best.Rate < 0 == atB < 0)
                    (b, atB, atA) = (c, best.Rate, 0.5 * atA);
                else
                    (a, atA) = (c, best.Rate);
                if (Math.Abs(b - a) < LeastBracket)
                    return ExtremalSystem.Unsolved(family, p, [.. best.Member]);
            }
            return null;
        }
    }

    /// <summary>The point of the curve on a circle about one of its points that lies nearest to a direction, however sharply the curve turns; null if it does not go on.</summary>
    private ExtremalSystem? Around(double[] place, double[] tangent, double radius, CancellationToken cancellationToken)
    {
        const int half = 7;
        const double angle = 0.36;
        double[] At(int k) => Moved(place, [tangent[0] * Math.Cos(k * angle) - tangent[1] * Math.Sin(k * angle), tangent[1] * Math.Cos(k * angle) + tangent[0] * Math.Sin(k * angle)], radius);
        double? Rate(int k) => Inside(At(k)) is { } p ? ExtremalSearch.Best(family, p, null)?.Rate : null;
        double? middle = Rate(0);
        (double? left, double? right) = (middle, middle);
        for (int k = 1; k <= half; k++)
        {
            foreach (int side in (int[])[1, -1])
            {
                double? before = side > 0 ? left : right, there = Rate(side * k);
                (left, right) = side > 0 ? (there, right) : (left, there);
                if (before is not { } a || there is not { } b || a < 0 == b < 0)
                    continue;
                double[] from = At(side * (k - 1)), to = At(side * k);
                if (OnLine(from, Direction(from, to)!, VectorMath.Distance(from, to), 1, cancellationToken) is { } found)
                    return found;
            }
        }
        return null;
    }

    private List<ExtremalSystem> Trace(ExtremalSystem start, double[] tangent, CancellationToken cancellationToken)
    {
        var points = new List<ExtremalSystem>();
        ExtremalSystem from = start;
        double step = 0.4 * LongestStep;
        while (points.Count < MostPoints && step >= ShortestStep)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] place = Scaled(from.Parameters), guess = Moved(place, tangent, step);
            if (Inside(guess) is null)
            {
                step *= 0.5;
                continue;
            }
            ExtremalSystem? next = Next(from, guess, tangent, step, cancellationToken);
            double[]? direction = next is null ? null : Direction(place, Scaled(next.Parameters));
            if (direction is null || Math.Acos(Math.Clamp(VectorMath.Dot(direction, tangent), -1, 1)) > MostAngle)
            {
                step *= 0.5;
                if (step >= CornerStep)
                    continue;
                // a corner, where the modes in play change
                next = Around(place, tangent, CornerStep, cancellationToken);
                direction = next is null ? null : Direction(place, Scaled(next.Parameters));
                if (direction is null)
                    break;
                step = CornerStep;
            }
            points.Add(next!);
            (from, tangent, step) = (next!, direction, Math.Min(1.5 * step, LongestStep));
            if (points.Count > 4 && VectorMath.Distance(Scaled(next!.Parameters), Scaled(start.Parameters)) < 0.5 * step)
                break;
        }
        return points;
    }

    private ExtremalSystem? Next(ExtremalSystem from, double[] guess, double[] tangent, double step, CancellationToken cancellationToken)
    {
        double[] p = Unscaled(guess), row = [tangent[0] / (upper[0] - lower[0]), tangent[1] / (upper[1] - lower[1])];
        ExtremalSystem? same = from.MovedTo(p).OnBoundary(row, VectorMath.Dot(row, p));
        if (same is not null && Inside(Scaled(same.Parameters)) is not null && VectorMath.Distance(Scaled(same.Parameters), guess) <= step && IsBest(same))
            return same;
        return OnLine(guess, [-tangent[1], tangent[0]], 0.25 * step, 4, cancellationToken);
    }

    private bool IsBest(ExtremalSystem point) =>
        ExtremalSearch.LeastOfGrid(family, point.Parameters) >= -Better * (FamilyModes.At(family, point.Parameters, point.Member)?.Size ?? 1);

    /// <summary>The direction of the curve at a point, from one beside it.</summary>
    private double[] Tangent(ExtremalSystem at, double[] place)
    {
        const double beside = 1e-3;
        foreach (double[] along in (double[][])[[0, 1], [1, 0]])
        {
            double[] p = Unscaled(Moved(place, along, beside)), row = [along[0] / (upper[0] - lower[0]), along[1] / (upper[1] - lower[1])];
            if (at.MovedTo(p).OnBoundary(row, VectorMath.Dot(row, p)) is { } next && VectorMath.Distance(Scaled(next.Parameters), place) < 10 * beside)
                return Direction(place, Scaled(next.Parameters))!;
        }
        return [0, 1];
    }

    private static double[]? Direction(double[] from, double[] to)
    {
        double[] direction = [to[0] - from[0], to[1] - from[1]];
        double length = VectorMath.Norm(direction);
        if (!(length > 0))
            return null;
        VectorMath.Divide(direction, length);
        return direction;
    }

    private static double[] Moved(double[] place, double[] direction, double distance) => [place[0] + distance * direction[0], place[1] + distance * direction[1]];

    /// <summary>The parameters at a place in units of the ranges; null outside of them.</summary>
    private double[]? Inside(double[] place) => place.All(x => x is >= 0 and <= 1) ? Unscaled(place) : null;

    private double[] Scaled(double[] p) => [(p[0] - lower[0]) / (upper[0] - lower[0]), (p[1] - lower[1]) / (upper[1] - lower[1])];

    private double[] Unscaled(double[] place) => [lower[0] + place[0] * (upper[0] - lower[0]), lower[1] + place[1] * (upper[1] - lower[1])];
}
