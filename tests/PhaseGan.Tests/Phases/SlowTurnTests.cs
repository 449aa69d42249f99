using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Training that comes to points with a live discriminator like 1/√t, since two generator columns have equal Λ̃.</summary>
public sealed class SlowTurnTests
{
    // recoveries by integration with relative tolerance 1e-9 up to t = 2e5 in units of 1/τΛ, where the turn is a tenth of what it is when the label is shown
    [Theory]
    [InlineData("5 5", "5 5", 0.2, 1.6, 0.032, "Success", "Undeceived", "0.9165 0.9165")]
    [InlineData("5 5", "5 5", 0.2, 1.9, 0.2, "Success", "Undeceived", "0.777 0.777")]
    [InlineData("3.138 2.379 2.178", "4.302 1.426 4.302", 0.08144427576635232, 1.94511, 2.333, "Fail", "Locked", "0.001 0 0")]
    [InlineData("0.4987503773526989 3.1057492524877883 0.7515537576058664", "4.139389547444596 4.139389547444596 0.8127330565418736", 0.21683442879786458, 2.3619018379188614, 0.8097643553491267, "ModeCollapse", "Locked", "0 0.562 0")]
    [InlineData("2.66 2.55 3.88 2.49", "4.86 4.86 4.37 1.63", 0.2, 2.29, 3.75, "Fail", "Locked", "0.002 0.001 0.003 0.001")]
    public void PointsThatTrainingComesToLikeTheInverseRootOfTime_HaveLabels(string real, string fake, double rate, double rateRatio, double effectiveNoise, string phase, string attractor, string recovery)
    {
        GanParameters gan = Point(real, fake, rate, rateRatio, effectiveNoise);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal((phase, attractor, "0"), ($"{verdict.Phase}", verdict.Attractor, verdict.Evidence[0]));
        double[] expected = Numbers(recovery);
        for (int l = 0; l < expected.Length; l++)
            Assert.Equal(expected[l], verdict.Recovery[l], 0.003);
    }

    [Fact]
    public void TheTurnFalls_AndRecoveriesStay_LongAfterTheLabelIsShown()
    {
        var ode = new ReducedOde(Point("5 5", "5 5", 0.2, 1.9, 0.2));
        double[] start = ode.Pack(OdePhaseOptions.Default.Start(ode.Parameters));
        PhaseVerdict verdict = Assert.IsType<PhaseVerdict>(SlowTurn.Catches(ode, start, 0, 0, 0.25, CancellationToken.None));
        double time = double.Parse(verdict.Evidence[2], System.Globalization.CultureInfo.InvariantCulture), frozen = 0, later = 0;
        var options = new IntegrationOptions { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-13, Output = PathOutput.Steps, MaxSteps = 10_000_000 };
        Trajectory first = DormandPrince.Integrate(ode, start, time, options), second = DormandPrince.Integrate(ode, first.End, 7 * time, options);
        // the frozen column is the one with the smaller r
        int k = Math.Abs(first.End[6]) > Math.Abs(first.End[7]) ? 7 : 6;
        foreach (double t in first.Times.Where(t => t > 0.8 * time))
            frozen = Math.Max(frozen, Math.Abs(first.At(t)[k]));
        foreach (double t in second.Times.Where(t => t > 6.4 * time))
            later = Math.Max(later, Math.Abs(second.At(t)[k]));
        Assert.InRange(later / frozen, 0.3, 0.42);
        foreach (double recovery in ode.Unpack(second.End).Recovery())
            Assert.Equal(verdict.Recovery[0], recovery, 0.002);
    }

    [Theory]
    [InlineData("5 5", "5 5", 0.2, 0.8, 0.2)]
    [InlineData("5 4 3", "4 4 3", 0.2, 1.2, 0.4)]
    public void MotionThatGoesOn_IsNoSlowTurn(string real, string fake, double rate, double rateRatio, double effectiveNoise)
    {
        var ode = new ReducedOde(Point(real, fake, rate, rateRatio, effectiveNoise));
        Assert.Null(SlowTurn.Catches(ode, ode.Pack(OdePhaseOptions.Default.Start(ode.Parameters)), 0, 0, 0.25, CancellationToken.None));
    }

    // with gap < 0 the trace of the turn, (α − 1)(Λ̃_k − Λ̃_j) in units of τ, is negative
    [Theory]
    [InlineData(0)]
    [InlineData(-1e-9)]
    [InlineData(-1e-7)]
    [InlineData(-1e-5)]
    [InlineData(-1e-4)]
    public void ATurnThatKeepsItsSpeedForLong_AndFalls_IsNoOscillation(double gap)
    {
        // between t = 1e4 and 5e4 the overlaps of the frozen column, which fall too, hold the turn up
        GanParameters gan = Point("1.856542981442317 1.858", "4.084004581758755 4.084004581758755", 0.35841244771537023, 1.4984, 0.42363);
        gan = new GanParameters([.. gan.RealVariances], [gan.FakeVariances[0], gan.FakeVariances[1] * (1 + gap)], gan.DiscriminatorRate, gan.GeneratorRate, gan.RealNoise, gan.FakeNoise);
        Assert.NotEqual(Phase.Oscillation, new OdePhaseClassifier().ClassifyMany([gan])[0].Phase);
    }

    [Fact]
    public void OnlyEqualVariancesOfColumns_AreAsked_AndTheWorkCanBeStopped()
    {
        GanParameters equal = Point("5 4 3", "4 2 4", 0.2, 1.9, 1);
        Assert.True(SlowTurn.IsPossible(equal));
        Assert.False(SlowTurn.IsPossible(Point("5 5 5", "4 2 4.001", 0.2, 1.9, 1)));
        var ode = new ReducedOde(equal);
        Assert.Throws<OperationCanceledException>(() => SlowTurn.Catches(ode, ode.Pack(OdePhaseOptions.Default.Start(equal)), 0, 0, 0.25, new CancellationToken(canceled: true)));
    }

    private static GanParameters Point(string real, string fake, double rate, double rateRatio, double effectiveNoise)
    {
        double noise = Math.Sqrt(effectiveNoise / rate);
        return new GanParameters(Numbers(real), Numbers(fake), rate, rate * rateRatio, noise, noise);
    }

    private static double[] Numbers(string text) => [.. text.Split(' ').Select(word => double.Parse(word, System.Globalization.CultureInfo.InvariantCulture))];
}
