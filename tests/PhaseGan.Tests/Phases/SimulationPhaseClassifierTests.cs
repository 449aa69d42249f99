using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Phases;

public sealed class SimulationPhaseClassifierTests
{
    private static GanParameters One(double alpha, double x) => new([1], [1], 0.2, 0.2 * alpha, Math.Sqrt(x / 0.2), Math.Sqrt(x / 0.2));

    private static SimulationPhaseClassifier Small(long n = 500, int replicas = 8, long seed = 1) =>
        new(new SimulationPhaseOptions { Dimension = n, Replicas = replicas, Seed = seed });

    private static string Value(SimulationPhaseClassifier classifier, PhaseVerdict verdict, string column) =>
        verdict.Evidence[classifier.EvidenceColumns.IndexOf(column)];

    // Each deep inside its phase, where a training with n = 500 goes astray in less than one of a thousand.
    [Theory]
    [InlineData(0.5, 0.5, Phase.Success)]
    [InlineData(1.0, 0.05, Phase.Success)]
    [InlineData(1.5, 0.45, Phase.Oscillation)]
    [InlineData(3.5, 1.0, Phase.Fail)]
    [InlineData(0.5, 1.4, Phase.Fail)]
    public void DeepInsideAPhase_TrainingsEndWhereTheOdeSays(double alpha, double x, Phase phase)
    {
        GanParameters gan = One(alpha, x);
        SimulationPhaseClassifier classifier = Small();
        PhaseVerdict ode = new OdePhaseClassifier().Classify(gan), verdict = classifier.Classify(gan);
        Assert.Equal((phase, phase), (ode.Phase, verdict.Phase));
        if (phase == Phase.Success)
            Assert.Equal(ode.Recovery[0], verdict.Recovery[0], 0.1);

        // The evidence is the count behind the label.
        int[] counts = [.. verdict.Evidence[..5].Select(c => int.Parse(c, CultureInfo.InvariantCulture))];
        Assert.Equal(8, counts.Sum());
        WilsonInterval share = WilsonInterval.Of(counts.Max(), 8);
        Assert.InRange(share.Lower, 0.5, 1);
        double Number(string column) => double.Parse(Value(classifier, verdict, column), CultureInfo.InvariantCulture);
        Assert.Equal(share.Estimate, Number("share"), 1e-5);
        Assert.Equal(share.Lower, Number("share_low"), 1e-5);
        Assert.Equal(share.Upper, Number("share_high"), 1e-5);
        Assert.Equal(500, Number("n"));
        Assert.Equal(8 * 500 * Number("time"), Number("steps"), 8.0);
    }

    [Fact]
    public void TwoFeaturesOfWhichOneDrownsInNoise_AreModeCollapse()
    {
        PhaseVerdict verdict = Small(1000).Classify(new GanParameters([5, 3], [5, 3], 0.2, 0.04, 4, 4));
        Assert.Equal(Phase.ModeCollapse, verdict.Phase);
        Assert.Equal([true, false], verdict.Recovery.Select(rho => rho > 0.3));
    }

    [Fact]
    public void TheEngineWithVectors_GivesTheSameLabel()
    {
        GanParameters gan = One(1.5, 0.05);
        var classifier = new SimulationPhaseClassifier(new SimulationPhaseOptions { Engine = new MicroscopicSimulator(), Dimension = 100 });
        Assert.Equal(Small(100).Classify(gan).Phase, classifier.Classify(gan).Phase);
        Assert.Equal(Phase.Success, classifier.Classify(gan).Phase);
    }

    [Fact]
    public void SignsAndOrderOfFeatures_DoNotMatter()
    {
        // The mirrored start gives other trainings with the same law.
        SimulationPhaseOptions options = new() { Dimension = 500 };
        Phase From(double sign, double alpha, double x) => new SimulationPhaseClassifier(
            options with { Start = _ => MacroState.Diagonal([0.05 * sign], [0.05], [0.02 * sign]) }).Classify(One(alpha, x)).Phase;
        Assert.Equal((Phase.Success, Phase.Success), (From(1, 0.5, 0.5), From(-1, 0.5, 0.5)));
        Assert.Equal((Phase.Oscillation, Phase.Oscillation), (From(1, 1.5, 0.45), From(-1, 1.5, 0.45)));
    }

