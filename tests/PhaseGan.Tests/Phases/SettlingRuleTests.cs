using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>The rule on series that are known, with one-step noise of the size that a training with n = 5000 has.</summary>
public class SettlingRuleTests
{
    private const long N = 5000;
    private const int Samples = 200;
    private const double Slowest = 0.01, Window = 100, Noise = 4e-5;

    private delegate (double P, double Q, double R) Series(double time, double noise);

    /// <summary>Windows of a series whose third argument is an Ornstein–Uhlenbeck process with variance D/2σ.</summary>
    private static List<SettlingWindow> Windows(int count, Series series, double rate = 0.1, int seed = 1, double sign = 1)
    {
        var random = new SplitMix(seed);
        var windows = new List<SettlingWindow>();
        double variance = Noise / (2 * rate), memory = Math.Exp(-rate * Window / Samples), noise = Math.Sqrt(variance) * random.NextNormal();
        MacroState State(double time, double x)
        {
            (double p, double q, double r) = series(time, x);
            return MacroState.FromComputed([p], [sign * q], [sign * r], [1]);
        }
        for (int k = 0; k < count; k++)
        {
            var window = new SettlingWindow(1, Samples, N);
            for (int i = 0; i < Samples; i++)
            {
                double time = (k + (double)i / Samples) * Window;
                noise = memory * noise + Math.Sqrt(variance * (1 - memory * memory)) * random.NextNormal();
                window.Add(State(time, noise), State(time, noise + Math.Sqrt(Noise / N) * random.NextNormal()));
            }
            window.Close();
            windows.Add(window);
        }
        return windows;
    }

