using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Inequality;

/// <summary>Claim 1 put to the test: what inequality (15) implies, what it does not, and what it lacks.</summary>
public class InequalityTests
{
    private const int Cases = 1500;

    private static readonly ParameterDomain s_holds = new() { MaxFeatures = 6, Inequality = Inequality15.Holds, MaxBatchSize = 3 };

    private static Config Quick(ulong seed) => Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(seed, 3);

    [Fact]
    public void Inequality15_MakesPerfectRecoveryStable_WhereRealAndFakeVariancesAreEqual() =>
        Prop.ForAll(GanArbitrary.Parameters(s_holds with { Matched = true }), gan =>
        {
            Claim1 claim = Claim1.Check(gan);
            // on the left side itself the trace is zero: marginal, never more
            StabilityVerdict expected = claim.LeftMargins.Min() > 1e-7 * claim.Left ? StabilityVerdict.Stable : StabilityVerdict.Marginal;
            return claim.InequalityHolds && claim.DeterminantHolds && claim.AtPerfectRecovery.Verdict == expected;
        }).Check(Quick(1_500_001));

    [Fact]
    public void Inequality15_MakesNoRecoveryUnstable_WithGrowthRateTauTimesTheLargestMargin() =>
        Prop.ForAll(GanArbitrary.Parameters(s_holds), gan =>
        {
            Claim1 claim = Claim1.Check(gan);
            // at P = 0 the block is triangular: its eigenvalues stand on the diagonal
            double expected = Enumerable.Range(0, gan.FeatureCount).Max(l => Math.Max(
                gan.RealVariances[l] - gan.EffectiveNoise,
                (gan.RateRatio - 1) * gan.FakeVariances[l] - gan.EffectiveNoise)) * gan.DiscriminatorRate;
            return claim.AtNoRecovery.Verdict is StabilityVerdict.Unstable or StabilityVerdict.Saddle
                && Math.Abs(claim.AtNoRecovery.GrowthRate - expected) <= 1e-9 * Scale(gan);
        }).Check(Quick(1_500_003));

    [Fact]
    public void Inequality15_DoesNotMakePerfectRecoveryStable_WhereVariancesDiffer_AndTheCounterexampleIsReadable()
    {
        var property = Prop.ForAll(
            GanArbitrary.Parameters(s_holds with { Matched = false }),
            gan => Claim1.Check(gan).AtPerfectRecovery.Verdict is StabilityVerdict.Stable or StabilityVerdict.Marginal);
        (GanParameters original, GanParameters shrunk) = CounterexampleRunner.Falsify<GanParameters>(property, 1_500_005, 3);

        Assert.False(Claim1.Check(original).DeterminantHolds);
        Claim1 claim = Claim1.Check(shrunk);
        Assert.True(claim.InequalityHolds);
        Assert.False(claim.DeterminantHolds);
        Assert.Equal(StabilityVerdict.Saddle, claim.AtPerfectRecovery.Verdict);

        // by hand: x = 1.8, α = 0.01; 1.005 ≤ 1.8 < 3, and x² − 2.01x + 0.03 = −0.348
        Assert.Equal("Λ = (3), Λ̃ = (1), τ = 0.2, τ̃ = 0.002, η_T = 3, η_G = 3, m = 1", shrunk.ToString());
    }

    [Fact]
    public void ThePinnedCounterexample_HasASaddleAtPerfectRecovery_ThoughInequality15Holds()
    {
        // Λ = 3, Λ̃ = 1, α = 0.1, x = 1.5: det/τ² = (3 − 1.5)(0.1 − 1 − 1.5) + 3 = −0.6, trace/τ = 3 − 1 + 0.1 − 3 = −0.9
        var gan = new GanParameters([3], [1], 0.2, 0.02, 1, 1).With(effectiveNoise: 1.5);
        Claim1 claim = Claim1.Check(gan);
        Assert.True(claim.InequalityHolds);
        Assert.Equal(-0.6, claim.DeterminantMargins[0], 12);
        Assert.Equal(StabilityVerdict.Saddle, claim.AtPerfectRecovery.Verdict);
        double growth = 0.2 * (-0.9 + Math.Sqrt(0.81 + 2.4)) / 2;
        Assert.Equal(growth, claim.AtPerfectRecovery.GrowthRate, 12);
        Assert.True(claim.CriticalOverlapsSquared[0] > 1);

        // the feature is recovered all the same, at an undeceived point
        PhaseVerdict verdict = new OdePhaseClassifier().Classify(gan);
        Assert.Equal((Phase.Success, "Undeceived"), (verdict.Phase, verdict.Attractor));
    }

