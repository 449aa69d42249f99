using Xunit;

namespace PhaseGan.Tests.Phases;

public class BasinSamplerTests
{
    // Λ = Λ̃ = 1, x = 0.7, τ = 0.2, α = 0.2: the deceived states with P² > p*² = 0.45 attract
    private static readonly GanParameters s_wedge = new GanParameters([1], [1], 0.2, 0.04, 1, 1).With(effectiveNoise: 0.7);

    // Noise above Λ: every start ends deceived with P about where it was
    private static readonly GanParameters s_noisy = s_wedge.With(effectiveNoise: 1.6);

    [Fact]
    public void UniformStarts_HaveTheMomentsOfAUniformElliptope()
    {
        // d = 1: P, q, r are uniform over the valid 3×3 correlation matrices, so P² is Beta(1/2, 3/2): mean 1/4, fourth moment 1/8,
        // and |P| < 1/2 with probability (√3/2 + π/3)/π
        const int N = 40_000;
        var states = Enumerable.Range(0, N).Select(i => BasinStarts.Uniform.Draw(s_wedge, 7, i)).ToArray();
        foreach (Func<MacroState, double> overlap in new Func<MacroState, double>[] { s => s.P(0, 0), s => s.Q(0), s => s.R(0) })
        {
            Assert.Equal(0, states.Average(overlap), 5.0 * 0.5 / Math.Sqrt(N));
            Assert.Equal(0.25, states.Average(s => overlap(s) * overlap(s)), 5.0 * 0.25 / Math.Sqrt(N));
            Assert.Equal((Math.Sqrt(3) / 2 + Math.PI / 3) / Math.PI, states.Count(s => Math.Abs(overlap(s)) < 0.5) / (double)N, 5.0 * 0.5 / Math.Sqrt(N));
        }
        // volume: in the cube [−1, 1]³ the valid share is π²/16, and the determinant is distributed alike in a rejection sample
        var random = new Random(5);
        var rejection = new List<double>();
        while (rejection.Count < N)
        {
            double a = 2 * random.NextDouble() - 1, b = 2 * random.NextDouble() - 1, c = 2 * random.NextDouble() - 1;
            if (1 - a * a - b * b - c * c + 2 * a * b * c is var det and > 0)
                rejection.Add(det);
        }
        double[] own = [.. states.Select(s => 1 - s.P(0, 0) * s.P(0, 0) - s.Q(0) * s.Q(0) - s.R(0) * s.R(0) + 2 * s.P(0, 0) * s.Q(0) * s.R(0))];
        Assert.Equal(rejection.Average(), own.Average(), 5.0 * 0.4 / Math.Sqrt(N));
        Assert.Equal(rejection.Count(v => v < 0.2), own.Count(v => v < 0.2), 5.0 * Math.Sqrt(N));
    }

    [Fact]
    public void UniformStarts_AreValid_ForManyFeatures()
    {
        for (int d = 1; d <= 6; d++)
            for (int seed = 0; seed < 20; seed++)
            {
                MacroState state = BasinStarts.UniformGram(d, seed);
                Assert.True(state.IsNormalised);
                Assert.True(state.GramMargin() > -MacroState.GramTolerance);
            }
    }

    [Fact]
    public void InTheWedge_EveryStartNearTheOrigin_LearnsTheFeature()
    {
        BasinSample sample = new BasinSampler(new() { Count = 60 }).Sample(s_wedge);
        Assert.Equal([Phase.Success], sample.Phases.Select(f => f.Phase));
        Assert.Equal(60, sample.Share(Phase.Success).Successes);
        Assert.Equal(0, sample.Share(Phase.Fail).Estimate);
        BasinFraction only = Assert.Single(sample.Attractors);
        Assert.Equal("Deceived", only.Attractor);
        Assert.Equal(0, Assert.Single(only.RecoveredFeatures));
        Assert.Equal(3, sample.Starts.Select(s => s.Group).Distinct().Count());
        Assert.Equal(20, sample.OfGroup("near origin, size 0.03").Starts.Length);
    }

