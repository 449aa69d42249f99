using Xunit;

namespace PhaseGan.Tests.Games;

/// <summary>Distances that generalise and distances that do not; Lipschitz constants of several layers.</summary>
public sealed class DistanceOfSamplesTests
{
    [Fact]
    public void InAHundredDimensions_TheJensenShannonDivergenceOfTwoSamplesOfOneLaw_StaysAtItsMaximum()
    {
        foreach (int m in new[] { 10, 100, 1000 })
            Assert.Equal(Math.Log(2), SampleDistance.JensenShannon(Normals(100, m, 1), Normals(100, m, 2)), 1e-14);
    }

    [Fact]
    public void TheJensenShannonDivergence_IsTheClosedFormForAtoms()
    {
        double[][] a = [[1, 2], [1, 2], [3, 4], [0, 0]], b = [[1, 2], [0.0, -0.0]];
        // masses ½, ¼, ¼ against ½, 0, ½
        double expected = 0.5 * (0.25 * Math.Log(2) + 0.25 * Math.Log(2 * 0.25 / 0.75) + 0.5 * Math.Log(2 * 0.5 / 0.75));
        Assert.Equal(expected, SampleDistance.JensenShannon(a, b), 1e-14);
        Assert.Equal(0, SampleDistance.JensenShannon(a, a), 1e-15);
    }

    [Fact]
    public void InAHundredDimensions_TheWassersteinDistanceOfTwoSamplesOfOneLaw_StaysNearItsMaximum()
    {
        // points of N(0, I/n) are √2 apart; the nearest partner among m is hardly nearer
        foreach (int m in new[] { 20, 320 })
            Assert.InRange(SampleDistance.Wasserstein(Scaled(Normals(100, m, 1)), Scaled(Normals(100, m, 2))), 1.1, 1.45);

        static double[][] Scaled(double[][] points) => [.. points.Select(x => x.Select(v => v / 10).ToArray())];
    }

