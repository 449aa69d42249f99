using MathNet.Numerics.Distributions;
using Xunit;

namespace PhaseGan.Tests;

public sealed unsafe class StreamTests
{
    [Theory]
    // The known answers of the authors' library Random123 (kat_vectors, philox4x32 with 10 rounds).
    [InlineData(0x0000000000000000UL, 0x0000000000000000UL, 0x0000000000000000UL, 0xe169c58d6627e8d5UL, 0x9b00dbd8bc57ac4cUL)]
    [InlineData(0xffffffffffffffffUL, 0xffffffffffffffffUL, 0xffffffffffffffffUL, 0x41c83b0e408f276dUL, 0x6d5451fda20bc7c6UL)]
    [InlineData(0x85a308d3243f6a88UL, 0x0370734413198a2eUL, 0x299f31d0a4093822UL, 0x94fdccebd16cfe09UL, 0x24126ea15001e420UL)]
    public void Philox_GivesTheAuthorsKnownAnswers(ulong position, ulong replicaAndPurpose, ulong seed, ulong a, ulong b)
    {
        Philox.RoundKey[] keys = Philox.Expand((long)seed);
        Check<LanesPlain>(keys);
        Check<Lanes128>(keys);
        Check<Lanes256>(keys);
        Check<Lanes512>(keys);

        void Check<T>(Philox.RoundKey[] keys)
            where T : unmanaged, IWideLanes<T>
        {
            Philox.Block(
                keys, T.AllBits(position), T.AllBits(replicaAndPurpose & 0xFFFFFFFF), (StreamPurpose)(replicaAndPurpose >> 32), out T x, out T y);
            ulong* words = stackalloc ulong[16];
            T.Store(x, (double*)words);
            T.Store(y, (double*)(words + 8));
            for (int lane = 0; lane < 8; lane++)
            {
                Assert.Equal(a, words[lane]);
                Assert.Equal(b, words[lane + 8]);
            }
        }
    }

    [Fact]
    public void Normals_HaveTheSameBitsWithEveryKindOfRegister()
    {
        double[] expected = Fill<LanesPlain>(5, 3, 1600);
        Assert.Equal(expected, Fill<Lanes128>(5, 3, 1600));
        Assert.Equal(expected, Fill<Lanes256>(5, 3, 1600));
        Assert.Equal(expected, Fill<Lanes512>(5, 3, 1600));
    }

    [Fact]
    public void Normals_OfDifferentSeedsReplicasAndPurposesDiffer()
    {
        double[] one = Normals(1, 1, StreamPurpose.Vector, 160);
        double[][] others = [Normals(2, 1, StreamPurpose.Vector, 160), Normals(1, 2, StreamPurpose.Vector, 160), Normals(1, 1, StreamPurpose.Step, 160)];
        foreach (double[] other in others)
            Assert.Empty(one.Intersect(other));
    }

    [Fact]
    public void Normals_FollowTheNormalDistribution()
    {
        const int Count = 1 << 21;
        double[] sample = Normals(11, 0, StreamPurpose.Vector, Count);
        Assert.True(Statistics.KolmogorovP(sample, Statistics.NormalCdf) > Statistics.Level);
        // Moments 1 to 6 against their exact means and variances.
        foreach (int k in new[] { 1, 2, 3, 4, 5, 6 })
        {
            double mean = k % 2 == 1 ? 0 : Odd(k);
            double variance = Odd(2 * k) - mean * mean;
            double z = (sample.Average(x => Math.Pow(x, k)) - mean) / Math.Sqrt(variance / Count);
            Assert.True(Statistics.NormalP(z) > Statistics.Level, $"moment {k}: {z} standard errors");
        }

        // (k − 1)!!
        static double Odd(int k) => k <= 0 ? 1 : (k - 1) * Odd(k - 2);
    }

    [Fact]
    public void Normals_HaveTheRightTails()
    {
        const int Count = 1 << 24;
        double[] bounds = [2, 3, 4, 4.5, 5];
        var beyond = new long[2, bounds.Length];
        for (uint replica = 0; replica < 16; replica++)
            foreach (double x in Normals(3, replica, StreamPurpose.Vector, Count / 16))
                for (int i = 0; i < bounds.Length && Math.Abs(x) > bounds[i]; i++)
                    beyond[x > 0 ? 1 : 0, i]++;
        for (int side = 0; side < 2; side++)
            for (int i = 0; i < bounds.Length; i++)
            {
                // A binomial count of small probability is Poisson to well within the level.
                double expected = Count * Statistics.NormalCdf(-bounds[i]);
                long count = beyond[side, i];
                var poisson = new Poisson(expected);
                double p = expected > 1000
                    ? Statistics.NormalP((count - expected) / Math.Sqrt(expected))
                    : 2 * Math.Min(poisson.CumulativeDistribution(count), 1 - poisson.CumulativeDistribution(count - 1));
                Assert.True(p > Statistics.Level, $"beyond {bounds[i]}: {count} and not {expected}");
            }
    }

    [Fact]
    public void Normals_ReachEightAndAHalf()
    {
        // The smallest radius bits give the largest value, −2 ln 2⁻⁵³.
        Normals<LanesPlain>.Pair(
            LanesPlain.AllBits(0), LanesPlain.AllBits(0x8000000000000000), out LanesPlain x, out _);
        Assert.Equal(8.5717, First(x), 4);
    }

    [Fact]
    public void Normals_OfOnePairAndOfNeighboursAreUncorrelated()
    {
        const int Count = 1 << 20;
        double[] z = Normals(17, 4, StreamPurpose.Step, Count);
        foreach (int lag in new[] { 1, 2, 7, 8, 16 })
            foreach (Func<double, double> map in new Func<double, double>[] { x => x, x => (x * x - 1) / Math.Sqrt(2) })
            {
                double sum = 0;
                for (int i = lag; i < Count; i++)
                    sum += map(z[i]) * map(z[i - lag]);
                Assert.True(Statistics.NormalP(sum / Math.Sqrt(Count - lag)) > Statistics.Level, $"lag {lag}");
            }
    }

