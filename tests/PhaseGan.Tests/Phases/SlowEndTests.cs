using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Where slow ways to a family of fixed points of two features end.</summary>
public sealed class SlowEndTests
{
    /// <summary>Parameters of a sweep (Λ = Λ̃ = 5, 3, τ = 0.2), a time at which training is slow, and one at which it is at rest.</summary>
    [Theory]
    [InlineData(1.72265625, 3.2265625, 4e3, 4e4, "Locked")]
    [InlineData(1.72265625, 3.3359375, 4e3, 4e4, "Locked")]
    [InlineData(0.73828125, 2.7234375, 1.2e4, 8e4, "Deceived")]
    [InlineData(1.24609375, 3.5328125, 3e4, 1.5e5, "Deceived")]
    [InlineData(0.33203125, 4.9984375, 1e4, 2e5, "Deceived")]
    public void TheEndOfASlowWay_IsThatOfALongIntegration(double alpha, double eta, double early, double late, string kind)
    {
        var ode = new ReducedOde(new GanParameters([5, 3], [5, 3], 0.2, 0.2 * alpha, eta, eta));
        var options = new IntegrationOptions { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-14, MaxSteps = 1_000_000 };
        double[] start = ode.Pack(OdePhaseOptions.Default.Start(ode.Parameters));
        double[] y = [.. DormandPrince.Integrate(ode, start, early, options).End];
        SlowEnd? end = SlowEnd.From(ode, y);
        Assert.NotNull(end);
        Assert.Equal(kind, end.Kind.ToString());
        Assert.True(end.Error < 1e-4, $"{end.Error}");

        double[] last = [.. DormandPrince.Integrate(ode, y, late, options).End];
        Assert.True(VectorMath.LargestDifference(last, y) > 1e-4, "the way was over already");
        Assert.True(VectorMath.LargestDifference(end.Point, last) < 1e-4, $"{VectorMath.LargestDifference(end.Point, last)}");
    }

    [Theory]
    [InlineData(2.5, 1.0, 1.15, 0)]
    [InlineData(3.3, 0.7, 1.14, 3)]
    [InlineData(2.3, 2.0, 0.6, 2)]
    public void AtALockedPointWithEqualFakeVariances_TheCoefficientIsThatOfTheClosedForm(double alpha, double fake, double chi, double fakeNoise)
    {
        const double tau = 0.1;
        double square = 2 * chi * fake / tau, gain = 1 - tau * fakeNoise / 2;
        var gan = new GanParameters([0.65 * fake, 0.3 * fake], [fake, fake], tau, alpha * tau, Math.Sqrt(square - fakeNoise * fakeNoise), fakeNoise);
        double u = (1 - alpha + chi) / (gain - alpha), e = Math.Sqrt(u), y = 0.01;
        var mode = new SlowMode(new ReducedOde(gan), [0, 2, 4, 5, 7, 8], 6, e, [1, 3]);
        Assert.True(mode.TryBegin([0, 0]) && mode.Find([0, 0]));
        Assert.True(mode.Turns);
        Assert.Equal(0, mode.Value.Real, 1e-12);
        mode.Split([0, 0, 0, 0, 0, 0, e, y, 0], [0, 0], out double rest);
        Assert.True(rest < 1e-12, $"{rest}");
        // α√u y² at S = 0 is the energy there; energies that go as 1/t differ by a factor, and their coefficients by its inverse
        double ratio = alpha * e * y * y / mode.Energy, expected = LockedWeakFocus.MeanChange(alpha, gain, u) * ratio * tau * fake;
        Assert.Equal(expected, mode.Kappa, 1e-9 * Math.Abs(expected));
    }

    [Fact]
    public void AWideMotion_HasNoSlowEnd()
    {
        var ode = new ReducedOde(new GanParameters([5, 3], [5, 3], 0.2, 0.34, 3.2, 3.2));
        Assert.Null(SlowEnd.From(ode, [0.3, 0.2, 0.1, 0.4, 0.5, 0.3, 0.6, 0.5, 0.1]));
    }
}
