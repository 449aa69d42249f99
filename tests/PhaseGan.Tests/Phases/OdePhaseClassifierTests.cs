using Xunit;

namespace PhaseGan.Tests.Phases;

public sealed class OdePhaseClassifierTests
{
    private static readonly GanParameters OneFeature = new GanParameters([1], [1], 0.2, 0.02, 1, 1).With(effectiveNoise: 0.5);
    private static readonly GanParameters Chaotic = new([5, 3], [5, 3], 0.2, 0.04, 1, 1);
    private static readonly GanParameters Collapsed = new([5, 3], [5, 3], 0.2, 0.04, 4, 4);

    [Fact]
    public void WhereInequality15HoldsAndPerfectRecoveryIsASaddle_TheFeatureIsStillRecovered_AtAnUndeceivedPoint()
    {
        GanParameters gan = new GanParameters([3], [1], 0.2, 0.02, 1, 1).With(effectiveNoise: 1.5);
        // u = r² solves BαΛ̃u² − (AΛ̃ − B(Λ − αΛ̃))u + (Λ̃ − Λ + x) = 0 and P² = 1 − αΛ̃(1 − u)/Λ, q = Pr.
        double half = 0.1 * gan.RealNoise, a = 1 - half, b = 1 + half;
        double middle = a - b * 2.9, root = Math.Sqrt(middle * middle + 4 * b * 0.1 * 0.5), u = (middle + root) / (2 * b * 0.1);
        double square = 1 - 0.1 * (1 - u) / 3;
        foreach (MacroState start in new[] { MacroState.Create([0.999], [0.02], [0.02]), MacroState.NearOrigin(gan, 0.03, 1), MacroState.NearOriginDiagonal(gan, 0.01) })
        {
            PhaseVerdict verdict = With(start).Classify(gan);
            Assert.Equal((Phase.Success, "Undeceived"), (verdict.Phase, verdict.Attractor));
            Assert.Equal(square, Assert.Single(verdict.Recovery), 1e-9);
            var found = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(new ReducedOde(gan), new ReducedOde(gan).Pack(start)));
            Assert.Equal(Math.Sqrt(square * u), Math.Abs(found.Point.Coordinates[1]), 1e-9);
        }

