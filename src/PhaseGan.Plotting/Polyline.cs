namespace PhaseGan.Plotting;

/// <summary>Fewer points for the same line.</summary>
internal static class Polyline
{
    /// <summary>Drops points that lie within <paramref name="tolerance"/> of the line through those kept (Ramer; Douglas and Peucker).</summary>
    public static List<(double X, double Y)> Simplify(List<(double X, double Y)> points, double tolerance)
    {
        if (points.Count < 3)
            return points;
        var keep = new bool[points.Count];
        keep[0] = keep[^1] = true;
        var spans = new Stack<(int From, int To)>();
        spans.Push((0, points.Count - 1));
        while (spans.TryPop(out var span))
        {
            int farthest = -1;
            double distance = tolerance;
            for (int k = span.From + 1; k < span.To; k++)
                if (Distance(points[k], points[span.From], points[span.To]) is var here && here > distance)
                    (farthest, distance) = (k, here);
            if (farthest < 0)
                continue;
            keep[farthest] = true;
            spans.Push((span.From, farthest));
            spans.Push((farthest, span.To));
        }
        return [.. points.Where((_, k) => keep[k])];
    }

    private static double Distance((double X, double Y) p, (double X, double Y) a, (double X, double Y) b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y, square = dx * dx + dy * dy;
        double t = square > 0 ? Math.Clamp(((p.X - a.X) * dx + (p.Y - a.Y) * dy) / square, 0, 1) : 0;
        return Math.Sqrt(Math.Pow(p.X - a.X - t * dx, 2) + Math.Pow(p.Y - a.Y - t * dy, 2));
    }
}
