namespace PhaseGan;

/// <summary>Averages of a response f over X ~ N(μ, σ²).</summary>
internal struct LineAverages
{
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
        rule.Prepare(Math.Sqrt(variance), response.Scale, weights);
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
            Value = Dot(f.Coefficients, moments),
            Slope = Dot(f.SlopeCoefficients, moments),
            Square = Dot(f.Square, moments),
        };
        if (!derivatives)
            return result;
        result.Second = Dot(f.SecondCoefficients, moments);
        result.Third = Dot(f.ThirdCoefficients, moments);
        result.SquareByMean = Dot(f.SquareSlope, moments);
        result.SquareByVariance = 0.5 * Dot(f.SquareSecond, moments);
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

    private static double Dot(ReadOnlySpan<double> coefficients, ReadOnlySpan<double> moments)
    {
        double sum = 0;
        for (int k = 0; k < coefficients.Length; k++)
            sum += coefficients[k] * moments[k];
        return sum;
    }
}
