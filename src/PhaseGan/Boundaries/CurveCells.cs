namespace PhaseGan;

/// <summary>The cells of a grid beside which lines pass: all whose values are the nearest on either side of a point of a line along both axes.</summary>
internal sealed class CurveCells(Axis x, Axis y)
{
    /// <summary>Places at which a line is looked at in each cell that it crosses.</summary>
    private const double PerCell = 4;

    private readonly PlaneAxis _x = new(x), _y = new(y);
    private readonly HashSet<(int X, int Y)> _cells = [];

    /// <summary>Whether a line passes beside a cell.</summary>
    public bool Contains(int i, int j) => _cells.Contains((i, j));

    /// <summary>Adds the line between two points, in the units of the axes; what lies outside of the grid is left out.</summary>
    public void Add(ImplicitCurvePoint from, ImplicitCurvePoint to)
    {
        (double a, double b) = (Place(_x, from.X, x.Count), Place(_y, from.Y, y.Count));
        (double c, double d) = (Place(_x, to.X, x.Count), Place(_y, to.Y, y.Count));
        if (!double.IsFinite(a + b + c + d) || Math.Max(a, c) < 0 || Math.Min(a, c) > x.Count - 1 || Math.Max(b, d) < 0 || Math.Min(b, d) > y.Count - 1)
            return;
        // the part within the grid, along the line
        (double first, double last) = (0, 1);
        Clip(a, c - a, x.Count - 1, ref first, ref last);
        Clip(b, d - b, y.Count - 1, ref first, ref last);
        if (first > last)
            return;
        int places = 1 + (int)(PerCell * (last - first) * Math.Max(Math.Abs(c - a), Math.Abs(d - b)));
        for (int k = 0; k <= places; k++)
        {
            double share = first + (last - first) * k / places;
            Mark(a + share * (c - a), b + share * (d - b));
        }
    }

    private static double Place(PlaneAxis axis, double value, int count) => axis.Share(axis.Forward(value)) * (count - 1);

    /// <summary>Makes a range of shares of a line shorter, to that in which a coordinate is between 0 and an end.</summary>
    private static void Clip(double start, double move, double end, ref double first, ref double last)
    {
        if (move == 0)
            return;
        (double one, double other) = (-start / move, (end - start) / move);
        (first, last) = (Math.Max(first, Math.Min(one, other)), Math.Min(last, Math.Max(one, other)));
    }

    private void Mark(double u, double v)
    {
        for (int i = (int)Math.Max(0, Math.Floor(u)); i <= Math.Min(x.Count - 1, Math.Ceiling(u)); i++)
            for (int j = (int)Math.Max(0, Math.Floor(v)); j <= Math.Min(y.Count - 1, Math.Ceiling(v)); j++)
                _cells.Add((i, j));
    }
}
