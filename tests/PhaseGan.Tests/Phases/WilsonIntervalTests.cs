using Xunit;

namespace PhaseGan.Tests.Phases;

public class WilsonIntervalTests
{
    // Reference, in Python: z = statistics.NormalDist().inv_cdf(0.975); p = k/n; c = (p + z*z/2/n)/(1 + z*z/n);
    // h = z/(1 + z*z/n)*sqrt(p*(1 - p)/n + z*z/4/n/n); c - h, c + h
    [Theory]
    [InlineData(0, 10, 0.0, 0.27753279986288926)]
    [InlineData(3, 10, 0.10779126740630104, 0.6032218525388546)]
    [InlineData(10, 10, 0.7224672001371106, 1.0)]
    public void TheInterval_IsWilsons(long k, long n, double lower, double upper)
    {
        var interval = WilsonInterval.Of(k, n);
        Assert.Equal(lower, interval.Lower, 12);
        Assert.Equal(upper, interval.Upper, 12);
    }

    [Fact]
    public void BothEnds_SolveTheScoreEquation()
    {
        const double Z = 2.5758293035489004; // normal quantile of 0.995
        foreach (var (k, n) in new (long, long)[] { (1, 7), (20, 41), (299, 300), (12_345, 1_000_000) })
        {
            var interval = WilsonInterval.Of(k, n, 0.99);
            foreach (double p in new[] { interval.Lower, interval.Upper })
                Assert.Equal(Z * Z * p * (1 - p) / n, ((double)k / n - p) * ((double)k / n - p), 12);
            Assert.True(interval.Lower < interval.Estimate && interval.Estimate < interval.Upper);
        }
    }

    [Fact]
    public void TheText_ShowsTheErrorsFirstDigit_AndAtLeastTwoDecimals()
    {
        Assert.Equal("0.83 ± 0.05", WilsonInterval.Of(249, 300).ToString());
        Assert.Equal("1.00 ± 0.01", WilsonInterval.Of(300, 300).ToString());
        Assert.Equal("0.5000 ± 0.0010", WilsonInterval.Of(500_000, 1_000_000).ToString());
        Assert.Equal("0.30 ± 0.30", WilsonInterval.Of(3, 10).ToString());
    }

    [Fact]
    public void Coverage_IsNearTheLevel_ForEveryProbability()
    {
        // exact binomial sums, n = 100: Wilson's 95 % interval covers with probability 0.92 to 0.98 away from the ends
        for (double p = 0.05; p < 0.96; p += 0.05)
        {
            double covered = 0, probability = Math.Pow(1 - p, 100);
            for (int k = 0; k <= 100; k++)
            {
                if (WilsonInterval.Of(k, 100).Contains(p))
                    covered += probability;
                probability *= (100 - k) / (k + 1.0) * p / (1 - p);
            }
            Assert.InRange(covered, 0.92, 0.98);
        }
    }

    [Fact]
    public void ImpossibleCounts_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(1, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(1, 2, double.NaN));
    }
}
