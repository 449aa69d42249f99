using System.Numerics;
using Xunit;

namespace PhaseGan.Tests.Stability;

public sealed class Claim1Tests
{
    /// <summary>Λ = 3, Λ̃ = 1, τ = 0.2, τ̃ = 0.02 and x = 1.5: the counterexample to (15).</summary>
    private static readonly GanParameters Counterexample = new GanParameters([3], [1], 0.2, 0.02, 1, 1).With(effectiveNoise: 1.5);

    [Fact]
    public void PerfectRecovery_IsASaddle_WhereInequality15HoldsButTheDeterminantIsNegative()
    {
        Claim1 claim = Claim1.Check(Counterexample);
        Assert.Equal(1.05, claim.Left, 1e-12);
        Assert.Equal(3, claim.Right);
        Assert.Equal(0.45, Assert.Single(claim.LeftMargins), 1e-12);
        Assert.Equal(1.5, Assert.Single(claim.RightMargins), 1e-12);
        Assert.True(claim.LeftHolds && claim.RightHolds && claim.InequalityHolds);

        Assert.Equal(-0.6, Assert.Single(claim.DeterminantMargins), 1e-12);
        Assert.False(claim.DeterminantHolds);
        Assert.Equal(1.2, Assert.Single(claim.CriticalOverlapsSquared), 1e-12);

        // trace = τ(2.1 − 3) = −0.18 and determinant = −0.6 τ² = −0.024, so one eigenvalue of each sign.
        Assert.Equal(StabilityVerdict.Saddle, claim.AtPerfectRecovery.Verdict);
        double root = Math.Sqrt(0.09 * 0.09 + 0.024);
        Same([-0.09 + root, -0.09 - root], claim.AtPerfectRecovery.Eigenvalues, 1e-13);
        Assert.Same(Counterexample, claim.Parameters);
    }

    [Fact]
    public void TheCounterexample_IsSeen_InOneFeatureAmongGoodOnes()
    {
        GanParameters gan = new GanParameters([2.5, 3, 2], [2.5, 1, 2], 0.2, 0.02, 1, 1).With(effectiveNoise: 1.5);
        Claim1 claim = Claim1.Check(gan);
        Assert.True(claim.InequalityHolds);
        Assert.False(claim.DeterminantHolds);
        Assert.Equal(-0.6, claim.DeterminantMargins.Min(), 1e-12);
        Assert.Equal(-0.6, claim.DeterminantMargins[1], 1e-12);
        Assert.Equal(StabilityVerdict.Saddle, claim.AtPerfectRecovery.Verdict);
        Assert.Equal(9 + 3, claim.AtPerfectRecovery.NeutralCount);
    }

    [Theory]
    [InlineData(2, true, true, StabilityVerdict.Stable)]
    [InlineData(1, false, true, StabilityVerdict.Unstable)]
    [InlineData(4, true, false, StabilityVerdict.Stable)]
    public void InFigure1_TheInequalityIsReadOff(double noise, bool left, bool right, StabilityVerdict perfect)
    {
        // Λ = Λ̃ = (5, 3), α = 0.2: left side 0.5, right side 3; x = 0.8, 0.2 and 3.2.
        Claim1 claim = Claim1.Check(new GanParameters([5, 3], [5, 3], 0.2, 0.04, noise, noise));
        Assert.Equal(0.5, claim.Left, 1e-12);
        Assert.Equal(3, claim.Right);
        Assert.Equal(left, claim.LeftHolds);
        Assert.Equal(right, claim.RightHolds);
        Assert.Equal(left && right, claim.InequalityHolds);
        Assert.Equal(perfect, claim.AtPerfectRecovery.Verdict);
    }

    [Fact]
    public void EqualityOnTheLeft_HoldsAsPrinted_AndIsMarginal_NeverStable()
    {
        // x = α Λ/2 with Λ = Λ̃ = 1, α = ½ and τ = 1: all numbers are exact in binary.
        GanParameters gan = new([1], [1], 1, 0.5, 0.5, 0.5);
        Assert.Equal(0.25, gan.EffectiveNoise);
        Claim1 claim = Claim1.Check(gan);
        Assert.Equal(0, Assert.Single(claim.LeftMargins));
        Assert.True(claim.InequalityHolds && claim.DeterminantHolds);
        Assert.Equal(StabilityVerdict.Marginal, claim.AtPerfectRecovery.Verdict);
        Assert.True(claim.AtPerfectRecovery.Leading.Imaginary > 0.1);

        Assert.Equal(StabilityVerdict.Stable, Claim1.Check(gan.With(effectiveNoise: 0.25 + 1e-6)).AtPerfectRecovery.Verdict);
        Assert.Equal(StabilityVerdict.Unstable, Claim1.Check(gan.With(effectiveNoise: 0.25 - 1e-6)).AtPerfectRecovery.Verdict);
    }

