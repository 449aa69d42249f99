namespace PhaseGan.Dynamics;

/// <summary>
/// Derivatives of a vector along a line at its middle, by central differences that are extrapolated to the step zero: Ridders, <em>Accurate computation of F′(x) and F′(x)F″(x)</em>,
/// Adv. Eng. Software 4 (1982) 75–76. Steps fall from a large one, so that polynomials of low degree have derivatives exact to rounding.
/// </summary>
internal static class LineDerivative
{
    /// <summary>Writes the vector at a place of the line; false where it is not defined.</summary>
    public delegate bool Line(double place, Span<double> value);

    /// <summary>Halvings of the step: it falls by 3e4, enough from the size of a state to that of its finest feature.</summary>
    private const int MostColumns = 16;

    /// <summary>Two columns may agree by accident, for a periodic function say; three do not.</summary>
    private const int LeastColumns = 3;

    /// <summary>Differences this close to each other, in units of the value, are as good as rounding lets them be.</summary>
    private const double Enough = 1e-14;

    /// <summary>Where values are expensive, a step after which the estimates of the error are worse by this is the last.</summary>
    private const double Worse = 2;

    /// <summary>Writes the first derivative at zero.</summary>
    /// <param name="line">The vector along the line.</param>
    /// <param name="step">The largest step.</param>
    /// <param name="derivative">Receives the derivative.</param>
    /// <returns>An estimate of the largest error in it; infinite if there is none.</returns>
    public static double First(Line line, double step, Span<double> derivative) => First(line, step, derivative, MostColumns);

    /// <summary>The same with at most so many steps, where values are expensive and their error is not that of rounding.</summary>
    /// <param name="line">The vector along the line.</param>
    /// <param name="step">The largest step.</param>
    /// <param name="derivative">Receives the derivative.</param>
    /// <param name="mostColumns">How many steps are tried.</param>
    /// <param name="coarser">Receives what it was extrapolated from, with one step less, if it has room: what follows from the derivative is as uncertain as the difference of what follows from both.</param>
    public static double First(Line line, double step, Span<double> derivative, int mostColumns, Span<double> coarser = default)
    {
        int n = derivative.Length;
        double[] plus = new double[n], minus = new double[n];
        return Extrapolate(h => Values(line, h, plus) && Values(line, -h, minus) ? Quotient(plus, minus, 2 * h) : null, 4, step, derivative, coarser, mostColumns);
    }

    /// <summary>Writes the first derivative at zero from one side, where the line ends there.</summary>
    /// <param name="line">The vector along the line.</param>
    /// <param name="step">The largest step, negative for the other side.</param>
    /// <param name="derivative">Receives the derivative.</param>
    /// <returns>As for both sides.</returns>
    public static double OneSided(Line line, double step, Span<double> derivative)
    {
        int n = derivative.Length;
        double[] plus = new double[n], middle = new double[n];
        return Values(line, 0, middle) ? Extrapolate(h => Values(line, h, plus) ? Quotient(plus, middle, h) : null, 2, step, derivative, []) : double.PositiveInfinity;
    }

    /// <summary>Writes the second derivative at zero.</summary>
    /// <inheritdoc cref="First(Line, double, Span{double})"/>
    public static double Second(Line line, double step, Span<double> derivative) => Second(line, step, derivative, MostColumns);

    /// <inheritdoc cref="First(Line, double, Span{double}, int, Span{double})"/>
    public static double Second(Line line, double step, Span<double> derivative, int mostColumns, Span<double> coarser = default)
    {
        int n = derivative.Length;
        double[] plus = new double[n], middle = new double[n], minus = new double[n];
        return Values(line, 0, middle)
            ? Extrapolate(h => Values(line, h, plus) && Values(line, -h, minus) ? Quotient(Quotient(plus, middle, h), Quotient(middle, minus, h), h) : null, 4, step, derivative, coarser, mostColumns)
            : double.PositiveInfinity;
    }

    /// <summary>Extrapolates quotients to the step zero.</summary>
    /// <param name="quotient">The quotient of a step; null where it is not defined.</param>
    /// <param name="ratio">What halving the step divides the leading error by, and then each further one.</param>
    /// <param name="step">The largest step.</param>
    /// <param name="derivative">Receives the limit.</param>
    /// <param name="coarser">Receives what the limit was extrapolated from, if it has room.</param>
    /// <param name="mostColumns">How many steps are tried.</param>
    private static double Extrapolate(Func<double, double[]?> quotient, double ratio, double step, Span<double> derivative, Span<double> coarser, int mostColumns = MostColumns)
    {
        int n = derivative.Length, columns = 0;
        var last = new List<double[]>();
        double best = double.PositiveInfinity;
        for (int k = 0; k < mostColumns; k++, step *= 0.5)
        {
            if (quotient(step) is not { } first)
            {
                // only steps below those that leave the domain count
                last.Clear();
                (columns, best) = (0, double.PositiveInfinity);
                continue;
            }
            var next = new List<double[]> { first };
            double power = 1, newest = double.PositiveInfinity;
            for (int j = 0; j < last.Count; j++)
            {
                power *= ratio;
                var value = new double[n];
                for (int i = 0; i < n; i++)
                    value[i] = next[j][i] + (next[j][i] - last[j][i]) / (power - 1);
                double error = Math.Max(VectorMath.LargestDifference(value, next[j]), VectorMath.LargestDifference(value, last[j]));
                newest = Math.Min(newest, error);
                if (error < best && columns >= LeastColumns - 1)
                {
                    best = error;
                    value.CopyTo(derivative);
                    if (!coarser.IsEmpty)
                        last[j].CopyTo(coarser);
                }
                next.Add(value);
            }
            last = next;
            columns++;
            // shorter steps whose differences are worse meet the error of the values
            if (best <= Enough * VectorMath.Largest(derivative) || mostColumns < MostColumns && columns > LeastColumns && newest >= Worse * best)
                break;
        }
        return best;
    }

    private static bool Values(Line line, double place, double[] value) => line(place, value) && VectorMath.AllFinite(value);

    private static double[] Quotient(double[] high, double[] low, double step) => [.. high.Select((x, i) => (x - low[i]) / step)];
}
