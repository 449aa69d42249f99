using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Labels under other rules of training than Example 1.</summary>
public sealed class TrainingRuleLabelTests
{
    private static readonly GanParameters Gan = new([1.0], [1.0], 0.2, 0.2, 1, 1);
    private static readonly MacroState Start = MacroState.Diagonal([0.05], [0.05], [0.02]);
    private static readonly TrainingRule Tanh = new() { Loss = GanLoss.Tanh };

    /// <summary>
    /// Eight trainings at n = 1000: the mean of P² and the spread of q in time, over the last third, beside the label. At rest q moves by
    /// a few times 1/√n only, on a cycle by a good part of 1. The seed is fixed; the bounds are several times what other seeds give.
    /// </summary>
    [Theory]
    [InlineData(1, 2.4, Phase.Success)]
    [InlineData(1, 1.6, Phase.Oscillation)]
    [InlineData(3, 2.9, Phase.Fail)]
    public void LabelsOfATanhLoss_AreWhatTrainingDoes(double alpha, double eta, Phase phase)
    {
        GanParameters gan = Gan.With(rateRatio: alpha, noise: eta);
        PhaseVerdict verdict = Classify(Tanh, gan);
        Assert.Equal(phase, verdict.Phase);

        var options = new SimulationOptions { Dimension = 1000, Replicas = 8, Seed = 6, Times = SimulationOptions.EvenTimes(600, 300) };
        Ensemble training = new GramSimulator(Tanh).Run(gan, Start, options);
        int late = training.Times.Length * 2 / 3, count = training.Times.Length - late;
        double learned = 0, spread = 0;
        for (int replica = 0; replica < 8; replica++)
        {
            double[] q = [.. Enumerable.Range(late, count).Select(t => training.Value(t, replica, 1))];
            learned += Enumerable.Range(late, count).Average(t => Math.Pow(training.Value(t, replica, 0), 2)) / 8;
            spread += Math.Sqrt(q.Average(v => v * v) - Math.Pow(q.Average(), 2)) / 8;
        }
        if (phase == Phase.Oscillation)
            Assert.InRange(spread, 0.3, 1);
        else
            Assert.InRange(spread, 0, 0.2);
        if (phase == Phase.Success)
            Assert.Equal(verdict.Recovery[0], learned, 0.06);
        if (phase == Phase.Fail)
            Assert.InRange(learned, 0, 0.05);
    }

    [Fact]
    public void AStrongRegulariser_GivesTheLabelsOfUnitNorms()
    {
        foreach (GanLoss loss in new[] { GanLoss.Linear, GanLoss.Tanh })
        {
            foreach (var (alpha, eta) in new[] { (0.4, 1.9), (1.0, 1.3), (3.0, 2.1), (1.0, 4.5) })
            {
                GanParameters gan = Gan.With(rateRatio: alpha, noise: eta);
                PhaseVerdict unit = Classify(new TrainingRule { Loss = loss }, gan), strong = Classify(new TrainingRule { Loss = loss, Strength = 100 }, gan);
                Assert.NotEqual(Phase.Undetermined, unit.Phase);
                Assert.Equal((unit.Phase, unit.Attractor), (strong.Phase, strong.Attractor));
                for (int l = 0; l < unit.Recovery.Length; l++)
                    Assert.Equal(unit.Recovery[l], strong.Recovery[l], 0.03);
            }
        }
    }

    /// <summary>With a weak regulariser w is longer than 1 and the deceived states have another z; they are found, and are where the path goes.</summary>
    [Fact]
    public void WithAWeakRegulariser_TheDeceivedStateIsWhereALongPathEnds()
    {
        var rule = new TrainingRule { Loss = GanLoss.Tanh, Strength = 2, Regulariser = Regulariser.Quadratic };
        GanParameters gan = Gan.With(rateRatio: 0.3, realNoise: 2.2, fakeNoise: 1.8);
        PhaseVerdict verdict = Classify(rule, gan);
        Assert.Equal((Phase.Success, "Deceived"), (verdict.Phase, verdict.Attractor));
        var ode = new GeneralOde(gan, rule);
        MacroState end = ode.Unpack(DormandPrince.Integrate(ode, Start, 6000).End);
        Assert.InRange(end.DiscriminatorPower, 1.05, 2);
        Assert.Equal(0, end.Q(0), 1e-6);
        Assert.Equal(end.Recovery()[0], verdict.Recovery[0], 1e-3);
    }

    [Fact]
    public void ARuleBelongsToTheOptions_AndMayNotBeMissing() =>
        Assert.Equal("Rule", Assert.Throws<ArgumentNullException>(() => new OdePhaseOptions { Rule = null! }).ParamName);

    private static PhaseVerdict Classify(TrainingRule rule, GanParameters gan) => new OdePhaseClassifier(new OdePhaseOptions { Start = _ => Start, Rule = rule }).Classify(gan);
}
