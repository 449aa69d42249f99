using System.Globalization;
using MathNet.Numerics;

namespace PhaseGan;

/// <summary>Averages of a response f over X ~ N(μ, σ²).</summary>
internal struct LineAverages
{
    /// <summary>Most steps to either side of the mean, some milliseconds' worth: enough for spreads of 2300 times the response's scale.</summary>
    private const int MostSteps = 1 << 17;

    /// <summary>⟨f⟩, ⟨f′⟩, ⟨f″⟩, ⟨f‴⟩.</summary>
    public double Value, Slope, Second, Third;

    /// <summary>⟨f²⟩ and its derivatives ∂/∂μ = ⟨(f²)′⟩ and ∂/∂σ² = ½⟨(f²)″⟩.</summary>
    public double Square, SquareByMean, SquareByVariance;

    /// <summary>The averages: in closed form for polynomials, by the rule otherwise. NaN where μ or σ is.</summary>
    /// <param name="response">f.</param>
    /// <param name="mean">μ.</param>
    /// <param name="variance">σ².</param>
    /// <param name="rule">Used for f alone.</param>
    /// <param name="weights">The weights of the rule, length <see cref="LineRule.Room"/>.</param>
    /// <param name="derivatives">Whether all members are wanted, not <see cref="Value"/>, <see cref="Slope"/> and <see cref="Square"/> alone.</param>
    public static LineAverages Of(Response response, double mean, double variance, ref LineRule rule, Span<double> weights, bool derivatives)
    {
        if (response is PolynomialResponse polynomial)
            return Of(polynomial, mean, variance, derivatives);
        if (!double.IsFinite(mean) || !(variance >= 0 && double.IsFinite(variance)))
            return All(double.NaN);
        double deviation = Math.Sqrt(variance);
        if (!LineRule.Resolves(deviation, response.Scale))
            return response.IsCentred
                ? OnPanels(response, mean, deviation, rule.Halvings, derivatives)
                : InManySteps(response, mean, deviation, rule.Halvings, derivatives);
        rule.Prepare(deviation, response.Scale, weights);
        double step = rule.Step;

        var sums = default(LineAverages);
        sums.Add(response, mean, weights[0], derivatives);
        for (int k = 1; k < rule.Count; k++)
        {
            sums.Add(response, mean - k * step, weights[k], derivatives);
            sums.Add(response, mean + k * step, weights[k], derivatives);
        }
        return sums;
    }

    /// <summary>About how many values of f an average takes.</summary>
    public static double Cost(Response response, double deviation)
    {
        if (response is PolynomialResponse || deviation == 0)
            return 1;
        double steps = 2 * LineRule.Reach / LineRule.NeededStep(deviation, response.Scale);
        return response.IsCentred && !LineRule.Resolves(deviation, response.Scale)
            ? 2 * LinePanels.Nodes * (LineRule.Reach + Math.Log(LineRule.Reach * deviation / response.Scale, 3))
            : steps;
    }

    /// <summary>For a response that changes near 0 alone, over a length far below σ.</summary>
    private static LineAverages OnPanels(Response response, double mean, double deviation, int refinement, bool derivatives)
    {
        double low = mean - LineRule.Reach * deviation, high = mean + LineRule.Reach * deviation;
        var sums = default(LineAverages);
        foreach (bool right in (ReadOnlySpan<bool>)[true, false])
        {
            LinePanels.Stretch(low, high, right, out double from, out double to);
            while (from < to)
            {
                double end = LinePanels.Next(from, to, response.Scale, 2 * deviation, refinement), half = 0.5 * (end - from), middle = from + half;
                for (int i = 0; i < LinePanels.Nodes; i++)
                {
                    double distance = middle + half * LinePanels.Positions[i], x = right ? distance : -distance, e = (x - mean) / deviation;
                    sums.Add(response, x, half / deviation * LinePanels.Weights[i] * Math.Exp(-0.5 * e * e) / Constants.Sqrt2Pi, derivatives);
                }
                from = end;
            }
        }
        return sums;
    }

    /// <summary>The trapezoidal rule with more steps than weights are kept for.</summary>
    private static LineAverages InManySteps(Response response, double mean, double deviation, int refinement, bool derivatives)
    {
        double step = LineRule.NeededStep(deviation, response.Scale) / (1 << refinement), unit = step / Constants.Sqrt2Pi;
        if (!(LineRule.Reach / step <= MostSteps))
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"the response {response} changes over a length of {response.Scale:G6} and its argument has a standard deviation of {deviation:G6}: an average needs {2 * LineRule.Reach / step:G3} values of it and takes {2 * MostSteps} at most; a response that changes near 0 alone says so by IsCentred and needs few"));
        long count = (long)Math.Ceiling(LineRule.Reach / step);
        var sums = default(LineAverages);
        sums.Add(response, mean, unit, derivatives);
        for (long k = 1; k <= count; k++)
        {
            double weight = unit * Math.Exp(-0.5 * (k * step) * (k * step));
            sums.Add(response, mean - k * step * deviation, weight, derivatives);
            sums.Add(response, mean + k * step * deviation, weight, derivatives);
        }
        return sums;
    }

    private void Add(Response response, double x, double weight, bool derivatives)
    {
        double f, slope;
        if (derivatives)
        {
            response.Evaluate(x, out f, out slope, out double second, out double third);
            Second += weight * second;
            Third += weight * third;
            SquareByMean += weight * 2 * f * slope;
            SquareByVariance += weight * (slope * slope + f * second);
        }
        else
            response.Evaluate(x, out f, out slope);
        Value += weight * f;
        Slope += weight * slope;
        Square += weight * f * f;
    }

    private static LineAverages Of(PolynomialResponse f, double mean, double variance, bool derivatives)
    {
        // ⟨x^k⟩ = μ⟨x^(k−1)⟩ + (k − 1)σ²⟨x^(k−2)⟩
        Span<double> moments = stackalloc double[f.Square.Length];
        moments[0] = 1;
        if (moments.Length > 1)
            moments[1] = mean;
        for (int k = 2; k < moments.Length; k++)
            moments[k] = mean * moments[k - 1] + (k - 1) * variance * moments[k - 2];

        var result = new LineAverages
        {
            Value = VectorMath.Dot(f.Coefficients, moments),
            Slope = VectorMath.Dot(f.SlopeCoefficients, moments),
            Square = VectorMath.Dot(f.Square, moments),
        };
        if (!derivatives)
            return result;
        result.Second = VectorMath.Dot(f.SecondCoefficients, moments);
        result.Third = VectorMath.Dot(f.ThirdCoefficients, moments);
        result.SquareByMean = VectorMath.Dot(f.SquareSlope, moments);
        result.SquareByVariance = 0.5 * VectorMath.Dot(f.SquareSecond, moments);
        return result;
    }

    private static LineAverages All(double value) => new()
    {
        Value = value,
        Slope = value,
        Second = value,
        Third = value,
        Square = value,
        SquareByMean = value,
        SquareByVariance = value,
    };
}
