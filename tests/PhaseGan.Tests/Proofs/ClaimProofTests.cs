using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Claim 1 over boxes.</summary>
public sealed class ClaimProofTests
{
    [Fact]
    public void AtRandomPoints_WhatIsProvedIsWhatTheSpectraSay_AndHardlyAnythingIsLeftOpen()
    {
        var random = new System.Random(53);
        int open = 0;
        for (int k = 0; k < 2000; k++)
        {
            int d = 1 + random.Next(3);
            double[] Variances() => [.. Enumerable.Range(0, d).Select(_ => 0.3 + 3 * random.NextDouble())];
            var gan = new GanParameters(Variances(), Variances(), 0.2 * (0.1 + random.NextDouble()), 0.2, 2.5 * random.NextDouble(), 2.5 * random.NextDouble());
            ClaimProof proof = ClaimProof.Over(ParameterBox.Of(gan));
            Claim1 claim = Claim1.Check(gan);
            Assert.True(!proof.PerfectRecoveryAttracts || claim.AtPerfectRecovery.GrowthRate < 0);
            Assert.True(!proof.PerfectRecoveryRepels || claim.AtPerfectRecovery.GrowthRate > 0);
            Assert.True(!proof.NoRecoveryRepels || claim.AtNoRecovery.GrowthRate > 0);
            Assert.True(!proof.InequalityHolds || claim.InequalityHolds);
            Assert.True(!proof.InequalityFails || !claim.InequalityHolds);
            open += proof.PerfectRecoveryAttracts || proof.PerfectRecoveryRepels ? 0 : 1;
        }
        Assert.Equal(0, open);
    }

    [Fact]
    public void TheCounterexampleToTheClaim_IsProved_WithABoxAroundIt()
    {
        ClaimProof proof = ClaimProof.Over([3], [1], 0.1, 1.5);
        Assert.True(proof.RefutesTheClaim, proof.ToString());

        // the largest relative width over all four at once, to a millionth
        double low = 0, high = 1;
        while (high - low > 1e-6)
        {
            double middle = 0.5 * (low + high);
            _ = Refuted(middle) ? low = middle : high = middle;
        }
        // no box of this kind is larger: at a corner of it the determinant of P = I vanishes
        Assert.InRange(Corner(low), -1e-4, 0);
        Assert.InRange(Corner(low + 2e-6), 0, 1e-4);
        Assert.Equal(0.0758, low, 4);
        Assert.False(Refuted(low + 2e-6));

        static double Corner(double w)
        {
            double real = 3 * (1 - w), fake = 1 + w, alpha = 0.1 * (1 + w), x = 1.5 * (1 + w);
            return x * x - x * (real - fake) + alpha * fake * (real - x);
        }

        static bool Refuted(double width)
        {
            Interval Around(double value) => new(value * (1 - width), value * (1 + width));
            return ClaimProof.Over([Around(3)], [Around(1)], Around(0.1), Around(1.5)).RefutesTheClaim;
        }
    }

    [Fact]
    public void TheCorrectedClaimForEqualVariances_IsProvedOverARectangle_ButNextToEqualities()
    {
        ClaimCover coarse = ClaimProof.CoverEqualVariances(new Interval(0.01, 4), new Interval(0.002, 10), resolution: 1e-3);
        Assert.True(coarse.IsComplete && coarse.Proved > 1000, coarse.ToString());
        // the equalities ξ = α/2 and ξ = 1 are curves: twice as fine, twice as many
        ClaimCover fine = ClaimProof.CoverEqualVariances(new Interval(0.01, 4), new Interval(0.002, 10), resolution: 5e-4);
        Assert.InRange((double)fine.GivenUp / coarse.GivenUp, 1.5, 2.7);
        Assert.False(ClaimProof.CoverEqualVariances(new Interval(0.01, 4), new Interval(0.002, 10), 1e-3, mostRectangles: 100).IsComplete);
    }

    /// <summary>A tenth of the resolution in the ordinary suite: the sides of what is left next to ξ = α/2 and ξ = 1, whose lengths are known, tell how many there are.</summary>
    [Fact]
    public void TheCorrectedClaim_IsProvedButWithinAMillionthOfEqualities()
    {
        double resolution = Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1" ? 1e-6 : 1e-5;
        ClaimCover cover = ClaimProof.CoverEqualVariances(new Interval(0.01, 4), new Interval(0.002, 10), resolution);
        Assert.True(cover.IsComplete && cover.Proved > cover.GivenUp, cover.ToString());
        // the line ξ = 1 matters up to where the trace fails anyway, ξ < α/2, the line ξ = α/2 up to ξ = 1: at least 1.99 along α each, in rectangles of between half and all of the resolution
        Assert.InRange(cover.GivenUp * resolution, 2 * 1.99, 2 * 2 * 1.99 * 3);
    }

    [Fact]
    public void OverABox_TheSignsProvedAreThoseAtItsPoints_AndNoneIsMissed()
    {
        var random = new System.Random(59);
        int decided = 0;
        for (int k = 0; k < 300; k++)
        {
            Interval Near(double value) => new(value, value * (1 + 0.3 * random.NextDouble()));
            Interval real = Near(0.5 + 3 * random.NextDouble()), fake = Near(0.5 + 3 * random.NextDouble()), alpha = Near(0.05 + random.NextDouble()), x = Near(3 * random.NextDouble());
            ClaimProof proof = ClaimProof.Over([real], [fake], alpha, x);
            double least = double.PositiveInfinity, most = double.NegativeInfinity;
            for (int i = 0; i < 21 * 8; i++)
            {
                double l = (i & 1) == 0 ? real.Low : real.High, f = (i & 2) == 0 ? fake.Low : fake.High, a = (i & 4) == 0 ? alpha.Low : alpha.High, at = x.Low + (i >> 3) / 20.0 * (x.High - x.Low);
                double value = at * at - at * (l - f) + a * f * (l - at);
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }
            Assert.True(proof.DeterminantHolds ? least > 0 : least < 1e-2, $"{least}");
            Assert.True(proof.DeterminantFails ? most < 0 : most > -1e-12, $"{most}");
            decided += proof.DeterminantHolds || proof.DeterminantFails ? 1 : 0;
        }
        Assert.InRange(decided, 100, 290);
    }

    [Fact]
    public void OnAnEquality_NothingIsSaid()
    {
        ClaimProof proof = ClaimProof.Over([1], [1], 1, 0.5);
        Assert.False(proof.LeftHolds || proof.LeftFails || proof.PerfectRecoveryAttracts || proof.PerfectRecoveryRepels);
        Assert.True(proof.RightHolds && proof.DeterminantHolds && proof.NoRecoveryRepels);
        Assert.Throws<ArgumentOutOfRangeException>(() => ClaimProof.Over([0], [1], 1, 1));
        Assert.Throws<ArgumentException>(() => ClaimProof.Over([1, 2], [1], 1, 1));
    }
}
