using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>On the Hopf line of Locked, α = (Λ + Λ̃)/Λ̃, training comes to rest like 1/√t: no search sees a rate there.</summary>
public sealed class LockedHopfTests
{
    private static readonly IntegrationOptions s_fine = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-14, MaxSteps = 10_000_000 };

    /// <summary>1/P² at the turning points grows at a constant rate, as Dormand–Prince at 1e-10 says to eight times the time at which the end was shown.</summary>
    [Theory]
    [InlineData(1, 1, 0.2, 1.8, 1.8)]
    [InlineData(1, 1, 0.2, 2.2, 2.2)]
    [InlineData(0.38, 4.35, 0.38, 0.35, 0.48)]
    [InlineData(0.75, 1.15, 0.41, 0.47, 1.85)]
    [InlineData(3, 0.8, 0.1, 5, 5)]
    public void OnTheLine_TrainingFails_ThoughNoRateSaysSo(double real, double fake, double tau, double realNoise, double fakeNoise)
    {
        GanParameters gan = OnTheLine(real, fake, tau, realNoise, fakeNoise);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal((Phase.Fail, "Locked", "0"), (verdict.Phase, verdict.Attractor, verdict.Evidence[0]));
        double time = double.Parse(verdict.Evidence[2], CultureInfo.InvariantCulture);
        double second = InverseSquare(2 * time), fourth = InverseSquare(4 * time), eighth = InverseSquare(8 * time);
        Assert.InRange((eighth - fourth) / (2 * (fourth - second)), 0.97, 1.03);

        double InverseSquare(double t)
        {
            var ode = new ReducedOde(gan);
            double[] y = [.. DormandPrince.Integrate(ode, ode.Pack(OdePhaseOptions.Default.Start(gan)), t, s_fine with { Output = PathOutput.End }).End];
            Trajectory path = DormandPrince.Integrate(ode, y, 0.1 * time, s_fine);
            double largest = Enumerable.Range(0, 4000).Max(k => Math.Abs(path.At(0.1 * time * k / 4000)[0]));
            return 1 / (largest * largest);
        }
    }

    /// <summary>A whole column of the usual diagram lies on the line.</summary>
    [Fact]
    public void TheColumnAtTwo_OfEqualVariances_IsDecided()
    {
        GanParameters gan = new([1], [1], 0.2, 0.4, 1, 1);
        GanParameters[] column = [.. Enumerable.Range(1, 128).Select(k => gan.With(noise: 2.6 * k / 128))];
        PhaseVerdict[] verdicts = [.. new OdePhaseClassifier().ClassifyMany(column)];
        Assert.InRange(verdicts.Count(v => v.Phase == Phase.Undetermined), 0, 2);
        Assert.InRange(verdicts.Count(v => v.Attractor == "Locked"), 30, 60);
    }

    /// <summary>Beyond the line Locked repels, however slowly, and a cycle smaller than any tolerance is born about it: nothing says Fail there.</summary>
    [Theory]
    [InlineData(-1e-9)]
    [InlineData(-1e-12)]
    public void JustWhereLockedRepels_NothingIsClaimed(double gap)
    {
        GanParameters gan = OnTheLine(1, 1, 0.2, 2, 2);
        gan = gan.With(rateRatio: gan.RateRatio * (1 + gap));
        Assert.NotEqual(Phase.Fail, new OdePhaseClassifier().ClassifyMany([gan])[0].Phase);
        Assert.False(LockedHopf.Attracts(new SingleFeatureConstants(gan)));
    }

    /// <summary>The coefficient is negative wherever Locked is on its line: 4,000 draws over three decades of the variances, and noise up to where Locked ends.</summary>
    [Fact]
    public void TheCoefficientIsNegative_AllAlongTheLine()
    {
        var random = new Random(5);
        int found = 0;
        for (int k = 0; k < 8000; k++)
        {
            double real = Math.Exp(7 * random.NextDouble() - 3.5), fake = Math.Exp(7 * random.NextDouble() - 3.5), tau = 0.02 + 0.5 * random.NextDouble();
            var c = new SingleFeatureConstants(OnTheLine(real, fake, tau, 1.4 * random.NextDouble() * real / tau, 1.4 * random.NextDouble() * real / tau));
            if (SingleFeature.Locked(c) is not { } u || !(c.Alpha * u < 1))
                continue;
            found++;
            Assert.True(HopfNormalForm.FirstLyapunov(c, 0, 0, Math.Sqrt(u), Math.Sqrt(c.Fake * c.Alpha * c.Fake * u * (1 - c.Alpha * u))) < 0);
        }
        Assert.InRange(found, 1000, 8000);
    }

    private static GanParameters OnTheLine(double real, double fake, double tau, double realNoise, double fakeNoise) =>
        new([real], [fake], tau, tau * ((real + fake) / fake), realNoise, fakeNoise);
}
