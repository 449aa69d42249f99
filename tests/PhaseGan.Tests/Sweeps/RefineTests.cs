using Xunit;

namespace PhaseGan.Tests.Sweeps;

/// <summary>A refined diagram is the whole one with the cells between left out.</summary>
public sealed class RefineTests
{
    private static readonly GanParameters Base = new([1], [1], 0.2, 0.2, 1, 1);

    [Fact]
    public void OfTheOneFeatureDiagram_AFewCellsAreLabelled_AndEveryPhaseIsThatOfTheWholeGrid()
    {
        var classifier = new OdePhaseClassifier();
        PhaseSweep sweep = Sweep(160, 128, (alpha, eta) => Base.With(rateRatio: alpha, noise: eta));
        PhaseDiagram whole = sweep.Run(classifier), refined = sweep.Refine(classifier);
        int labelled = AssertAgrees(whole, refined);
        Assert.InRange(labelled, 500, 0.35 * whole.Verdicts.Length);
        Assert.Equal("inferred", refined.EvidenceColumns[^1]);
    }

    [Fact]
    public void TheResult_DoesNotDependOnTheThreads_AndSurvivesItsFile()
    {
        var classifier = new OdePhaseClassifier();
        PhaseDiagram one = (Sweep(40, 40, (alpha, eta) => Base.With(rateRatio: alpha, noise: eta), threads: 1)).Refine(classifier, new RefineOptions { CoarseStep = 8 });
        PhaseDiagram three = (Sweep(40, 40, (alpha, eta) => Base.With(rateRatio: alpha, noise: eta), threads: 3)).Refine(classifier, new RefineOptions { CoarseStep = 8 });
        Assert.Equal(one, three);
        using var text = new StringWriter();
        one.ToCsv(text);
        Assert.Equal(one, PhaseDiagram.Parse(new StringReader(text.ToString())));
        Assert.Contains(",true\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains(",false\n", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AThinRegion_IsFoundWhereAKnownBoundaryPasses_AndMissedWithoutIt()
    {
        // one cell wide, between the corners of the coarse grid
        var rule = Rule(gan => Math.Abs(gan.RateRatio - 0.84) < 0.006 && gan.RealNoise is > 0.5 and < 1.6 ? Phase.Oscillation : Phase.Success);
        PhaseSweep sweep = Sweep(200, 150, (alpha, eta) => Base.With(rateRatio: alpha, noise: eta));
        PhaseDiagram whole = sweep.Run(rule);
        Assert.InRange(whole.Count(Phase.Oscillation), 50, 150);
        AssertAgrees(whole, sweep.Refine(rule, new RefineOptions { Regions = gan => gan.RateRatio < 0.84 ? 0 : 1 }));
        Assert.Equal(0, sweep.Refine(rule, new RefineOptions { Regions = _ => 0 }).Count(Phase.Oscillation));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 7)]
    [InlineData(3, 2)]
    [InlineData(17, 33)]
    public void EveryShapeOfGrid_IsCovered(int width, int height)
    {
        var rule = Rule(gan => gan.RateRatio * gan.RealNoise > 0.9 ? Phase.Fail : Phase.Success);
        PhaseSweep sweep = Sweep(width, height, (alpha, eta) => Base.With(rateRatio: alpha, noise: eta));
        PhaseDiagram whole = sweep.Run(rule);
        foreach (int step in new[] { 2, 3, 16, 1024 })
            AssertAgrees(whole, sweep.Refine(rule, new RefineOptions { CoarseStep = step, Regions = _ => 0 }));
    }

    [Fact]
    public void ACellThatFails_IsNamed()
    {
        PhaseSweep sweep = Sweep(20, 20, (alpha, eta) => Base.With(rateRatio: alpha, noise: eta));
        var fails = Rule(gan => gan.RateRatio > 1.9 ? throw new InvalidOperationException("no") : Phase.Fail);
        Assert.Contains("alpha = 2", Assert.Throws<SweepException>(() => sweep.Refine(fails)).Message, StringComparison.Ordinal);
        var regions = new RefineOptions { Regions = gan => gan.RealNoise > 2.5 ? throw new InvalidOperationException("no") : 0 };
        Assert.Contains("eta = 2.6", Assert.Throws<SweepException>(() => sweep.Refine(new ClaimPhaseClassifier(), regions)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RefineOptions { CoarseStep = 1 });
        Assert.Throws<ArgumentNullException>(() => sweep.Refine(null!));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => sweep.Refine(new ClaimPhaseClassifier(), cancellationToken: source.Token));
    }

    private static RuleClassifier Rule(Func<GanParameters, Phase> phase) =>
        new(gan => new PhaseVerdict(phase(gan), "", [], ["", ""]));

    private static PhaseSweep Sweep(int width, int height, Func<double, double, GanParameters> at, int threads = 2) =>
        new(Axis.Linear("alpha", 0.02, 2, width), Axis.Linear("eta", 0.1, 2.6, height), at) { Threads = threads };

    /// <summary>Asserts that labelled cells have the verdict of the whole grid and inferred ones its phase; returns how many were labelled.</summary>
    private static int AssertAgrees(PhaseDiagram whole, PhaseDiagram refined)
    {
        int labelled = 0;
        for (int k = 0; k < whole.Verdicts.Length; k++)
        {
            PhaseVerdict expected = whole.Verdicts[k], actual = refined.Verdicts[k];
            Assert.Equal(expected.Phase, actual.Phase);
            if (actual.Evidence[^1] == "true")
                continue;
            labelled++;
            Assert.Equal(expected.Attractor, actual.Attractor);
            Assert.Equal([.. expected.Evidence, "false"], actual.Evidence.AsEnumerable());
        }
        return labelled;
    }
}
