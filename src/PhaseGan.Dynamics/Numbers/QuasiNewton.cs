namespace PhaseGan.Dynamics;

/// <summary>
/// Minima of functions that are smooth but where several pieces meet, as largest real parts of eigenvalues are: the method of Broyden, Fletcher, Goldfarb and Shanno with Wolfe's weak conditions, which goes on
/// along the edges between pieces (Lewis and Overton, <em>Nonsmooth optimization via quasi-Newton methods</em>, Math. Program. 141 (2013) 135–163).
/// </summary>
internal static class QuasiNewton
{
    /// <summary>By how much of what the slope says a step must lead down, and how much of the slope may be left.</summary>
    private const double LeastDescent = 1e-4, MostSlope = 0.5;

    /// <summary>Most trials of a step.</summary>
    private const int MostTrials = 30;

    /// <summary>Goes down from a start until a value is small enough, a step finds no lower one, or the steps are used up.</summary>
    /// <param name="function">The function; NaN where it is not defined.</param>
    /// <param name="slope">Its derivatives at a point of which the value was asked last.</param>
    /// <param name="start">The start; where the search ended on return.</param>
    /// <param name="steps">Most steps, each with a value of the function and its derivatives, or a few.</param>
    /// <param name="enough">A value at which to stop.</param>
    /// <returns>The last value: the lowest that was met at the end of a step.</returns>
    public static double Minimize(Func<double[], double> function, Func<double[], double[]> slope, double[] start, int steps, double enough)
    {
        int n = start.Length;
        double value = function(start);
        double[] gradient = slope(start), inverse = Identity(n);
        for (int k = 0; k < steps && value > enough; k++)
        {
            var direction = new double[n];
            for (int i = 0; i < n; i++)
                direction[i] = -VectorMath.Dot(inverse.AsSpan(i * n, n), gradient);
            double descent = VectorMath.Dot(gradient, direction);
            if (!(descent < 0) || Step(function, slope, start, value, direction, descent, enough) is not var (next, there, gradientThere))
                break;
            double[] move = [.. next.Zip(start, (a, b) => a - b)], change = [.. gradientThere.Zip(gradient, (a, b) => a - b)];
            next.CopyTo(start, 0);
            (value, gradient) = (there, gradientThere);
            Update(inverse, move, change);
        }
        return value;
    }

    /// <summary>A step that meets Wolfe's weak conditions; the first that leads to a value small enough will do. Null if there is none.</summary>
    private static (double[] At, double Value, double[] Gradient)? Step(
        Func<double[], double> function, Func<double[], double[]> slope, double[] from, double value, double[] direction, double descent, double enough)
    {
        double low = 0, high = double.PositiveInfinity, length = 1;
        for (int trial = 0; trial < MostTrials; trial++)
        {
            double[] at = [.. from];
            VectorMath.AddMultiple(at, length, direction);
            double there = function(at);
            if (there <= enough)
                return (at, there, new double[at.Length]);
            if (!(there < value + LeastDescent * length * descent))
                high = length;
            else
            {
                double[] gradient = slope(at);
                if (VectorMath.Dot(gradient, direction) >= MostSlope * descent)
                    return (at, there, gradient);
                low = length;
            }
            length = double.IsPositiveInfinity(high) ? 2 * low : 0.5 * (low + high);
        }
        return null;
    }

    private static double[] Identity(int n)
    {
        var identity = new double[n * n];
        for (int i = 0; i < n; i++)
            identity[i * n + i] = 1;
        return identity;
    }

    /// <summary>The inverse of the second derivatives, from a move and the change of the slope.</summary>
    private static void Update(double[] inverse, double[] move, double[] change)
    {
        int n = move.Length;
        double product = VectorMath.Dot(move, change);
        if (!(product > 0))
            return;
        var image = new double[n];
        for (int i = 0; i < n; i++)
            image[i] = VectorMath.Dot(inverse.AsSpan(i * n, n), change);
        double size = (1 + VectorMath.Dot(image, change) / product) / product;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                inverse[i * n + j] += size * move[i] * move[j] - (image[i] * move[j] + move[i] * image[j]) / product;
    }
}
