using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>The paper's Figure 1: Λ = Λ̃ = (5, 3), τ = 0.2, τ̃ = 0.04, η_T = η_G = 2, 1, 4.</summary>
public sealed class Figure1Tests
{
    [Theory]
    [InlineData(2, Phase.Success, 2)]
    [InlineData(1, Phase.Oscillation, 0)]
    [InlineData(4, Phase.ModeCollapse, 1)]
    public void FromGenericStarts_TheThreeSettingsAreTheThreePhases(double noise, Phase phase, int learned)
    {
        foreach (int seed in new[] { 1, 2, 3, 4, 5, 6 })
            AssertPhase(noise, phase, learned, gan => MacroState.NearOrigin(gan, 0.03, seed));
    }

    [Theory]
    [InlineData(2, Phase.Success, 2)]
    [InlineData(1, Phase.Oscillation, 0)]
    [InlineData(4, Phase.ModeCollapse, 1)]
    public void FromDiagonalStarts_TheThreeSettingsAreTheThreePhases(double noise, Phase phase, int learned)
    {
        foreach (double size in new[] { 1e-4, 0.01, 0.1 })
            AssertPhase(noise, phase, learned, gan => MacroState.NearOriginDiagonal(gan, size));
    }

    [Fact]
    public void TheDefaultStart_GivesTheSame()
    {
        Assert.Equal(Phase.Success, new OdePhaseClassifier().Classify(At(2)).Phase);
        Assert.Equal(Phase.Oscillation, new OdePhaseClassifier().Classify(At(1)).Phase);
        Assert.Equal(Phase.ModeCollapse, new OdePhaseClassifier().Classify(At(4)).Phase);
    }

    [Fact]
    public void FeaturesAreLearnedOneAfterTheOther_TheDiscriminatorFirst()
    {
        GanParameters gan = At(2);
        var ode = new ReducedOde(gan);
        Trajectory path = DormandPrince.Integrate(ode, MacroState.NearOriginDiagonal(gan, 0.01), 300);
        MacroState[] states = [.. Enumerable.Range(0, 2001).Select(k => ode.Unpack(path.At(300 * (k / 2000.0))))];
        int FirstAbove(Func<MacroState, double> value) => Array.FindIndex(states, s => value(s) * value(s) > 0.25);
        int Peak(int l) => Array.FindIndex(states, s => s.Q(l) * s.Q(l) == states.Max(t => t.Q(l) * t.Q(l)));

        int q1 = FirstAbove(s => s.Q(0)), p1 = FirstAbove(s => s.P(0, 0)), q2 = FirstAbove(s => s.Q(1)), p2 = FirstAbove(s => s.P(1, 1));
        Assert.True(0 < q1 && q1 < p1 && p1 < q2 && q2 < p2, $"{q1}, {p1}, {q2}, {p2}");
        // Each q falls again once its feature is learned.
        Assert.InRange(Peak(0), q1, p1 + 200);
        Assert.InRange(Peak(1), q2, p2 + 200);
        Assert.True(Math.Abs(states[^1].Q(0)) < 0.1 && Math.Abs(states[^1].Q(1)) < 0.1);
    }

    [Fact]
    public void ForOneFeature_TheFamilyOscillatesOnALimitCycle_WhosePeriodTheVerdictGives()
    {
        GanParameters gan = new([5], [5], 0.2, 0.04, 1, 1);
        var classifier = new OdePhaseClassifier();
        PhaseVerdict verdict = classifier.Classify(gan);
        Assert.Equal(Phase.Oscillation, verdict.Phase);
        Assert.Equal("LimitCycle", verdict.Attractor);
        double period = double.Parse(verdict.Evidence[classifier.EvidenceColumns.IndexOf("period")], null);

        // After a long time, the state comes back after that period and not after half of it.
        var ode = new ReducedOde(gan);
        var fine = new IntegrationOptions { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-12 };
        Trajectory path = DormandPrince.Integrate(ode, MacroState.NearOrigin(gan, 0.03, 1), 6000, fine);
        Assert.InRange(Distance(0.5), 0.1, 2);
        Assert.InRange(Distance(1), 0, 1e-3);

        double Distance(double periods)
        {
            double largest = 0;
            for (int k = 0; k < 50; k++)
            {
                double t = 5000 + k * period / 50;
                largest = Math.Max(largest, path.At(t).Zip(path.At(t + periods * period), (a, b) => Math.Abs(a - b)).Max());
            }
            return largest;
        }
    }

    private static void AssertPhase(double noise, Phase phase, int learned, Func<GanParameters, MacroState> start)
    {
        GanParameters gan = At(noise);
        PhaseVerdict verdict = new OdePhaseClassifier(new OdePhaseOptions { Start = start }).Classify(gan);
        Assert.Equal(phase, verdict.Phase);
        Assert.Empty(verdict.Reason);
        if (phase == Phase.Oscillation)
        {
            Assert.Empty(verdict.Recovery);
            return;
        }
        // With both features at rest p_ℓ² must exceed p*², 0.8064 and 0.7822 for η = 2, 0.5184 for η = 4, up to the mixing of columns.
        Assert.Equal("Deceived", verdict.Attractor);
        double[] atLeast = noise == 2 ? [0.8, 0.77] : [0.51, 0];
        for (int l = 0; l < 2; l++)
            Assert.InRange(verdict.Recovery[l], atLeast[l], l < learned ? 1 : 0.05);
    }

    private static GanParameters At(double noise) => new([5, 3], [5, 3], 0.2, 0.04, noise, noise);
}
