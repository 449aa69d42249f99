using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>A motion that goes on is an attractor when it was seen to attract, and what it is otherwise has a name.</summary>
public sealed class MotionShownTests
{
    [Fact]
    public void CentresAndConservedQuantities_AreNeutral()
    {
        Assert.All(
            new[]
            {
                AttractorFinder.Find(TextbookFields.Oscillator, [1, 0]),
                AttractorFinder.Find(TextbookFields.LotkaVolterra, [40, 9], new AttractorOptions { Exponents = 1 }),
                AttractorFinder.Find(TextbookFields.Pendulum, [2, 0]),
                AttractorFinder.Find(TextbookFields.TwoOscillatorsAndADecay, [1, 0, 0.7, 0, 1]),
            },
            IsNeutral);
    }

    [Fact]
    public void ChaosThatKeepsVolumes_IsNeutral()
    {
        var found = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(TextbookFields.HenonHeiles, [0, -0.2, 0.5, 0.1]));
        Assert.Equal(UndeterminedCause.Neutral, found.Cause);
        Assert.Contains("does not shrink volumes", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ChaosBesideAParameterThatIsACoordinate_IsNeutral()
    {
        var found = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(TextbookFields.LorenzWithItsParameter, [1, 2, 20, 28]));
        Assert.Equal(UndeterminedCause.Neutral, found.Cause);
        Assert.Contains("a parameter is a coordinate", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AFocusThatAttractsSlowerThanAnyRate_IsNoMotionThatGoesOn()
    {
        // r = 1/√(4 + 2t): after t = 900 it has the size 0.024, and no window shows it fading by much
        Attractor found = AttractorFinder.Find(TextbookFields.WeakFocus, [0.5, 0], new AttractorOptions { MaxEvaluations = 1_000_000 });
        Assert.True(found is FixedPointAttractor or UndeterminedAttractor { Cause: UndeterminedCause.Budget or UndeterminedCause.Marginal }, $"{found}");
    }

    [Fact]
    public void ACoordinateThatRunsForEver_IsUnbounded()
    {
        var found = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(TextbookFields.WithAClock, [0, 1, 0], new AttractorOptions { MaxEvaluations = 300_000 }));
        Assert.Equal(UndeterminedCause.Unbounded, found.Cause);
        Assert.Contains("coordinate 2 left every range, at the steady rate 1,", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void LorenzAndRossler_AreSeenToBeChaotic_AndForHowLong()
    {
        Attractor[] found =
        [
            AttractorFinder.Find(TextbookFields.Lorenz(28), [1, 2, 20]), AttractorFinder.Find(TextbookFields.Rossler, [1, 1, 0]),
            AttractorFinder.Find(TextbookFields.LorenzBeside(-1), [1, 2, 20, 0.5]),
        ];
        // σ + 1 + β = 13.67 is what volumes shrink by in Lorenz's equations, and 1 more beside w' = −w
        Assert.Contains("volumes shrink at the rate 13.7", Assert.IsType<AperiodicAttractor>(found[0]).Shown, StringComparison.Ordinal);
        Assert.Contains("volumes shrink at the rate 14.7", Assert.IsType<AperiodicAttractor>(found[2]).Shown, StringComparison.Ordinal);
        Assert.All(found, a => Assert.Matches(@"^bounded and recurrent, chaotic \(exponent 0\.\d+\).*; seen over \d+ mean times of return \(\d+(\.\d+)? units of time\)$", Assert.IsType<AperiodicAttractor>(a).Shown));
    }

    [Fact]
    public void ATorusToWhichNearbyMotionsReturn_IsShown()
    {
        var found = Assert.IsType<AperiodicAttractor>(AttractorFinder.Find(TextbookFields.ForcedVanDerPol, [0.5, 0.1, 1, 0.1], new AttractorOptions { Exponents = 2 }));
        Assert.Contains("nearby motions return to it", found.Shown, StringComparison.Ordinal);
        Assert.Equal(MotionKind.QuasiPeriodic, found.Motion);
    }

    [Theory]
    [InlineData(0, 2_000_000)]
    [InlineData(4, 5_000_000)]
    public void LorenzsTransientChaos_EndsAtRestOrIsCalledATransient(int start, long budget)
    {
        // below ρ = 24.06 almost every start ends at rest, after thousands of units of time at ρ = 23.6
        Attractor found = AttractorFinder.Find(TextbookFields.Lorenz(23.6), [3 + start, 1 - 2 * start, 15 + start], new AttractorOptions { MaxEvaluations = budget });
        if (found is FixedPointAttractor rest)
        {
            Assert.Equal(22.6, rest.Point.Coordinates[2], 1e-8);
            return;
        }
        var unknown = Assert.IsType<UndeterminedAttractor>(found);
        Assert.Equal(UndeterminedCause.Transient, unknown.Cause);
        Assert.Contains("it may be a transient", unknown.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void MotionInAnInvariantPlaneThatRepels_IsSaidToBeThere()
    {
        var chaos = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(TextbookFields.LorenzBeside(1), [1, 2, 20, 0]));
        Assert.Equal(UndeterminedCause.Repelling, chaos.Cause);
        Assert.Contains("invariant subspace of 3 dimensions that repels: across it nearby states part at the rate 1,", chaos.Reason, StringComparison.Ordinal);
        var cycle = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(TextbookFields.VanDerPolBeside(1), [0.5, 0, 0]));
        Assert.Equal(UndeterminedCause.Repelling, cycle.Cause);
        // the period of van der Pol's oscillator, and e to that across the plane
        Assert.Contains("a cycle of period 6.66329 on an invariant set that repels, with a multiplier of modulus 783.1", cycle.Reason, StringComparison.Ordinal);
        var attracted = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(TextbookFields.VanDerPolBeside(-1), [0.5, 0, 0.1]));
        Assert.Equal(6.66328685932313, attracted.Cycle.Period, 1e-7);
    }

    [Fact]
    public void OneFeatureOfTwoThatIsNeverLearned_IsACycleThatRepels_AndNotChaos()
    {
        double[] variances = [1.0250648262592643, 0.6639329547904127];
        var gan = new GanParameters(variances, variances, 0.36594928922667186, 0.3957195018370947, 0.548497210918631, 1.5157427741318978);
        MacroState start = MacroState.Create([0.23875436632727906, 0, 0, 0.0676857626512434], [0.3683795911834612, 0], [0.30331695777304607, 0]);
        var ode = new ReducedOde(gan);
        var found = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(ode, ode.Pack(start), new AttractorOptions { Exponents = 2 }));
        Assert.Equal(UndeterminedCause.Repelling, found.Cause);
        // the cycle of the first feature alone
        var alone = new ReducedOde(new GanParameters([variances[0]], [variances[0]], gan.DiscriminatorRate, gan.GeneratorRate, gan.RealNoise, gan.FakeNoise));
        LimitCycle cycle = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(alone, [0.23875436632727906, 0.3683795911834612, 0.30331695777304607])).Cycle;
        Assert.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"period {cycle.Period:G6} "), found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ATorusThatAttractsSlowly_IsNeverCalledNeutral()
    {
        // deviations shrink by e^(−2at) with 2a = 0.004, by 0.2 in the shortest examination
        Attractor found = AttractorFinder.Find(TextbookFields.TwoCircles(0.002), [0.5, 0.1, 1.5, 0.1], new AttractorOptions { MaxEvaluations = 3_000_000 });
        Assert.True(found is AperiodicAttractor or UndeterminedAttractor { Cause: UndeterminedCause.Budget }, $"{found}");
    }

