using Xunit;

namespace PhaseGan.Tests.Dynamics;

public sealed class MicroscopicLawAgainstTrainingTests
{
    /// <summary>
    /// Figure 2: the rows of one training with n = 10 000 are a sample of the law. The overlaps of a training at finite n wander off the ODE by
    /// O(1/√n), as much as sampling error of the fractions; the bounds allow for both.
    /// </summary>
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
            double[] levels = new double[n];
            for (int i = 0; i < n; i++)
                levels[i] = 1 - Math.Exp(-0.5 * here.SquaredDistance([Math.Sqrt(n) * weights.Generator[0][i], Math.Sqrt(n) * weights.Discriminator[i]]));
            Array.Sort(levels);

            // Kolmogorov and Smirnov: 1.63 is passed by 1 % of samples of the very law
            double largest = 0;
            for (int i = 0; i < n; i++)
                largest = Math.Max(largest, Math.Max(levels[i] - (double)i / n, (i + 1.0) / n - levels[i]));
            Assert.InRange(Math.Sqrt(n) * largest, 0, 1.63);

            // 39.3 %, 86.5 % and 98.9 % inside the contours
            foreach (int k in new[] { 1, 2, 3 })
            {
                double p = 1 - Math.Exp(-0.5 * k * k);
                double inside = levels.Count(v => v < p) / (double)n;
                Assert.InRange(Math.Abs(inside - p), 0, 3 * Math.Sqrt(p * (1 - p) / n));
            }

            // the limit of small learning rates has hardly any of the spread of w
            if (t > 0)
                Assert.InRange(limit.At(t, [1]).Covariance(1, 1), 0, 0.15 * here.Covariance(1, 1));
        }
    }
}
