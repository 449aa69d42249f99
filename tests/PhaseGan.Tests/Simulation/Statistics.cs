using MathNet.Numerics;

namespace PhaseGan.Tests;

/// <summary>Probabilities that a correct program looks as bad as this.</summary>
internal static class Statistics
{
    /// <summary>The level of one assertion. The suite makes fewer than a thousand, so a correct program fails with probability below 1e-6.</summary>
    public const double Level = 1e-9;

    /// <summary>Two-sided p-value of a standard normal.</summary>
    public static double NormalP(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>Standard normal distribution function.</summary>
    public static double NormalCdf(double x) => 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));

    /// <summary>p-value of the test of Kolmogorov and Smirnov against a distribution.</summary>
    public static double KolmogorovP(double[] sample, Func<double, double> cdf)
    {
        double[] sorted = [.. sample.Order()];
        double n = sorted.Length;
        double distance = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double f = cdf(sorted[i]);
            distance = Math.Max(distance, Math.Max(f - i / n, (i + 1) / n - f));
        }
        return Kolmogorov(distance * Math.Sqrt(n));
    }

    /// <summary>p-value of the two-sample test of Kolmogorov and Smirnov.</summary>
    public static double TwoSampleKolmogorovP(double[] a, double[] b)
    {
        Array.Sort(a);
        Array.Sort(b);
        double distance = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            double x = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] <= x)
                i++;
            while (j < b.Length && b[j] <= x)
                j++;
            distance = Math.Max(distance, Math.Abs((double)i / a.Length - (double)j / b.Length));
        }
        return Kolmogorov(distance * Math.Sqrt((double)a.Length * b.Length / (a.Length + b.Length)));
    }

    /// <summary>p-value for equal means, and for equal variances, of two large samples.</summary>
    public static (double Mean, double Variance) MomentsP(double[] a, double[] b)
    {
        (double meanA, double varianceA, double fourthA) = Moments(a);
        (double meanB, double varianceB, double fourthB) = Moments(b);
        double ofMean = varianceA / a.Length + varianceB / b.Length;
        double ofVariance = (fourthA - varianceA * varianceA) / a.Length + (fourthB - varianceB * varianceB) / b.Length;
        return (NormalP((meanA - meanB) / Math.Sqrt(ofMean)), NormalP((varianceA - varianceB) / Math.Sqrt(ofVariance)));
    }

    /// <summary>
    /// p-value that two ensembles have the same law: equal means, equal variances and the test of Kolmogorov and Smirnov on
    /// every coordinate at every time, corrected for their number (Bonferroni).
    /// </summary>
    public static double SameLawP(Ensemble a, Ensemble b)
    {
        double smallest = 1;
        int tests = 0;
        for (int time = 0; time < a.Times.Length; time++)
            for (int c = 0; c < a.CoordinateCount; c++)
            {
                double[] x = Sample(a, time, c);
                double[] y = Sample(b, time, c);
                (double mean, double variance) = MomentsP(x, y);
                smallest = Math.Min(smallest, Math.Min(Math.Min(mean, variance), TwoSampleKolmogorovP(x, y)));
                tests += 3;
            }
        return Math.Min(1, smallest * tests);
    }

    private static double[] Sample(Ensemble ensemble, int time, int coordinate) =>
        [.. Enumerable.Range(0, ensemble.Replicas).Select(replica => ensemble.Value(time, replica, coordinate))];

    private static (double Mean, double Variance, double Fourth) Moments(double[] sample)
    {
        double mean = sample.Average();
        return (mean, sample.Average(x => (x - mean) * (x - mean)), sample.Average(x => Math.Pow(x - mean, 4)));
    }

    private static double Kolmogorov(double x)
    {
        if (x < 0.3)
            return 1;
        double sum = 0;
        for (int k = 1; k <= 100; k++)
            sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * k * k * x * x);
        return Math.Clamp(sum, 0, 1);
    }
}
