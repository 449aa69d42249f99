using PhaseGan.Tests.Agreement;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Places where plausible rules for reading a label off a trajectory go wrong, each with such a rule beside the classifier.</summary>
public sealed class TrapTests
{
    private static readonly IntegrationOptions Fine = new() { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-15, MaxSteps = 2_000_000 };

    [Theory]
    [InlineData(0.02, 0.3, 6000)]
    [InlineData(0.05, 0.7, 6000)]
    [InlineData(0.1, 0.7, 3000)]
    public void SlowDriftAlongTheDeceivedManifold_LooksLikeMotionToARangeRule_AndIsAFixedPoint(double alpha, double x, double horizon)
    {
        GanParameters gan = Gan(alpha, x);
        MacroState start = MacroState.NearOriginDiagonal(gan, 0.01);
        Trajectory path = DormandPrince.Integrate(new ReducedOde(gan), start, horizon, Fine);
        double[] last = [.. Enumerable.Range(0, 201).Select(k => path.At(horizon * (0.8 + 0.2 * (k / 200.0)))[0])];
        // The rule: more than 1e-3 of range over the last fifth of a long run is oscillation. It is still drifting, with q and r at a hundredth.
        Assert.True(last.Max() - last.Min() > 1e-3);
        Assert.InRange(Math.Abs(path.End[1]) + Math.Abs(path.End[2]), 0, 0.02);

        PhaseVerdict verdict = Classify(gan, start);
        Assert.Equal((Phase.Success, "Deceived"), (verdict.Phase, verdict.Attractor));
        double end = DormandPrince.Integrate(new ReducedOde(gan), start, 10 * horizon, Fine).End[0];
        Assert.Equal(end * end, Assert.Single(verdict.Recovery), 2e-4);
    }

    [Fact]
    public void TheDriftStillToCome_IsWithinItsStatedBound()
    {
        foreach ((double alpha, double x) in new[] { (0.02, 0.3), (0.1, 0.5), (0.3, 0.3), (0.5, 0.7) })
        {
            foreach (double tolerance in new[] { 1e-2, 1e-4, 1e-6 })
            {
                GanParameters gan = Gan(alpha, x);
                var ode = new ReducedOde(gan);
                double[] start = ode.Pack(MacroState.NearOriginDiagonal(gan, 0.01));
                var found = Assert.IsType<FixedPointAttractor>(
                    AttractorFinder.Find(ode, start, new AttractorOptions { EndPointTolerance = tolerance, RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-15 }));
                Assert.InRange(found.Uncertainty, 0, tolerance);
                double end = DormandPrince.Integrate(ode, start, 5 * found.Time, Fine).End[0];
                Assert.InRange(Math.Abs(end - found.Point.Coordinates[0]), 0, found.Uncertainty + 1e-9);
            }
        }
    }

    [Fact]
    public void ATrajectoryThatRestsNearAnUnstablePartOfTheManifold_LooksSettledToAFieldRule_AndMovesOn()
    {
        // Start on the stable direction of the saddle at P ≈ 0.2, found by bisection on the side to which the trajectory leaves.
        GanParameters gan = Gan(0.1, 0.5);
        var ode = new ReducedOde(gan);
        (double low, double high) = (-0.05, 0.05);
        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (low + high);
            bool right = DormandPrince.Integrate(ode, [0.2, middle, 0.05], 600, Fine).End[1] > 0;
            (low, high) = right ? (low, middle) : (middle, high);
        }
        MacroState start = MacroState.Create([0.2], [high], [0.05]);

        // The rule: a field below 1e-9 is a fixed point. It stops at P² < 0.05 and would say Fail.
        Trajectory path = DormandPrince.Integrate(ode, start, 600, Fine);
        var field = new double[3];
        double restsAt = Enumerable.Range(1, 600).Select(k => (double)k).First(t =>
        {
            ode.Evaluate(path.At(t), field);
            return field.Max(Math.Abs) < 1e-9;
        });
        Assert.InRange(path.At(restsAt)[0], 0.15, 0.22);

