using System.Globalization;
using PhaseGan.Tests.FixedPoints;
using Xunit;

namespace PhaseGan.Tests.Phases;

public sealed class AttractorEvidenceTests
{
    private static readonly AttractorOptions Small = new() { MaxEvaluations = 200_000 };

    /// <summary>Lorenz at σ = 10, ρ = 28, β = 8/3.</summary>
    private static readonly Field Lorenz = new(3,
        (y, f) => (f[0], f[1], f[2]) = (10 * (y[1] - y[0]), y[0] * (28 - y[2]) - y[1], y[0] * y[1] - 8.0 / 3 * y[2]),
        (y, j) =>
        {
            (j[0], j[1], j[2]) = (-10, 10, 0);
            (j[3], j[4], j[5]) = (28 - y[2], -1, -y[0]);
            (j[6], j[7], j[8]) = (y[1], y[0], -8.0 / 3);
        });

    /// <summary>Two circles, r' = r(1 − r²)/10, that turn with frequencies 1 and √2.</summary>
    private static readonly Field Torus = new(4,
        (y, f) =>
        {
            double g = 0.1 * (1 - y[0] * y[0] - y[1] * y[1]), h = 0.1 * (1 - y[2] * y[2] - y[3] * y[3]), w = Math.Sqrt(2);
            (f[0], f[1]) = (g * y[0] - y[1], g * y[1] + y[0]);
            (f[2], f[3]) = (h * y[2] - w * y[3], h * y[3] + w * y[2]);
        },
        (y, j) =>
        {
            double g = 0.1 * (1 - y[0] * y[0] - y[1] * y[1]), h = 0.1 * (1 - y[2] * y[2] - y[3] * y[3]), w = Math.Sqrt(2);
            j.Clear();
            (j[0], j[1], j[4], j[5]) = (g - 0.2 * y[0] * y[0], -1 - 0.2 * y[0] * y[1], 1 - 0.2 * y[0] * y[1], g - 0.2 * y[1] * y[1]);
            (j[10], j[11], j[14], j[15]) = (h - 0.2 * y[2] * y[2], -w - 0.2 * y[2] * y[3], w - 0.2 * y[2] * y[3], h - 0.2 * y[3] * y[3]);
        });

    /// <summary>The Dirac-GAN with the loss −log(1 + e^(−ψθ)): θ' = −ψ s, ψ' = θ s − γψ, s = 1/(1 + e^(ψθ)).</summary>
    private static Field DiracGan(double gamma) => new(2,
        (y, f) =>
        {
            double s = 1 / (1 + Math.Exp(y[0] * y[1]));
            (f[0], f[1]) = (-y[1] * s, y[0] * s - gamma * y[1]);
        },
        (y, j) =>
        {
            double s = 1 / (1 + Math.Exp(y[0] * y[1])), slope = -s * (1 - s);
            (j[0], j[1]) = (-y[1] * y[1] * slope, -s - y[0] * y[1] * slope);
            (j[2], j[3]) = (s + y[0] * y[1] * slope, y[0] * y[0] * slope - gamma);
        });

