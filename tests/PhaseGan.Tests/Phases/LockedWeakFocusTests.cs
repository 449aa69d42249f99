using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>The Locked point of two features with equal fake variances, to which training comes like 1/√t.</summary>
public sealed class LockedWeakFocusTests
{
    [Theory]
    [InlineData(2.5, 1.0, 1.15, 0)]
    [InlineData(3.3, 0.7, 1.14, 3)]
    [InlineData(2.3, 2.0, 0.6, 2)]
    public void TheEnergyOfItsTurns_FallsAsALongIntegrationSays(double alpha, double fake, double chi, double fakeNoise)
    {
        const double tau = 0.1;
        double square = 2 * chi * fake / tau, gain = 1 - tau * fakeNoise / 2;
        var gan = new GanParameters([1.3, 0.6], [fake, fake], tau, alpha * tau, Math.Sqrt(square - fakeNoise * fakeNoise), fakeNoise);
        double u = (1 - alpha + chi) / (gain - alpha), e = Math.Sqrt(u), y = 0.05;
        var ode = new ReducedOde(gan);
        double[] state = [0, 0, 0, 0, 0, 0, e, y, alpha * e * y];
        double Energy() => alpha * e * state[7] * state[7] - alpha * u * state[7] * state[8] + 0.5 * e * state[8] * state[8];
        // means over three turns each, from the third turn on and from the 33rd on
        double turn = 2 * Math.PI / Math.Sqrt(alpha * u * (2 - alpha * u)) / (tau * fake);
        double Mean()
        {
            double sum = 0;
            for (int k = 0; k < 96; k++)
            {
                state = [.. DormandPrince.Integrate(ode, state, turn / 32, new IntegrationOptions { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-14 }).End];
                sum += Energy() / 96;
            }
            return sum;
        }

        Mean();
        double first = Mean();
        for (int k = 0; k < 9; k++)
            Mean();
        double fall = (1 / first - 1 / Mean()) / (30 * turn * tau * fake);
        Assert.Equal(LockedWeakFocus.MeanChange(alpha, gain, u), fall, 0.02 * Math.Abs(fall));
        Assert.True(fall < -0.5);
    }

