using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Lines on which Locked begins or turns without a rate, and what is said where a line has no label.</summary>
public sealed class LockedLineTests
{
    private static readonly IntegrationOptions s_fine = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-14, MaxSteps = 10_000_000, Output = PathOutput.End };

    /// <summary>α = (Λ + Λ̃₁)/Λ̃₁ with equal Λ: both features turn, the turn along the frozen overlaps decays, and the one across falls like 1/√t.</summary>
    [Theory]
    [InlineData(4, 5, 3, 1.5)]
    [InlineData(2, 2, 1, 1.2)]
    public void EqualFeatures_TurnAcrossTheFrozenOverlaps(double real, double fake, double otherFake, double noise)
    {
        var gan = new GanParameters([real, real], [fake, otherFake], 0.2, 0.2 * (real + fake) / fake, noise / Math.Sqrt(0.2), noise / Math.Sqrt(0.2));
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal((Phase.Fail, "Locked", "0"), (verdict.Phase, verdict.Attractor, verdict.Evidence[0]));

        var ode = new ReducedOde(gan);
        double[] y = ode.Pack(OdePhaseOptions.Default.Start(gan));
        double InverseSquare(double wait)
        {
            y = [.. DormandPrince.Integrate(ode, y, wait - 200, s_fine).End];
            double largest = 0;
            for (int k = 0; k < 400; k++)
            {
                y = [.. DormandPrince.Integrate(ode, y, 0.5, s_fine).End];
                largest = Math.Max(largest, y[4] * y[4] + y[5] * y[5]);
            }
            return 1 / largest;
        }

        double first = InverseSquare(4000), second = InverseSquare(4000), third = InverseSquare(4000);
        Assert.InRange((third - second) / (second - first), 0.9, 1.1);
        Assert.Equal(verdict.Recovery[0], y[1] * y[1], 1e-3);
        Assert.Equal(verdict.Recovery[1], y[3] * y[3], 1e-3);
        // along the frozen overlaps almost nothing is left
        Assert.InRange(Math.Abs(y[1] * y[4] + y[3] * y[5]), 0, 0.1 * Math.Sqrt((y[1] * y[1] + y[3] * y[3]) / second));
    }

    /// <summary>α = 1 + x/Λ̃ beyond x = Λ: r² falls as 1/(2τ(α − A)Λ̃t), and P with it.</summary>
    [Theory]
    [InlineData(1, 1, 1.5625)]
    [InlineData(1, 2, 2.25)]
    [InlineData(0.7, 0.4, 1.1)]
    public void WhereLockedBegins_TrainingFails_WithOneFeature(double real, double fake, double x)
    {
        double alpha = 1 + x / fake, noise = Math.Sqrt(x / 0.25);
        var gan = new GanParameters([real], [fake], 0.25, 0.25 * alpha, noise, noise);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal((Phase.Fail, "Deceived", "0", 0), (verdict.Phase, verdict.Attractor, verdict.Evidence[0], verdict.Recovery[0]));
        double time = 100 * double.Parse(verdict.Evidence[2], CultureInfo.InvariantCulture);
        var ode = new ReducedOde(gan);
        double[] y = [.. DormandPrince.Integrate(ode, ode.Pack(OdePhaseOptions.Default.Start(gan)), time, s_fine).End];
        Assert.InRange(2 * 0.25 * (alpha - 1 + 0.125 * noise) * fake * time * y[2] * y[2], 0.95, 1.05);
        Assert.InRange(y[0] * y[0], 0, 1e-3);
    }

    /// <summary>The same with two features, where the other column keeps its overlaps.</summary>
    [Theory]
    [InlineData(5, 3, 5, 3, 11.25)]
    [InlineData(1, 1, 1.5, 0.6, 2)]
    [InlineData(1, 0.5, 1, 0.5, 2.25)]
    public void WhereLockedBegins_TrainingFails_WithTwoFeatures(double first, double second, double fake, double otherFake, double x)
    {
        double largest = Math.Max(fake, otherFake), alpha = 1 + x / largest, noise = Math.Sqrt(x / 0.25);
        var gan = new GanParameters([first, second], [fake, otherFake], 0.25, 0.25 * alpha, noise, noise);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal((Phase.Fail, "Deceived", "0"), (verdict.Phase, verdict.Attractor, verdict.Evidence[0]));
        double time = 20 * double.Parse(verdict.Evidence[2], CultureInfo.InvariantCulture);
        var ode = new ReducedOde(gan);
        double[] y = [.. DormandPrince.Integrate(ode, ode.Pack(OdePhaseOptions.Default.Start(gan)), time, s_fine).End];
        double r = Math.Max(Math.Abs(y[6]), Math.Abs(y[7]));
        Assert.InRange(2 * 0.25 * (alpha - 1 + 0.125 * noise) * largest * time * r * r, 0.9, 1.1);
        var recovery = ode.Unpack(y).Recovery();
        for (int l = 0; l < 2; l++)
            Assert.Equal(recovery[l], verdict.Recovery[l], 1e-5);
    }

    /// <summary>Where three lines meet nothing is decided, and the reason names all of them; beside lines it names none.</summary>
    [Fact]
    public void WithoutALabel_TheReasonNamesTheLines()
    {
        PhaseVerdict corner = new OdePhaseClassifier().ClassifyMany([new([1], [1], 0.25, 0.5, 2, 2)])[0];
        Assert.Equal(Phase.Undetermined, corner.Phase);
        Assert.Contains("the trace of the deceived states vanishes at x = (Λ − Λ̃ + αΛ̃)/2", corner.Reason, StringComparison.Ordinal);
        Assert.Contains("x = Λ_1", corner.Reason, StringComparison.Ordinal);
        Assert.Contains("begins at α = 1 + x/Λ̃_1", corner.Reason, StringComparison.Ordinal);
        Assert.Equal(corner.Reason, corner.Evidence[^1]);
        Assert.Equal("", VanishingRates.At(new([1], [1], 0.25, 0.51, 1.9, 1.9)));
    }

    /// <summary>Each line by itself.</summary>
    [Theory]
    [InlineData(5, 3, 5, 3, 0.5, 1, "x = Σ(Λ − Λ̃ + αΛ̃)/4")]
    [InlineData(5, 3, 4, 4, 0.7, 3, "x = Λ_2")]
    [InlineData(4, 4, 5, 3, 1.8, 2, "Locked with column 1 turns about feature 1 at α = (Λ_1 + Λ̃_1)/Λ̃_1")]
    [InlineData(5, 3, 4, 4, 3.25, 2, "Locked with columns 1 and 2 as one turns about feature 1 at α = (Λ_1 + 2Λ̃_2)/Λ̃_2")]
    [InlineData(5, 3, 5, 3, 3.25, 11.25, "Locked with column 1 begins at α = 1 + x/Λ̃_1")]
    public void EachLine_IsNamed(double first, double second, double fake, double otherFake, double alpha, double x, string name)
    {
        double noise = Math.Sqrt(x / 0.25);
        Assert.Contains(name, VanishingRates.At(new([first, second], [fake, otherFake], 0.25, 0.25 * alpha, noise, noise)), StringComparison.Ordinal);
    }

    /// <summary>One point is labelled on a line as it is among many.</summary>
    [Theory]
    [InlineData(new double[] { 1 }, new double[] { 1 }, 0.4, 0.2)]
    [InlineData(new double[] { 5, 3 }, new double[] { 5, 3 }, 0.5, 1)]
    [InlineData(new double[] { 1 }, new double[] { 1 }, 2.5625, 1.5625)]
    public void OnePoint_HasTheLabelThatItHasAmongMany(double[] real, double[] fake, double alpha, double x)
    {
        double noise = Math.Sqrt(x / 0.25);
        var gan = new GanParameters(real, fake, 0.25, 0.25 * alpha, noise, noise);
        PhaseVerdict verdict = new OdePhaseClassifier().Classify(gan);
        Assert.NotEqual(Phase.Undetermined, verdict.Phase);
        Assert.Equal(new OdePhaseClassifier().ClassifyMany([gan])[0], verdict);
    }
}
