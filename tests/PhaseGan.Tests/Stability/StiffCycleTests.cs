using PhaseGan.Tests.FixedPoints;
using PhaseGan.Tests.Integration;
using Xunit;

namespace PhaseGan.Tests.Stability;

/// <summary>
/// Relaxation cycles. Periods of van der Pol's equation: (3 − 2 ln 2)μ + 3aμ^(−1/3) − (2/3)ln μ/μ − 1.3233/μ + O(μ^(−5/3)·ln μ) with a = 2.338107 the first zero of
/// the Airy function (Dorodnitsyn 1947; Zonneveld, Mathematisch Centrum 1966). Period of the Oregonator: from Radau steps at a tolerance of 1e-12.
/// </summary>
public sealed class StiffCycleTests
{
    private static double Dorodnitsyn(double mu) => (3 - 2 * Math.Log(2)) * mu + 3 * 2.338107 / Math.Cbrt(mu) - 2.0 / 3 * Math.Log(mu) / mu - 1.3233 / mu;

    [Theory]
    [InlineData(100, 2.0, 0.0)]
    [InlineData(1000, 2.0, 0.0)]
    [InlineData(1000, 1.5, 0.0)]
    public void VanDerPolsCycle_IsFoundByShooting_WithThePeriodOfItsExpansion(double mu, double x, double v)
    {
        LimitCycleSolution solution = LimitCycleSolver.Polish(StiffProblems.VanDerPol(mu), [x, v], 1.65 * mu);
        Assert.Equal(LimitCycleStatus.Converged, solution.Status);
        Assert.Equal(Dorodnitsyn(mu), solution.Cycle!.Period, 0.01);
        Assert.Equal(StabilityVerdict.Stable, solution.Cycle.Verdict);
        Assert.Equal(2, solution.Cycle.Amplitudes[0], 0.01);
        Assert.Equal(0, solution.Cycle.Multipliers[0].Magnitude, 1e-3);
        Assert.InRange(solution.Evaluations, 1000, 3_000_000);
    }

    [Theory]
    [InlineData(30, 2.0, 0.0, 0.05)]
    [InlineData(100, 2.0, 0.0, 0.01)]
    [InlineData(300, 2.0, 0.0, 0.01)]
    [InlineData(1000, 2.0, 0.0, 0.01)]
    [InlineData(1000, 0.1, 0.0, 0.01)]
    public void VanDerPolsCycle_IsTheAttractor(double mu, double x, double v, double tolerance)
    {
        var found = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(StiffProblems.VanDerPol(mu), [x, v]));
        Assert.Equal(Dorodnitsyn(mu), found.Cycle.Period, tolerance);
        Assert.Equal(StabilityVerdict.Stable, found.Cycle.Verdict);
        Assert.InRange(found.Evaluations, 1000, 2_000_000);
    }

    [Fact]
    public void VanDerPolsCycleInSlowTime_IsTheAttractor()
    {
        // t = μs and v = y₂/μ: period and amplitude in other units
        var found = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(StiffProblems.SlowVanDerPol(1e-6), [2, 0]));
        Assert.Equal(Dorodnitsyn(1000) / 1000, found.Cycle.Period, 1e-5);
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(4, 1.1, 4)]
    public void TheOregonatorsCycle_IsTheAttractor(double x, double y, double z)
    {
        var found = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(StiffProblems.Oregonator, [x, y, z]));
        Assert.Equal(302.858, found.Cycle.Period, 0.001);
        Assert.Equal(StabilityVerdict.Stable, found.Cycle.Verdict);
    }

    [Fact]
    public void RobertsonsReaction_WhichEndsOnAFamilyOfRestsThatLinearStabilityDoesNotDecide_IsNoMotion()
    {
        Attractor found = AttractorFinder.Find(StiffProblems.Robertson, [1, 0, 0]);
        Assert.Contains(found.Kind, (AttractorKind[])[AttractorKind.Undetermined, AttractorKind.FixedPoint]);
        Assert.InRange(found.Evaluations, 1000, 500_000);
        if (found is FixedPointAttractor rest)
        {
            Assert.Equal(0, rest.Point.Coordinates[0], 1e-6);
            Assert.Equal(1, rest.Point.Coordinates[2], 1e-6);
        }
    }

    [Fact]
    public void HiresIsAtRestInTheEnd()
    {
        // a rest where everything flows through: y₆' + y₇' + … vanish; its mass y₇ + y₈ = 0.0057 is kept
        var found = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(StiffProblems.Hires, [1, 0, 0, 0, 0, 0, 0, 0.0057]));
        double[] f = new double[8];
        StiffProblems.Hires.Evaluate(found.Point.Coordinates.AsSpan(), f);
        Assert.All(f, v => Assert.Equal(0, v, 1e-12));
        Assert.Equal(0.0057, found.Point.Coordinates[6] + found.Point.Coordinates[7], 1e-3);
    }
}
