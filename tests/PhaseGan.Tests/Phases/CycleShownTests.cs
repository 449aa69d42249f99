using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Cycles that a search finds hard: past saddles, across jumps, by way of a multiple of the period.</summary>
public sealed class CycleShownTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(20)]
    public void ACyclePastTwoSaddles_HasThePeriodThatItHasInLogarithms(double capacity)
    {
        // the prey falls to 1e-7 for K = 10 and to 1e-17 for K = 20, far below the absolute tolerance
        LimitCycle inLogarithms = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(TextbookFields.PredatorPreyInLogarithms(capacity), [0, Math.Log(0.5)])).Cycle;
        LimitCycle cycle = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(TextbookFields.PredatorPrey(capacity), [1, 0.5])).Cycle;
        Assert.Equal(1, cycle.Period / inLogarithms.Period, 1e-7);
        Assert.Equal(StabilityVerdict.Stable, cycle.Verdict);
    }

    [Fact]
    public void ACycleAcrossJumps_HasThePeriodAmplitudeAndMultiplierOfItsHalfTurns()
    {
        // each half turn is linear: with h = exp(−0.1π/ω), ω = √0.99, the amplitude is ½(1 + h)/(1 − h) and a deviation shrinks by h
        double omega = Math.Sqrt(0.99), h = Math.Exp(-0.1 * Math.PI / omega);
        LimitCycle cycle = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(TextbookFields.DryPushes, [0.3, 0])).Cycle;
        Assert.Equal(2 * Math.PI / omega, cycle.Period, 1e-6);
        Assert.Equal(0.5 * (1 + h) / (1 - h), cycle.Amplitudes[0], 1e-4);
        Assert.Equal(h * h, Assert.Single(cycle.Multipliers).Real, 1e-3);
    }

    [Fact]
    public void ACycleThatAttractsFromOutsideOnly_IsMarginal()
    {
        Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(TextbookFields.HalfStableCircle, [1.3, 0], new AttractorOptions { MaxEvaluations = 1_000_000 }));
        foreach (double start in new[] { 1.001, 1.02 })
            if (LimitCycleSolver.Polish(TextbookFields.HalfStableCircle, [start, 0], 2 * Math.PI).Cycle is { } cycle)
                Assert.Equal(StabilityVerdict.Marginal, cycle.Verdict);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void ThePeriodIsTheMinimalOne_HoweverFewStepsAreAllowed(int multiple)
    {
        var field = TextbookFields.VanDerPolBeside(-1);
        const double period = 6.6632868593231301897;
        double[] near = DormandPrince.Integrate(field, [2, 0, 0.1], 5 * period).End.ToArray();
        int found = 0;
        for (int steps = 1; steps <= 8; steps++)
        {
            LimitCycleSolution solution = LimitCycleSolver.Polish(field, near, multiple * period * 1.001, new LimitCycleOptions { MaxSteps = steps });
            if (solution.Cycle is not { } cycle)
                continue;
            found++;
            Assert.Equal(period, cycle.Period, 1e-7);
            Assert.Equal(multiple, solution.PeriodMultiple);
        }
        Assert.InRange(found, 1, 8);
    }
}