        // On the way there |q| = 0.397 at t = 120, where training with n = 4000 gave 0.395 ± 0.024.
        Trajectory path = DormandPrince.Integrate(new ReducedOde(gan), MacroState.Create([0.999], [0.02], [0.02]), 120);
        Assert.Equal(0.397, Math.Abs(path.End[1]), 5e-4);
    }

    [Fact]
    public void AStartExactlyOnAnUnstablePartOfTheDeceivedManifold_IsUndetermined_AndSaysSo()
    {
        foreach (double p in new[] { 0, 0.3, -0.8 })
        {
            PhaseVerdict verdict = With(MacroState.Create([p], [0], [0])).Classify(OneFeature);
            Assert.Equal((Phase.Undetermined, "Undetermined"), (verdict.Phase, verdict.Attractor));
            Assert.Contains("exactly on an unstable part of the rest manifold", verdict.Reason, StringComparison.Ordinal);
            Assert.Empty(verdict.Recovery);
        }
    }

    [Fact]
    public void AStartExactlyOnAStablePart_IsWhereItEnds()
    {
        // p*² = 0.7.
        foreach (double p in new[] { 0.84, 1, -0.9 })
        {
            PhaseVerdict verdict = With(MacroState.Create([p], [0], [0])).Classify(OneFeature);
            Assert.Equal((Phase.Success, "Deceived"), (verdict.Phase, verdict.Attractor));
            Assert.Equal(p * p, Assert.Single(verdict.Recovery), 1e-12);
        }
    }

    [Fact]
    public void AStartOnAMarginalPart_IsUndetermined_AndSaysSo()
    {
        // x = αΛ/2 in exact numbers: the trace vanishes.
        PhaseVerdict verdict = With(MacroState.Create([0.875], [0], [0])).Classify(new GanParameters([1], [1], 1, 0.5, 0.5, 0.5));
        Assert.Equal(Phase.Undetermined, verdict.Phase);
        Assert.Contains("marginal", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AStartExactlyOnASaddle_IsUndetermined_AndSaysSo()
    {
        FixedPoint saddle = SingleFeature.FixedPoints(OneFeature).Single(f => f.Kind == FixedPointKind.DiscriminatorOnly).Representative;
        PhaseVerdict verdict = With(new ReducedOde(OneFeature).Unpack(saddle.Coordinates.AsSpan())).Classify(OneFeature);
        Assert.Equal(Phase.Undetermined, verdict.Phase);
        Assert.Contains("saddle", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AStartThatASymmetryKeepsOnASaddlesStableManifold_IsUndetermined()
    {
        // P = r = 0 stays, and leads to DiscriminatorOnly, which is unstable to P and r.
        PhaseVerdict verdict = With(MacroState.Create([0], [0.3], [0]), new AttractorOptions { MaxEvaluations = 100_000 }).Classify(OneFeature);
        Assert.Equal(Phase.Undetermined, verdict.Phase);
        Assert.Contains("saddle", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void JustOffTheSaddlesStableManifold_TheTrajectoryIsFollowedAllTheWay()
    {
        foreach (double off in new[] { 1e-3, 1e-9, 1e-12 })
        {
            PhaseVerdict verdict = With(MacroState.Create([off], [0.3], [off])).Classify(OneFeature);
            Assert.Equal((Phase.Success, "Deceived"), (verdict.Phase, verdict.Attractor));
        }
    }

    [Fact]
    public void WhenTheBudgetRunsOut_TheLabelIsUndetermined_AndTheReasonNamesTheBudget()
    {
        foreach (GanParameters gan in new[] { OneFeature, Chaotic, Collapsed })
        {
            PhaseVerdict verdict = new OdePhaseClassifier(new OdePhaseOptions { Attractor = new AttractorOptions { MaxEvaluations = 1000 } }).Classify(gan);
            Assert.Equal(Phase.Undetermined, verdict.Phase);
            Assert.Contains("within the budget of 1000 evaluations; raise MaxEvaluations", verdict.Reason, StringComparison.Ordinal);
            Assert.Equal(verdict.Reason, verdict.Evidence[4]);
            Assert.InRange(long.Parse(verdict.Evidence[3], null), 1000, 1010);
        }
    }

    [Fact]
    public void BeforeItStarts_CancellationThrows()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        foreach (GanParameters gan in new[] { OneFeature, Chaotic, Collapsed })
            Assert.ThrowsAny<OperationCanceledException>(() => new OdePhaseClassifier().Classify(gan, source.Token));
    }

    [Fact]
    public void InTheMiddle_CancellationThrowsSoon()
    {
        using var source = new CancellationTokenSource();
        var field = new CancelsItself(new ReducedOde(Chaotic), source, 20_000);
        double[] start = new ReducedOde(Chaotic).Pack(MacroState.NearOrigin(Chaotic, 0.03, 1));
        Assert.ThrowsAny<OperationCanceledException>(() => AttractorFinder.Find(field, start, cancellationToken: source.Token));
        Assert.InRange(field.Calls, 20_000, 40_000);
    }

    [Fact]
    public void TheSameInput_GivesTheSameVerdict_OnEveryThread()
    {
        GanParameters[] points = [OneFeature, Chaotic, Collapsed, new([1], [1], 0.2, 0.2, 1, 1), Chaotic.With(rateRatio: 0.5)];
        var classifier = new OdePhaseClassifier();
        string[] alone = [.. points.Select(p => Text(classifier.Classify(p)))];
        var together = new string[4 * points.Length];
        Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => together[i] = Text(classifier.Classify(points[i % points.Length])));
        for (int i = 0; i < together.Length; i++)
            Assert.Equal(alone[i % points.Length], together[i]);

        static string Text(PhaseVerdict v) => FormattableString.Invariant(
            $"{v.Phase} {v.Attractor} {string.Join(";", v.Recovery.Select(BitConverter.DoubleToInt64Bits))} {string.Join(";", v.Evidence)} {v.Reason}");
    }

    [Theory]
    [InlineData(0.9, Phase.Fail)]
    [InlineData(0.57, Phase.Fail)]
    [InlineData(0.5, Phase.ModeCollapse)]
    [InlineData(0.05, Phase.ModeCollapse)]
    [InlineData(1e-5, Phase.Success)]
    public void TheThreshold_DecidesWhatCountsAsRecovered(double threshold, Phase expected)
    {
        // η = 4 from a diagonal start: the first recovery is about 0.555, the second as small as the start, about 1e-4.
        var classifier = new OdePhaseClassifier(new OdePhaseOptions { RecoveryThreshold = threshold, Start = gan => MacroState.NearOriginDiagonal(gan, 0.01) });
        Assert.Equal(expected, classifier.Classify(Collapsed).Phase);
    }

    [Fact]
    public void ARecoveryAtTheThreshold_IsUndetermined_AndOneNextToItIsFollowedUntilItIsDecided()
    {
        Func<GanParameters, MacroState> start = gan => MacroState.NearOriginDiagonal(gan, 0.01);
        double recovery = new OdePhaseClassifier(new OdePhaseOptions { Start = start, Attractor = new AttractorOptions { EndPointTolerance = 1e-9 } }).Classify(Collapsed).Recovery[0];
        PhaseVerdict At(double threshold) => new OdePhaseClassifier(new OdePhaseOptions { Start = start, RecoveryThreshold = threshold }).Classify(Collapsed);
        PhaseVerdict on = At(recovery);
        Assert.Equal(Phase.Undetermined, on.Phase);
        Assert.Contains("too near the threshold", on.Reason, StringComparison.Ordinal);
        Assert.Equal(2, on.Recovery.Length);
        Assert.Equal(Phase.ModeCollapse, At(recovery - 1e-6).Phase);
        Assert.Equal(Phase.Fail, At(recovery + 1e-6).Phase);
    }

    [Fact]
    public void MirrorImagesOfAStart_GetTheSameLabel()
    {
        foreach (GanParameters gan in new[] { Collapsed, Chaotic.With(noise: 2), new GanParameters([3, 2], [1, 2], 0.2, 0.1, 1, 2) })
        {
            MacroState s = MacroState.NearOrigin(gan, 0.03, 3);
            PhaseVerdict one = With(s).Classify(gan);
            // the sign of the first feature and of w
            MacroState mirrored = MacroState.Create(
                [-s.P(0, 0), -s.P(0, 1), s.P(1, 0), s.P(1, 1)], [s.Q(0), -s.Q(1)], [-s.R(0), -s.R(1)], s.SValues);
            PhaseVerdict other = With(mirrored).Classify(gan);
            Assert.Equal((one.Phase, one.Attractor), (other.Phase, other.Attractor));
            Assert.Equal<double>(one.Recovery.AsEnumerable(), other.Recovery.AsEnumerable());
        }
    }

    [Fact]
    public void StartsAndOptionsThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new OdePhaseClassifier().Classify(null!));
        Assert.Throws<ArgumentException>(() => With(MacroState.Create([0.1], [0], [0])).Classify(Chaotic));
        Assert.Throws<ArgumentException>(() => With(MacroState.Create([0.1], [0], [0], z: 2)).Classify(OneFeature));
        Assert.Throws<ArgumentNullException>(() => new OdePhaseOptions { Start = null! });
        Assert.Throws<ArgumentNullException>(() => new OdePhaseOptions { Attractor = null! });
        foreach (double bad in new[] { 0, 1, -0.1, 1.5, double.NaN })
            Assert.StartsWith(
                FormattableString.Invariant($"RecoveryThreshold is a squared cosine and must lie in (0, 1); got {bad}"),
                Assert.Throws<ArgumentOutOfRangeException>(() => new OdePhaseOptions { RecoveryThreshold = bad }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttractorOptions { MaxEvaluations = 999 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttractorOptions { RelativeTolerance = 1e-3 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttractorOptions { AbsoluteTolerance = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttractorOptions { EndPointTolerance = double.NaN });
    }

    [Fact]
    public void EvidenceHasAValueForEachOfItsColumns()
    {
        var classifier = new OdePhaseClassifier();
        Assert.Equal("ode", classifier.Name);
        Assert.Equal<string>(["leading", "period", "time", "evaluations", "reason"], classifier.EvidenceColumns.AsEnumerable());
        foreach (GanParameters gan in new[] { OneFeature, Chaotic, Collapsed, new GanParameters([5], [5], 0.2, 0.04, 1, 1) })
        {
            PhaseVerdict verdict = classifier.Classify(gan);
            Assert.Equal(5, verdict.Evidence.Length);
            Assert.Equal(verdict.Attractor == "Deceived", verdict.Evidence[0].StartsWith('-'));
            Assert.Equal(verdict.Attractor == "LimitCycle", verdict.Evidence[1].Length > 0);
        }
    }

    private static OdePhaseClassifier With(MacroState start, AttractorOptions? options = null) =>
        new(new OdePhaseOptions { Start = _ => start, Attractor = options ?? AttractorOptions.Default });

    /// <summary>A field that asks for cancellation at its n-th evaluation.</summary>
    private sealed class CancelsItself(IVectorField inner, CancellationTokenSource source, int after) : IVectorField
    {
        public int Calls { get; private set; }

        public int Dimension => inner.Dimension;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            if (++Calls == after)
                source.Cancel();
            inner.Evaluate(y, derivative);
        }

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => inner.Jacobian(y, jacobian);
    }
}