    [Fact]
    public void ACell_HasTheSameBitsAlone_InASweep_AndOnAnyNumberOfThreads()
    {
        SimulationPhaseClassifier classifier = Small(100, 8);
        PhaseSweep Sweep(int threads) => new(Axis.Linear("alpha", 1, 3, 3), Axis.Linear("x", 0.1, 1.2, 2), One) { Threads = threads };
        PhaseDiagram one = Sweep(1).Run(classifier);
        Assert.Equal(one, Sweep(3).Run(classifier));
        for (int j = 0; j < 2; j++)
            for (int i = 0; i < 3; i++)
                Assert.Equal(one[i, j].Evidence.ToArray(), Small(100).Classify(One(one.X.Values[i], one.Y.Values[j])).Evidence.ToArray());
        Assert.NotEqual(one, Sweep(3).Run(Small(100, 8, seed: 2)));
    }

    [Fact]
    public void TooFewReplicas_DecideNothing_HoweverMuchTheyAgree()
    {
        SimulationPhaseClassifier classifier = Small(200, replicas: 3);
        PhaseVerdict verdict = classifier.Classify(One(1, 0.05));
        Assert.Equal("3", Value(classifier, verdict, "success"));
        Assert.Equal((Phase.Undetermined, "Undetermined"), (verdict.Phase, verdict.Attractor));
        Assert.Equal("3 trainings give no clear majority (3 Success); take more replicas or a larger n", verdict.Reason);
    }

    [Fact]
    public void WhatHasNotSettled_IsUndetermined_WithinTheBudget()
    {
        GanParameters gan = One(1.5, 0.45);
        foreach (SimulationPhaseOptions options in new SimulationPhaseOptions[] { new() { Horizon = 250 }, new() { MaximumSteps = 8 * 200 * 250 } })
        {
            var classifier = new SimulationPhaseClassifier(options with { Dimension = 200 });
            PhaseVerdict verdict = classifier.Classify(gan);
            Assert.Equal(Phase.Undetermined, verdict.Phase);
            Assert.Contains("the horizon or the budget of steps allows too few", verdict.Reason, StringComparison.Ordinal);
            Assert.InRange(double.Parse(Value(classifier, verdict, "time"), CultureInfo.InvariantCulture), 150, 250);
        }
    }

    [Fact]
    public void Motion_IsSeenInThreeWindowsAtLeast_NotCountingTheFirst()
    {
        // Windows of 1/(0.05 τΛ) = 100: the first holds the way from the start.
        SimulationPhaseClassifier classifier = Small();
        PhaseVerdict verdict = classifier.Classify(One(1.5, 0.45));
        Assert.Equal(Phase.Oscillation, verdict.Phase);
        Assert.InRange(double.Parse(Value(classifier, verdict, "time"), CultureInfo.InvariantCulture), 399, 2400);
    }

    [Fact]
    public void CellsThatHardlyDiffer_HaveRandomNumbersOfTheirOwn()
    {
        // The same numbers would give the same recovery to about the relative change of the parameters.
        GanParameters gan = One(1, 0.05);
        double here = Small().Classify(gan).Recovery[0];
        const double slightly = 1 + 1e-13;
        foreach (GanParameters other in new[]
        {
            new GanParameters([slightly], [1], 0.2, 0.2, gan.RealNoise, gan.FakeNoise), new GanParameters([1], [slightly], 0.2, 0.2, gan.RealNoise, gan.FakeNoise),
            new GanParameters([1], [1], 0.2 * slightly, 0.2, gan.RealNoise, gan.FakeNoise), new GanParameters([1], [1], 0.2, 0.2 * slightly, gan.RealNoise, gan.FakeNoise),
            new GanParameters([1], [1], 0.2, 0.2, gan.RealNoise * slightly, gan.FakeNoise), new GanParameters([1], [1], 0.2, 0.2, gan.RealNoise, gan.FakeNoise * slightly),
        })
            Assert.InRange(Math.Abs(Small().Classify(other).Recovery[0] - here), 1e-7, 0.1);
        Assert.Equal(here, Small().Classify(gan).Recovery[0]);
    }

