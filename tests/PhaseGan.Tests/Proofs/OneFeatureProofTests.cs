using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Ends of trainings of one feature, proved from the start on.</summary>
public sealed class OneFeatureProofTests
{
    [Fact]
    public void AtRandomParameters_NoProvedEndIsOtherThanTheLabelOfTheSearch_AndMostAreProved()
    {
        var random = new System.Random(89);
        int proved = 0, cycles = 0;
        const int points = 40;
        for (int k = 0; k < points; k++)
        {
            double Variance() => k % 2 == 0 ? 1 : 0.5 + random.NextDouble();
            var gan = new GanParameters([Variance()], [Variance()], 0.2, 0.2 * (0.2 + 2.5 * random.NextDouble()), 2.2 * random.NextDouble(), 2.2 * random.NextDouble());
            MacroState start = MacroState.NearOrigin(gan, 0.03, seed: 1 + k % 3);
            OneFeatureProof proof = OneFeatureProof.Of(gan, start, mostSteps: 500);
            PhaseVerdict verdict = new OdePhaseClassifier(new OdePhaseOptions { Start = _ => start }).Classify(gan);
            if (proof.End == ProvedEnd.NotProved)
                continue;
            proved++;
            cycles += proof.End == ProvedEnd.Cycle ? 1 : 0;
            if (verdict.Phase == Phase.Undetermined)
                continue;
            Phase phase = proof.End == ProvedEnd.Cycle ? Phase.Oscillation : proof.Learns(0.05) == true ? Phase.Success : Phase.Fail;
            Assert.True(phase == verdict.Phase, $"{gan}: {proof} against {verdict.Phase} at {verdict.Attractor}");
            if (proof.Recovery is { } recovery)
            {
                Assert.Equal(proof.Kind.ToString(), verdict.Attractor);
                Assert.True(recovery.Low - 1e-4 <= verdict.Recovery[0] && verdict.Recovery[0] <= recovery.High + 1e-4, $"{gan}: {recovery} against {verdict.Recovery[0]}");
            }
            Assert.True(proof.End == ProvedEnd.Cycle || proof.Rests.AnyAttracts == true);
        }
        Assert.InRange(proved, points * 8 / 10, points);
        Assert.InRange(cycles, 1, points);
    }

    [Fact]
    public void StartsInsideAProvedBasin_EndAtItsPoint()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.2, 0.5, 0.5);
        OneFeatureRests rests = OneFeatureRests.Of(ParameterBox.Of(gan));
        OneFeatureRest rest = rests.Isolated.Single(r => r.Attracts == true);
        OneFeatureBasin basin = OneFeatureBasin.Of(new OneFeatureConstants(rests.Parameters), rest)!;
        var random = new System.Random(97);
        int inside = 0;
        for (int k = 0; k < 4000 && inside < 12; k++)
        {
            double[] y = [.. rest.Box.Select(i => i.Middle + 0.4 * (random.NextDouble() - 0.5))];
            // an image of the point has the same basin
            double[] image = [-y[0], -y[1], y[2]];
            Assert.Equal(basin.Holds([y[0], y[1], y[2]]), basin.Holds([image[0], image[1], image[2]]));
            if (!basin.Holds([y[0], y[1], y[2]]))
                continue;
            inside++;
            double[] end = [.. DormandPrince.Integrate(new ReducedOde(gan), y, until: 3000).At(3000).ToArray()];
            Assert.True(end.Zip(rest.Box).All(pair => Math.Abs(pair.First - pair.Second.Middle) < 1e-6));
        }
        Assert.Equal(12, inside);
    }

    [Fact]
    public void NextToTheDeceivedLine_PEndsInTheProvedInterval()
    {
        // x = 0.45, α = 0.5: trace and determinant are well on the stable side for P near 0.8
        var gan = new GanParameters([1], [1], 0.2, 0.1, 1.5, 1.5);
        var constants = new OneFeatureConstants(ParameterBox.Of(gan));
        foreach ((double p, double q, double r) in new[] { (0.9, 0.02, 0.01), (-0.85, 0.01, -0.02), (0.95, -0.015, 0.005) })
        {
            Interval end = DeceivedTrap.End(constants, [p, q, r])!.Overlap;
            double known = DormandPrince.Integrate(new ReducedOde(gan), [p, q, r], until: 4000).At(4000)[0];
            Assert.True(end.Contains(known) && end.Radius < 0.05, $"{end} against {known}");
        }
        // no trap where P is in the middle of the part that repels
        Assert.Null(DeceivedTrap.End(constants, [0.1, 0.001, 0.001]));
    }

    [Fact]
    public void WhereNothingAttracts_ACycleIsProved()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.2, 1.5, 1.5);
        OneFeatureProof proof = OneFeatureProof.Of(gan, MacroState.NearOrigin(gan, 0.03, seed: 1));
        Assert.Equal(ProvedEnd.Cycle, proof.End);
        PhaseVerdict verdict = new OdePhaseClassifier().Classify(gan);
        Assert.Equal(Phase.Oscillation, verdict.Phase);
        Assert.Null(proof.Recovery);
        Assert.Null(proof.Learns(0.05));
        Assert.False(proof.Rests.AnyAttracts);
    }

    [Fact]
    public void WhatCannotBe_IsRefused_AndABudgetIsKept()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.2, 1.5, 1.5);
        MacroState start = MacroState.NearOrigin(gan, 0.03, seed: 1);
        OneFeatureProof few = OneFeatureProof.Of(gan, start, mostSteps: 3);
        Assert.Equal((ProvedEnd.NotProved, 3), (few.End, few.Steps));
        Assert.Contains("3 steps", few.Reason, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => OneFeatureProof.Of(gan, start, threshold: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneFeatureProof.Of(gan, start, mostSteps: 0));
        var two = new GanParameters([2, 1], [2, 1], 0.2, 0.2, 1, 1);
        Assert.Throws<ArgumentException>(() => OneFeatureProof.Of(two, MacroState.NearOrigin(two, 0.03, seed: 1)));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => OneFeatureProof.Of(gan, start, cancellationToken: stop.Token));
    }
}