    [Fact]
    public void WithTheDeterminantConditionAdded_TheImplicationNeverFails() =>
        Prop.ForAll(GanArbitrary.Parameters(s_holds), gan =>
        {
            Claim1 claim = Claim1.Check(gan);
            return PerfectRecoveryFollows(claim) == claim.AtPerfectRecovery.Verdict;
        }).Check(Quick(1_500_007));

    [Fact]
    public void AnywhereAtAll_TheTracesAndDeterminantsDecidePerfectRecovery() =>
        Prop.ForAll(GanArbitrary.Parameters(new() { MaxFeatures = 6, MaxBatchSize = 3 }), gan =>
        {
            Claim1 claim = Claim1.Check(gan);
            bool stable = claim.LeftMargins.All(m => m > 0) && claim.DeterminantMargins.All(m => m > 0);
            return stable == (claim.AtPerfectRecovery.Verdict == StabilityVerdict.Stable)
                && claim.InequalityHolds == (claim.Left <= gan.EffectiveNoise && gan.EffectiveNoise < claim.Right);
        }).Check(Quick(1_500_009));

    [Fact]
    public void EqualityOnTheLeft_IsMarginal_WithAPairOnTheImaginaryAxis_WhereTheDeterminantsArePositive() =>
        Prop.ForAll(GanArbitrary.Parameters(new() { MaxFeatures = 6, MaxBatchSize = 4, Inequality = Inequality15.LeftEquality }), gan =>
        {
            Claim1 claim = Claim1.Check(gan);
            if (!claim.InequalityHolds || claim.LeftMargins.Min() != 0)
                return false;
            if (!claim.DeterminantMargins.All(m => m > 0))
                return claim.AtPerfectRecovery.Verdict is StabilityVerdict.Saddle or StabilityVerdict.Marginal;
            int l = claim.LeftMargins.IndexOf(0);
            double frequency = gan.DiscriminatorRate * Math.Sqrt(claim.DeterminantMargins[l]);
            return claim.AtPerfectRecovery.Verdict == StabilityVerdict.Marginal
                && claim.AtPerfectRecovery.Eigenvalues.Any(e => (e - new Complex(0, frequency)).Magnitude <= 1e-9 * Scale(gan));
        }).Check(Quick(1_500_011));

    [Fact]
    public void TheSpectrumCrossesZeroExactlyAtTheCriticalOverlap() =>
        Prop.ForAll(GanArbitrary.Parameters(s_holds), gan =>
        {
            Claim1 claim = Claim1.Check(gan);
            int d = gan.FeatureCount;
            for (int l = 0; l < d; l++)
            {
                double squared = claim.CriticalOverlapsSquared[l];
                if (!(squared > 0.001 && squared < 0.999) || claim.LeftMargins[l] < 1e-3 * gan.RealVariances[l])
                    continue;
                double critical = Math.Sqrt(squared), step = 1e-5 * Math.Min(critical, 1 - critical);
                GanParameters one = gan.With(realVariances: [gan.RealVariances[l]], fakeVariances: [gan.FakeVariances[l]]);
                double below = Growth(one, critical - step), at = Growth(one, critical), above = Growth(one, critical + step);
                // where the determinant vanishes an eigenvalue does, and its slope is d(det)/dp / trace; a trace near zero bends it at once
                double slope = -gan.DiscriminatorRate * 2 * critical * gan.RealVariances[l] * gan.FakeVariances[l] / (2 * claim.LeftMargins[l]);
                if (!(below > 0 && above < 0 && Math.Abs(at) <= 1e-12 * Scale(gan) * (1 + Scale(gan) / (gan.DiscriminatorRate * claim.LeftMargins[l]))))
                    return false;
                if (claim.LeftMargins[l] > 0.05 * gan.RealVariances[l] && Math.Abs((above - below) / (2 * step) / slope - 1) > 1e-2)
                    return false;
            }
            return true;
        }).Check(Quick(1_500_013));

    private static double Growth(GanParameters one, double p)
    {
        var ode = new ReducedOde(one);
        return StabilityClassifier.Classify(ode, ode.Pack(MacroState.Diagonal([p], [0], [0])))!.GrowthRate;
    }

    /// <summary>Size of the transverse block at P = I.</summary>
    internal static double Scale(GanParameters gan) =>
        gan.DiscriminatorRate * (gan.RealVariances.Max() + gan.FakeVariances.Max() * (1 + gan.RateRatio) + gan.EffectiveNoise);

    private static StabilityVerdict PerfectRecoveryFollows(Claim1 claim) =>
        claim.DeterminantMargins.Any(m => m < 0) ? StabilityVerdict.Saddle
        : claim.LeftMargins.Min() == 0 || claim.DeterminantMargins.Min() == 0 ? StabilityVerdict.Marginal
        : StabilityVerdict.Stable;
}
