namespace PhaseGan.Plotting;

/// <summary>Traces g = 0 by marching squares with refined crossings and joins the pieces to lines.</summary>
internal static class ContourTracer
{
    private const int Bisections = 40;

    public static List<List<(double X, double Y)>> Trace(AxisScaleMap x, AxisScaleMap y, Func<double, double, double> g, int n)
    {
        var value = new double[(n + 1) * (n + 1)];
        for (int j = 0; j <= n; j++)
            for (int i = 0; i <= n; i++)
                value[j * (n + 1) + i] = At(i, j);

        // An edge is named by its lower or left node, horizontal edges even, vertical ones odd.
        var crossings = new Dictionary<int, (double X, double Y)>();
        var links = new Dictionary<int, List<int>>();
        for (int j = 0; j < n; j++)
            for (int i = 0; i < n; i++)
                Square(i, j);
        return Join(links, crossings);

        double U(double i) => x.First + (x.Last - x.First) * (i / n);
        double V(double j) => y.First + (y.Last - y.First) * (j / n);
        double At(double i, double j) => g(x.Back(U(i)), y.Back(V(j)));
        int Node(int i, int j) => j * (n + 1) + i;

        void Square(int i, int j)
        {
            double a = value[Node(i, j)], b = value[Node(i + 1, j)], c = value[Node(i + 1, j + 1)], d = value[Node(i, j + 1)];
            if (!(double.IsFinite(a) && double.IsFinite(b) && double.IsFinite(c) && double.IsFinite(d)))
                return;
            bool pa = a >= 0, pb = b >= 0, pc = c >= 0, pd = d >= 0;
            var cut = new List<int>(4);
            if (pa != pb)
                cut.Add(Cross(i, j, horizontal: true));
            if (pb != pc)
                cut.Add(Cross(i + 1, j, horizontal: false));
            if (pd != pc)
                cut.Add(Cross(i, j + 1, horizontal: true));
            if (pa != pd)
                cut.Add(Cross(i, j, horizontal: false));
            if (cut.Count == 2)
            {
                Link(cut[0], cut[1]);
            }
            else if (cut.Count == 4)
            {
                // A saddle: the sign in the middle says which corners hang together.
                bool middle = At(i + 0.5, j + 0.5) >= 0;
                int shift = middle == pa ? 0 : 1;
                Link(cut[shift], cut[1 + shift]);
                Link(cut[2 + shift], cut[(3 + shift) % 4]);
            }
        }

        void Link(int a, int b)
        {
            (links.TryGetValue(a, out List<int>? of) ? of : links[a] = []).Add(b);
            (links.TryGetValue(b, out of) ? of : links[b] = []).Add(a);
        }

        int Cross(int i, int j, bool horizontal)
        {
            int edge = 2 * Node(i, j) + (horizontal ? 0 : 1);
            if (crossings.ContainsKey(edge))
                return edge;
            bool low = value[Node(i, j)] >= 0;
            (double from, double to) = ScalarSearch.Bisect(0, 1, Bisections, middle => (horizontal ? At(i + middle, j) : At(i, j + middle)) >= 0 == low);
            double at = (from + to) / 2;
            crossings[edge] = horizontal ? (x.Back(U(i + at)), y.Back(V(j))) : (x.Back(U(i)), y.Back(V(j + at)));
            return edge;
        }
    }

    private static List<List<(double X, double Y)>> Join(Dictionary<int, List<int>> links, Dictionary<int, (double X, double Y)> crossings)
    {
        var lines = new List<List<(double X, double Y)>>();
        var visited = new HashSet<int>();
        // Open lines from their ends first, then what is left is closed.
        foreach (int start in links.Keys.Where(k => links[k].Count == 1).Order().Concat(links.Keys.Order()))
        {
            if (!visited.Add(start))
                continue;
            var line = new List<(double X, double Y)> { crossings[start] };
            int here = start;
            while (links[here].Where(next => !visited.Contains(next)).Select(next => (int?)next).FirstOrDefault() is { } next)
            {
                visited.Add(next);
                line.Add(crossings[next]);
                here = next;
            }
            if (links[start].Count == 2 && links[here].Contains(start) && line.Count > 2)
                line.Add(line[0]);
            lines.Add(line);
        }
        return lines;
    }
}