        // The spectrum there has a growing mode; p*² = 0.5 · 1.4 = 0.7 is where the drift can end.
        PhaseVerdict verdict = Classify(gan, start);
        Assert.Equal((Phase.Success, "Deceived"), (verdict.Phase, verdict.Attractor));
        Assert.InRange(Assert.Single(verdict.Recovery), 0.7, 0.8);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-9)]
    [InlineData(1e-12)]
    [InlineData(1e-14)]
    public void WithOneFeatureLearnedAndTheOtherNot_ATinyFieldIsNoFixedPoint(double size)
    {
        // Figure 1 with η = 2 and P = (0.95, 0.02): stable for the first feature (0.9025 > 0.8064), unstable for the second (0.0004 < 0.7822).
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 2, 2);
        MacroState start = MacroState.Diagonal([0.95, 0.02], [size, size], [size, size]);
        var ode = new ReducedOde(gan);
        var field = new double[ode.Dimension];
        ode.Evaluate(ode.Pack(start), field);
        Assert.InRange(field.Max(Math.Abs), 0, 2 * size);
        PhaseVerdict verdict = Classify(gan, start);
        Assert.Equal((Phase.Success, "Deceived"), (verdict.Phase, verdict.Attractor));
        Assert.InRange(verdict.Recovery[1], 0.78, 1);
    }

    [Theory]
    [InlineData(0.1, Phase.Success)]
    [InlineData(0.03, Phase.Success)]
    [InlineData(0.01, Phase.Fail)]
    [InlineData(0.001, Phase.Fail)]
    public void JustBelowXEqualsLambda_TheHorizonGrowsWithTheInverseOfTheRates(double distance, Phase phase)
    {
        // From P = 1e-4 the trajectory ends at the edge p*² = (1 − x)(1 + x − α) of the stable piece, above θ = 0.05 or below.
        GanParameters gan = Gan(0.1, 1 - distance);
        MacroState start = MacroState.NearOriginDiagonal(gan, 1e-4);
        // The rule: after t = 1000, 200 times 1/τ, all is decided. Nothing is learned by then.
        Assert.InRange(DormandPrince.Integrate(new ReducedOde(gan), start, 1000, Fine).End[0], 0, 2e-4);

        PhaseVerdict verdict = Classify(gan, start);
        Assert.Equal((phase, "Deceived"), (verdict.Phase, verdict.Attractor));
        double edge = distance * (2 - distance - 0.1);
        Assert.InRange(Assert.Single(verdict.Recovery), edge, 1.06 * edge);
        Assert.True(double.Parse(verdict.Evidence[2], null) > 20 / (0.2 * distance));
    }

    [Theory]
    [InlineData(1e-1)]
    [InlineData(1e-2)]
    [InlineData(1e-3)]
    [InlineData(1e-4)]
    public void JustAboveXEqualsLambda_NothingIsLearned(double distance)
    {
        GanParameters gan = Gan(0.1, 1 + distance);
        PhaseVerdict verdict = Classify(gan, MacroState.Create([0.05], [0.05], [0.02]));
        Assert.Equal((Phase.Fail, "Deceived"), (verdict.Phase, verdict.Attractor));
    }

    [Fact]
    public void VeryNearXEqualsLambda_ALargerBudgetDecides_AndASmallOneDoesNotGuess()
    {
        GanParameters gan = Gan(0.1, 1 - 1e-3);
        MacroState start = MacroState.NearOriginDiagonal(gan, 1e-4);
        PhaseVerdict small = Classify(gan, start, new AttractorOptions { MaxEvaluations = 5000 });
        Assert.Equal(Phase.Undetermined, small.Phase);
        Assert.Contains("5000 evaluations", small.Reason, StringComparison.Ordinal);
        Assert.Equal(Phase.Fail, Classify(gan, start, new AttractorOptions { MaxEvaluations = 300_000 }).Phase);
        Assert.Equal(Phase.Fail, Classify(gan, start, new AttractorOptions { MaxEvaluations = 3_000_000 }).Phase);
    }

    private static GanParameters Gan(double alpha, double x) => new GanParameters([1], [1], 0.2, 0.2 * alpha, 1, 1).With(effectiveNoise: x);

    private static PhaseVerdict Classify(GanParameters gan, MacroState start, AttractorOptions? options = null) =>
        new OdePhaseClassifier(new OdePhaseOptions { Start = _ => start, Attractor = options ?? AttractorOptions.Default }).Classify(gan);

    /// <summary>
    /// Next to the line on which the trace of the deceived manifold vanishes a spiral fades like 1/√t and looks steady. With one feature averaged
    /// equations give its end, Success; with three, a state that mixes features attracts though P = I does not, and integrations to nine times
    /// the time at which such motion once looked steady find the largest of |q| and |r| fallen from 0.8 to 0.01.
    /// </summary>
    [Theory]
    [InlineData(new[] { 1.0 }, 0.2, 0.2 * 0.255859375, 0.7998046875000001)]
    [InlineData(new[] { 1.0 }, 0.2, 0.2 * 1.013671875, 1.5919921875000002)]
    [InlineData(new[] { 3.0264104502398568, 2.0144717064753506, 1.784247007586177 }, 0.10272691401314313, 0.07922677958188631, 2.922880511898854)]
    [InlineData(new[] { 2.0779280611676763, 1.6214479713800587, 1.0966356154981236 }, 0.20066426273000626, 0.10946075744593267, 1.4741432631910174)]
    public void ASpiralThatHardlyFades_IsNotMotionForEver(double[] variances, double discriminatorRate, double generatorRate, double noise)
    {
        GanParameters gan = new(variances, variances, discriminatorRate, generatorRate, noise, noise);
        AssertFadesOrIsNotDecided(new OdePhaseClassifier().Classify(gan));
    }

    /// <summary>Five and six features far inside the oscillating phase: some overlaps wander along families, so that ranges never settle.</summary>
    [Theory]
    [InlineData(new[] { 4.5, 3.6, 2.8, 1.9, 1.2 }, 1.54)]
    [InlineData(new[] { 4.6, 4.1, 3.4, 2.9, 2.2, 1.4 }, 1.2)]
    public void MotionThatWandersAmongManyFeatures_IsOscillation(double[] variances, double noise)
    {
        PhaseVerdict verdict = new OdePhaseClassifier().Classify(new(variances, variances, 0.1, 0.042, noise, noise));
        Assert.Equal((Phase.Oscillation, "Aperiodic"), (verdict.Phase, verdict.Attractor));
    }

    /// <summary>A search that takes over after a million steps sees next to nothing of such a fading: it counts the time that went before.</summary>
    [Fact]
    public void AFadingSpiralThatASearchTakesOverLate_IsNotMotionForEver()
    {
        GanParameters gan = new([2.1911566337529367, 1.453182084696918], [2.443794107736924, 2.565475768207328], 0.19815014449327728, 0.1752302534852179, 2.717702001809638, 0.5899380459785498);
        AssertFadesOrIsNotDecided(new OdePhaseClassifier().ClassifyMany([gan])[0]);
    }

    /// <summary>q and r fade: the end is a deceived state, or the label says that it does not know.</summary>
    private static void AssertFadesOrIsNotDecided(PhaseVerdict verdict)
    {
        if (verdict.Phase == Phase.Undetermined)
            Assert.NotEmpty(verdict.Reason);
        else
            Assert.Equal("Deceived", verdict.Attractor);
    }

    /// <summary>
    /// Chaos that keeps its speed beside a stable fixed point and ends after some 800,000 and 200,000 units of time on average, exponentially distributed: the rule of keeping three quarters of the speed
    /// for twelve times longer calls it motion for ever.
    /// </summary>
    [Theory]
    [InlineData(17060, 800_000)]
    [InlineData(19330, 200_000)]
    public void ChaosThatEndsLate_IsNotOscillation(int index, double lifetime)
    {
        DelicatePoint point = DelicatePoint.Draw(2026, index, 2);
        Assert.NotEqual(Phase.Oscillation, new OdePhaseClassifier().Classify(point.Parameters, point.Start).Phase);
        Assert.NotEqual(Phase.Oscillation, new OdePhaseClassifier().ClassifyMany([point.Parameters], [point.Start])[0].Phase);

        // each of fifty lifetimes ends it with probability 1 − 1/e
        var ode = new ReducedOde(point.Parameters);
        double[] y = ode.Pack(point.Start), f = new double[9];
        var options = new IntegrationOptions { RelativeTolerance = 1e-7, AbsoluteTolerance = 1e-10, Output = PathOutput.End };
        double time = 0, step = 2000;
        do
        {
            y = [.. DormandPrince.Integrate(ode, y, step, options).End];
            ode.Evaluate(y, f);
        }
        while (f.Max(Math.Abs) > 1e-4 * point.Parameters.DiscriminatorRate && (time += step) < 50 * lifetime);
        Assert.InRange(time, 0, 50 * lifetime);
    }

    /// <summary>Copies of a transient come to rest, those of a motion that goes on do not.</summary>
    [Fact]
    public void CopiesOfAMotion_TellWhetherItIsATransient()
    {
        DelicatePoint point = DelicatePoint.Draw(2026, 19330, 2);
        MotionSurvival transient = Follow(new ReducedOde(point.Parameters), point.Start, 20_000);
        Assert.False(transient.Lasts);
        Assert.InRange(transient.Settled, 1, 16);
        Assert.EndsWith($"{transient.Settled} came to rest", transient.Words, StringComparison.Ordinal);

        GanParameters steady = new([4.23249, 3.50110], [4.23249, 3.50110], 0.286566, 0.475052, 1.350853, 1.350853);
        MotionSurvival going = Follow(new ReducedOde(steady), MacroState.NearOrigin(steady, 0.03, 4), 5000);
        Assert.Equal((16, 0), (going.Copies, going.Settled));
        Assert.Equal(15_000, going.Length, 1e-6);
        // without lanes there are fewer copies, for longer
        MotionSurvival alone = Follow(new GeneralOde(steady), MacroState.NearOrigin(steady, 0.03, 4), 500);
        Assert.Equal((8, 0, 250.0), (alone.Copies, alone.Settled, alone.Length));

        static MotionSurvival Follow<TField>(TField ode, MacroState start, double age)
            where TField : IVectorField<MacroState>
        {
            double[] y = ode.Pack(start);
            y = [.. DormandPrince.Integrate(ode, y, age, Fine with { RelativeTolerance = 1e-7, AbsoluteTolerance = 1e-10 }).End];
            return MotionSurvival.Follow(ode, y, age, 1, 3 * age, partingIsAsked: false, CancellationToken.None);
        }
    }

    /// <summary>The chaos has an exponent of 0.035 by the method of two trajectories over 8·10⁴ units of time; the other motion one below 1e-5.</summary>
    [Theory]
    [InlineData(0.5, 1, false)]
    [InlineData(1.70703125, 3.9703125, true)]
    public void CopiesOfAMotion_PartWhereItIsChaotic(double alpha, double noise, bool isRegular)
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.2 * alpha, noise, noise);
        var ode = new ReducedOde(gan);
        double[] y = [.. DormandPrince.Integrate(ode, ode.Pack(MacroState.NearOrigin(gan, 0.03, 1)), 20_000, new IntegrationOptions { RelativeTolerance = 1e-7, AbsoluteTolerance = 1e-10, Output = PathOutput.End, MaxSteps = 1_000_000 }).End];
        MotionSurvival copies = MotionSurvival.Follow(ode, y, 20_000, 1, 1000, partingIsAsked: true, CancellationToken.None);
        Assert.True(copies.Lasts);
        Assert.Equal(isRegular, copies.IsRegular);
    }

    [Fact]
    public void FollowingCopies_HearsCancellation()
    {
        GanParameters gan = new([4.23249, 3.50110], [4.23249, 3.50110], 0.286566, 0.475052, 1.350853, 1.350853);
        var ode = new GeneralOde(gan);
        Assert.Throws<OperationCanceledException>(() => MotionSurvival.Follow(ode, ode.Pack(MacroState.NearOrigin(gan, 0.03, 4)), 1e9, 1, 1e9, partingIsAsked: false, new CancellationToken(canceled: true)));
    }

    /// <summary>Motion that goes on at the same speed (to 0.0007 over 66,000 units of time) is no fading spiral, however late a search takes it over.</summary>
    [Fact]
    public void SteadyMotionThatASearchTakesOverLate_IsOscillation()
    {
        GanParameters gan = new([4.23249, 3.50110], [4.23249, 3.50110], 0.286566, 0.475052, 1.350853, 1.350853);
        Assert.Equal(Phase.Oscillation, new OdePhaseClassifier().ClassifyMany([gan])[0].Phase);
    }
}
