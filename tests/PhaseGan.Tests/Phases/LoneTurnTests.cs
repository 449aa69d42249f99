using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>On x = (Λ − Λ̃_j + αΛ̃_j)/2 with two features of equal Λ column j turns without a rate where it meets no part of the other one, and training ends there like 1/√t.</summary>
public sealed class LoneTurnTests
{
    private static readonly IntegrationOptions s_fine = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-14, MaxSteps = 10_000_000, Output = PathOutput.End };

    /// <summary>As Dormand–Prince at 1e-10 says: |z|² falls like 1/t or faster, the columns come apart, the one that turns comes to |P_·j|² = 1 − x/Λ in powers of t, and recoveries to those of the label.</summary>
    [Theory]
    [InlineData(1.6, 1.5, 3.3, 0.53, 0)]
    [InlineData(2.4725, 2.8951, 2.051, 0.21878, 1)]
    [InlineData(4, 2.3, 1.25, 2.3, 0)]
    [InlineData(3, 2, 5, 1.5, 1)]
    public void TrainingEndsWhereOneColumnTurnsAlone(double real, double fake, double otherFake, double alpha, int turning)
    {
        GanParameters gan = OnTheLine(real, [fake, otherFake], alpha, turning);
        Assert.True(LoneTurn.IsOn(gan));
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal((Phase.Success, "Deceived", "0"), (verdict.Phase, verdict.Attractor, verdict.Evidence[0]));
        Assert.Equal(verdict, new OdePhaseClassifier().Classify(gan));

        double time = double.Parse(verdict.Evidence[2], CultureInfo.InvariantCulture), at = 0, atEnd = 1 - gan.EffectiveNoise / real;
        var ode = new ReducedOde(gan);
        double[] y = ode.Pack(OdePhaseOptions.Default.Start(gan));
        (double Energy, double Off, double Together) Means(double until)
        {
            double sum = 0, together = 0, step = (until - at) / 200;
            for (int k = 0; k < 200; k++, at += step)
            {
                y = [.. DormandPrince.Integrate(ode, y, step, s_fine).End];
                for (int i = 4; i < 8; i++)
                    sum += y[i] * y[i] / 200;
                together = Math.Max(together, Math.Max(Math.Abs(y[8]), Math.Abs(y[0] * y[1] + y[2] * y[3])));
            }
            double square = y[turning] * y[turning] + y[2 + turning] * y[2 + turning];
            return (sum, Math.Abs(square - atEnd), together);
        }

        Means(time);
        var early = Means(2 * time);
        Means(16 * time);
        var late = Means(32 * time);
        Assert.InRange(late.Energy / early.Energy, 0, 0.15);
        Assert.InRange(late.Off, 0, Math.Max(early.Off, 1e-4));
        Assert.InRange(late.Together, 0, 0.01);
        var recovery = ode.Unpack(y).Recovery();
        for (int l = 0; l < 2; l++)
            Assert.InRange(recovery[l] - verdict.Recovery[l], -0.01, 0.01);
    }

    /// <summary>Where the energy vanishes before the overlaps come to rest, a rate is left, and the spectrum at the end of a long integration has it.</summary>
    [Theory]
    [InlineData(1.55, 4.12, 4.55, 0.917, 0)]
    [InlineData(3.8, 4, 3.29, 0.858, 1)]
    public void ARateThatIsLeft_IsSaid(double real, double fake, double otherFake, double alpha, int turning)
    {
        GanParameters gan = OnTheLine(real, [fake, otherFake], alpha, turning);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        double leading = double.Parse(verdict.Evidence[0], CultureInfo.InvariantCulture), time = double.Parse(verdict.Evidence[2], CultureInfo.InvariantCulture);
        var ode = new ReducedOde(gan);
        double[] y = [.. DormandPrince.Integrate(ode, ode.Pack(OdePhaseOptions.Default.Start(gan)), 12 * time, s_fine).End];
        y.AsSpan(4, 4).Clear();
        Assert.Equal(1, leading / StabilityClassifier.Classify(ode, y)!.GrowthRate, 1e-4);
        Assert.Equal(ode.Unpack(y).Recovery(), verdict.Recovery, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    /// <summary>The plane on which one column turns alone is one feature: the end there is in closed form, and small overlaps between the columns do not change it.</summary>
    [Fact]
    public void FromStatesBesideThePlane_TheEndIsThatOfOneFeature()
    {
        GanParameters gan = OnTheLine(1.6, [1.5, 3.3], 0.53, 0);
        double first = 1 - gan.EffectiveNoise / 1.6;
        foreach (double beside in (ReadOnlySpan<double>)[1e-3, -1e-3, 3e-3])
        {
            var recovery = LoneTurn.Catches(new ReducedOde(gan), [0.86, beside, 0, 0.85, 0.05, 0, 0.02, 0, beside], 1e-4, out _, out _, out double rate, default);
            Assert.NotNull(recovery);
            Assert.Equal(0, rate);
            Assert.Equal(first, recovery.Value[0], 2e-3);
            Assert.Equal(0.85 * 0.85, recovery.Value[1], 2e-3);
        }
    }

    /// <summary>Beside the line, for different Λ, where the other column grows, and beyond the ends of the line nothing is said.</summary>
    [Fact]
    public void OffTheLine_ItSaysNothing()
    {
        GanParameters gan = OnTheLine(1.6, [1.5, 3.3], 0.53, 0);
        Assert.True(LoneTurn.IsOn(gan));
        Assert.False(LoneTurn.IsOn(gan.With(noise: gan.RealNoise * (1 + 1e-12))));
        Assert.False(LoneTurn.IsOn(gan.With(realVariances: [1.6, 1.61])));
        Assert.False(LoneTurn.IsOn(gan.With(fakeVariances: [1.5, 1.5])));
        // the column with the larger Λ̃ turns, so that the trace of the other one is positive
        Assert.False(LoneTurn.IsOn(OnTheLine(1.6, [1.5, 1.2], 0.53, 0)));
        // x < Λ − Λ̃
        Assert.False(LoneTurn.IsOn(OnTheLine(1.9, [4.6, 1.4], 0.28, 1)));
    }

    private static GanParameters OnTheLine(double real, double[] fake, double alpha, int turning)
    {
        double noise = Math.Sqrt((real - fake[turning] + alpha * fake[turning]) / 2 / 0.2);
        return new([real, real], fake, 0.2, 0.2 * alpha, noise, noise);
    }
}
