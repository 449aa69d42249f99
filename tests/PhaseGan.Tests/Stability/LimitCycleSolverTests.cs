using System.Numerics;
using PhaseGan.Tests.FixedPoints;
using Xunit;

namespace PhaseGan.Tests.Stability;

public sealed class LimitCycleSolverTests
{
    /// <summary>Van der Pol, x'' = μ(1 − x²)x' − x.</summary>
    private static Field VanDerPol(double mu) => new(2,
        (y, f) => (f[0], f[1]) = (y[1], mu * (1 - y[0] * y[0]) * y[1] - y[0]),
        (y, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -2 * mu * y[0] * y[1] - 1, mu * (1 - y[0] * y[0])));

    /// <summary>r' = ar(1 − r²), θ' = ω, in the plane: the unit circle, period 2π/ω, multiplier exp(−2aT).</summary>
    private static Field Circle(double a, double omega) => new(2,
        (y, f) =>
        {
            double g = a * (1 - y[0] * y[0] - y[1] * y[1]);
            (f[0], f[1]) = (g * y[0] - omega * y[1], g * y[1] + omega * y[0]);
        },
        (y, j) =>
        {
            double g = a * (1 - y[0] * y[0] - y[1] * y[1]);
            (j[0], j[1], j[2], j[3]) = (g - 2 * a * y[0] * y[0], -omega - 2 * a * y[0] * y[1], omega - 2 * a * y[0] * y[1], g - 2 * a * y[1] * y[1]);
        });

    /// <summary>The circle times z' = bz, seen in skewed coordinates (x, y, z + x): multipliers exp(−2aT) and exp(bT).</summary>
    private static Field Tube(double a, double b) => new(3,
        (y, f) =>
        {
            double g = a * (1 - y[0] * y[0] - y[1] * y[1]);
            (f[0], f[1]) = (g * y[0] - y[1], g * y[1] + y[0]);
            f[2] = b * (y[2] - y[0]) + f[0];
        },
        (y, j) =>
        {
            double g = a * (1 - y[0] * y[0] - y[1] * y[1]);
            (j[0], j[1], j[2]) = (g - 2 * a * y[0] * y[0], -1 - 2 * a * y[0] * y[1], 0);
            (j[3], j[4], j[5]) = (1 - 2 * a * y[0] * y[1], g - 2 * a * y[1] * y[1], 0);
            (j[6], j[7], j[8]) = (-b + j[0], j[1], b);
        });

    [Fact]
    public void VanDerPol_HasThePublishedPeriod_AndTheMultiplierOfLiouvillesFormula()
    {
        Field field = VanDerPol(1);
        LimitCycleSolution solution = LimitCycleSolver.Polish(field, [2.1, 0.2], 6.3);
        LimitCycle cycle = solution.GetValueOrThrow();
        // Amore, Boyd and Fernandez, "High order analysis of the limit cycle of the van der Pol oscillator" (2018)
        Assert.Equal(6.6632868593231301897, cycle.Period, 1e-9);
        Assert.Equal(2.00861986087484313650, cycle.Amplitudes[0], 1e-9);

        // exp ∫ tr J dt along the cycle, by an integration that does not use the Jacobian products
        var withTrace = new Field(3,
            (y, f) =>
            {
                field.Evaluate(y[..2], f[..2]);
                f[2] = 1 - y[0] * y[0];
            },
            (_, _) => { });
        var path = DormandPrince.Integrate(withTrace, [cycle.Point[0], cycle.Point[1], 0], cycle.Period,
            new IntegrationOptions { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-13 });
        Assert.Equal(Math.Exp(path.End[2]), Assert.Single(cycle.Multipliers).Real, 1e-10);
        Assert.Equal(1, cycle.TrivialMultiplier, 1e-8);
        Assert.InRange(cycle.TrivialError, 0, 1e-8);
        Assert.Equal(StabilityVerdict.Stable, cycle.Verdict);
        Assert.True(cycle.IsStable);
        Assert.InRange(cycle.Residual, 0, 1e-9);
        Assert.InRange(solution.Travel, 1e-3, 0.2);
        Assert.Equal(1, solution.PeriodMultiple);
        Assert.InRange(solution.Steps, 3, 10);
    }

