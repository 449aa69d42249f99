using PhaseGan.Tests.Equations;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Labels of many features, for which the structure of the Jacobian is used, against those of the whole Jacobian. 300 points with PHASEGAN_LONG_TESTS=1.</summary>
public sealed class ManyFeatureTests
{
    private static readonly int s_points = Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1" ? 300 : 10;

    [Fact]
    public void LabelsOfRandomPoints_AreThoseOfTheWholeJacobian_OrWhereItSeesNoMoreThanAMarginalPointAStableOne()
    {
        var random = new Random(1805);
        var options = new AttractorOptions { MaxEvaluations = 40_000 };
        int beyond = 0, fixedPoints = 0;
        for (int point = 0; point < s_points; point++)
        {
            GanParameters gan = Draw(random, 4 + point % 5);
            var ode = new ReducedOde(gan);
            double[] start = ode.Pack(MacroState.NearOrigin(gan, 0.03, point));
            Attractor found = AttractorFinder.Find(ode, start, options), expected = AttractorFinder.Find(new DenseReducedOde(ode), start, options);
            fixedPoints += found is FixedPointAttractor ? 1 : 0;
            if (Label(ode, found) == Label(ode, expected))
                continue;
            // above order 64 neutral modes of the whole Jacobian are followed up only where their eigenvalues are zero to rounding
            beyond++;
            Assert.True(
                expected is UndeterminedAttractor { Reason: var reason } && reason.Contains("marginal fixed point", StringComparison.Ordinal) && found is FixedPointAttractor,
                $"point {point}: {Label(ode, found)} for {Label(ode, expected)} at {gan}");
        }
        Assert.InRange(beyond, 0, s_points / 50);
        Assert.InRange(fixedPoints, s_points / 2, s_points);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    public void TrainingThatEndsAtAStableLockedPoint_IsShownToEndThere_WithTheSizeOfRFromTheClosedForm(int d)
    {
        double[] variances = [3, .. Enumerable.Range(0, d - 1).Select(i => 0.3 + 0.2 * i / d)];
        var gan = new GanParameters(variances, variances, 0.2, 0.3, 1.4, 1.4);
        var ode = new ReducedOde(gan);
        var found = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(ode, ode.Pack(MacroState.NearOrigin(gan, 0.03, 1))));
        Assert.Equal("Locked", found.Point.Name);
        StateLayout layout = new(d, hasNorms: false);
        ReadOnlySpan<double> r = layout.RIn(found.Point.Coordinates.AsSpan());
        int active = 0;
        for (int l = 1; l < d; l++)
            active = Math.Abs(r[l]) > Math.Abs(r[active]) ? l : active;
        // u = (Λ̃(1 − α) + x)/(Λ̃(A − α))
        double fake = variances[active], alpha = gan.RateRatio;
        Assert.Equal((fake * (1 - alpha) + gan.EffectiveNoise) / (fake * (1 - 0.1 * 1.4 - alpha)), r[active] * r[active], 1e-9);
        Assert.Equal(d * (d - 1) + (d - 1) * (d - 2) / 2, found.Spectrum.NeutralCount);
    }

    [Fact]
    public void TrainingThatEndsAtAStablePointWithAllOfEighteenColumnsActive_IsShownToEndThere_AsTheRelationsOfItsFamilySay()
    {
        const int d = 18;
        // the Jacobian does not fall apart: the whole spectrum is computed
        double[] variances = [1, .. Enumerable.Range(0, d - 1).Select(i => 0.03 * (1 - 0.01 * i))];
        var gan = new GanParameters(variances, variances, 0.2, 0.4, 0.4, 0.4);
        var ode = new ReducedOde(gan);
        var found = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(ode, ode.Pack(MacroState.NearOrigin(gan, 0.03, 1))));
        Assert.Equal("Undeceived", found.Point.Name);
        Assert.Equal(0, found.Spectrum.NeutralCount);
        StateLayout layout = new(d, hasNorms: false);
        ReadOnlySpan<double> y = found.Point.Coordinates.AsSpan(), r = layout.RIn(y);
        double q = y[layout.Q(0)], pull = -gan.EffectiveNoise - gan.RealGain * variances[0] * q * q;
        for (int j = 0; j < d; j++)
        {
            pull += gan.FakeGain * variances[j] * r[j] * r[j];
            Assert.Equal(q / r[j], y[layout.P(0, j)], 1e-8);
        }
        // h of the equations from its definition, and from dq = 0 for the feature that is seen
        Assert.Equal(variances.Sum() - variances[0], pull, 1e-8);
    }

    [Fact]
    public void TrainingNextToAStableUndeceivedPointOfSixteenFeatures_EndsAtItsFamily_WithTheRecoveryOfTheClosedForm()
    {
        const int d = 16;
        // the weakest feature is seen, and the others are held by columns that are frozen
        int seen = d - 1;
        double[] real = [.. Enumerable.Range(0, d).Select(i => 1 - 0.15 * i / seen)], fake = [.. real.Select(v => 0.5 * v)];
        var gan = new GanParameters(real, fake, 0.2, 0.12, 1, 1).With(effectiveNoise: 0.4);
        var ode = new ReducedOde(gan);
        StateLayout layout = new(d, hasNorms: false);
        FixedPoint alone = SingleFeature.FixedPoints(gan.With(realVariances: [real[seen]], fakeVariances: [fake[seen]])).Single(o => o.Kind == FixedPointKind.Undeceived).Representative;
        var random = new Random(d);
        double[] start = [.. Enumerable.Range(0, ode.Dimension).Select(_ => 1e-6 * (2 * random.NextDouble() - 1))];
        for (int i = 0; i < seen; i++)
            start[layout.P(i, i)] += 0.9;
        start[layout.P(seen, seen)] += alone.Coordinates[0];
        start[layout.Q(seen)] += alone.Coordinates[1];
        start[layout.R(seen)] += alone.Coordinates[2];
        var found = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(ode, start));
        Assert.Equal("Undeceived", found.Point.Name);
        Assert.Equal(alone.Coordinates[0], found.Point.Coordinates[layout.P(seen, seen)], 1e-9);
        Assert.Equal((d - 1) * (d - 1) + (d - 1) * (d - 2) / 2, found.Spectrum.NeutralCount);
    }

    private static string Label(ReducedOde ode, Attractor found)
    {
        PhaseVerdict verdict = new OdePhaseClassifier().Verdict(ode, found);
        return $"{verdict.Phase} {verdict.Attractor}";
    }

    private static GanParameters Draw(Random random, int d)
    {
        double tau = Uniform(0.05, 0.4), alpha = random.Next(3) == 0 ? Uniform(1.5, 5) : Uniform(0.05, 1.2);
        double[] real = Variances(), fake = random.Next(2) == 0 ? real : Variances();
        var gan = new GanParameters(real, fake, tau, tau * alpha, 1, 1);
        return gan.With(effectiveNoise: Uniform(0.05, 1.1) * real.Max());

        double Uniform(double low, double high) => low + (high - low) * random.NextDouble();
        double[] Variances() => random.Next(5) == 0 ? [.. Enumerable.Repeat(Uniform(0.3, 5), d)] : [.. Enumerable.Range(0, d).Select(_ => Uniform(0.3, 5))];
    }
}