    [Fact]
    public void LogarithmSineAndCosine_AreAccurate()
    {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            double u = i % 2 == 0 ? random.NextDouble() + 1e-17 : Math.Pow(2, -52 * random.NextDouble());
            double expected = -2 * Math.Log(u);
            Assert.Equal(expected, First(Normals<LanesPlain>.MinusTwoLog(LanesPlain.All(u))), 4e-16 * expected);
            double t = 2 * random.NextDouble() - 1;
            Normals<LanesPlain>.SinCosOfEighth(LanesPlain.All(t), out LanesPlain sin, out LanesPlain cos);
            Assert.Equal(Math.Sin(Math.PI / 4 * t), First(sin), 4e-16 * Math.Abs(Math.Sin(Math.PI / 4 * t)));
            Assert.Equal(Math.Cos(Math.PI / 4 * t), First(cos), 4e-16);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(25)]
    [InlineData(295)]
    public void ChiSquares_FollowTheirDistribution(int freedom)
    {
        double[] sample = ChiSquares<Lanes256>(freedom, 1 << 18);
        if (freedom == 0)
            Assert.All(sample, x => Assert.Equal(0, x));
        else
            Assert.True(Statistics.KolmogorovP(sample, new ChiSquared(freedom).CumulativeDistribution) > Statistics.Level);
    }

    [Theory]
    [InlineData(1e6)]
    [InlineData(1e9)]
    [InlineData(1e12)]
    public void ChiSquares_WithManyDegreesOfFreedomFollowTheirDistribution(double freedom)
    {
        double[] sample = ChiSquares<Lanes256>(freedom, 1 << 18);
        // Wilson and Hilferty's cube root is normal up to terms of order 1/freedom.
        double[] root = [.. sample.Select(x => (Math.Cbrt(x / freedom) - 1 + 2 / (9 * freedom)) / Math.Sqrt(2 / (9 * freedom)))];
        Assert.True(Statistics.KolmogorovP(root, Statistics.NormalCdf) > Statistics.Level);
        double z = (sample.Average() - freedom) / Math.Sqrt(2 * freedom / sample.Length);
        Assert.True(Statistics.NormalP(z) > Statistics.Level);
    }

    [Fact]
    public void TheQuickAcceptanceOfAChiSquare_NeverAcceptsWhatTheExactRuleRejects()
    {
        int accepted = 0;
        foreach (double b in new[] { 2.0 / 3, 1, 7.0 / 6, 2, 5, 12, 100, 1e4, 1e8 })
            for (double e = -0.999; e < 3; e += 0.001)
            {
                // ln(1 + e) − e + e²/2 − e³/3 is the integral of −s³/(1 + s) from 0 to e: by Gauss's rule without cancellation
                double exponent = MathNet.Numerics.Integration.GaussLegendreRule.Integrate(s => -s * s * s / (1 + s), 0, e, 64);
                double probability = Math.Exp(3 * b * exponent), above = probability + 1e-9 * (1 - probability);
                Assert.False(Accepts(above, e, b), $"b = {b}, e = {e}: accepted at u = {above}");
                if (Accepts(0.5 * probability, e, b))
                    accepted++;
            }
        Assert.InRange(accepted, 2000, 36_000);

        static bool Accepts(double u, double e, double b) =>
            u < 1 && ChiSquare<LanesPlain>.AreSurelyAccepted(LanesPlain.All(u), LanesPlain.All(e), b);
    }

    [Fact]
    public void ChiSquares_HaveTheSameBitsWithEveryKindOfRegister()
    {
        foreach (double freedom in new[] { 1, 2, 3, 30, 1e9 })
        {
            double[] expected = ChiSquares<LanesPlain>(freedom, 4096);
            Assert.Equal(expected, ChiSquares<Lanes128>(freedom, 4096));
            Assert.Equal(expected, ChiSquares<Lanes256>(freedom, 4096));
            Assert.Equal(expected, ChiSquares<Lanes512>(freedom, 4096));
        }
    }

    private static double First(LanesPlain lanes)
    {
        double* values = stackalloc double[8];
        LanesPlain.Store(lanes, values);
        return values[0];
    }

    private static double[] Normals(long seed, uint replica, StreamPurpose purpose, int count)
    {
        var work = new FillWork(seed, replica, purpose, count);
        Widest.Run(ref work);
        return work.Result;
    }

    private static double[] Fill<T>(long seed, uint replica, int count)
        where T : unmanaged, IWideLanes<T>
    {
        var work = new FillWork(seed, replica, StreamPurpose.Vector, count);
        work.Run<T>();
        return work.Result;
    }

    private static double[] ChiSquares<T>(double freedom, int count)
        where T : unmanaged, IWideLanes<T>
    {
        double[] values = Fill<T>(23, 6, count);
        Philox.RoundKey[] keys = Philox.Expand(23);
        for (int i = 0; i < count; i += 8)
            ChiSquare<T>.FromNormals(keys, Normals<T>.Consecutive((ulong)i, 1), T.AllBits(6), freedom, values.AsSpan(i, 8));
        return values;
    }

    private struct FillWork(long seed, uint replica, StreamPurpose purpose, int count) : ILaneWork
    {
        public double[] Result { get; private set; } = [];

        public void Run<T>()
            where T : unmanaged, IWideLanes<T>
        {
            Result = new double[count];
            Normals<T>.Fill(Philox.Expand(seed), replica, purpose, 0, Result);
        }
    }
}
