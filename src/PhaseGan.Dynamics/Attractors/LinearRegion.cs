namespace PhaseGan.Dynamics;

/// <summary>
/// How far about a stable fixed point the linearised field rules: the remainder of the field beyond its linear part is measured along the axes, along
/// seeded diagonals and towards the trajectory, at falling distances, until it is small against the slowest decay at three of them in turn.
/// </summary>
internal sealed class LinearRegion
{
    /// <summary>The remainder may be this part of the slowest decay, the eigenvectors' condition apart.</summary>
    private const double LargestRemainder = 0.1;

    /// <summary>Where to begin, as a part of the sizes of the motion.</summary>
    private const double LargestRadius = 0.05;

    /// <summary>Halvings of the distance that are tried, and distances in turn that must pass.</summary>
    private const int MostHalvings = 64, Passes = 3;

    /// <summary>Directions that are looked along besides that of the trajectory.</summary>
    private const int MostAxes = 16, Diagonals = 8;

    /// <summary>Rounding of the remainder, relative to the terms of the linear part.</summary>
    private const double Rounding = 64 * 2.220446049250313e-16;

    private readonly IVectorField _field;
    private readonly double[] _point, _jacobian, _moved, _value;

    private LinearRegion(IVectorField field, double[] point)
    {
        (_field, _point) = (field, point);
        int n = point.Length;
        (_jacobian, _moved, _value) = (new double[n * n], new double[n], new double[n]);
        field.Jacobian(point, _jacobian);
    }

    /// <summary>The radius in units of one, for a field in these units; 0 where no distance passes.</summary>
    /// <param name="field">The field.</param>
    /// <param name="point">The fixed point.</param>
    /// <param name="from">The trajectory.</param>
    /// <param name="rate">Slowest rate of decay.</param>
    /// <param name="condition">Condition number of the eigenvectors.</param>
    public static double Radius(IVectorField field, double[] point, ReadOnlySpan<double> from, double rate, double condition)
    {
        var region = new LinearRegion(field, point);
        List<double[]> directions = Directions(point, from);
        double slope = LargestRemainder * rate / Math.Max(1, condition), radius = LargestRadius;
        int passes = 0;
        for (int halving = 0; halving < MostHalvings; halving++, radius /= 2)
        {
            passes = directions.TrueForAll(d => region.IsLinear(d, radius, slope) && region.IsLinear(d, -radius, slope)) ? passes + 1 : 0;
            if (passes == Passes)
                return radius * (1 << (Passes - 1));
        }
        return 0;
    }

    private bool IsLinear(double[] direction, double distance, double slope)
    {
        int n = _point.Length;
        for (int i = 0; i < n; i++)
            _moved[i] = _point[i] + distance * direction[i];
        _field.Evaluate(_moved, _value);
        double allowed = slope * Math.Abs(distance);
        for (int i = 0; i < n; i++)
        {
            double linear = 0, terms = 0;
            for (int j = 0; j < n; j++)
            {
                double entry = _jacobian[i * n + j];
                linear += entry * (_moved[j] - _point[j]);
                terms += Math.Abs(entry * _moved[j]);
            }
            if (!(Math.Abs(_value[i] - linear) <= allowed + Rounding * terms))
                return false;
        }
        return true;
    }

    /// <summary>Directions whose largest entry is one.</summary>
    private static List<double[]> Directions(double[] point, ReadOnlySpan<double> from)
    {
        int n = point.Length;
        var directions = new List<double[]>();
        var towards = new double[n];
        for (int i = 0; i < n; i++)
            towards[i] = from[i] - point[i];
        double largest = VectorMath.Largest(towards);
        if (largest > 0)
        {
            VectorMath.Divide(towards, largest);
            directions.Add(towards);
        }
        for (int k = 0; k < Math.Min(n, MostAxes); k++)
        {
            var axis = new double[n];
            axis[k] = 1;
            directions.Add(axis);
        }
        var random = new SplitMix(1);
        for (int k = 0; k < Diagonals && n > 1; k++)
        {
            var diagonal = new double[n];
            for (int i = 0; i < n; i++)
                diagonal[i] = random.NextUniform() < 0.5 ? -1 : 1;
            directions.Add(diagonal);
        }
        return directions;
    }
}
