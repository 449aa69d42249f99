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
        Assert.InRange(solution.Evaluations, 1000, 1_000_000);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(100)]
    public void VanDerPolsCycle_IsTheAttractor(double mu)
    {
        var found = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(StiffProblems.VanDerPol(mu), [2, 0]));
        Assert.Equal(Dorodnitsyn(mu), found.Cycle.Period, mu < 100 ? 0.05 : 0.01);
        Assert.InRange(found.Evaluations, 1000, 1_000_000);
    }

    [Fact]
    public void TheOregonatorsCycle_IsTheAttractor()
    {
        var found = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(StiffProblems.Oregonator, [1, 2, 3]));
        Assert.Equal(302.858, found.Cycle.Period, 0.001);
        Assert.Equal(StabilityVerdict.Stable, found.Cycle.Verdict);
    }
}