    [Theory]
    [InlineData(0.05, 1.0)]
    [InlineData(0.3, 2.5)]
    [InlineData(-0.2, 1.0)]
    public void AnExactCircle_HasPeriodAmplitudeAndMultiplierInClosedForm(double a, double omega)
    {
        LimitCycle cycle = LimitCycleSolver.Polish(Circle(a, omega), [0.95, 0.2], 6.0 / omega).GetValueOrThrow();
        double period = 2 * Math.PI / omega;
        Assert.Equal(period, cycle.Period, 1e-9);
        Assert.Equal(1, cycle.Amplitude, 1e-9);
        Assert.Equal(Math.Exp(-2 * a * period), Assert.Single(cycle.Multipliers).Real, 1e-8);
        Assert.Equal(a > 0 ? StabilityVerdict.Stable : StabilityVerdict.Unstable, cycle.Verdict);
        Assert.Equal(1, Math.Sqrt(cycle.Point[0] * cycle.Point[0] + cycle.Point[1] * cycle.Point[1]), 1e-9);
    }

    [Fact]
    public void ASaddleCycleInThreeDimensions_IsFoundAndCalledASaddle()
    {
        LimitCycle cycle = LimitCycleSolver.Polish(Tube(0.2, 0.1), [0.9, 0.2, 0.95], 6.0).GetValueOrThrow();
        Assert.Equal(2 * Math.PI, cycle.Period, 1e-9);
        Assert.Equal([Math.Exp(0.2 * Math.PI), Math.Exp(-0.8 * Math.PI)], cycle.Multipliers.Select(m => m.Real), (x, y) => Math.Abs(x - y) < 1e-8);
        Assert.Equal(StabilityVerdict.Saddle, cycle.Verdict);
        Assert.Equal(cycle.Point[0], cycle.Point[2], 1e-8);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void AGuessNearAMultipleOfThePeriod_IsBroughtDownToTheMinimalOne(int times)
    {
        LimitCycleSolution solution = LimitCycleSolver.Polish(VanDerPol(1), [2.0, 0.1], times * 6.66);
        Assert.Equal(times, solution.PeriodMultiple);
        Assert.Equal(6.6632868593231301897, solution.GetValueOrThrow().Period, 1e-9);
    }

    [Fact]
    public void AFixedPoint_IsNotACycle()
    {
        LimitCycleSolution atRest = LimitCycleSolver.Polish(Circle(0.1, 1), [0, 0], 6);
        Assert.Equal(LimitCycleStatus.FixedPoint, atRest.Status);
        Assert.Null(atRest.Cycle);
        Assert.Throws<InvalidOperationException>(() => atRest.GetValueOrThrow());
        var spiral = new Field(2, (y, f) => (f[0], f[1]) = (-0.1 * y[0] - y[1], y[0] - 0.1 * y[1]), (_, j) => (j[0], j[1], j[2], j[3]) = (-0.1, -1, 1, -0.1));
        Assert.Equal(LimitCycleStatus.FixedPoint, LimitCycleSolver.Polish(spiral, [0.5, 0.2], 6).Status);
    }

    [Fact]
    public void ASlowSpiralNearTheDeceivedManifold_IsNotACycle()
    {
        // overlaps of size 1e-6 turn with period 143 and shrink by a hundredth each time
        var ode = new ReducedOde(new GanParameters([1], [1], 0.2, 0.02, 1, 1).With(effectiveNoise: 0.053));
        double[] point = [0.9758365336924708, 1.2066153373199166E-06, 9.730057551999983E-07];
        LimitCycleSolution loose = LimitCycleSolver.Polish(ode, point, 144.28, new LimitCycleOptions { ResidualTolerance = 1e-7, MinimumAmplitude = 1e-7 });
        Assert.Equal(LimitCycleStatus.Unresolved, loose.Status);
        Assert.False(LimitCycleSolver.Polish(ode, point, 144.28).IsConverged);
    }

    [Fact]
    public void AFamilyOfCycles_ConvergesNextToTheStart_AndItsNeutralMultipliersDecideNothing()
    {
        // the harmonic oscillator: every orbit is a cycle, the multiplier across the family is exactly 1
        var oscillator = new Field(2, (y, f) => (f[0], f[1]) = (y[1], -y[0]), (_, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -1, 0));
        LimitCycleSolution solution = LimitCycleSolver.Polish(oscillator, [0.7, 0.1], 6.1);
        LimitCycle cycle = solution.GetValueOrThrow();
        Assert.Equal(2 * Math.PI, cycle.Period, 1e-9);
        Assert.Equal(Math.Sqrt(0.5), cycle.Amplitude, 1e-3);
        Assert.Equal(1, cycle.NeutralCount);
        Assert.Equal(StabilityVerdict.Marginal, cycle.Verdict);

        // a family with a parameter, r' = r(1 + c − r²), c' = 0, and a stable direction besides: a stable family
        var family = new Field(3,
            (y, f) =>
            {
                double g = 0.1 * (1 + y[2] - y[0] * y[0] - y[1] * y[1]);
                (f[0], f[1], f[2]) = (g * y[0] - (1 + y[2]) * y[1], g * y[1] + (1 + y[2]) * y[0], 0);
            },
            (y, j) =>
            {
                double g = 0.1 * (1 + y[2] - y[0] * y[0] - y[1] * y[1]);
                (j[0], j[1], j[2]) = (g - 0.2 * y[0] * y[0], -(1 + y[2]) - 0.2 * y[0] * y[1], 0.1 * y[0] - y[1]);
                (j[3], j[4], j[5]) = (1 + y[2] - 0.2 * y[0] * y[1], g - 0.2 * y[1] * y[1], 0.1 * y[1] + y[0]);
                (j[6], j[7], j[8]) = (0, 0, 0);
            });
        LimitCycle member = LimitCycleSolver.Polish(family, [1.2, 0.0, 0.21], 5.0).GetValueOrThrow();
        double c = member.Point[2];
        Assert.InRange(c, 0.1, 0.3);
        Assert.Equal(2 * Math.PI / (1 + c), member.Period, 1e-8);
        Assert.Equal(1, member.NeutralCount);
        Assert.Equal(StabilityVerdict.Stable, member.Verdict);
        Assert.Equal([1, Math.Exp(-0.2 * (1 + c) * member.Period)], member.Multipliers.Select(m => m.Real), (x, y) => Math.Abs(x - y) < 1e-7);
    }

    [Fact]
    public void OneFeature_InTheOscillationBand_HasThePeriodOfALongDirectMeasurement()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.2 * 1.0, 1, 1);
        var ode = new ReducedOde(gan.With(effectiveNoise: 0.4));
        var options = new IntegrationOptions { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-14 };
        Trajectory settle = DormandPrince.Integrate(ode, [0.05, 0.05, 0.02], 3000);
        double[] start = settle.End.ToArray();
        double level = start[1];
        Trajectory path = DormandPrince.Integrate(ode, start, 3000, options with { Events = [new IntegrationEvent((_, y) => y[1] - level, EventDirection.Rising)] });
        Assert.True(path.Events.Length > 20, $"{path.Events.Length} events");
        int turns = path.Events.Length - 1;
        double measured = (path.Events[^1].Time - path.Events[0].Time) / turns;