    [Theory]
    [InlineData(0.2, 0.4)]
    public void SlowRelaxationOfLengths_IsNotRest_WhereTheOdeOscillates(double alpha, double eta)
    {
        // τ̃λ is so small that S and z settle after q and r have long been quiet for the first time; then the oscillation begins.
        var gan = new GanParameters([2], [0.5], 0.2, 0.2 * alpha, eta, eta);
        var rule = new TrainingRule { Strength = 0.05 };
        Assert.Equal(Phase.Oscillation, new OdePhaseClassifier(new OdePhaseOptions { Rule = rule }).Classify(gan).Phase);
        var classifier = new SimulationPhaseClassifier(new SimulationPhaseOptions { Engine = new GramSimulator(rule), Dimension = 500 });
        Assert.Equal(Phase.Oscillation, classifier.Classify(gan).Phase);
    }

    [Fact]
    public void TrainingsThatDiverge_AreUndetermined_ForThatReason_AndEndAtOnce()
    {
        var gan = new GanParameters([2], [0.5], 0.2, 0.04, 0.3, 0.3);
        var rule = new TrainingRule { Strength = 1e4, Regulariser = Regulariser.Quadratic };
        foreach (Simulator engine in new Simulator[] { new GramSimulator(rule), new MicroscopicSimulator(rule: rule) })
        {
            var classifier = new SimulationPhaseClassifier(new SimulationPhaseOptions { Engine = engine, Dimension = 200 });
            PhaseVerdict verdict = classifier.Classify(gan);
            Assert.Equal((Phase.Undetermined, "Undetermined"), (verdict.Phase, verdict.Attractor));
            Assert.StartsWith("of 8 trainings 8 diverged, the first by t = ", verdict.Reason, StringComparison.Ordinal);
            Assert.Equal("8", Value(classifier, verdict, "undetermined"));
            Assert.InRange(double.Parse(Value(classifier, verdict, "time"), CultureInfo.InvariantCulture), 0, 100);
            Assert.DoesNotContain("NaN", string.Join(",", verdict.Evidence), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void RatesThatGiveNoFiniteTimeToWatch_AreUndetermined_WithoutTraining()
    {
        // f = x² has ⟨f′⟩ = 0 where nothing is learned; without a strength lengths never relax; noise of 1e300 has no finite square.
        GanParameters gan = One(1, 0.5);
        foreach (TrainingRule rule in new[]
        {
            new TrainingRule { Loss = new GanLoss(Response.Polynomial([0, 0, 1]), Response.Polynomial([0, 0, 1])) }, new TrainingRule { Strength = 0 },
        })
        {
            PhaseVerdict verdict = new SimulationPhaseClassifier(new SimulationPhaseOptions { Engine = new GramSimulator(rule), Dimension = 100 }).Classify(gan);
            Assert.Equal(Phase.Undetermined, verdict.Phase);
            Assert.StartsWith("no training was done: the rates", verdict.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ImpossibleSizes_AreRefusedBeforeAnyWork()
    {
        var three = new GanParameters([1, 1, 1], [1, 1, 1], 0.2, 0.04, 1, 1);
        Assert.Contains("must be at least 2d + 1 = 7", Assert.Throws<ArgumentOutOfRangeException>(() => Small(6).Classify(three)).Message, StringComparison.Ordinal);
        var wrong = new SimulationPhaseClassifier(new SimulationPhaseOptions { Start = _ => MacroState.Diagonal([0.1], [0.1], [0.1]) });
        Assert.Throws<ArgumentException>(() => wrong.Classify(three));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationPhaseOptions { Replicas = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationPhaseOptions { Dimension = 2 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationPhaseOptions { Confidence = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationPhaseOptions { Resolution = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationPhaseOptions { RecoveryThreshold = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationPhaseOptions { Windows = 3 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationPhaseOptions { Horizon = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationPhaseOptions { MaximumSteps = 0 });
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Small().Classify(One(1, 0.5), source.Token));
    }
}
