using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Ends of trainings at rest, proved from the start on.</summary>
public sealed class TrainingEndProofTests
{
    [Fact]
    public void AtRandomParametersOfTwoFeatures_NoProvedEndIsOtherThanThatOfTheSearch_AndMostAreProved()
    {
        var random = new System.Random(103);
        int proved = 0, ends = 0;
        for (int k = 0; k < 10; k++)
        {
            double[] Variances() => [2 + 2 * random.NextDouble(), 0.8 + random.NextDouble()];
            var gan = new GanParameters(Variances(), Variances(), 0.2, 0.2 * (k % 2 == 0 ? 0.3 + random.NextDouble() : 1.5 + random.NextDouble()), (k % 2 == 0 ? 2 : 1) + random.NextDouble(), 1.5 * random.NextDouble());
            MacroState start = MacroState.NearOrigin(gan, 0.05, seed: 1 + k);
            var ode = new ReducedOde(gan);
            if (new OdePhaseClassifier(new OdePhaseOptions { Start = _ => start }).Classify(gan).Phase is Phase.Oscillation or Phase.Undetermined
                || AttractorFinder.Find(ode, ode.Pack(start)) is not FixedPointAttractor end)
                continue;
            ends++;
            TrainingEndProof proof = TrainingEndProof.Of(gan, start, end.Point.Coordinates.AsSpan(), mostSteps: 1500);
            if (!proof.IsProved)
                continue;
            proved++;
            Assert.Equal(end.Point.Kind, proof.Kind);
            double[] recovery = [.. ode.Unpack(end.Point.Coordinates.AsSpan()).Recovery()];
            Assert.Equal(recovery.Count(r => r >= 0.05), proof.Learned);
            for (int i = 0; i < ode.Dimension; i++)
                Assert.True(proof.End[i].Low - 1e-4 <= end.Point.Coordinates[i] && end.Point.Coordinates[i] <= proof.End[i].High + 1e-4, $"{gan}: {i} in {proof.End[i]} against {end.Point.Coordinates[i]:R}");
        }
        Assert.InRange(proved, Math.Max(3, ends * 6 / 10), 10);
    }

    [Theory]
    [InlineData(1, 1.0, 0.5, FixedPointKind.Undeceived)]
    [InlineData(2, 1.95, 0.5, FixedPointKind.Undeceived)]
    [InlineData(2, 0.3, 2.6, FixedPointKind.Deceived)]
    [InlineData(2, 2.0, 2.6, FixedPointKind.Locked)]
    public void WhatABoxOfStartsAndParametersHolds_EndsInTheProvedIntervals(int features, double rateRatio, double noise, FixedPointKind kind)
    {
        double[] variances = features == 1 ? [1] : [5, 3];
        GanParameters gan = new GanParameters(variances, variances, 0.2, 0.04, 1, 1).With(rateRatio: rateRatio, noise: noise);
        var ode = new ReducedOde(gan);
        double[] middle = ode.Pack(MacroState.NearOrigin(gan, 0.1, seed: 2));
        var end = (FixedPointAttractor)AttractorFinder.Find(ode, middle);
        const double startWidth = 1e-7, noiseWidth = 1e-9;
        var parameters = new ParameterBox([.. variances.Select(v => (Interval)v)], [.. variances.Select(v => (Interval)v)], 0.2, gan.GeneratorRate, new Interval(noise - noiseWidth, noise + noiseWidth), noise);
        TrainingEndProof proof = TrainingEndProof.Of(parameters, [.. middle.Select(v => new Interval(v - startWidth, v + startWidth))], end.Point.Coordinates.AsSpan());
        Assert.True(proof.IsProved, proof.ToString());
        Assert.Equal(kind, proof.Kind);
        var random = new System.Random(107);
        for (int k = 0; k < 4; k++)
        {
            double[] start = [.. middle.Select(v => v + startWidth * (2 * random.Next(2) - 1))];
            var corner = new ReducedOde(new GanParameters(variances, variances, 0.2, gan.GeneratorRate, noise + noiseWidth * (2 * random.Next(2) - 1), noise));
            ReadOnlySpan<double> reached = DormandPrince.Integrate(corner, start, until: 3000).At(3000);
            for (int i = 0; i < reached.Length; i++)
                Assert.True(proof.End[i].Low - 1e-6 <= reached[i] && reached[i] <= proof.End[i].High + 1e-6, $"{i} in {proof.End[i]} against {reached[i]:R}");
        }
    }

