using Xunit;

namespace PhaseGan.Tests.Equations;

public sealed class MicroscopicLawAgainstTrainingTests
{
    /// <summary>
    /// Figure 2: the rows of one training with n = 10 000 are a sample of the law.
    /// </summary>
    /// <remarks>
    /// Rows of one training are not quite independent: they share the overlaps, which wander off the ODE by O(1/√n) (mean and covariance of the
    /// rows are the overlaps exactly, since û = 1 for all). So two laws are tested. Around the measured overlaps what is left is the shape, and the
    /// test of Kolmogorov and Smirnov is conservative: a correct program fails it at one time with a probability below 1 %, the seed is fixed. Around
    /// the ODE the overlaps' own wandering comes on top, of the size of sampling error; the same bounds, and three standard errors of the
    /// fractions inside the contours, hold there for the training that the figure shows.
    /// </remarks>
    [Fact]
    public void RowsOfOneTraining_AreASampleOfTheLaw_AtTheTimesOfFigure2()
    {
        const int n = 10_000;
        var gan = new GanParameters([2], [2], 0.2, 0.04, 2, 2);
        MacroState start = MacroState.Diagonal([0.2], [0.3], [0.1]);
        MicroscopicLaw law = MicroscopicLaw.Along(new GeneralOde(gan), start, 150);
        MicroscopicLaw limit = MicroscopicLaw.Along(new GeneralOde(gan, diffusion: false), start, 150);
        MicroscopicTraining training = new MicroscopicSimulator().Begin(gan, start, new SimulationOptions { Dimension = n, Seed = 2019 });
        foreach (double t in new[] { 0, 10, 100, 150.0 })
        {
            training.AdvanceTo(t);
            TrainingWeights weights = training.Weights(0);
            Assert.All(weights.Features[0], u => Assert.Equal(1 / Math.Sqrt(n), u, 1e-15));
            WeightLaw here = law.At(t, [1]);
            double[] levels = Levels(weights, row => here.SquaredDistance(row));
            // Kolmogorov and Smirnov: 1.63 is passed by 1 % of samples of the very law
            Assert.InRange(Kolmogorov(levels), 0, 1.63);

            // 39.3 %, 86.5 % and 98.9 % inside the contours
            foreach (int k in new[] { 1, 2, 3 })
            {
                double p = 1 - Math.Exp(-0.5 * k * k);
                double inside = levels.Count(v => v < p) / (double)n;
                Assert.InRange(Math.Abs(inside - p), 0, 3 * Math.Sqrt(p * (1 - p) / n));
            }

            // around the measured overlaps: mean (P, q), covariance [[S − P², r − Pq], [r − Pq, z − q²]]
            MacroState m = training.State(0);
            double x = 1 - m.P(0, 0) * m.P(0, 0), xy = m.R(0) - m.P(0, 0) * m.Q(0), y = 1 - m.Q(0) * m.Q(0), determinant = x * y - xy * xy;
            double[] measured = Levels(weights, row =>
            {
                double v = row[0] - m.P(0, 0), w = row[1] - m.Q(0);
                return (y * v * v - 2 * xy * v * w + x * w * w) / determinant;
            });
            Assert.InRange(Kolmogorov(measured), 0, 1.63);
            // the test has power: a law with a standard deviation 5 % too large fails
            Assert.InRange(Kolmogorov(Levels(weights, row => here.SquaredDistance(row) / 1.1025)), 1.95, 100);

            // the limit of small learning rates has hardly any of the spread of w
            if (t > 0)
                Assert.InRange(limit.At(t, [1]).Covariance(1, 1), 0, 0.15 * here.Covariance(1, 1));
        }
    }

    /// <summary>The chance of a smaller Mahalanobis distance, 1 − e^(−D²/2), for each row (v̂, ŵ); sorted.</summary>
    private static double[] Levels(TrainingWeights weights, Func<double[], double> squaredDistance)
    {
        double[] v = [.. weights.Generator[0]], w = [.. weights.Discriminator], levels = new double[v.Length];
        double root = Math.Sqrt(v.Length);
        for (int i = 0; i < v.Length; i++)
            levels[i] = 1 - Math.Exp(-0.5 * squaredDistance([root * v[i], root * w[i]]));
        Array.Sort(levels);
        return levels;
    }

    private static double Kolmogorov(double[] sorted)
    {
        double n = sorted.Length, largest = 0;
        for (int i = 0; i < sorted.Length; i++)
            largest = Math.Max(largest, Math.Max(sorted[i] - i / n, (i + 1) / n - sorted[i]));
        return Math.Sqrt(n) * largest;
    }
}
