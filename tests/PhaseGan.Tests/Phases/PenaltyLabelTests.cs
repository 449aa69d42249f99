using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Labels under gradient penalties and instance noise.</summary>
public sealed class PenaltyLabelTests
{
    private static readonly GanParameters Oscillating = new([5, 3], [5, 3], 0.2, 0.04, 1, 1);

    /// <summary>The bound on γ_T for α = 0.2 is crossed between 0.10, γ_T + 2x_γ/Λ_1 = 0.172, and 0.15, 0.219; for α = 0.5 between 0.4 and 0.5.</summary>
    [Theory]
    [InlineData(0.04, 0.1, Phase.Oscillation)]
    [InlineData(0.04, 0.15, Phase.Success)]
    [InlineData(0.1, 0.4, Phase.Oscillation)]
    [InlineData(0.1, 0.5, Phase.Success)]
    public void APenaltyOnRealData_EndsTheOscillationOfFigure1_WhereItsThresholdSays(double generatorRate, double weight, Phase phase)
    {
        GanParameters gan = Oscillating.With(generatorRate: generatorRate);
        PhaseVerdict verdict = Labels(new TrainingRule { Penalty = new GradientPenalty(weight, 0) }, gan)[0];
        Assert.Equal(phase, verdict.Phase);
        double bound = 5 * Math.Min(1, weight + 0.2 * (1 + Math.Pow(1 - weight, 2)) / 5);
        Assert.Equal(phase == Phase.Success, gan.RateRatio < bound / 5);
    }

    [Fact]
    public void WhereThePenaltyEndsTheOscillation_FeaturesAreRecoveredAsALongPathRecoversThem()
    {
        var rule = new TrainingRule { Penalty = new GradientPenalty(0.15, 0) };
        PhaseVerdict verdict = Labels(rule, Oscillating)[0];
        var ode = new UnitNormOde(Oscillating, rule);
        MacroState end = ode.Unpack(DormandPrince.Integrate(ode, MacroState.NearOrigin(Oscillating, 0.03, 1), 8000).End);
        for (int l = 0; l < 2; l++)
            Assert.Equal(end.Recovery()[l], verdict.Recovery[l], 1e-3);
    }

    /// <summary>A sweep's batch, the search of one point, and Example 1 at the renamed parameters say the same.</summary>
    [Fact]
    public void ABatchUnderARenamingRule_IsExample1AtItsParameters_AndStartsWhereTheGivenOnesStart()
    {
        var random = new Random(5);
        var rule = new TrainingRule { Penalty = new GradientPenalty(0.2, 0.1), InstanceNoise = 0.2, FakeMultiplier = 0.9 };
        GanParameters[] points = [.. Enumerable.Range(0, 24).Select(i => new GanParameters(i % 2 == 0 ? [1] : [2, 1], i % 2 == 0 ? [1] : [2, 1], 0.2, 0.02 + 0.3 * random.NextDouble(), 0.5 + 2 * random.NextDouble(), 1))];
        MacroState Start(GanParameters gan) => MacroState.NearOrigin(gan, gan.RealNoise < 1.5 ? 0.03 : 0.05, 1);
        var classifier = new OdePhaseClassifier(new OdePhaseOptions { Rule = rule, Start = Start });
        PhaseVerdict[] batch = [.. classifier.ClassifyMany(points)];
        PhaseVerdict[] renamed = [.. new OdePhaseClassifier().ClassifyMany([.. points.Select(p => Renaming.ToExample1(rule, p)!)], [.. points.Select(Start)])];
        Assert.Equal(renamed, batch);
        for (int i = 0; i < 6; i++)
            Assert.Equal(batch[i].Phase, classifier.Classify(points[i]).Phase);
        var claim = new ClaimPhaseClassifier(rule);
        Assert.Equal(new ClaimPhaseClassifier().Classify(Renaming.ToExample1(rule, points[0])!), claim.Classify(points[0]));
    }

    [Fact]
    public void APointThatFails_IsNamedAsItWasGiven()
    {
        GanParameters[] points = [Oscillating, Oscillating.With(realNoise: 1e37)];
        // ten times the noise makes x larger than may be
        var classifier = new OdePhaseClassifier(new OdePhaseOptions { Rule = new TrainingRule { RealMultiplier = 1e3 } });
        SweepException failed = Assert.Throws<SweepException>(() => classifier.ClassifyMany(points));
        Assert.Contains("point 2 of 2", failed.Message, StringComparison.Ordinal);
        Assert.Contains("1E+37", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryTermOfTheStep_IsPartOfTheIdentityOfASweep_AndExample1KeepsItsOwn()
    {
        string Identity(TrainingRule rule) => new OdePhaseClassifier(new OdePhaseOptions { Rule = rule }).Describe(Oscillating).Single(pair => pair.Key == "rule").Value;
        TrainingRule plain = TrainingRule.Example1;
        TrainingRule[] rules =
        [
            plain, plain with { RealMultiplier = 1.5 }, plain with { FakeMultiplier = 1.5 }, plain with { InstanceNoise = 0.5 }, plain with { InstanceNoise = 0.5, HasNoisyGenerator = true },
            plain with { Penalty = new GradientPenalty(0.5, 0) }, plain with { Penalty = new GradientPenalty(0, 0.5) }, plain with { Penalty = new GradientPenalty(0, 0.5, Response.Tanh()) },
            plain with { Penalty = new GradientPenalty(0.5, 0.5000000000000001) }, plain with { Penalty = new GradientPenalty(0.5, 0.5) },
        ];
        Assert.Equal(rules.Length, rules.Select(Identity).Distinct().Count());
        Assert.Equal("f = f̃ = linear, unit norms, codes gaussian", Identity(new TrainingRule { Penalty = new GradientPenalty(0, 0, Response.Tanh()) }));
        Assert.Equal(plain, plain with { Penalty = new GradientPenalty(0, 0) });
        Assert.Equal("rule", Assert.Single(new ClaimPhaseClassifier(rules[1]).Describe(Oscillating)).Key);
        Assert.Empty(new ClaimPhaseClassifier().Describe(Oscillating));
    }

    private static PhaseVerdict[] Labels(TrainingRule rule, params GanParameters[] points) => [.. new OdePhaseClassifier(new OdePhaseOptions { Rule = rule }).ClassifyMany(points)];
}
