using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>Smooth functions of multipliers that vanish at bifurcations of cycles.</summary>
internal static class MultiplierTests
{
    /// <summary>What a pair's distance from the circle counts beside its direction, where it is asked which pair crosses.</summary>
    private const double FromCircle = 0.1;

    /// <summary>∏(1 − λ) with factors brought to a size of 1: zero where a multiplier is 1.</summary>
    public static double One(IEnumerable<Complex> values) => Product(values, 1);

    /// <summary>Σ of the products ∏(1 − λ) that leave out one of the values: where one is 1, zero if another one is. It is smooth where both come together.</summary>
    public static double OneTwice(Complex[] values) => Enumerable.Range(0, values.Length).Sum(left => One(values.Where((_, i) => i != left)));

    /// <summary>∏(1 + λ): zero where a multiplier is −1.</summary>
    public static double MinusOne(IEnumerable<Complex> values) => Product(values, -1);

    /// <summary>The product of the pair whose sum and product are nearest to given ones, less 1: zero where the pair is on the unit circle, and on neutral saddles. It is smooth where the pair becomes real.</summary>
    public static (double Value, double Cosine)? Pair(Complex[] values, double cosine) =>
        Nearest(values, cosine) is var (a, b) ? ((values[a] * values[b]).Real - 1, 0.5 * (values[a] + values[b]).Real) : null;

    /// <summary>
    /// The square of the modulus of the complex pair whose direction is nearest to one, less 1, and the cosine of its angle: zero where that pair crosses the circle. Beside others, of a pair that is still far
    /// from the circle, the direction says which it is; its sum and product do not.
    /// </summary>
    /// <param name="values">The multipliers.</param>
    /// <param name="cosine">The cosine of the angle at which a pair crosses, about.</param>
    public static (double Value, double Cosine)? Crossing(IEnumerable<Complex> values, double cosine)
    {
        (double Value, double Cosine)? best = null;
        double least = double.PositiveInfinity;
        foreach (Complex value in values.Where(v => v.Imaginary > 0))
        {
            double size = value.Magnitude, there = value.Real / size, cost = Math.Abs(there - cosine) + FromCircle * Math.Abs(size - 1) / (size + 1);
            if (cost < least)
                (least, best) = (cost, (size * size - 1, there));
        }
        return best;
    }

    /// <summary>The cosine of the pair that crosses the circle beside a point at which it is outside: the one nearest to it there; NaN if there is none.</summary>
    public static double CrossingCosine(IEnumerable<Complex> values)
    {
        Complex nearest = values.Where(v => v.Magnitude > 1 && v.Imaginary > 0).OrderBy(v => v.Magnitude).FirstOrDefault();
        return nearest == Complex.Zero ? double.NaN : nearest.Real / nearest.Magnitude;
    }

    /// <summary>The values without the same pair, and half of its sum.</summary>
    public static (Complex[] Others, double Cosine)? Apart(Complex[] values, double cosine) =>
        Nearest(values, cosine) is var (a, b) ? ([.. values.Where((_, i) => i != a && i != b)], 0.5 * (values[a] + values[b]).Real) : null;

    private static (int First, int Second)? Nearest(Complex[] values, double cosine)
    {
        (int First, int Second)? best = null;
        double least = double.PositiveInfinity;
        for (int i = 0; i < values.Length; i++)
            for (int j = i + 1; j < values.Length; j++)
            {
                if (!IsPair(values[i], values[j]))
                    continue;
                Complex sum = values[i] + values[j], product = values[i] * values[j];
                double cost = Math.Abs(0.5 * sum.Real - cosine) + Math.Abs(product.Real - 1);
                if (cost < least)
                    (least, best) = (cost, (i, j));
            }
        return best;
    }

    private static bool IsPair(Complex a, Complex b) => Math.Abs(a.Imaginary + b.Imaginary) <= 1e-12 * (1 + Math.Abs(a.Imaginary)) && (a.Imaginary == 0 || a.Real == b.Real || (a - Complex.Conjugate(b)).Magnitude <= 1e-9 * a.Magnitude);

    private static double Product(IEnumerable<Complex> values, double at)
    {
        Complex product = Complex.One;
        foreach (Complex value in values)
            product *= (1 - at * value) / (1 + value.Magnitude);
        return product.Real;
    }
}