    [Theory]
    [InlineData(0.04, 2, FixedPointKind.Deceived)]
    [InlineData(0.2, 0.5, FixedPointKind.Undeceived)]
    [InlineData(0.6, 2, FixedPointKind.Locked)]
    public void AFixedPoint_HasItsKind_AndAFieldThatVanishesToRounding(double generatorRate, double noise, FixedPointKind kind)
    {
        var ode = new ReducedOde(new GanParameters([1], [1], 0.2, generatorRate, noise, noise));
        var found = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(ode, [0.05, 0.05, 0.02]));
        Assert.Equal(kind, found.Point.Kind);
        Assert.InRange(found.Point.Residual, 0, 1e-15);
        Assert.Equal(StabilityVerdict.Stable, found.Spectrum.Verdict);
        if (kind == FixedPointKind.Deceived)
            return;
        FixedPoint exact = SingleFeature.FixedPoints(ode.Parameters).First(o => o.Kind == kind && Math.Abs(o.Representative.Coordinates[2] - Math.Abs(found.Point.Coordinates[2])) < 1e-6).Representative;
        for (int i = 0; i < 3; i++)
            Assert.Equal(Math.Abs(exact.Coordinates[i]), Math.Abs(found.Point.Coordinates[i]), 1e-12);
    }

    [Theory]
    [InlineData(0.5, 0.2)]
    [InlineData(1.0, 0.4)]
    [InlineData(1.5, 0.7)]
    public void ACycleOfOneFeature_HasThePeriodOfALongMeasurement_AndTheMultipliersOfLiouvillesFormula(double alpha, double x)
    {
        var ode = new ReducedOde(new GanParameters([1], [1], 0.2, 0.2 * alpha, 1, 1).With(effectiveNoise: x));
        LimitCycle cycle = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(ode, [0.05, 0.05, 0.02])).Cycle;
        Assert.Equal(2, cycle.Multipliers.Length);
        Assert.Equal(0, cycle.NeutralCount);
        Assert.All(cycle.Multipliers, m => Assert.InRange(m.Magnitude, 0, 1 - 1e-6));
        Assert.Equal(1, cycle.TrivialMultiplier, 1e-6);

        // a plain integration with another tolerance: the times at which the cycle's first coordinate returns to where the cycle is known
        double[] at = cycle.Point.ToArray(), f = new double[3];
        ode.Evaluate(at, f);
        var section = new IntegrationEvent((_, y) => (y[0] - at[0]) * f[0] + (y[1] - at[1]) * f[1] + (y[2] - at[2]) * f[2], EventDirection.Rising);
        var tight = new IntegrationOptions { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-14, MaxStep = cycle.Period / 50, Events = [section] };
        Trajectory path = DormandPrince.Integrate(ode, at, 40.5 * cycle.Period, tight);
        EventOccurrence[] returns = [.. path.Events.Where(e => e.State.Zip(at).Max(p => Math.Abs(p.First - p.Second)) < 1e-4 * cycle.Amplitude && e.Time > 1)];
        Assert.Equal(40, returns.Length);
        Assert.Equal((returns[^1].Time - returns[9].Time) / 30, cycle.Period, 1e-6);

        var trace = new Field(4,
            (y, g) =>
            {
                ode.Evaluate(y[..3], g[..3]);
                double[] j = new double[9];
                ode.Jacobian(y[..3], j);
                g[3] = j[0] + j[4] + j[8];
            },
            (_, _) => { });
        double exponent = DormandPrince.Integrate(trace, [.. at, 0], cycle.Period, tight with { Events = [] }).End[3];
        Assert.Equal(Math.Exp(exponent), (cycle.Multipliers[0] * cycle.Multipliers[1]).Real, 1e-7);
    }

    [Fact]
    public void VanDerPol_EndsOnItsCycle()
    {
        var field = new Field(2,
            (y, f) => (f[0], f[1]) = (y[1], (1 - y[0] * y[0]) * y[1] - y[0]),
            (y, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -2 * y[0] * y[1] - 1, 1 - y[0] * y[0]));
        var found = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(field, [0.1, 0], Small));
        // Amore, Boyd and Fernandez, "High order analysis of the limit cycle of the van der Pol oscillator" (2018)
        Assert.Equal(6.6632868593231301897, found.Cycle.Period, 1e-6);
        Assert.Equal(2.00861986087484313650, found.Cycle.Amplitudes[0], 1e-6);
        Assert.InRange(found.Evaluations, 100, 200_000);
    }

    [Fact]
    public void Lorenz_IsChaotic_WithTheTextbookExponentWithinItsError()
    {
        var found = Assert.IsType<AperiodicAttractor>(AttractorFinder.Find(Lorenz, [1, 1, 1], new AttractorOptions { Exponents = 1 }));
        Assert.Equal(MotionKind.Chaotic, found.Motion);
        LyapunovExponent largest = Assert.Single(found.Lyapunov!.Exponents);
        // Sprott, Chaos and Time-Series Analysis (2003), p. 433
        Assert.InRange(Math.Abs(largest.Value - 0.9056), 0, 5 * largest.StandardError);
        Assert.InRange(largest.StandardError, 1e-4, 0.02);
        Assert.InRange(found.ReturnTime, 0.5, 2);
        Assert.Equal(3, found.Point.Length);
        Assert.True(found.Evaluations > found.Lyapunov.Evaluations);
    }

    [Fact]
    public void ATorus_IsQuasiPeriodic_AndWithoutExponentsNothingIsSaid()
    {
        double[] start = [0.5, 0.1, 1.5, 0.1];
        var found = Assert.IsType<AperiodicAttractor>(AttractorFinder.Find(Torus, start, new AttractorOptions { Exponents = 9 }));
        Assert.Equal(3, found.Lyapunov!.Exponents.Length);
        Assert.Equal(MotionKind.QuasiPeriodic, found.Motion);
        var plain = Assert.IsType<AperiodicAttractor>(AttractorFinder.Find(Torus, start));
        Assert.Null(plain.Lyapunov);
        Assert.Equal(MotionKind.Undecided, plain.Motion);
        Assert.Equal((found.Time, found.Amplitude), (plain.Time, plain.Amplitude));
    }

    [Fact]
    public void ARegularisedDiracGan_SettlesWithTheEigenvaluesOfItsQuadratic()
    {
        var found = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(DiracGan(0.3), [1, 1], Small));
        Assert.All(found.Point.Coordinates, v => Assert.Equal(0, v, 1e-12));
        Assert.Equal(FixedPointKind.Other, found.Point.Kind);
        // λ² + γλ + 1/4 = 0
        Assert.Equal(-0.15, found.Spectrum.Leading.Real, 1e-9);
        Assert.Equal(Math.Sqrt(0.25 - 0.0225), Math.Abs(found.Spectrum.Leading.Imaginary), 1e-9);
    }

    [Fact]
    public void AnUnregularisedDiracGan_CirclesForEver_AndIsCalledNoAttractor()
    {
        // θ² + ψ² is kept: every orbit is closed and none attracts
        var found = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(DiracGan(0), [1, 1]));
        Assert.Equal(UndeterminedCause.Neutral, found.Cause);
    }

    [Fact]
    public void AStiffField_EndsOnItsCycle_OrUndeterminedWithinItsBudget()
    {
        // a slow turn with a direction that decays a million times faster: an explicit method needs a step for every millionth of a turn
        var field = new Field(3,
            (y, f) =>
            {
                double g = 1 - y[0] * y[0] - y[1] * y[1];
                (f[0], f[1], f[2]) = (g * y[0] - y[1], g * y[1] + y[0], -1e6 * (y[2] - y[0] * y[0]));
            },
            (y, j) =>
            {
                double g = 1 - y[0] * y[0] - y[1] * y[1];
                (j[0], j[1], j[2]) = (g - 2 * y[0] * y[0], -1 - 2 * y[0] * y[1], 0);
                (j[3], j[4], j[5]) = (1 - 2 * y[0] * y[1], g - 2 * y[1] * y[1], 0);
                (j[6], j[7], j[8]) = (2e6 * y[0], 0, -1e6);
            });
        Assert.Equal(2 * Math.PI, Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(field, [0.3, 0, 0], Small)).Cycle.Period, 1e-9);
        AttractorOptions few = Small with { MaxEvaluations = 10_000 };
        var found = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(field, [0.3, 0, 0], few));
        Assert.InRange(found.Evaluations, 1, few.MaxEvaluations + 3000);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"up to t = {found.Time:G5} with"), found.Reason, StringComparison.Ordinal);
        Assert.Contains("within the budget of 10000 evaluations; raise MaxEvaluations", found.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void AFieldThatEndsAtAWall_IsUndetermined_AndTheReasonSaysWhy(double beyond)
    {
        var field = new Field(2,
            (y, f) => (f[0], f[1]) = y[0] > 1 ? (beyond, beyond) : (1, -y[1]),
            (_, j) => (j[0], j[1], j[2], j[3]) = (0, 0, 0, -1));
        var found = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(field, [0, 1], Small));
        Assert.Equal(1, found.Time, 1e-6);
        Assert.InRange(found.Evaluations, 1, 10_000);
        Assert.Contains("not finite ahead", found.Reason, StringComparison.Ordinal);
        Assert.Contains("start where the field stays defined", found.Reason, StringComparison.Ordinal);

        var inside = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(field, [2, 1], Small));
        Assert.Contains("not finite at the start", inside.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ATrajectoryThatEscapes_IsUndetermined()
    {
        var field = new Field(1, (y, f) => f[0] = y[0] * y[0], (y, j) => j[0] = 2 * y[0]);
        var found = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(field, [1], Small));
        Assert.InRange(found.Evaluations, 1, Small.MaxEvaluations);
    }

    [Fact]
    public void ACancelledSearch_Throws_AlsoWhileExponentsAreMeasured()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => AttractorFinder.Find(Lorenz, [1, 1, 1], null, new CancellationToken(true)));
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var endless = new AttractorOptions { Exponents = 1, Lyapunov = new LyapunovOptions { Duration = 1e9, MaxEvaluations = long.MaxValue } };
        Assert.ThrowsAny<OperationCanceledException>(() => AttractorFinder.Find(Lorenz, [1, 1, 1], endless, source.Token));
    }

    [Fact]
    public void BadOptions_NameTheArgument()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttractorOptions { Exponents = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttractorOptions { RelativeTolerance = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttractorOptions { MaxEvaluations = 0 });
        Assert.Throws<ArgumentException>(() => AttractorFinder.Find(Lorenz, [1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttractorFinder.Find(Lorenz, [1, 1, double.NaN]));
    }
}
