namespace PhaseGan.Dynamics;

/// <summary>
/// The smallest affine subspace that holds a motion, where the field maps it into itself: a plane of coordinates that stay zero, or of
/// coordinates that stay equal. Its tangents are those within it and, as a quotient, those across it.
/// </summary>
internal sealed class MotionHull
{
    /// <summary>Directions in which the motion spreads less than this, relative to its spread in every coordinate, are none of its own.</summary>
    private const double RankTolerance = 1e-7;

    /// <summary>The Jacobian may lead out of an invariant subspace by this much, relative to its size.</summary>
    private const double InvarianceTolerance = 1e-8;

    private readonly int _n;
    private readonly double[] _basis;

    private MotionHull(int n, int dimension, double[] basis)
    {
        (_n, Dimension, _basis) = (n, dimension, basis);
    }

    /// <summary>m ≤ N.</summary>
    public int Dimension { get; }

    /// <summary>Whether it is the whole space.</summary>
    public bool IsWhole => Dimension == _n;

    /// <summary>The hull of some states of a motion, or the whole space where the field does not keep the hull.</summary>
    public static MotionHull Of<TField>(TField field, IReadOnlyList<double[]> states)
        where TField : IVectorField
    {
        int n = field.Dimension;
        double[] width = Widths(states, n);
        double[] basis = Spread(states, width, n, out int rank);
        var hull = new MotionHull(n, rank, basis);
        return hull.IsWhole || hull.IsKeptBy(field, states) ? hull : Whole(n);
    }

    /// <summary>Leaves of each of k tangents (entry i of tangent j at ik + j) the part within the hull, or the part across it.</summary>
    public void Project(Span<double> tangents, int k, bool across)
    {
        if (IsWhole)
        {
            if (across)
                tangents.Clear();
            return;
        }
        Span<double> inside = _n <= 64 ? stackalloc double[_n] : new double[_n];
        for (int j = 0; j < k; j++)
        {
            inside.Clear();
            for (int e = 0; e < Dimension; e++)
            {
                ReadOnlySpan<double> direction = _basis.AsSpan(e * _n, _n);
                double dot = 0;
                for (int i = 0; i < _n; i++)
                    dot += direction[i] * tangents[i * k + j];
                for (int i = 0; i < _n; i++)
                    inside[i] += dot * direction[i];
            }
            for (int i = 0; i < _n; i++)
                tangents[i * k + j] = across ? tangents[i * k + j] - inside[i] : inside[i];
        }
    }

    private static MotionHull Whole(int n) => new(n, n, []);

    private static double[] Widths(IReadOnlyList<double[]> states, int n)
    {
        var width = new double[n];
        for (int i = 0; i < n; i++)
        {
            double low = states[0][i], high = low;
            foreach (double[] y in states)
                (low, high) = (Math.Min(low, y[i]), Math.Max(high, y[i]));
            width[i] = high - low;
        }
        return width;
    }

    /// <summary>An orthonormal basis of the differences of the states, by pivoting on the one that sticks out most, each coordinate in units of its own width.</summary>
    private static double[] Spread(IReadOnlyList<double[]> states, double[] width, int n, out int rank)
    {
        double[][] rest = [.. states.Skip(1).Select(y => Enumerable.Range(0, n).Select(i => width[i] > 0 ? (y[i] - states[0][i]) / width[i] : 0).ToArray())];
        var basis = new List<double[]>();
        var raw = new List<double[]>();
        while (basis.Count < n)
        {
            double[]? furthest = rest.MaxBy(v => VectorMath.SumOfSquares(v));
            double size = VectorMath.Norm(furthest);
            if (!(size > RankTolerance))
                break;
            double[] direction = [.. furthest!.Select(x => x / size)];
            basis.Add(direction);
            foreach (double[] v in rest)
                VectorMath.RemoveAlong(v, direction);
            double[] unscaled = [.. direction.Select((x, i) => x * width[i])];
            for (int pass = 0; pass < 2; pass++)
                foreach (double[] other in raw)
                    VectorMath.RemoveAlong(unscaled, other);
            double length = VectorMath.Norm(unscaled);
            if (!(length > 0))
                break;
            raw.Add([.. unscaled.Select(x => x / length)]);
        }
        rank = raw.Count;
        return [.. raw.SelectMany(v => v)];
    }

    /// <summary>Whether the Jacobian maps the hull into itself at the states.</summary>
    private bool IsKeptBy<TField>(TField field, IReadOnlyList<double[]> states)
        where TField : IVectorField
    {
        double[] jacobian = new double[_n * _n], image = new double[_n];
        foreach (double[] y in states)
        {
            field.Jacobian(y, jacobian);
            double size = VectorMath.Norm(jacobian);
            for (int e = 0; e < Dimension; e++)
            {
                for (int i = 0; i < _n; i++)
                    image[i] = VectorMath.Dot(jacobian.AsSpan(i * _n, _n), _basis.AsSpan(e * _n, _n));
                Project(image, 1, across: true);
                if (!(VectorMath.Norm(image) <= InvarianceTolerance * size))
                    return false;
            }
        }
        return true;
    }
}
