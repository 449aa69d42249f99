using System.Globalization;

namespace PhaseGan;

/// <summary>A mean over independent runs or samples.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="HalfWidth">Half the width of its interval of 95 %, by the normal law: 1.96 standard errors.</param>
public readonly record struct SampleMean(double Mean, double HalfWidth)
{
    /// <summary>The half width of an interval of 95 % in standard errors.</summary>
    private const double NinetyFivePercent = 1.959963984540054;

    /// <summary>Mean ± half width.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mean:G6} ± {HalfWidth:G2}");

    /// <summary>The mean of independent values and its interval.</summary>
    /// <param name="values">Two values at least.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two.</exception>
    public static SampleMean Of(ReadOnlySpan<double> values)
    {
        Guard.AtLeast(values.Length, 2, "a number of values", "values.Length");
        double mean = 0, square = 0;
        foreach (double v in values)
            mean += v / values.Length;
        foreach (double v in values)
            square += (v - mean) * (v - mean);
        return new SampleMean(mean, NinetyFivePercent * Math.Sqrt(square / (values.Length - 1) / values.Length));
    }
}
