namespace PhaseGan.Plotting;

/// <summary>Traces g = 0, for one function or some, by marching squares with refined crossings and joins the pieces to lines.</summary>
internal sealed class ContourTracer
{
    private const int Bisections = 40;

    private readonly AxisScaleMap _x, _y;
    private readonly Functions _g;
    private readonly int _n, _of;
    private readonly double[] _value, _at;

    // An edge is named by its lower or left node, horizontal edges even, vertical ones odd.
    private readonly Dictionary<int, (double X, double Y)> _crossings = [];
    private readonly Dictionary<int, List<int>> _links = [];

    private ContourTracer(AxisScaleMap x, AxisScaleMap y, Functions g, int count, int of, int n)
    {
        (_x, _y, _g, _n, _of, _value, _at) = (x, y, g, n, of, new double[(n + 1) * (n + 1)], new double[count]);
    }

    /// <summary>Writes the values of functions at a point.</summary>
    public delegate void Functions(double x, double y, Span<double> values);

    /// <summary>The lines of each function; all of them are asked at once at the corners of squares.</summary>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="g">The functions; where one is NaN it has no line.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="n">Squares along each axis.</param>
    public static List<List<(double X, double Y)>>[] Trace(AxisScaleMap x, AxisScaleMap y, Functions g, int count, int n)
    {
        ContourTracer[] tracers = [.. Enumerable.Range(0, count).Select(of => new ContourTracer(x, y, g, count, of, n))];
        var values = new double[count];
        for (int j = 0; j <= n; j++)
        {
            for (int i = 0; i <= n; i++)
            {
                g(x.Back(tracers[0].U(i)), y.Back(tracers[0].V(j)), values);
                foreach (ContourTracer tracer in tracers)
                    tracer._value[tracer.Node(i, j)] = values[tracer._of];
            }
        }
        return [.. tracers.Select(tracer => tracer.Lines())];
    }

    private List<List<(double X, double Y)>> Lines()
    {
        for (int j = 0; j < _n; j++)
            for (int i = 0; i < _n; i++)
                Square(i, j);
        return Join(_links, _crossings);
    }

    private double U(double i) => _x.First + (_x.Last - _x.First) * (i / _n);

    private double V(double j) => _y.First + (_y.Last - _y.First) * (j / _n);

    private double At(double i, double j)
    {
        _g(_x.Back(U(i)), _y.Back(V(j)), _at);
        return _at[_of];
    }

    private int Node(int i, int j) => j * (_n + 1) + i;

    private void Square(int i, int j)
    {
        double a = _value[Node(i, j)], b = _value[Node(i + 1, j)], c = _value[Node(i + 1, j + 1)], d = _value[Node(i, j + 1)];
        if (!(double.IsFinite(a) && double.IsFinite(b) && double.IsFinite(c) && double.IsFinite(d)))
            return;
        bool pa = a >= 0, pb = b >= 0, pc = c >= 0, pd = d >= 0;
        Span<int> cut = stackalloc int[4];
        int cuts = 0;
        if (pa != pb)
            cut[cuts++] = Cross(i, j, horizontal: true);
        if (pb != pc)
            cut[cuts++] = Cross(i + 1, j, horizontal: false);
        if (pd != pc)
            cut[cuts++] = Cross(i, j + 1, horizontal: true);
        if (pa != pd)
            cut[cuts++] = Cross(i, j, horizontal: false);
        if (cuts == 2)
        {
            Link(cut[0], cut[1]);
        }
        else if (cuts == 4)
        {
            // A saddle: the sign in the middle says which corners hang together.
            bool middle = At(i + 0.5, j + 0.5) >= 0;
            int shift = middle == pa ? 0 : 1;
            Link(cut[shift], cut[1 + shift]);
            Link(cut[2 + shift], cut[(3 + shift) % 4]);
        }
    }

    private void Link(int a, int b)
    {
        (_links.TryGetValue(a, out List<int>? of) ? of : _links[a] = []).Add(b);
        (_links.TryGetValue(b, out of) ? of : _links[b] = []).Add(a);
    }

    private int Cross(int i, int j, bool horizontal)
    {
        int edge = 2 * Node(i, j) + (horizontal ? 0 : 1);
        if (_crossings.ContainsKey(edge))
            return edge;
        bool low = _value[Node(i, j)] >= 0;
        (double from, double to) = ScalarSearch.Bisect(0, 1, Bisections, middle => (horizontal ? At(i + middle, j) : At(i, j + middle)) >= 0 == low);
        double at = (from + to) / 2;
        _crossings[edge] = horizontal ? (_x.Back(U(i + at)), _y.Back(V(j))) : (_x.Back(U(i)), _y.Back(V(j + at)));
        return edge;
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
            while (TryNext(links[here], visited, out int next))
            {
                line.Add(crossings[next]);
                here = next;
            }
            if (links[start].Count == 2 && links[here].Contains(start) && line.Count > 2)
                line.Add(line[0]);
            lines.Add(line);
        }
        return lines;
    }

    /// <summary>Visits the first neighbour that was not visited.</summary>
    private static bool TryNext(List<int> neighbours, HashSet<int> visited, out int next)
    {
        foreach (int neighbour in neighbours)
        {
            if (visited.Add(neighbour))
            {
                next = neighbour;
                return true;
            }
        }
        next = 0;
        return false;
    }
}
