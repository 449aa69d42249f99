using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Labels of a discriminator with several features, judged on what does not change where it turns.</summary>
public sealed class DiscriminatorFeatureLabelTests
{
    private static OdePhaseClassifier Classifier(int k) => new(new OdePhaseOptions { Rule = new TrainingRule { DiscriminatorFeatures = k } });

    private static GanParameters Single(double alpha, double x) => new([1], [1], 0.2, 0.2 * alpha, Math.Sqrt(x / 0.2), Math.Sqrt(x / 0.2));

    /// <summary>The closed equations of the rotating wave at α = 1, x = 0.35, τ = 0.2 have the root X, T, P² = .23905, .22169, .50646.</summary>
    [Fact]
    public void ADiscriminatorThatTurnsBesideAGeneratorAtRest_IsARotatingWave()
    {
        GanParameters gan = Single(1, 0.35);
        Assert.Equal((Phase.Oscillation, "LimitCycle"), Label(Classifier(1), gan));
        Assert.Equal((Phase.Success, "RotatingWave"), Label(Classifier(2), gan));
        Assert.Equal((Phase.Success, "RotatingWave"), Label(Classifier(3), gan));

        var rule = new TrainingRule { DiscriminatorFeatures = 2 };
        IVectorField<MacroState> ode = MacroscopicOde.ForEnds(gan, rule);
        var found = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(ode, ode.Pack(MacroState.NearOrigin(gan, 0.03, 1).Spread(2))));
        MacroState state = ode.Unpack(found.Point.Coordinates.AsSpan());
        double x = gan.EffectiveNoise, half = 0.1 * gan.RealNoise, b = 1 + half, a = 1 - half, p = state.P(0, 0);
        double q2 = Product(state.QOf, state.QOf), y = Product(state.QOf, state.ROf), t = Product(state.ROf, state.ROf);
        Assert.Equal(0.23905, q2, 1e-5);
        Assert.Equal(0.22169, t, 1e-5);
        Assert.Equal(0.50646, p * p, 1e-5);
        Assert.Equal(p * t, y, 1e-8);
        Assert.Equal(q2 * (1 - x - b * q2), p * p * t * (1 - a * t), 1e-8);
        Assert.Equal(p * p * (1 - b * t), 1 + x - (1 - t) - a * t, 1e-8);
        Assert.True(q2 * t > y * y + 1e-3);
        // in the coordinates of training the same state turns, at the speed .0806 · |(Q, R)|
        IVectorField<MacroState> training = MacroscopicOde.For(gan, rule);
        var speed = new double[training.Dimension];
        training.Evaluate(found.Point.Coordinates.AsSpan(), speed);
        Assert.Equal(0.0806, Math.Sqrt(speed[1..5].Sum(v => v * v) / (q2 + t)), 1e-4);
        Assert.Equal(0, speed[0], 1e-9);