    private static (bool AtRest, bool Motion) Verdict(List<SettlingWindow> windows)
    {
        var rule = new SettlingRule(Slowest);
        return (rule.IsAtRest(windows, 2), rule.IsInMotion(windows));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void NoiseAboutAFixedPoint_IsRest_ACycleIsMotion_AndSignsDoNotMatter(double sign)
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            Assert.Equal((true, false), Verdict(Windows(4, (_, x) => (0.7, 0.5 + x, 0.3 + x), seed: seed, sign: sign)));
            Assert.Equal((true, false), Verdict(Windows(4, (_, x) => (0.7, x, x), seed: seed, sign: sign)));
            Assert.Equal((false, true), Verdict(Windows(4, (t, x) => (0.7, 0.3 * Math.Sin(0.2 * t) + x, 0.3 * Math.Cos(0.2 * t) + x), seed: seed, sign: sign)));
        }
    }

    [Fact]
    public void SlowFluctuations_AreNotMotion_UntilTheyAreFarSlowerThanTheRateToBeResolved()
    {
        // Restored at the slowest rate that is resolved, or half of it: noise that lasts a window and is nearly as large as a small cycle.
        for (int seed = 1; seed <= 40; seed++)
        {
            Assert.False(Verdict(Windows(6, (_, x) => (0.7, x, x), rate: Slowest, seed: seed)).Motion);
            Assert.False(Verdict(Windows(6, (_, x) => (0.7, x, x), rate: Slowest / 2, seed: seed)).Motion);
        }
    }

    [Fact]
    public void DriftAlongTheDeceivedManifold_IsRest_NotMotion()
    {
        Assert.Equal((true, false), Verdict(Windows(6, (t, x) => (0.4 + 2e-4 * t, x, x))));
    }

    /// <summary>Windows of two features whose discriminator stands at q = r = (0.5, 0.3) up to noise while something else may move.</summary>
    private static List<SettlingWindow> TwoFeatures(int count, Func<double, MacroState, MacroState> move, int seed = 1)
    {
        var random = new SplitMix(seed);
        var windows = new List<SettlingWindow>();
        double Spread() => Math.Sqrt(Noise / 0.2) * random.NextNormal();
        for (int k = 0; k < count; k++)
        {
            var window = new SettlingWindow(2, Samples, N);
            for (int i = 0; i < Samples; i++)
            {
                double time = (k + (double)i / Samples) * Window, step = Math.Sqrt(Noise / N) * random.NextNormal();
                double[] p = [0.6, 0.1, -0.1, 0.6], q = [0.5 + Spread(), 0.3 + Spread()], r = [0.5 + Spread(), 0.3 + Spread()], s = [1, 0, 0, 1];
                MacroState State(double by) => move(time, MacroState.FromComputed(p, [q[0] + by, q[1] + by], [r[0] + by, r[1] + by], s));
                window.Add(State(0), State(step));
            }
            window.Close();
            windows.Add(window);
        }
        return windows;
    }

    private static MacroState With(MacroState state, double[]? p = null, double[]? s = null, double z = 1) =>
        MacroState.FromComputed(p ?? state.PValues.ToArray(), state.QValues.ToArray(), state.RValues.ToArray(), s ?? state.SValues.ToArray(), z);

    [Fact]
    public void WhereAnyOtherOverlapStillRelaxes_QuietQAndRAreNotRest()
    {
        Assert.Equal((true, false), Verdict(TwoFeatures(4, (_, state) => state)));
        // Relaxation at half the rate of a window, with a tenth or so still to go; each leaves q, r and the recoveries as they are, or nearly.
        double Left(double t) => 0.3 * Math.Exp(-0.005 * t);
        Assert.False(Verdict(TwoFeatures(4, (t, state) => With(state, z: 1 + Left(t)))).AtRest);
        Assert.False(Verdict(TwoFeatures(4, (t, state) => With(state, [0.6 * Math.Sqrt(1 + Left(t)), 0.1, -0.1 * Math.Sqrt(1 + Left(t)), 0.6], [1 + Left(t), 0, 0, 1]))).AtRest);
        Assert.False(Verdict(TwoFeatures(4, (t, state) => With(state, s: [1, Left(t), Left(t), 1]))).AtRest);
        // Columns that turn inside their span: P changes, P S⁺ Pᵀ does not.
        Assert.False(Verdict(TwoFeatures(4, (t, state) =>
        {
            (double sin, double cos) = Math.SinCos(Left(t));
            return With(state, [0.6 * cos, -0.6 * sin, 0.6 * sin, 0.6 * cos]);
        })).AtRest);
        // All has arrived: to a part in ten thousand.
        Assert.True(Verdict(TwoFeatures(4, (t, state) => With(state, s: [1 + 1e-3 * Left(t), 0, 0, 1], z: 1 + 1e-3 * Left(t)))).AtRest);
    }

    [Fact]
    public void WhatTurnsToAndFroWhileLengthsStillRelax_IsNotMotionYet()
    {
        MacroState Turning(double t, MacroState state, double z) =>
            MacroState.FromComputed(state.PValues.ToArray(), [0.5 + 0.3 * Math.Sin(0.2 * t), 0.3], [0.5 + 0.3 * Math.Cos(0.2 * t), 0.3], state.SValues.ToArray(), z);
        Assert.Equal((false, true), Verdict(TwoFeatures(4, (t, state) => Turning(t, state, 1))));
        Assert.Equal((false, false), Verdict(TwoFeatures(4, (t, state) => Turning(t, state, 1 + 0.5 * Math.Exp(-0.003 * t)))));
    }

    [Fact]
    public void WhatStillLearns_IsNeitherRestNorMotion()
    {
        // A generator that learns beside a discriminator which stands still, at first slowly.
        Assert.Equal((false, false), Verdict(Windows(3, (t, x) => (0.03 * Math.Exp(0.008 * t), 0.7 + x, 0.1 + x))));
        // A discriminator that grows out of the noise.
        Assert.Equal((false, false), Verdict(Windows(4, (t, x) => (0.03, 0.02 * Math.Exp(0.009 * t) + x, x))));
        // One feature after the other: bursts of q while the recoveries rise.
        Assert.Equal((false, false), Verdict(Windows(4, (t, x) => (t / 450, 0.6 * Math.Sin(Math.PI * t / 100) + x, x))));
        // An oscillation that dies out.
        Assert.Equal((false, false), Verdict(Windows(3, (t, x) => (0.7, 0.8 * Math.Exp(-0.01 * t) * Math.Sin(0.2 * t) + x, x))));
    }
}
