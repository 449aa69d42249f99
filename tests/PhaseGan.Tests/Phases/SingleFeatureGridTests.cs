using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>The d = 1 diagram over α and η: Λ = Λ̃ = 1, τ = 0.2, start P = q = 0.05, r = 0.02.</summary>
public sealed class SingleFeatureGridTests
{
    private const int Size = 64;
    private static readonly GanParameters Base = new([1], [1], 0.2, 0.2, 1, 1);
    private static readonly OdePhaseClassifier Classifier = new(new OdePhaseOptions { Start = _ => MacroState.Create([0.05], [0.05], [0.02]) });

    [Fact]
    public void EveryLabel_MatchesALongIntegrationAtTolerance1em12_OrIsUndetermined_AtMostOnePercent()
    {
        string[] rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "Reference", "grid-one-feature.txt")).Where(l => !l.StartsWith('#'))];
        Assert.Equal(Size, rows.Length);
        var wrong = new List<string>();
        int undetermined = 0;
        long evaluations = 0;
        for (int y = 0; y < Size; y++)
        {
            Assert.Equal(Size, rows[y].Length);
            for (int x = 0; x < Size; x++)
            {
                GanParameters gan = Base.With(rateRatio: 0.02 + 3.98 * x / (Size - 1), noise: 0.1 + 2.5 * y / (Size - 1));
                PhaseVerdict verdict = Classifier.Classify(gan);
                evaluations += long.Parse(verdict.Evidence[3], null);
                if (verdict.Phase == Phase.Undetermined)
                    undetermined++;
                else if (verdict.Phase.ToString()[0] != rows[y][x])
                    wrong.Add($"α = {gan.RateRatio}, η = {gan.RealNoise}: {verdict.Phase} {verdict.Attractor}, reference {rows[y][x]}");
            }
        }
        Assert.Empty(wrong);
        Assert.InRange(undetermined, 0, 0.01 * Size * Size);
        // Ten seconds on two cores are some 10⁸ evaluations; a diagram must stay far below.
        Assert.InRange(evaluations, 1_000_000, 20_000_000);
    }

    [Fact]
    public void TheRegionsAreWhereTheyShouldBe()
    {
        // Success fills the wedge α/2 < x < 1 (with p* above the threshold); Fail lies above x = 1.
        foreach ((double alpha, double x) in new[] { (0.1, 0.1), (0.1, 0.5), (0.1, 0.9), (0.6, 0.4), (0.6, 0.7), (1.2, 0.7), (1.5, 0.8) })
            AssertPhase(Phase.Success, "Deceived", alpha, x);
        foreach ((double alpha, double x) in new[] { (0.1, 1.02), (0.1, 1.3), (1, 1.1), (1.9, 1.3) })
            AssertPhase(Phase.Fail, "Deceived", alpha, x);

        // Below the wedge a band of oscillation, then Undeceived Success at low noise.
        foreach ((double alpha, double x) in new[] { (0.4, 0.17), (1, 0.4), (1.6, 0.7) })
            AssertPhase(Phase.Oscillation, "LimitCycle", alpha, x);
        foreach ((double alpha, double x) in new[] { (0.4, 0.01), (1, 0.05), (2, 0.1), (3.5, 0.3) })
            AssertPhase(Phase.Success, "Undeceived", alpha, x);

        // For α > 2 Locked Fail at high noise.
        foreach ((double alpha, double x) in new[] { (2.2, 0.8), (3, 1), (3.8, 1.3) })
            AssertPhase(Phase.Fail, "Locked", alpha, x);
    }

    [Fact]
    public void AtLowNoise_BeyondTheBandOfOscillation_TheFeatureIsRecoveredAtAnUndeceivedPoint()
    {
        // Λ = Λ̃ = 1, τ = 0.2, α = 1, η = 0.5: u = r² solves 1.05 u² − 0.95 u + 0.05 = 0 and P² = u, q = Pr.
        double u = (0.95 + Math.Sqrt(0.95 * 0.95 - 4 * 1.05 * 0.05)) / 2.1;
        GanParameters gan = Base.With(noise: 0.5);
        PhaseVerdict verdict = Classifier.Classify(gan);
        Assert.Equal(Phase.Success, verdict.Phase);
        Assert.Equal("Undeceived", verdict.Attractor);
        Assert.Equal(u, Assert.Single(verdict.Recovery), 1e-9);

        var attractor = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(new ReducedOde(gan), [0.05, 0.05, 0.02]));
        Assert.Equal([0.921, 0.849, 0.921], attractor.Point.Coordinates.Select(v => Math.Round(v, 3)));
        Assert.Equal(Math.Sqrt(u), attractor.Point.Coordinates[0], 1e-9);
        Assert.False(Claim1.Check(gan).LeftHolds);
    }

    private static void AssertPhase(Phase phase, string attractor, double alpha, double x)
    {
        PhaseVerdict verdict = Classifier.Classify(Base.With(rateRatio: alpha, effectiveNoise: x));
        Assert.Equal((alpha, x, phase, attractor), (alpha, x, verdict.Phase, verdict.Attractor));
    }
}
