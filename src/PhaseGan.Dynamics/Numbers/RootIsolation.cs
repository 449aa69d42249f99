namespace PhaseGan.Dynamics;

/// <summary>
/// Short intervals that hold all roots of a polynomial on an interval [0, end]: in Bernstein's form its values lie between the smallest and the largest coefficient, so that a
/// piece on which all coefficients have one sign, and are above what rounding can do, holds no root. What remains is halved.
/// </summary>
/// <remarks>
/// Nothing is looked at between points of a grid: a piece is left out only with this proof. Rounding is bounded by the same form of the sizes of the terms
/// (<see cref="SizedPolynomial"/>), so that roots next to 0 are found as sharply, in relation to their distance, as coefficients that fall towards 0 allow.
/// </remarks>
internal static class RootIsolation
{
    /// <summary>Most intervals that are given. A root of multiplicity three and more, as far as rounding can tell, is wider than so many of the shortest.</summary>
    public const int MaxIntervals = 24;

    /// <summary>Halvings of the interval: Newton's method goes on from there, and a double root is known no better.</summary>
    private const int MaxDepth = 22;

    private const int Room = SizedPolynomial.MaxDegree + 1;

    /// <summary>Isolates the roots.</summary>
    /// <param name="polynomial">The polynomial.</param>
    /// <param name="end">End of the interval, &gt; 0.</param>
    /// <param name="from">Receives the left ends, in rising order; <see cref="MaxIntervals"/> of them.</param>
    /// <param name="to">Receives the right ends.</param>
    /// <returns>The number of intervals, or −1 if there are more: then too little is known.</returns>
    public static int Isolate(in SizedPolynomial polynomial, double end, Span<double> from, Span<double> to)
    {
        int degree = polynomial.Degree, room = degree + 1, count = 0, top = 0;
        // depth first from the left, so that one half waits on each level
        Span<double> values = stackalloc double[(MaxDepth + 2) * Room], errors = stackalloc double[(MaxDepth + 2) * Room], starts = stackalloc double[MaxDepth + 2];
        Span<int> depths = stackalloc int[MaxDepth + 2];
        ToBernstein(polynomial, end, values, errors);
        (starts[0], depths[0]) = (0, 0);
        while (top >= 0)
        {
            Span<double> value = values.Slice(top * Room, room), error = errors.Slice(top * Room, room);
            if (HasOneSign(value, error))
            {
                top--;
                continue;
            }
            double start = starts[top], width = Math.ScaleB(end, -depths[top]);
            if (depths[top] == MaxDepth)
            {
                top--;
                if (count > 0 && start - to[count - 1] < 0.5 * width)
                    to[count - 1] = start + width;
                else if (count == MaxIntervals)
                    return -1;
                else
                    (from[count], to[count++]) = (start, start + width);
                if (to[count - 1] - from[count - 1] > MaxIntervals * width)
                    return -1;
                continue;
            }
            // the left half goes on top of the right one
            int depth = depths[top] + 1;
            Halve(value, values.Slice((top + 1) * Room, room));
            Halve(error, errors.Slice((top + 1) * Room, room));
            (starts[top], depths[top]) = (start + 0.5 * width, depth);
            top++;
            (starts[top], depths[top]) = (start, depth);
        }
        return count;
    }

    private static void ToBernstein(in SizedPolynomial polynomial, double end, Span<double> values, Span<double> errors)
    {
        int n = polynomial.Degree;
        for (int k = 0; k <= n; k++)
        {
            double value = 0, error = 0, power = 1, weight = 1;
            for (int j = 0; j <= k; j++)
            {
                // C(k, j)/C(n, j)
                value += weight * power * polynomial[j];
                error += weight * power * polynomial.Error(j);
                power *= end;
                weight *= (double)(k - j) / Math.Max(1, n - j);
            }
            (values[k], errors[k]) = (value, error);
        }
    }

    private static bool HasOneSign(ReadOnlySpan<double> value, ReadOnlySpan<double> error)
    {
        bool isPositive = value[0] > 0;
        for (int k = 0; k < value.Length; k++)
            if (!(isPositive ? value[k] > error[k] : value[k] < -error[k]))
                return false;
        return true;
    }

    /// <summary>De Casteljau's halving: <paramref name="b"/> keeps the right half, <paramref name="left"/> receives the left one.</summary>
    private static void Halve(Span<double> b, Span<double> left)
    {
        int n = b.Length - 1;
        left[0] = b[0];
        for (int k = 1; k <= n; k++)
        {
            for (int j = 0; j <= n - k; j++)
                b[j] = 0.5 * (b[j] + b[j + 1]);
            left[k] = b[0];
        }
    }
}
