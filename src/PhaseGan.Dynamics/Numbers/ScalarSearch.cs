namespace PhaseGan.Dynamics;

/// <summary>Searches along a line: bisection, and the golden section. Both are bounded in their work.</summary>
internal static class ScalarSearch
{
    /// <summary>Halves an interval in which a condition ceases to hold, until no number lies between its ends or the halvings are used up.</summary>
    /// <param name="low">Lower end. The condition is taken to hold here and is not asked.</param>
    /// <param name="high">Upper end. The condition is taken not to hold here and is not asked.</param>
    /// <param name="halvings">Most halvings.</param>
    /// <param name="holds">The condition.</param>
    /// <returns>The last interval: the condition holds at its lower end and not at its upper one.</returns>
    public static (double Low, double High) Bisect(double low, double high, int halvings, Func<double, bool> holds)
    {
        for (int i = 0; i < halvings && Math.BitIncrement(low) < high; i++)
        {
            double middle = 0.5 * (low + high);
            if (holds(middle))
                low = middle;
            else
                high = middle;
        }
        return (low, high);
    }

    /// <summary>
    /// The smallest value that the golden section meets on its way to a minimum (Kiefer, <em>Sequential minimax search for a maximum</em>, Proc. Amer. Math. Soc. 4 (1953)
    /// 502–506). It ends at the first value below <paramref name="enough"/>, and is infinite where the function is NaN throughout.
    /// </summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end, ≥ lower.</param>
    /// <param name="steps">Most steps, each with one value of the function; two come before them.</param>
    /// <param name="enough">A value that ends the search.</param>
    /// <param name="function">The function.</param>
    public static double GoldenSection(double low, double high, int steps, double enough, Func<double, double> function)
    {
        const double golden = 0.6180339887498949;
        double smallest = double.PositiveInfinity, left = high - golden * (high - low), right = low + golden * (high - low);
        double atLeft = Value(left), atRight = Value(right);
        for (int k = 0; k < steps && !(smallest < enough); k++)
        {
            if (atLeft < atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - golden * (high - low);
                atLeft = Value(left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + golden * (high - low);
                atRight = Value(right);
            }
        }
        return smallest;

        double Value(double at)
        {
            double value = function(at);
            if (value < smallest)
                smallest = value;
            return value;
        }
    }
}