    [Fact]
    public void TrainingThatComesToIt_Fails_WithTheOverlapsOfALongIntegration()
    {
        var gan = new GanParameters([3.987914737774019, 1.4859781223283979], [3.987914737774019, 3.987914737774019], 0.0424565190326811, 0.12103329281721181, 12.734488169381152, 6.062901066938344);
        MacroState start = MacroState.NearOrigin(gan, 0.03, 8);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan], [start])[0];
        Assert.Equal((Phase.Fail, "Locked"), (verdict.Phase, verdict.Attractor));
        Assert.Equal((0, 0), (verdict.Recovery[0], verdict.Recovery[1]));

        var ode = new ReducedOde(gan);
        double[] y = ode.Pack(start);
        double Turn(double until)
        {
            double largest = 0;
            for (double t = 0; t < until; t += 5)
            {
                y = [.. DormandPrince.Integrate(ode, y, 5, new IntegrationOptions { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-13 }).End];
                largest = Math.Max(largest, y[8] * y[8]);
            }
            return largest;
        }

        Turn(2000);
        double early = Turn(200);
        Turn(9000);
        // like 1/√t: S² falls to about a fifth from t = 2000 to t = 11,000, which no exponential with such turns would do so slowly
        Assert.InRange(Turn(200) / early, 0.1, 0.35);
        Assert.All(ode.Unpack(y).Recovery(), rho => Assert.InRange(rho, 0, 1e-6));
    }

    [Fact]
    public void WhereTheTraceIsPositive_OrAFeatureGrows_ItCatchesNothing()
    {
        var gan = new GanParameters([1.3, 0.6], [1, 1], 0.1, 0.25, Math.Sqrt(23), 0);
        Assert.True(LockedWeakFocus.Attracts(gan, 0, out double u));
        var ode = new ReducedOde(gan);
        double[] near = [0, 0, 0, 0, 0, 0, Math.Sqrt(u), 0.01, 0.02];
        Assert.True(LockedWeakFocus.Catches(ode, near));
        Assert.False(LockedWeakFocus.Catches(ode, [0.01, 0, 0, 0, 0, 0, Math.Sqrt(u), 0.01, 0.02]));
        Assert.False(LockedWeakFocus.Catches(ode, [0, 0, 0, 0, 0, 0, Math.Sqrt(u) + 0.1, 0.01, 0.02]));
        // the trace is (α − 1)(Λ̃_k − Λ̃_j)/Λ̃_j
        Assert.True(LockedWeakFocus.Attracts(gan.With(fakeVariances: [1, 1 - 1e-9]), 0, out _));
        Assert.False(LockedWeakFocus.Attracts(gan.With(fakeVariances: [1, 1 + 1e-9]), 0, out _));
        Assert.False(LockedWeakFocus.Attracts(gan.With(fakeVariances: [1, 0.99]), 0, out _));
        Assert.False(LockedWeakFocus.Attracts(gan.With(realVariances: [2.3, 0.6]), 0, out _));
        // and so says the Jacobian
        var jacobian = new double[81];
        new ReducedOde(gan.With(fakeVariances: [1, 1.01])).Jacobian([0, 0, 0, 0, 0, 0, Math.Sqrt(u), 0, 0], jacobian);
        Assert.Equal((2.5 - 1) * 0.01 * 0.1, jacobian[7 * 9 + 7] + jacobian[8 * 9 + 8], 1e-12);
    }

    /// <summary>Overlaps of the frozen column that fall no faster than the turn: 1/S² and 1/P² both grow at a constant rate, as Dormand–Prince at 1e-10 says.</summary>
    [Theory]
    [InlineData(3.56)]
    [InlineData(3.66)]
    public void BesideFrozenOverlapsThatFallAsTheTurnDoes_TrainingFails(double noise)
    {
        var gan = new GanParameters([5, 3], [4, 4], 0.2, 0.55, noise, noise);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal((Phase.Fail, "Locked", "0"), (verdict.Phase, verdict.Attractor, verdict.Evidence[0]));

        var ode = new ReducedOde(gan);
        var fine = new IntegrationOptions { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-14, MaxSteps = 10_000_000, Output = PathOutput.End };
        double[] y = ode.Pack(OdePhaseOptions.Default.Start(gan));
        (double Turn, double Frozen) Inverse(double wait)
        {
            y = [.. DormandPrince.Integrate(ode, y, wait - 100, fine).End];
            double turn = 0;
            for (int k = 0; k < 400; k++)
            {
                y = [.. DormandPrince.Integrate(ode, y, 0.25, fine).End];
                turn = Math.Max(turn, Math.Abs(y[8]));
            }
            double frozen = Math.Max(Math.Abs(y[0]), Math.Abs(y[1]));
            return (1 / (turn * turn), 1 / (frozen * frozen));
        }

        Inverse(8000);
        var (first, second, third) = (Inverse(4000), Inverse(4000), Inverse(4000));
        Assert.InRange((third.Turn - second.Turn) / (second.Turn - first.Turn), 0.8, 1.25);
        Assert.InRange((third.Frozen - second.Frozen) / (second.Frozen - first.Frozen), 0.8, 1.25);
        Assert.InRange(third.Frozen / third.Turn, 1, 100);
        Assert.All(ode.Unpack(y).Recovery(), rho => Assert.InRange(rho, 0, 1e-3));
    }

    /// <summary>Frozen overlaps are taken for small only where the rate that they give the turn holds its energy where it is.</summary>
    [Fact]
    public void FrozenOverlapsThatFeedTheTurn_AreNotCaught()
    {
        var gan = new GanParameters([5, 3], [4, 4], 0.2, 0.55, 3.56, 3.56);
        Assert.True(LockedWeakFocus.Attracts(gan, 0, out double u));
        var ode = new ReducedOde(gan);
        Assert.True(LockedWeakFocus.Catches(ode, [0, 0.005, 0, 0, 0, 0, Math.Sqrt(u), 0.01, 0.02]));
        Assert.False(LockedWeakFocus.Catches(ode, [0, 0.005, 0, 0, 0, 0, Math.Sqrt(u), 0.0001, 0.0002]));
        Assert.False(LockedWeakFocus.Catches(ode, [0, 0.02, 0, 0, 0, 0, Math.Sqrt(u), 0.01, 0.02]));
        Assert.False(LockedWeakFocus.Catches(ode, [0.005, 0, 0, 0, 0, 0, Math.Sqrt(u), 0.01, 0.02]));
    }
}
