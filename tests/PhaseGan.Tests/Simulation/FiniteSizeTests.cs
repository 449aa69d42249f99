using Xunit;
using Xunit.Abstractions;

namespace PhaseGan.Tests;

/// <summary>Theorem 1: max over k ≤ nT of E‖M_k − M(k/n)‖ falls like n^(−1/2).</summary>
public sealed class FiniteSizeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(2.0)]
    [InlineData(1.0)]
    [InlineData(4.0)]
    public void DistanceToTheOde_FallsLikeOneOverTheRootOfN_InTheSettingsOfFigure1(double noise)
    {
        // A distance varies by half of itself between replicas, so the slope has a standard error of 0.008: 0.05 is six of them.
        // The benchmark project goes on to n = 10⁶: mode slope.
        (long N, int Replicas)[] sizes = [(1000, 2048), (10_000, 1024), (100_000, 256)];
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, noise, noise);
        MacroState start = MacroState.NearOrigin(gan, 0.3, seed: 1);
        var times = SimulationOptions.EvenTimes(10, 50);
        double[][] path = ReducedPath(gan, start, 10, 50);

        // log₁₀ of the distance at each n, and the standard error of it.
        (double Log, double Error)[] distance = [.. sizes.Select(size =>
        {
            Ensemble ensemble = new GramSimulator().Run(gan, start, new SimulationOptions { Dimension = size.N, Replicas = size.Replicas, Times = times, Seed = (long)noise });
            double[][] all = [.. times.Select((_, time) => Enumerable.Range(0, size.Replicas).Select(replica => Distance(ensemble.Record(time, replica), path[time])).ToArray())];
            double[] farthest = all.MaxBy(x => x.Average())!;
            double mean = farthest.Average();
            return (Math.Log10(mean), Math.Sqrt(farthest.Average(x => (x - mean) * (x - mean)) / size.Replicas) / mean / Math.Log(10));
        })];
        double[] x = [.. sizes.Select(size => Math.Log10(size.N))];
        double middle = x.Average();
        double spread = x.Sum(a => (a - middle) * (a - middle));
        double slope = x.Zip(distance, (a, b) => (a - middle) * b.Log).Sum() / spread;
        double error = Math.Sqrt(x.Zip(distance, (a, b) => Math.Pow((a - middle) * b.Error, 2)).Sum()) / spread;
        output.WriteLine($"noise {noise}: slope {slope} ± {error}; distances {string.Join(", ", distance.Select(b => Math.Pow(10, b.Log)))}");
        Assert.InRange(slope, -0.55, -0.45);
    }

    /// <summary>The norm of the difference of two Gram matrices, d = 2.</summary>
    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += 2 * (a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(sum);
    }

    /// <summary>Equation (13) for d = 2 in matrices as the paper prints it, by the classical Runge–Kutta method with a fixed step of 0.001.</summary>
    private static double[][] ReducedPath(GanParameters gan, MacroState start, double until, int intervals)
    {
        const double Step = 0.001;
        double[] y = [.. start.PValues, .. start.QValues, .. start.RValues, start.S(0, 1)];
        var path = new List<double[]> { y };
        int steps = (int)Math.Round(until / intervals / Step);
        for (int i = 0; i < intervals; i++)
        {
            for (int k = 0; k < steps; k++)
            {
                double[] k1 = Field(y);
                double[] k2 = Field(Add(y, k1, Step / 2));
                double[] k3 = Field(Add(y, k2, Step / 2));
                double[] k4 = Field(Add(y, k3, Step));
                y = [.. y.Select((v, c) => v + Step / 6 * (k1[c] + 2 * k2[c] + 2 * k3[c] + k4[c]))];
            }
            path.Add(y);
        }
        return [.. path];

        static double[] Add(double[] a, double[] b, double factor) => [.. a.Zip(b, (u, v) => u + factor * v)];

        double[] Field(double[] y)
        {
            (double tau, double tauG) = (gan.DiscriminatorRate, gan.GeneratorRate);
            var (lambda, fake) = (gan.RealVariances, gan.FakeVariances);
            double[,] p = { { y[0], y[1] }, { y[2], y[3] } };
            double[] q = [y[4], y[5]];
            double[] r = [y[6], y[7]];
            double[,] s = { { 1, y[8] }, { y[8], 1 } };
            double h = -tau * (gan.RealNoise * gan.RealNoise + gan.FakeNoise * gan.FakeNoise) / 2;
            for (int l = 0; l < 2; l++)
                h += (1 - tau * gan.FakeNoise / 2) * fake[l] * r[l] * r[l] - (1 + tau * gan.RealNoise / 2) * lambda[l] * q[l] * q[l];
            var d = new double[9];
            for (int i = 0; i < 2; i++)
            {
                double dq = lambda[i] * q[i] + h * q[i];
                double dr = h * r[i];
                for (int j = 0; j < 2; j++)
                {
                    d[2 * i + j] = tauG * (q[i] * r[j] * fake[j] - p[i, j] * r[j] * r[j] * fake[j]);
                    dq -= p[i, j] * fake[j] * r[j];
                    dr += p[j, i] * lambda[j] * q[j] - s[i, j] * fake[j] * r[j];
                }
                d[4 + i] = tau * dq;
                d[6 + i] = tau * dr + tauG * (fake[i] * r[i] - r[i] * r[i] * fake[i] * r[i]);
            }
            d[8] = tauG * (r[0] * r[1] * (fake[0] + fake[1]) - s[0, 1] * (r[0] * r[0] * fake[0] + r[1] * r[1] * fake[1]));
            return d;
        }
    }
}