    [Fact]
    public void AJacobianThatIsNotTheFields_OrAFieldThatJumps_ShowsNothing()
    {
        var jumps = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(TextbookFields.JerkWithASign, [0.1, 0.2, 0]));
        Assert.Equal(UndeterminedCause.Discontinuous, jumps.Cause);
        var found = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(TextbookFields.LorenzWithAWrongJacobian, [1, 2, 20]));
        Assert.Equal(UndeterminedCause.Discontinuous, found.Cause);
    }

    [Fact]
    public void OrbitsPastThreeSaddles_TakeEverLonger_AndAreNoAttractor()
    {
        var found = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(TextbookFields.MayLeonard, [0.5, 0.3, 0.2]));
        Assert.True(found.Time > 500, $"{found}");
    }

    [Theory]
    [InlineData(1e-6, 1)]
    [InlineData(1e4, 1)]
    [InlineData(1, 1e-6)]
    [InlineData(1, 1e6)]
    public void Lorenz_IsChaotic_InUnitsOfAnySize(double length, double rate)
    {
        FixedPoints.Field lorenz = TextbookFields.Lorenz(28);
        var scaled = new FixedPoints.Field(3,
            (y, f) =>
            {
                lorenz.Evaluate([y[0] / length, y[1] / length, y[2] / length], f);
                for (int i = 0; i < 3; i++)
                    f[i] *= length * rate;
            },
            (y, j) =>
            {
                lorenz.Jacobian([y[0] / length, y[1] / length, y[2] / length], j);
                for (int i = 0; i < 9; i++)
                    j[i] *= rate;
            });
        var found = Assert.IsType<AperiodicAttractor>(AttractorFinder.Find(scaled, [length, 2 * length, 20 * length]));
        Assert.InRange(found.Amplitude / length, 15, 30);
        // 0.75 between maxima of z, 2.6 between turns round the left wing: the units decide which section is taken
        Assert.InRange(found.ReturnTime * rate, 0.5, 3);
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(Math.PI / 2)]
    [InlineData(1.6)]
    public void AStartWhereTheJacobianVanishes_HasAScaleOfTime(double start)
    {
        var pendulum = new FixedPoints.Field(1, (y, f) => f[0] = -Math.Sin(y[0]), (y, j) => j[0] = -Math.Cos(y[0]));
        var found = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(pendulum, [start]));
        Assert.Equal(0, found.Point.Coordinates[0], 1e-9);
        Assert.InRange(found.Evaluations, 1, 2500);
    }

    private static void IsNeutral(Attractor found)
    {
        var unknown = Assert.IsType<UndeterminedAttractor>(found);
        Assert.Equal(UndeterminedCause.Neutral, unknown.Cause);
        Assert.Contains("nearby motions neither approach nor leave", unknown.Reason, StringComparison.Ordinal);
    }
}