    [Fact]
    public void AboveTheNoise_TheBasinOfSuccess_IsTheShareOfStartsThatAlreadyHoldTheFeature()
    {
        // q and r die out fast and P hardly moves, so Success has the share of starts with P² ≥ θ: for P² ~ Beta(1/2, 3/2)
        // P(P² < t) = (2/π)(√(t(1 − t)) + asin √t)
        const double Theta = 0.3;
        double expected = 1 - 2 / Math.PI * (Math.Sqrt(Theta * (1 - Theta)) + Math.Asin(Math.Sqrt(Theta)));
        GanParameters slow = s_noisy.With(rateRatio: 1e-3);
        BasinSample sample = new BasinSampler(new()
        {
            Starts = BasinStarts.Uniform, Count = 400, Seed = 3, Confidence = 0.999999,
            Phase = OdePhaseOptions.Default with { RecoveryThreshold = Theta },
        }).Sample(slow);
        Assert.True(sample.Share(Phase.Success).Contains(expected), $"{sample} for {expected:G4}");
        Assert.True(sample.Share(Phase.Fail).Contains(1 - expected), $"{sample} for {expected:G4}");
        Assert.Equal(400, sample.Phases.Sum(f => f.Share.Successes));
    }

    [Fact]
    public void TheSample_HasTheSameBits_ForAnyNumberOfThreads_AndALongerOneContinuesIt()
    {
        BasinSample Run(int threads, int count) => new BasinSampler(new() { Starts = BasinStarts.Uniform, Count = count, Seed = 11, Threads = threads }).Sample(s_noisy);
        BasinSample one = Run(1, 24), three = Run(3, 24), longer = Run(2, 30);
        Assert.Equal(Bits(one), Bits(three));
        Assert.Equal(Bits(one), Bits(longer)[..24]);
        Assert.Equal(one.ToString(), three.ToString());
        Assert.Equal(24, one.Starts.Select(s => s.Start).Distinct().Count());

        static string[] Bits(BasinSample sample) =>
            [.. sample.Starts.Select(s => $"{s.Group} {BitConverter.DoubleToInt64Bits(s.Start.P(0, 0))} {s.Verdict.Phase} {string.Join(' ', s.Verdict.Recovery.Select(BitConverter.DoubleToInt64Bits))} {string.Join(' ', s.Verdict.Evidence)}")];
    }

    [Fact]
    public void TheSummary_ReadsLikeALabelWithItsEvidence()
    {
        BasinSample sample = new BasinSampler(new() { Count = 40, Starts = BasinStarts.Of("half learned", (_, seed) => MacroState.Diagonal([seed % 2 == 0 ? 0.9 : 0.1], [1e-3], [1e-3])) }).Sample(s_noisy);
        Assert.Matches(@"^(Success|Fail) 0\.\d\d ± 0\.\d\d, (Success|Fail) 0\.\d\d ± 0\.\d\d$", sample.ToString());
        Assert.Contains("40 starts", sample.Summary(), StringComparison.Ordinal);
        Assert.Contains("Success (Deceived, features 1)", sample.Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public void ProgressAndCancellation_AreHeeded()
    {
        var seen = new List<int>();
        new BasinSampler(new() { Count = 9 }).Sample(s_wedge, new Immediate(p => seen.Add(p.Completed)));
        Assert.Equal(Enumerable.Range(1, 9), seen);

        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            new BasinSampler(new() { Count = 1000, Threads = 2 }).Sample(s_wedge, new Immediate(p => stop.Cancel()), stop.Token));
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => BasinStarts.NearOrigin());
        Assert.Throws<ArgumentOutOfRangeException>(() => BasinStarts.NearOrigin(0.1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BasinSamplerOptions { Count = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BasinSamplerOptions { Confidence = 1 });
        Assert.ThrowsAny<ArgumentException>(() =>
            new BasinSampler(new() { Starts = BasinStarts.Of("two features", (_, _) => MacroState.Diagonal([0, 0], [0, 0], [0, 0])) }).Sample(s_wedge));
        Assert.Throws<ArgumentException>(() => new BasinSampler(new() { Count = 1 }).Sample(s_wedge).OfGroup("other"));
    }

    private sealed class Immediate(Action<BasinSamplerProgress> act) : IProgress<BasinSamplerProgress>
    {
        public void Report(BasinSamplerProgress value) => act(value);
    }

    private sealed class Complaint : Exception;

    private sealed class Complainer : IProgress<BasinSamplerProgress>
    {
        public void Report(BasinSamplerProgress value) => throw new Complaint();
    }

    [Fact]
    public void WhatAUsersFunctionThrows_ComesOutAsItself()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.1, 2, 2);
        var options = new BasinSamplerOptions { Threads = 3 };
        Assert.Throws<Complaint>(() => new BasinSampler(options with { Count = 6 }).Sample(gan, new Complainer()));
    }
}