    [Fact]
    public void TheWassersteinDistance_IsThatOfSortedPointsOnALine_AndOfAllPairingsInThePlane()
    {
        var random = new System.Random(3);
        for (int k = 0; k < 20; k++)
        {
            double[][] a = [.. Normals(1, 40, 10 + k)], b = [.. Normals(1, 40, 100 + k)];
            double sorted = a.Select(x => x[0]).Order().Zip(b.Select(x => x[0]).Order(), (x, y) => Math.Abs(x - y)).Average();
            Assert.Equal(sorted, SampleDistance.Wasserstein(a, b), 1e-12);

            double[][] c = [.. Normals(2, 6, 200 + k)], d = [.. Normals(2, 6, 300 + k)];
            Assert.Equal(Permutations(6).Min(p => p.Select((to, from) => Math.Sqrt(c[from].Zip(d[to], (x, y) => (x - y) * (x - y)).Sum())).Average()), SampleDistance.Wasserstein(c, d), 1e-12);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    public void TheGapOfTheNeuralNetDistance_FallsLikeOneOverTheRootOfTheNumberOfPoints(int parameters)
    {
        // means over 200 runs: the standard error of each is at most 5 %, that of the slope 0.07/log 16 = 0.026 at worst and 0.008 here, where gaps are lengths of normal vectors
        double[] mean = new double[parameters];
        var distance = new CriticDistance(GanObjective.Wasserstein);
        double few = distance.Gap(mean, mean, 1, 100, 200, 5).Mean, many = distance.Gap(mean, mean, 1, 1600, 200, 6).Mean;
        Assert.Equal(-0.5, Math.Log(many / few) / Math.Log(16), 0.05);
        // E‖N(0, 2I/m)‖ = √(2/m) √2 Γ((n + 1)/2)/Γ(n/2)
        double length = Math.Sqrt(2.0 / 1600) * Math.Sqrt(2) * Math.Exp(MathNet.Numerics.SpecialFunctions.GammaLn((parameters + 1) / 2.0) - MathNet.Numerics.SpecialFunctions.GammaLn(parameters / 2.0));
        Assert.Equal(length, many, 0.15 * length);
    }

    [Fact]
    public void WithTheLogisticFunction_TheGapFallsLikeOneOverTheRoot_WhereTheLawsDiffer_AndLikeOneOverMWhereTheyDoNot()
    {
        var distance = new CriticDistance(GanObjective.Logistic, radius: 2);
        double[] zero = [0, 0, 0], apart = [0.8, 0, 0];
        // 150 runs: standard error of a logarithm 0.06, of the slope 0.09/log 16 = 0.032; five of them
        Assert.Equal(-0.5, Slope(zero, apart), 0.16);
        Assert.Equal(-1, Slope(zero, zero), 0.16);

        double Slope(double[] real, double[] fake) =>
            Math.Log(distance.Gap(real, fake, 1, 3200, 150, 8).Mean / distance.Gap(real, fake, 1, 200, 150, 7).Mean) / Math.Log(16);
    }

    [Theory]
    [InlineData(GanObjective.Wasserstein)]
    [InlineData(GanObjective.Logistic)]
    [InlineData(GanObjective.Quadratic)]
    public void TheDistanceOfNormals_IsTheBestOfAFineScan_AndSaysWhatItMayMiss(GanObjective objective)
    {
        var distance = new CriticDistance(objective, radius: 1.5);
        CriticDistanceValue value = distance.OfNormals([0.4], [-0.9], 0.5);
        double best = double.NegativeInfinity;
        for (double phi = -1.5; phi <= 1.5; phi += 0.001)
            best = Math.Max(best, Mean(phi, -0.9, 1) + Mean(phi, 0.4, -1) - 2 * F(0));
        Assert.Equal(best, value.Value, 1e-6);
        Assert.InRange(value.Shortfall, -1e-12, 1e-8);
        if (objective == GanObjective.Wasserstein)
            Assert.Equal(1.5 * 1.3, value.Value, 1e-10);

        double Mean(double phi, double mean, double sign)
        {
            double sum = 0, weights = 0;
            for (int k = -200; k <= 200; k++)
            {
                double z = 0.04 * k, w = Math.Exp(-0.5 * z * z);
                (sum, weights) = (sum + w * F(sign * phi * (mean + Math.Sqrt(0.5) * z)), weights + w);
            }
            return sum / weights;
        }

        double F(double t) => objective switch { GanObjective.Wasserstein => t, GanObjective.Quadratic => t - t * t / 2, _ => -Math.Log(1 + Math.Exp(-t)) };
    }

    [Fact]
    public void TheSlopeOfALayeredDiscriminator_IsThatOfDifferences_AndNeverAboveTheBound()
    {
        LayeredCritic critic = LayeredCritic.Random([8, 16, 12], leak: 0.2, seed: 4);
        var random = new System.Random(1);
        for (int k = 0; k < 20; k++)
        {
            double[] x = [.. Enumerable.Range(0, 8).Select(_ => 2 * random.NextDouble() - 1)];
            Assert.Equal(Differences.Jacobian((at, result) => result[0] = critic.Value(at), x, 1, 1e-6), critic.Slope(x), (a, b) => Math.Abs(a - b) < 1e-7);
        }
        double measured = critic.LargestSlope(2000, seed: 1);
        Assert.InRange(measured, 0.1 * critic.LipschitzBound, critic.LipschitzBound);
        LayeredCritic normalised = critic.Normalised();
        Assert.Equal(1, normalised.LipschitzBound, 1e-12);
        Assert.Equal(measured / critic.LipschitzBound, normalised.LargestSlope(2000, seed: 1), 1e-12);
    }

    [Fact]
    public void WhereStrongestDirectionsMeet_TheBoundIsReached()
    {
        var critic = new LayeredCritic([new double[,] { { 3, 0 }, { 0, 1 } }, new double[,] { { 2, 0 } }], leak: 0.5);
        Assert.Equal(6, critic.LipschitzBound, 1e-14);
        Assert.Equal(6, critic.LargestSlope(20, seed: 1), 1e-14);
        Assert.Throws<InvalidOperationException>(() => new LayeredCritic([new double[1, 3]]).Normalised());
        Assert.Throws<ArgumentException>(() => new LayeredCritic([new double[2, 3], new double[1, 3]]));
    }

    private static double[][] Normals(int n, int m, int seed)
    {
        var random = new System.Random(seed);
        return [.. Enumerable.Range(0, m).Select(_ => Enumerable.Range(0, n).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())).ToArray())];
    }

    private static IEnumerable<int[]> Permutations(int n)
    {
        if (n == 0)
            return [[]];
        return Permutations(n - 1).SelectMany(p => Enumerable.Range(0, n).Select(at => (int[])[.. p[..at], n - 1, .. p[at..]]));
    }
}
