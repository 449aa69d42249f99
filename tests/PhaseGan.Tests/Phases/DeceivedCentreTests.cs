using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>On the line x = (Λ − Λ̃ + αΛ̃)/2 the trace at all deceived states vanishes, and training drifts to P² = 1 − x/Λ.</summary>
public sealed class DeceivedCentreTests
{
    /// <summary>How many times as long as the label took training is followed, and how near |P| is to its end then.</summary>
    private const double Longer = 16, Near = 0.05;

    private static readonly IntegrationOptions s_fine = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-14, MaxSteps = 10_000_000, Output = PathOutput.End };

    /// <summary>Round numbers, and others.</summary>
    [Theory]
    [InlineData(1, 1, 0.2, 0.4)]
    [InlineData(1, 1, 0.2, 1)]
    [InlineData(3, 3, 0.1, 0.5)]
    [InlineData(1.4, 1, 0.2, 0.9)]
    [InlineData(0.7, 1.4, 0.3, 0.8)]
    public void OnTheLine_TrainingEndsWhereTheDriftVanishes(double real, double fake, double tau, double alpha)
    {
        GanParameters gan = OnTheLine(real, fake, tau, alpha);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal((Phase.Success, "Deceived", "0"), (verdict.Phase, verdict.Attractor, verdict.Evidence[0]));
        Assert.Equal(1 - gan.EffectiveNoise / real, verdict.Recovery[0], 1e-12);
        AssertEndsThere(gan, verdict);
    }

    /// <summary>Random parameters on the line: no label says what a long integration denies, and most are decided.</summary>
    [Fact]
    public void LabelsOfRandomPoints_AreThoseOfLongIntegrations()
    {
        var random = new Random(20261128);
        GanParameters[] points = [.. Enumerable.Range(0, 24).Select(_ => Draw(random))];
        PhaseVerdict[] verdicts = [.. new OdePhaseClassifier().ClassifyMany(points)];
        int undetermined = 0;
        for (int k = 0; k < points.Length; k++)
        {
            if (verdicts[k].Phase == Phase.Undetermined)
                undetermined++;
            else if (verdicts[k].Attractor == "Deceived")
                AssertEndsThere(points[k], verdicts[k]);
        }
        Assert.InRange(undetermined, 0, points.Length / 4);
    }

    /// <summary>Beside the line, and where it ends, nothing is said from it.</summary>
    [Theory]
    [InlineData(1, 1, 0.4, 1e-12)]
    [InlineData(1, 1, 0.4, -1e-12)]
    [InlineData(1, 1, 2, 0)]
    [InlineData(2, 1, 1, 0)]
    public void BesideTheLine_AndAtItsEnds_ItSaysNothing(double real, double fake, double alpha, double shift)
    {
        GanParameters gan = OnTheLine(real, fake, 0.2, alpha);
        Assert.False(RateLine.HasDeceivedTurn(new SingleFeatureConstants(real, fake, alpha, gan.EffectiveNoise * (1 + shift), gan.FakeGain, gan.RealGain)));
    }

    private static void AssertEndsThere(GanParameters gan, PhaseVerdict verdict)
    {
        double time = double.Parse(verdict.Evidence[2], CultureInfo.InvariantCulture);
        var ode = new ReducedOde(gan);
        double[] y = [.. DormandPrince.Integrate(ode, ode.Pack(OdePhaseOptions.Default.Start(gan)), Longer * time, s_fine).End];
        Assert.InRange(Math.Abs(y[0]) - Math.Sqrt(verdict.Recovery[0]), -Near, Near);
        Assert.InRange(Math.Max(Math.Abs(y[1]), Math.Abs(y[2])), 0, 0.1);
    }

    private static GanParameters Draw(Random random)
    {
        while (true)
        {
            double real = 0.5 + 2 * random.NextDouble(), fake = 0.5 + 2 * random.NextDouble(), alpha = 0.1 + 1.5 * random.NextDouble(), x = 0.5 * (real - fake + alpha * fake);
            if (x > 0.1 * real && x < 0.9 * real && x > real - fake + 0.1 * fake)
                return OnTheLine(real, fake, 0.1 + 0.3 * random.NextDouble(), alpha);
        }
    }

    private static GanParameters OnTheLine(double real, double fake, double tau, double alpha)
    {
        double noise = Math.Sqrt(0.5 * (real - fake + alpha * fake) / tau);
        return new([real], [fake], tau, alpha * tau, noise, noise);
    }
}