    [Fact]
    public void EqualityOnTheRight_DoesNotHold()
    {
        Claim1 claim = Claim1.Check(new GanParameters([1, 4], [1, 4], 1, 0.25, 1, 1));
        Assert.Equal(0, claim.RightMargins[0]);
        Assert.False(claim.RightHolds);
    }

    [Fact]
    public void ForEqualVariances_Inequality15ImpliesTheDeterminantCondition()
    {
        var random = new Random(15);
        int held = 0;
        for (int i = 0; i < 2000; i++)
        {
            int d = 1 + i % 4;
            double[] variances = [.. Enumerable.Range(0, d).Select(_ => 0.5 + 4.5 * random.NextDouble())];
            GanParameters gan = new GanParameters(variances, variances, 0.2, 0.2 * (0.02 + 2.4 * random.NextDouble()), 1, 1)
                .With(effectiveNoise: 1.4 * variances.Max() * random.NextDouble());
            Claim1 claim = Claim1.Check(gan);
            if (!claim.InequalityHolds)
                continue;
            held++;
            Assert.True(claim.DeterminantHolds);
            Assert.Equal(StabilityVerdict.Stable, claim.AtPerfectRecovery.Verdict);
            Assert.NotEqual(StabilityVerdict.Stable, claim.AtNoRecovery.Verdict);
        }
        Assert.InRange(held, 200, 1800);
    }

    [Fact]
    public void TheLeftSideAndTheDeterminants_TogetherDecideWhetherPerfectRecoveryIsStable()
    {
        var random = new Random(51);
        var seen = new HashSet<(bool, bool, bool)>();
        for (int i = 0; i < 4000; i++)
        {
            int d = 1 + i % 3;
            double[] Draw() => [.. Enumerable.Range(0, d).Select(_ => 0.5 + 4.5 * random.NextDouble())];
            GanParameters gan = new GanParameters(Draw(), Draw(), 0.2, 0.2 * (0.02 + 2.4 * random.NextDouble()), 1, 1)
                .With(effectiveNoise: 5 * random.NextDouble());
            Claim1 claim = Claim1.Check(gan);
            bool stable = claim.AtPerfectRecovery.Verdict == StabilityVerdict.Stable;
            Assert.Equal(claim.LeftHolds && claim.DeterminantHolds, stable);
            Assert.Equal(claim.CriticalOverlapsSquared.All(p => p <= 1), claim.DeterminantHolds);
            seen.Add((claim.LeftHolds, claim.DeterminantHolds, stable));
        }
        Assert.Equal(4, seen.Count);
    }

    [Fact]
    public void SpectraAtBothEnds_AreTheRootsOfTheTwoByTwoBlocks()
    {
        var random = new Random(9);
        for (int i = 0; i < 300; i++)
        {
            int d = 1 + i % 5;
            double[] Draw() => [.. Enumerable.Range(0, d).Select(_ => 0.5 + 4.5 * random.NextDouble())];
            GanParameters gan = new GanParameters(Draw(), Draw(), 0.3, 0.3 * random.NextDouble() + 0.01, random.NextDouble() * 3, random.NextDouble() * 3, 1 + i % 3);
            Claim1 claim = Claim1.Check(gan);
            Same(DeceivedBlocks.Eigenvalues(gan, [.. Enumerable.Repeat(1.0, d)]), claim.AtPerfectRecovery.Eigenvalues, 1e-7);
            Same(DeceivedBlocks.Eigenvalues(gan, new double[d]), claim.AtNoRecovery.Eigenvalues, 1e-7);
            Assert.Equal(d * d + d * (d - 1) / 2, claim.AtNoRecovery.NeutralCount);
        }
    }

    [Fact]
    public void NoParameters_AreRefused() => Assert.Throws<ArgumentNullException>(() => Claim1.Check(null!));

    private static void Same(IEnumerable<Complex> expected, IEnumerable<Complex> actual, double tolerance) =>
        Assert.True(DeceivedBlocks.Distance(expected, actual) < tolerance);
}