        LimitCycle cycle = LimitCycleSolver.Polish(ode, start, measured * 1.01).GetValueOrThrow();
        Assert.Equal(measured, cycle.Period, 1e-6);
        Assert.InRange(cycle.TrivialError, 0, 1e-6);
        Assert.True(cycle.IsStable);
        Assert.InRange(cycle.Amplitude, 0.05, 1);
    }

    [Fact]
    public void BudgetsCancellationAndBlowUp_AreStatuses()
    {
        Field field = VanDerPol(1);
        Assert.Equal(LimitCycleStatus.StepBudget, LimitCycleSolver.Polish(field, [2.1, 0.2], 6.3, new LimitCycleOptions { MaxSteps = 1 }).Status);
        LimitCycleSolution cheap = LimitCycleSolver.Polish(field, [2.1, 0.2], 6.3, new LimitCycleOptions { MaxEvaluations = 100 });
        Assert.Equal(LimitCycleStatus.EvaluationBudget, cheap.Status);
        Assert.InRange(cheap.Evaluations, 100, 120);
        Assert.Equal(LimitCycleStatus.Cancelled, LimitCycleSolver.Polish(field, [2.1, 0.2], 6.3, null, new CancellationToken(true)).Status);
        var explosive = new Field(2, (y, f) => (f[0], f[1]) = (y[0] * y[0], y[1]), (y, j) => (j[0], j[1], j[2], j[3]) = (2 * y[0], 0, 0, 1));
        Assert.Equal(LimitCycleStatus.NonFinite, LimitCycleSolver.Polish(explosive, [1, 1], 5).Status);
        var drift = new Field(2, (_, f) => (f[0], f[1]) = (1, 0.5), (_, j) => j.Clear());
        LimitCycleSolution none = LimitCycleSolver.Polish(drift, [1, 1], 5);
        Assert.Contains(none.Status, new[] { LimitCycleStatus.PeriodOutOfRange, LimitCycleStatus.Stalled });
    }

    [Fact]
    public void BadInput_NamesTheArgument()
    {
        Field field = VanDerPol(1);
        Assert.Throws<ArgumentNullException>(() => LimitCycleSolver.Polish<IVectorField>(null!, [1, 1], 1));
        Assert.Throws<ArgumentException>(() => LimitCycleSolver.Polish(field, [1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LimitCycleSolver.Polish(field, [1, double.NaN], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LimitCycleSolver.Polish(field, [1, 1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LimitCycleOptions { MaxSteps = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LimitCycleOptions { MinimumAmplitude = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LimitCycleOptions { PeriodRange = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LimitCycleOptions { RelativeTolerance = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new VariationalField<Field>(field, 3));
    }
}