    [Fact]
    public void NextToDeceivedMembers_WhatIsTrappedEndsInTheProvedIntervals()
    {
        GanParameters gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 1, 1).With(rateRatio: 0.3, noise: 2.6);
        var field = new EnclosedOde(ParameterBox.Of(gan));
        double[] member = [0.8, 0.5, -0.5, 0.8, 0, 0, 0, 0, 0.1];
        FamilyTrap trap = FamilyTrap.Of(field, FamilyProof.Try(field, member)!)!;
        var random = new System.Random(109);
        int trapped = 0;
        for (int k = 0; k < 12; k++)
        {
            double[] y = [.. member.Select((v, i) => v + (i is >= 4 and < 8 ? 0.002 : 0.1) * (random.NextDouble() - 0.5))];
            if (trap.End([.. y.Select(v => (Interval)v)]) is not { } end)
                continue;
            trapped++;
            ReadOnlySpan<double> reached = DormandPrince.Integrate(new ReducedOde(gan), y, until: 2000).At(2000);
            for (int i = 0; i < 9; i++)
                Assert.True(end[i].Low - 1e-7 <= reached[i] && reached[i] <= end[i].High + 1e-7, $"{i} in {end[i]} against {reached[i]:R}");
        }
        Assert.InRange(trapped, 4, 12);
        // at P = 0 a direction across the manifold is unstable
        Assert.Null(trap.End([0, 0, 0, 0, 0.001, 0.001, 0.001, 0.001, 0]));
    }

    [Fact]
    public void WhereTrainingDoesNotEnd_NothingIsProved_AndABudgetIsKept()
    {
        GanParameters gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 1, 1).With(rateRatio: 1.95, noise: 0.5);
        MacroState start = MacroState.NearOrigin(gan, 0.03, seed: 1);
        var ode = new ReducedOde(gan);
        double[] end = [.. ((FixedPointAttractor)AttractorFinder.Find(ode, ode.Pack(start))).Point.Coordinates];
        Assert.True(TrainingEndProof.Of(gan, start, end).IsProved);

        // the image with the first column turned round attracts as well, but not this start
        double[] turned = [.. end.Select((v, i) => i is 0 or 2 or 6 or 8 ? -v : v)];
        TrainingEndProof other = TrainingEndProof.Of(gan, start, turned, mostSteps: 200);
        Assert.False(other.IsProved);
        Assert.Equal((200, null, 0), (other.Steps, other.Learned, other.End.Length));
        Assert.Contains("within 200 steps", other.Reason, StringComparison.Ordinal);

        Assert.Contains("not shown to attract", TrainingEndProof.Of(gan, start, new double[9]).Reason, StringComparison.Ordinal);
        Assert.Contains("Krawczyk", TrainingEndProof.Of(gan, start, [0.5, 0.1, 0.1, 0.5, 0.3, 0.3, 0.3, 0.3, 0.1]).Reason, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TrainingEndProof.Of(gan, start, new double[3]));
        Assert.Throws<ArgumentException>(() => TrainingEndProof.Of(gan, MacroState.NearOrigin(new GanParameters([1], [1], 0.2, 0.2, 1, 1), 0.03, seed: 1), end));
        Assert.Throws<ArgumentOutOfRangeException>(() => TrainingEndProof.Of(gan, start, end, threshold: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TrainingEndProof.Of(gan, start, end, mostSteps: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TrainingEndProof.Of(ParameterBox.Of(gan), new Interval[9].Select((_, i) => i == 3 ? new Interval(0, 1.5) : (Interval)0).ToArray(), end));
        Assert.Throws<OperationCanceledException>(() => TrainingEndProof.Of(gan, start, end, cancellationToken: new CancellationToken(true)));
    }
}