        static double Product(Func<int, int, double> left, Func<int, int, double> right) => left(0, 0) * right(0, 0) + left(0, 1) * right(0, 1);
    }

    /// <summary>Split attracts where its closed condition says so: x &lt; Λ, 0 &lt; T₀ ≤ 1, Λ̃(α − 1) &gt; x, c &lt; αΛ̃T₀ and T₀(c − Λ̃) + ΛX &lt; 0.</summary>
    [Fact]
    public void Split_IsReached_WhereItsConditionHolds_In24Of24Cells()
    {
        int split = 0;
        foreach (double alpha in new[] { 1.4, 1.8, 2.2, 3 })
        {
            foreach (double x in new[] { 0.03, 0.1, 0.2, 0.35, 0.5, 0.65 })
            {
                GanParameters gan = Single(alpha, x);
                double half = 0.1 * gan.RealNoise, a = 1 - half, b = 1 + half, q2 = (1 - x) / b, t = (1 - alpha + x) / (a - alpha), c = 2 * x - alpha * (1 - t);
                bool attracts = t is > 0 and <= 1 && alpha - 1 > x && c < alpha * t && t * (c - 1) + q2 < 0;
                (Phase phase, string attractor) = Label(Classifier(2), gan);
                Assert.Equal(attracts, attractor == "Split");
                Assert.True(!attracts || phase == Phase.Fail);
                split += attracts ? 1 : 0;
            }
        }
        Assert.InRange(split, 12, 23);
    }

    /// <summary>
    /// α = 3 on both sides of x = Λ, where Split becomes Locked: its own rate, −2τ(Λ − x) and −τ(x − Λ), is as slow as it likes beside the turning of the discriminator, which has none. Trainings followed for 30 of
    /// its times end at QQᵀ = (Λ − x)/(B₀Λ) or 0 and P = 0.
    /// </summary>
    [Theory]
    [InlineData(-1e-2)]
    [InlineData(-1e-3)]
    [InlineData(-1e-5)]
    [InlineData(1e-5)]
    [InlineData(1e-3)]
    [InlineData(1e-2)]
    public void Split_IsLabelled_HoweverSlowItIsNearTheNoiseAtWhichNothingIsLearned(double above)
    {
        GanParameters gan = Single(3, 1).With(effectiveNoise: 1 + above);
        double rate = 0.2 * (above < 0 ? -2 * above : above);
        var fine = new IntegrationOptions { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-12 };
        foreach (int k in new[] { 2, 3 })
        {
            PhaseVerdict verdict = Classifier(k).Classify(gan);
            Assert.Equal((Phase.Fail, above < 0 ? "Split" : "Locked"), (verdict.Phase, verdict.Attractor));
            Assert.Equal(-rate, double.Parse(verdict.Evidence[0], System.Globalization.CultureInfo.InvariantCulture), 1e-3 * rate);

            IVectorField<MacroState> training = MacroscopicOde.For(gan, new TrainingRule { DiscriminatorFeatures = k });
            double[] start = training.Pack(MacroState.NearOrigin(gan, 0.03, 1).Spread(k));
            double[] end = RadauIIA.Integrate(training, start, 30 / rate, fine).End.ToArray();
            Assert.Equal(0, end[0], 1e-6);
            Assert.Equal(Math.Max(0, -above) / (1 + 0.1 * gan.RealNoise), end[1..(1 + k)].Sum(q => q * q), 1e-3 * Math.Abs(above));
        }
    }

    [Theory]
    [InlineData(-1e-7, "Split", 4e-8)]
    [InlineData(1e-7, "Locked", 2e-8)]
    public void Split_HasItsOwnRate_WhereItIsSmallerThanTheEigenvaluesThatMayBeNeutral(double above, string attractor, double rate)
    {
        PhaseVerdict verdict = Classifier(2).Classify(Single(3, 1).With(effectiveNoise: 1 + above));
        Assert.Equal((Phase.Fail, attractor), (verdict.Phase, verdict.Attractor));
        Assert.Equal(-rate, double.Parse(verdict.Evidence[0], System.Globalization.CultureInfo.InvariantCulture), 1e-3 * rate);
    }

    /// <summary>At x = Λ itself the rate vanishes, and the discriminator's symmetry does not decide instead.</summary>
    [Fact]
    public void Split_IsUndetermined_WhereItsOwnRateVanishes() =>
        Assert.Equal(Phase.Undetermined, new OdePhaseClassifier(new OdePhaseOptions
        {
            Rule = new TrainingRule { DiscriminatorFeatures = 2 },
            Attractor = AttractorOptions.Default with { MaxEvaluations = 200_000 },
        }).Classify(Single(3, 1)).Phase);

    /// <summary>
    /// Two equal features are learned in any basis of their plane. Whether training rests is seen in the coordinates of training, on PᵀP, in which no basis appears, and on P, which would turn if an end turned with the
    /// features: none does, so that an end at rest is one whatever the frame. 20 random points with PHASEGAN_LONG_TESTS=1.
    /// </summary>
    [Fact]
    public void EqualFeatures_HaveTheLabelsOfLongIntegrations_AndTheGeneratorDoesNotTurnInThem()
    {
        var random = new Random(77);
        var rule = new TrainingRule { DiscriminatorFeatures = 2 };
        int undetermined = 0;
        for (int point = 0; point < (Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1" ? 20 : 4); point++)
        {
            double tau = 0.1 + 0.2 * random.NextDouble(), alpha = 0.1 + 1.6 * random.NextDouble(), share = random.NextDouble(), x = Math.Min(0.95, alpha * (share < 0.7 ? 0.2 + 0.3 * share : 0.3 * share + 0.35));
            GanParameters gan = new GanParameters([1, 1], [1, 1], tau, tau * alpha, 1, 1).With(effectiveNoise: x);
            MacroState start = MacroState.NearOrigin(gan, 0.1, point);
            PhaseVerdict verdict = new OdePhaseClassifier(new OdePhaseOptions { Rule = rule, Start = _ => start }).Classify(gan);

            IVectorField<MacroState> training = MacroscopicOde.For(gan, rule);
            var fine = new IntegrationOptions { RelativeTolerance = 1e-8, AbsoluteTolerance = 1e-11 };
            double[] y = DormandPrince.Integrate(training, training.Pack(start.Spread(2)), 4000, fine).End.ToArray();
            double[] low = [9, 9], high = [-9, -9];
            for (int look = 0; look < 60; look++)
            {
                y = DormandPrince.Integrate(training, y, 1.1 / (tau * alpha), fine).End.ToArray();
                double[] seen = [y[0] * y[0] + y[2] * y[2] + 0.4 * (y[0] * y[1] + y[2] * y[3]) + 0.7 * (y[1] * y[1] + y[3] * y[3]), y[0]];
                for (int i = 0; i < 2; i++)
                    (low[i], high[i]) = (Math.Min(low[i], seen[i]), Math.Max(high[i], seen[i]));
            }
            bool moves = high[0] - low[0] > 1e-4;
            undetermined += verdict.Phase == Phase.Undetermined ? 1 : 0;
            Assert.True(verdict.Phase == Phase.Undetermined || moves == (verdict.Phase == Phase.Oscillation), $"{gan}: {verdict.Phase} {verdict.Attractor}, {low[0]} to {high[0]}");
            Assert.True(moves || high[1] - low[1] < 1e-3, $"{gan}: P turns at {verdict.Attractor}");
        }
        Assert.InRange(undetermined, 0, 1);
    }

    /// <summary>Λ = (5, 3), η = 1, τ̃ = 0.04: chaos of one feature ends at rest for k = 2d, ρ = (.925, .903).</summary>
    [Fact]
    public void ChaosIsGone_WithTwiceAsManyFeaturesAsTheData()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 1, 1);
        PhaseVerdict verdict = Classifier(4).Classify(gan);
        Assert.Equal((Phase.Success, "RotatingWave"), (verdict.Phase, verdict.Attractor));
        Assert.Equal(0.925, verdict.Recovery[0], 1e-3);
        Assert.Equal(0.903, verdict.Recovery[1], 1e-3);
    }

    /// <summary>Thresholds of success and of one learned feature stay where they are.</summary>
    [Theory]
    [InlineData(2, Phase.Success)]
    [InlineData(4, Phase.ModeCollapse)]
    [InlineData(6, Phase.Fail)]
    public void ThresholdsOfFigure1_DoNotMove(double noise, Phase expected)
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, noise, noise);
        foreach (int k in new[] { 1, 2, 4 })
            Assert.Equal(expected, Classifier(k).Classify(gan).Phase);
    }

    [Fact]
    public void Sweeps_StoreAndCompareLabelsOfSeveralFeatures()
    {
        var sweep = new PhaseSweep(Axis.Linear("alpha", 0.5, 2, 3), Axis.Linear("eta", 0.5, 2.5, 3), (alpha, eta) => new GanParameters([1], [1], 0.2, 0.2 * alpha, eta, eta));
        PhaseDiagram diagram = sweep.Run(Classifier(2));
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                Assert.Equal(Classifier(2).Classify(sweep.At(diagram.X.Values[i], diagram.Y.Values[j])).Phase, diagram[i, j].Phase);
        string Settings(TrainingRule rule) => string.Join(";", new OdePhaseClassifier(new OdePhaseOptions { Rule = rule }).Describe(Single(1, 0.3)));
        Assert.Equal(4, new[] { new TrainingRule(), new() { DiscriminatorFeatures = 2 }, new() { DiscriminatorFeatures = 3 }, new() { DiscriminatorFeatures = 2, DiscriminatorNorms = DiscriminatorNorms.UnitColumns } }.Select(Settings).Distinct().Count());
    }

    private static (Phase, string) Label(OdePhaseClassifier classifier, GanParameters gan)
    {
        PhaseVerdict verdict = classifier.Classify(gan);
        return (verdict.Phase, verdict.Attractor);
    }
}
