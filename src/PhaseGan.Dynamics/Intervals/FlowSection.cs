namespace PhaseGan.Dynamics;

/// <summary>
/// A piece of a plane that solutions cross: coordinates (ζ, σ) = Γ(y − c) with given numbers Γ, the plane σ = 0, and enclosures of where and when a set of states crosses it.
/// </summary>
internal sealed class FlowSection
{
    private const int Tries = 6;

    private readonly int _n;
    private readonly double[] _rows;
    private readonly TaylorBalls _field;
    private Interval[] _speed = [];

    private FlowSection(TaylorTape tape, double[] point, double[] columns, double[] rows)
    {
        (_n, Point, Columns, _rows, _field) = (tape.Dimension, point, columns, rows, new TaylorBalls(tape, 1));
    }

    /// <summary>c.</summary>
    public double[] Point { get; }

    /// <summary>The axes as columns, row-major, the last one along the field.</summary>
    public double[] Columns { get; }

    /// <summary>The normal of the plane: σ = normal · (y − c).</summary>
    public ReadOnlySpan<double> Normal => _rows.AsSpan((_n - 1) * _n);

    /// <summary>The time that a set takes to the plane; set by <see cref="Cross"/>.</summary>
    public Interval Time { get; private set; }

    /// <summary>A section with the columns of a matrix as axes, the last one along the field; null where they are dependent.</summary>
    public static FlowSection? Of(TaylorTape tape, double[] point, double[] columns) =>
        IntervalMatrix.Inverse(columns, tape.Dimension) is { } rows ? new FlowSection(tape, point, columns, rows) : null;

    /// <summary>A set that holds the states of the plane with |ζᵢ| ≤ size.</summary>
    public FlowSet Set(double size)
    {
        // Γ⁻¹ = G(I − E)⁻¹ with E = I − ΓG
        double slack = Slack() * size;
        var radius = new double[_n];
        Array.Fill(radius, size + slack, 0, _n - 1);
        radius[_n - 1] = slack;
        return FlowSet.Of(Point, Columns, [.. radius.Select(Math.BitIncrement)]);
    }

    /// <summary>Encloses ζ where the states of a set near the plane cross it, forwards or back; null where that is not proved.</summary>
    public Interval[]? Cross(FlowSet set)
    {
        Interval[] at = Coordinates(set), box = set.Box(), around = box;
        for (int k = 0; k < Tries; k++)
        {
            Interval[] field = Field(around), speed = Apply(field);
            if (speed[_n - 1].Contains(0))
                return null;
            Interval time = (-at[_n - 1] / speed[_n - 1]).Hull(0);
            Interval[] path = [.. box.Zip(field, (b, f) => b + time * f)];
            if (k > 0 && around.Zip(path).All(pair => pair.First.ContainsInside(pair.Second)))
            {
                (Time, _speed) = (time, speed);
                return [.. Enumerable.Range(0, _n - 1).Select(i => at[i] - speed[i] / speed[_n - 1] * at[_n - 1])];
            }
            around = [.. path.Select((p, i) => p.Hull(box[i])).Select(p => p + new Interval(-0.2, 0.2) * (p.Radius + 1e-14))];
        }
        return null;
    }

    /// <summary>Encloses ∂ζ at the plane by ζ at the start, where the start is a set of this section and the last call of <see cref="Cross"/> was with what became of it.</summary>
    /// <param name="derivative">The derivative of the flow up to the set that crossed.</param>
    public Interval[] Derivative(FlowDerivative derivative)
    {
        int n = _n, m = n - 1;
        double most = 0;
        for (int i = 0; i < n; i++)
        {
            double row = 0;
            for (int j = 0; j < n; j++)
                row += Math.Abs(_slopes[i * n + j].Magnitude);
            most = Math.Max(most, row * TaylorBalls.Enlarge);
        }
        // e^x − 1 ≤ x/(1 − x)
        Interval x = most * (Interval)Time.Magnitude, off = x.High < 1 ? x / (1 - x) : Interval.Entire;
        Interval[] near = new Interval[n * n], start = new Interval[n * n];
        double slack = Slack();
        for (int i = 0; i < n; i++)
        {
            Interval size = 0;
            for (int j = 0; j < n; j++)
            {
                near[i * n + j] = (i == j ? 1 : 0) + new Interval(-off.High, off.High);
                size += ((Interval)Columns[i * n + j]).Abs();
            }
            for (int j = 0; j < n; j++)
                start[i * n + j] = Columns[i * n + j] + slack * new Interval(-size.High, size.High);
        }
        Interval[] moved = IntervalMatrix.Multiply(near, IntervalMatrix.Multiply(derivative.Value, start, n), n), result = new Interval[m * m];
        Interval[] coordinates = IntervalMatrix.Multiply(IntervalMatrix.Of(_rows), moved, n);
        for (int i = 0; i < m; i++)
            for (int j = 0; j < m; j++)
                result[i * m + j] = coordinates[i * n + j] - _speed[i] / _speed[m] * coordinates[m * n + j];
        return result;
    }

    private double Slack()
    {
        Interval[] product = IntervalMatrix.Multiply(IntervalMatrix.Of(_rows), IntervalMatrix.Of(Columns), _n);
        Interval most = 0;
        for (int i = 0; i < _n; i++)
        {
            Interval row = 0;
            for (int j = 0; j < _n; j++)
                row += (product[i * _n + j] - (i == j ? 1 : 0)).Abs();
            most = most.Hull(row);
        }
        return most.High < 0.5 ? 2 * most.High : double.PositiveInfinity;
    }

    private Interval[] Coordinates(FlowSet set)
    {
        int n = _n;
        Interval[] offset = [.. set.Center.Zip(Point, (a, b) => a - (Interval)b)], result = Apply(offset);
        Span<Interval> start = IntervalMatrix.Multiply(IntervalMatrix.Of(_rows), IntervalMatrix.Of(set.Start), n), frame = IntervalMatrix.Multiply(IntervalMatrix.Of(_rows), IntervalMatrix.Of(set.Frame), n);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                result[i] += start[i * n + j] * new Interval(-set.StartRadius[j], set.StartRadius[j]) + frame[i * n + j] * new Interval(-set.FrameRadius[j], set.FrameRadius[j]);
        return result;
    }

    private Interval[] Apply(Interval[] vector) => IntervalMatrix.Apply(_rows, vector, _n);

    private Interval[] _slopes = [];

    private Interval[] Field(Interval[] box)
    {
        _field.Expand([.. box.Select(b => b.Middle)], [.. box.Select(b => b.Radius)]);
        _field.ExpandSlopes();
        _slopes = new Interval[_n * _n];
        for (int i = 0; i < _n; i++)
            for (int j = 0; j < _n; j++)
                _slopes[i * _n + j] = _field.Slope(i, j)[1] + new Interval(-_field.SlopeRadius(i, j)[1], _field.SlopeRadius(i, j)[1]);
        return [.. Enumerable.Range(0, _n).Select(i => _field.Middle(i)[1] + new Interval(-_field.Radius(i)[1], _field.Radius(i)[1]))];
    }
}
