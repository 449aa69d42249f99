using System.Collections.Immutable;
using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Labels of many points with one feature at once are those of each point alone.</summary>
public sealed class SingleFeatureBatchTests
{
    private static readonly GanParameters Base = new([1], [1], 0.2, 0.2, 1, 1);

    [Fact]
    public void EveryLabelOfTheGrid_MatchesALongIntegrationAtTolerance1em12()
    {
        const int size = 64;
        string[] rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "Reference", "grid-one-feature.txt")).Where(l => !l.StartsWith('#'))];
        var classifier = new OdePhaseClassifier(new OdePhaseOptions { Start = _ => MacroState.Create([0.05], [0.05], [0.02]) });
        GanParameters[] points = [.. Enumerable.Range(0, size * size).Select(i => Base.With(rateRatio: 0.02 + 3.98 * (i % size) / (size - 1), noise: 0.1 + 2.5 * (i / size) / (size - 1)))];
        ImmutableArray<PhaseVerdict> verdicts = classifier.ClassifyMany(points);
        var wrong = new List<string>();
        for (int i = 0; i < points.Length; i++)
            if (verdicts[i].Phase.ToString()[0] != rows[i / size][i % size])
                wrong.Add($"{points[i]}: {verdicts[i].Phase} {verdicts[i].Attractor}, reference {rows[i / size][i % size]}");
        Assert.Empty(wrong);
        // nothing but exclusion, the reach of a point, and a search for the few that are left
        Assert.InRange(verdicts.Count(v => v.Attractor is "LimitCycle" or "Aperiodic"), 0, 40);
        Assert.InRange(verdicts.Count(v => v.Attractor == "Moving"), 300, 600);
    }

    [Fact]
    public void ChaosBesideAStablePoint_IsShownByCopiesThatPart_BeforeItHasLastedLong()
    {
        var ode = new ReducedOde(Base.With(rateRatio: 0.7833874755381605, noise: 0.8276810176125244));
        double[] start = [0.1, 0.1, 0.1];
        Assert.True(new ReducedField<OneFeature>(ode).AnyMayAttract());
        var found = Assert.IsType<AperiodicAttractor>(AttractorFinder.Find(ode, start));
        Assert.Contains("of 16 copies of the motion", found.Shown, StringComparison.Ordinal);
        Assert.Contains("none came to rest", found.Shown, StringComparison.Ordinal);
        Assert.InRange(found.Evaluations, 1, 600_000);

        // another method: two nearby states part at a rate that is many standard errors above zero
        LyapunovEstimate estimate = LyapunovSpectrum.Estimate(ode, start, 1, new LyapunovOptions { Transient = 5000, Duration = 40_000 });
        Assert.Equal(LyapunovStatus.Completed, estimate.Status);
        Assert.Equal(1, estimate.SignOf(0, 5));
    }

    [Fact]
    public void RandomPoints_HaveTheLabelsAndTheRecoveriesOfTheSearchFromOneStart()
    {
        int compared = 0;
        foreach (ReferencePoint point in ReferencePoint.Rows(..1292).Where(p => p.IsDecided && p.Parameters.FeatureCount == 1))
        {
            PhaseVerdict verdict = new OdePhaseClassifier(new OdePhaseOptions { Start = _ => point.Start }).ClassifyMany([point.Parameters])[0];
            Assert.Equal((point.Row, point.Label), (point.Row, verdict.Phase.ToString()));
            foreach ((double expected, double actual) in point.Recovery.Zip(verdict.Recovery))
                Assert.Equal(expected, actual, 2e-3);
            compared++;
        }
        Assert.InRange(compared, 250, 1292);
    }

    [Fact]
    public void AVerdict_HasTheSameBits_HoweverThePointsAreCut()
    {
        // the last twenty, next to x = Λ, are followed by the implicit method
        GanParameters[] points =
        [
            .. Enumerable.Range(0, 60).Select(i => Base.With(rateRatio: 0.1 + 0.06 * (i % 30), noise: 0.5 + 0.03 * i)),
            .. Enumerable.Range(0, 20).Select(i => Base.With(rateRatio: 0.002 + 0.001 * i, effectiveNoise: 0.981 + 0.001 * i)),
        ];
        var classifier = new OdePhaseClassifier();
        string[] whole = [.. classifier.ClassifyMany(points).Select(Text)];
        string[] cut = [.. points.Chunk(7).SelectMany(piece => classifier.ClassifyMany(piece)).Select(Text)];
        string[] backwards = [.. classifier.ClassifyMany([.. points.Reverse()]).Reverse().Select(Text)];
        Assert.Equal(whole, cut);
        Assert.Equal(whole, backwards);
        Assert.InRange(whole.Distinct().Count(), 40, 80);

        static string Text(PhaseVerdict v) => $"{v.Phase} {v.Attractor} {string.Join(";", v.Recovery.Select(BitConverter.DoubleToInt64Bits))} {string.Join(";", v.Evidence)} {v.Reason}";
    }

    [Fact]
    public void ADeceivedEnd_IsWhereALongIntegrationEnds()
    {
        foreach ((double alpha, double noise) in new[] { (0.1, 1.2), (0.3, 1.7), (0.6, 2.0), (1.2, 2.1), (1.8, 2.4), (0.1, 1.9) })
        {
            GanParameters gan = Base.With(rateRatio: alpha, noise: noise);
            PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
            Assert.Equal("Deceived", verdict.Attractor);
            Trajectory path = DormandPrince.Integrate(
                new ReducedOde(gan), MacroState.NearOrigin(gan, 0.03, seed: 1), 2e4, new IntegrationOptions { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-14, MaxSteps = 400_000 });
            Assert.Equal(path.End[0] * path.End[0], verdict.Recovery[0], 1e-4);
            double leading = StabilityClassifier.Classify(new ReducedOde(gan), [path.End[0], 0, 0])!.GrowthRate;
            Assert.Equal(leading, double.Parse(verdict.Evidence[0], null), 1e-3 * Math.Abs(leading) + 1e-5);
        }
    }

    [Fact]
    public void ASlowApproach_EndsWhereALongIntegrationEnds_AfterAFewThousandEvaluations()
    {
        // next to x = Λ and at small α, where an explicit method must take some ten thousand steps and more
        foreach ((double alpha, double noise, double tau, double real, double fake) in new[]
        {
(0.01, 2.2, 0.2, 1.0, 1.0), (0.005, 1.5, 0.2, 1.0, 1.0), (0.1, 2.232, 0.2, 1.0, 1.0), (0.02, 4.66, 0.05, 1.1, 2.0), (0.02, 3.31, 0.1, 1.1, 0.6),
        })
        {
            GanParameters gan = new GanParameters([real], [fake], tau, tau * alpha, noise, noise);
            PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
            Assert.Equal("Deceived", verdict.Attractor);
            double[] y = new ReducedOde(gan).Pack(MacroState.NearOrigin(gan, 0.03, seed: 1));
            long steps = 0;
            for (int k = 0; k < 500 && Math.Abs(y[1]) + Math.Abs(y[2]) > 1e-6; k++)
            {
                Trajectory path = DormandPrince.Integrate(
                    new ReducedOde(gan), y, 2e4, new IntegrationOptions { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-30, MaxSteps = 1_000_000 });
                (y, steps) = ([.. path.End], steps + path.AcceptedSteps);
            }
            Assert.InRange(steps, 6000, 2_000_000);
            Assert.Equal(y[0] * y[0], verdict.Recovery[0], 1e-7);
            Assert.InRange(long.Parse(verdict.Evidence[3], null), 3001, 12_000);
        }
    }

    [Fact]
    public void TheSlowestCellOfTheDiagram_Fails_AtTheOverlapOfALongIntegration()
    {
        // Dormand–Prince at relative tolerance 1e-12 to t = 2.91e7, 3.6 million steps: P² = 0.0075476749483 with q = 1e-8, r = 4e-10
        GanParameters gan = Base.With(rateRatio: 0.001953125, noise: 2.2318359375);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal((Phase.Fail, "Deceived"), (verdict.Phase, verdict.Attractor));
        Assert.Equal(0.0075476749483, verdict.Recovery[0], 1e-9);
        Assert.InRange(long.Parse(verdict.Evidence[3], null), 3001, 12_000);
        Assert.InRange(double.Parse(verdict.Evidence[2], null), 1e7, 3e7);
    }

    [Fact]
    public void ASlowApproachToAPointOffTheManifold_IsFollowedImplicitlyToo()
    {
        GanParameters gan = new GanParameters([3], [0.35], 0.2, 0.2, 1, 1).With(rateRatio: 0.0015, effectiveNoise: 1.3);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal("Undeceived", verdict.Attractor);
        Assert.InRange(long.Parse(verdict.Evidence[3], null), 1801, 6000);
        var single = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(new ReducedOde(gan), new ReducedOde(gan).Pack(MacroState.NearOrigin(gan, 0.03, seed: 1))));
        Assert.Equal(single.Point.Coordinates[0] * single.Point.Coordinates[0], verdict.Recovery[0], 1e-8);
    }

    [Fact]
    public void FromTheEdgeOfItsReach_EveryTrajectoryComesToAnAttractingPoint()
    {
        var random = new Random(5);
        int points = 0;
        foreach ((double alpha, double noise) in new[] { (0.3, 0.2), (1.0, 0.5), (1.5, 0.8), (1.9, 1.0), (3.0, 2.2), (3.8, 2.5) })
        {
            GanParameters gan = Base.With(rateRatio: alpha, noise: noise);
            var ode = new ReducedOde(gan);
            var targets = new SingleFeatureTargets(gan);
            Assert.True(targets.IsDecided);
            Assert.Equal(
                SingleFeaturePhases.At(gan).Attracting.Count(p => p.Kind != FixedPointKind.Deceived), targets.Count);
            for (int k = 0; k < targets.Count; k++)
            {
                points++;
                double[] t = targets.Target(k).ToArray();
                Assert.Equal(StabilityClassifier.Classify(ode, t.AsSpan(0, 3))!.GrowthRate, targets.GrowthRate(k), 1e-10);
                for (int trial = 0; trial < 20; trial++)
                {
                    double[] z = [random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5];
                    double length = Math.Sqrt(t[9] / Value(z));
                    double[] y = [t[0] + length * z[0], t[1] + length * z[1], t[2] + length * z[2]];
                    ReadOnlySpan<double> end = DormandPrince.Integrate(ode, y, 40 / -targets.GrowthRate(k)).End;
                    for (int i = 0; i < 3; i++)
                        Assert.Equal(t[i], end[i], 1e-7);
                }

                double Value(double[] z) =>
                    t[3] * z[0] * z[0] + t[4] * z[1] * z[1] + t[5] * z[2] * z[2] + t[6] * z[0] * z[1] + t[7] * z[0] * z[2] + t[8] * z[1] * z[2];
            }
        }
        Assert.InRange(points, 6, 12);
    }

    [Fact]
    public void WithoutNoise_PerfectRecoveryAttractsAtSmallAlpha_WhereTrainingWasSaidToMove()
    {
        GanParameters gan = new([3.3], [3.3], 0.2, 0.2, 0, 0);
        GanParameters[] row = [.. Enumerable.Range(1, 20).Select(k => gan.With(rateRatio: 0.001 * k))];
        Assert.All(new OdePhaseClassifier().ClassifyMany(row), v => Assert.Equal((Phase.Success, "Undeceived", 1.0), (v.Phase, v.Attractor, Math.Round(v.Recovery[0], 10))));
        // and so says a long integration
        Trajectory path = DormandPrince.Integrate(
            new ReducedOde(row[^1]), MacroState.NearOrigin(gan, 0.03, seed: 1), 6000, new IntegrationOptions { RelativeTolerance = 1e-10, MaxSteps = 400_000 });
        Assert.Equal(1, path.End[0] * path.End[0], 1e-6);
        // at smaller α one rate after the other vanishes: then the answer may be that nothing was shown, and never that training moves
        Assert.All(
            new OdePhaseClassifier().ClassifyMany([.. new[] { 1e-12, 1e-8, 1e-5, 1e-4 }.Select(a => gan.With(rateRatio: a))]),
            v => Assert.NotEqual(Phase.Oscillation, v.Phase));
    }

    [Fact]
    public void StartsOnInvariantPlanes_AndOtherOptions_GoToTheSearchFromOneStart()
    {
        GanParameters gan = Base.With(rateRatio: 1.0, noise: 1.3);
        Assert.Equal("Moving", new OdePhaseClassifier().ClassifyMany([gan])[0].Attractor);
        Assert.Equal("LimitCycle", new OdePhaseClassifier(new OdePhaseOptions { Attractor = new AttractorOptions { RelativeTolerance = 1e-9 } }).ClassifyMany([gan])[0].Attractor);
        var still = new OdePhaseClassifier(new OdePhaseOptions { Start = _ => MacroState.Create([0.05], [0], [0]) });
        Assert.Equal(still.Classify(gan).Phase, still.ClassifyMany([gan])[0].Phase);
        Assert.Equal(Phase.Undetermined, still.ClassifyMany([gan])[0].Phase);
        Assert.Throws<ArgumentNullException>(() => new OdePhaseClassifier().ClassifyMany([null!]));
    }

    [Fact]
    public void WhereARateVanishesToWithinRounding_TheSearchGivesUpSoon()
    {
        // the transverse trace is 2e-8 of its terms
        var gan = new GanParameters([1], [1], 0.2, 0.2, 1, 1).With(rateRatio: 1.763671875, noise: 2.0998046875000003);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal(Phase.Undetermined, verdict.Phase);
        Assert.InRange(long.Parse(verdict.Evidence[3], CultureInfo.InvariantCulture), 250_000, 350_000);
        Assert.Contains("MaxEvaluations", verdict.Reason, StringComparison.Ordinal);
    }
}
