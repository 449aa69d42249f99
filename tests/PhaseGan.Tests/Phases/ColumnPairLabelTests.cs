using System.Collections.Immutable;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Labels of many points with two discriminator features at once, against the search from each point alone.</summary>
public sealed class ColumnPairLabelTests
{
    private static readonly TrainingRule Two = new() { DiscriminatorFeatures = 2 };

    private static OdePhaseClassifier Classifier => new(new OdePhaseOptions { Rule = Two });

    /// <summary>The search has another integrator, other tolerances and another order of evidence. Points with two features, one and three together; some of the points move.</summary>
    [Fact]
    public void PointsTogether_HaveTheLabelsOfPointsAlone()
    {
        var points = new List<GanParameters>();
        var pair = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 1, 1);
        foreach (double alpha in new[] { 0.1, 0.7, 1.6 })
            foreach (double eta in new[] { 2.6, 3.6, 4.4, 5.2 })
                points.Add(pair.With(rateRatio: alpha, noise: eta));
        points.AddRange([pair.With(rateRatio: 1.9, noise: 3.12), pair.With(rateRatio: 1.6, noise: 2), pair]);
        foreach (double alpha in new[] { 0.4, 1, 2 })
            points.Add(new GanParameters([1], [1], 0.2, 0.2 * alpha, 1.3, 1.3));
        points.Add(new GanParameters([3, 2, 1], [3, 2, 1], 0.2, 0.04, 2.5, 2.5));
        ImmutableArray<PhaseVerdict> together = Classifier.ClassifyMany([.. points]);
        for (int i = 0; i < points.Count; i++)
        {
            PhaseVerdict alone = Classifier.Classify(points[i]);
            Assert.True(alone.Phase == together[i].Phase, $"{points[i]}: {alone.Phase} {alone.Attractor}, {together[i].Phase} {together[i].Attractor}");
            Assert.Equal(alone.Recovery.Length, together[i].Recovery.Length);
            for (int l = 0; l < alone.Recovery.Length; l++)
                Assert.Equal(alone.Recovery[l], together[i].Recovery[l], 2e-3);
        }
    }

    [Fact]
    public void Labels_HaveTheSameBits_WhateverTheNumberOfThreads()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 1, 1);
        PhaseDiagram Run(int threads) => new PhaseSweep(Axis.Linear("alpha", 0.1, 0.8, 4), Axis.Linear("eta", 2, 5.5, 4), (alpha, eta) => gan.With(rateRatio: alpha, noise: eta)) { Threads = threads }.Run(Classifier);
        PhaseDiagram one = Run(1), three = Run(3);
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                Assert.Equal(one[i, j].Phase, three[i, j].Phase);
                Assert.Equal(one[i, j].Recovery.ToArray(), three[i, j].Recovery.ToArray());
                Assert.Equal(one[i, j].Evidence.ToArray(), three[i, j].Evidence.ToArray());
            }
        }
    }

    /// <summary>Some ten thousand units of chaos beside rest and motion that goes on. Integrations with another method in the coordinates of training, a hundred times finer than the labels, from starts that differ by 1e-6, end at either.</summary>
    [Fact]
    public void AnEndThatErrorsOfTheIntegrationDecide_IsUndetermined()
    {
        var gan = new GanParameters([1, 0.487136714014754], [1.0641441045627669, 0.5820919777525748], 0.27888582832128084, 0.09382116358954622, 0.08341215512302232, 0.08341215512302232);
        MacroState start = MacroState.NearOrigin(gan, 0.03, seed: 311).Spread(2);
        IVectorField<MacroState> ode = MacroscopicOde.For(gan, Two);
        var settings = new IntegrationOptions { RelativeTolerance = 1e-8, AbsoluteTolerance = 1e-11, MaxSteps = int.MaxValue };
        var distances = new List<double>();
        for (int copy = 0; copy < 8; copy++)
        {
            double[] from = [.. ode.Pack(start).Select(v => v * (1 - 1e-6 * copy))];
            ImmutableArray<double> recovery = ode.Unpack(DormandPrince.Integrate(ode, from, 40_000, settings).End).Recovery();
            distances.Add(Math.Max(Math.Abs(recovery[0] - 0.9679), Math.Abs(recovery[1] - 0.9277)));
        }
        Assert.Contains(distances, d => d < 1e-3);
        Assert.Contains(distances, d => d > 0.02);
        PhaseVerdict together = Classifier.ClassifyMany([gan], [start])[0], alone = Classifier.Classify(gan, start);
        Assert.All([together, alone], verdict =>
        {
            Assert.Equal(Phase.Undetermined, verdict.Phase);
            Assert.StartsWith("the end depends on rounding", verdict.Reason, StringComparison.Ordinal);
        });
    }

    /// <summary>A start that does not fit its point is the failure of the point, and the first such point is named.</summary>
    [Fact]
    public void AStartOfAnotherModel_IsNamed()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 4, 4);
        MacroState fits = MacroState.NearOrigin(gan, 0.03, 1), other = MacroState.NearOrigin(gan, 0.03, 1).Spread(3);
        var failed = Assert.Throws<SweepException>(() => Classifier.ClassifyMany([gan, gan, gan], [fits, other, fits]));
        Assert.Equal(1, failed.Index);
        Assert.IsType<ArgumentException>(failed.InnerException);
    }

    [Fact]
    public void Cancellation_IsHeard()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 1, 1);
        Assert.Throws<OperationCanceledException>(() => Classifier.ClassifyMany([gan], new CancellationToken(canceled: true)));
    }
}
