namespace PhaseGan;

/// <summary>
/// Cuts a curve t ↦ (u, α, s) into pieces on which a signature (inside the window, which fixed points attract, …) is constant, and turns each
/// into a polyline with a bounded chord error.
/// </summary>
internal sealed class BoundaryPieces(Func<CurvePoint, int> signature, Func<CurvePoint, (double X, double Y)> place, double tolerance)
{
    /// <summary>The signature of points that are not on the boundary at all.</summary>
    public const int Absent = -1;

    private const int MaxDepth = 22;

    /// <summary>The pieces of the curve over [<paramref name="from"/>, <paramref name="to"/>] whose signature is not <see cref="Absent"/>.</summary>
    /// <param name="at">The curve; null where it is not defined.</param>
    /// <param name="from">First t.</param>
    /// <param name="to">Last t, ≥ first.</param>
    /// <param name="samples">Number of equal cells in which the signature may change at most a few times.</param>
    public IEnumerable<(int Signature, double From, double To, List<CurvePoint> Points)> Cut(Func<double, CurvePoint?> at, double from, double to, int samples)
    {
        double start = from;
        int current = Sign(at, from);
        double previous = from;
        for (int k = 1; k <= samples; k++)
        {
            double t = k == samples ? to : from + (to - from) * k / samples;
            int sign = Sign(at, t);
            for (int changes = 0; sign != current && changes < 8; changes++)
            {
                (double low, double high) = ScalarSearch.Bisect(previous, t, 200, middle => Sign(at, middle) == current);
                if (current != Absent && low > start)
                    yield return (current, start, low, Draw(at, start, low));
                (start, previous) = (high, high);
                current = Sign(at, high);
            }
            previous = t;
        }
        if (current != Absent && to > start)
            yield return (current, start, to, Draw(at, start, to));
    }

    private int Sign(Func<double, CurvePoint?> at, double t) => at(t) is { } point ? signature(point) : Absent;

    private List<CurvePoint> Draw(Func<double, CurvePoint?> at, double from, double to)
    {
        const int Coarse = 16;
        var points = new List<CurvePoint> { at(from)!.Value };
        CurvePoint left = points[0];
        double previous = from;
        for (int k = 1; k <= Coarse; k++)
        {
            double t = k == Coarse ? to : from + (to - from) * k / Coarse;
            if (at(t) is not { } right)
                continue;
            Subdivide(at, previous, left, t, right, 0, points);
            (previous, left) = (t, right);
        }
        return Thin(points);
    }

    private void Subdivide(Func<double, CurvePoint?> at, double t0, CurvePoint p0, double t1, CurvePoint p1, int depth, List<CurvePoint> points)
    {
        double middle = 0.5 * (t0 + t1);
        CurvePoint? half = at(middle);
        bool flat = half is null || depth >= MaxDepth
            || (IsStraight(p0, half.Value, p1) && Near(0.5 * (t0 + middle)) && Near(0.5 * (middle + t1)));
        if (flat)
        {
            points.Add(p1);
            return;
        }
        Subdivide(at, t0, p0, middle, half!.Value, depth + 1, points);
        Subdivide(at, middle, half.Value, t1, p1, depth + 1, points);

        bool Near(double t) => at(t) is not { } p || IsStraight(p0, p, p1);
        // The tolerance halved: the sampled points need not be the farthest.
        bool IsStraight(CurvePoint a, CurvePoint p, CurvePoint b) => Distance(place(a), place(p), place(b)) <= 0.5 * tolerance;
    }

    /// <summary>Drops the vertices of exactly straight runs.</summary>
    private List<CurvePoint> Thin(List<CurvePoint> points)
    {
        var kept = new List<CurvePoint> { points[0] };
        for (int k = 1; k < points.Count - 1; k++)
            if (Distance(place(kept[^1]), place(points[k]), place(points[k + 1])) > 1e-3 * tolerance)
                kept.Add(points[k]);
        kept.Add(points[^1]);
        return kept;
    }

    /// <summary>Distance of p from the segment ab.</summary>
    private static double Distance((double X, double Y) a, (double X, double Y) p, (double X, double Y) b)
    {
        (double dx, double dy) = (b.X - a.X, b.Y - a.Y);
        double length = dx * dx + dy * dy;
        double t = length > 0 ? Math.Clamp(((p.X - a.X) * dx + (p.Y - a.Y) * dy) / length, 0, 1) : 0;
        return Math.Sqrt(Square(p.X - a.X - t * dx) + Square(p.Y - a.Y - t * dy));

        static double Square(double v) => v * v;
    }
}
