using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>On the Hopf line of the Locked point of two equal columns, α = (Λ_i + 2Λ̃)/Λ̃, training comes to rest like 1/√t: no search sees a rate there.</summary>
public sealed class AlignedHopfTests
{
    private static readonly IntegrationOptions s_fine = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-14, MaxSteps = 10_000_000 };

    /// <summary>The tools for branches of any field find the same line and coefficient with nine coordinates, in which a turn with both columns is longer: |q|² + 2|P|² for |q|² + |P|².</summary>
    [Theory]
    [InlineData(5, 3, 4, 2.75)]
    [InlineData(2, 1.5, 3, 1.8)]
    [InlineData(4, 1, 1.5, 3.1)]
    public void TheLineAndItsCoefficient_AreThoseThatABranchMeetsInNineCoordinates(double real, double other, double fake, double noise)
    {
        double alpha = (real + 2 * fake) / fake;
        var gan = new GanParameters([real, other], [fake, fake], 0.2, 0.2 * alpha, noise, noise);
        Assert.True(AlignedHopf.Attracts(gan, 0, out double u));
        double r = Math.Sqrt(u), turn = alpha * fake * u, omega = Math.Sqrt(turn * (2 * fake - turn)), share = turn * alpha * fake / (omega * omega + turn * turn);
        Branch branch = Branch.OfFixedPoint(FieldFamily.Of("alpha", a => new ReducedOde(gan.With(rateRatio: a))), [0, 0, 0, 0, 0, 0, r, r, 1], alpha, 0.98 * alpha, 1.02 * alpha);
        SpecialPoint hopf = Assert.Single(branch.SpecialPoints, p => p.Kind == SpecialKind.Hopf);
        Assert.Equal(alpha, hopf.Parameters[0], 1e-9);
        Assert.Equal(0.2 * omega, hopf.NormalForm!.Frequency!.Value, 1e-8);
        double known = HopfNormalForm.FirstLyapunov(new SingleFeatureConstants(real, 2 * fake, 0.5 * alpha, gan.EffectiveNoise, gan.FakeGain, gan.RealGain), 0, 0, r, omega);
        Assert.True(known < 0);
        Assert.Equal(known * (1 + share) / (1 + 2 * share), hopf.NormalForm.FirstLyapunov!.Value, 1e-6 * Math.Abs(known));
    }

    /// <summary>1/P² at the turning points grows at a constant rate, as Dormand–Prince at 1e-10 says.</summary>
    [Fact]
    public void OnTheLine_TrainingFails_ThoughNoRateSaysSo()
    {
        var gan = new GanParameters([5, 3], [4, 4], 0.2, 0.65, 3, 3);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal((Phase.Fail, "Locked", "0"), (verdict.Phase, verdict.Attractor, verdict.Evidence[0]));
        Assert.Equal((0, 0), (verdict.Recovery[0], verdict.Recovery[1]));

        var ode = new ReducedOde(gan);
        double[] y = ode.Pack(OdePhaseOptions.Default.Start(gan));
        double InverseSquare(double wait)
        {
            y = [.. DormandPrince.Integrate(ode, y, wait - 100, s_fine with { Output = PathOutput.End }).End];
            Trajectory path = DormandPrince.Integrate(ode, y, 100, s_fine);
            y = [.. path.End];
            double largest = Enumerable.Range(0, 4000).Max(k => Math.Abs(path.At(100.0 * k / 4000)[0]));
            return 1 / (largest * largest);
        }

        double first = InverseSquare(1500), second = InverseSquare(1500), third = InverseSquare(1500);
        Assert.InRange((third - second) / (second - first), 0.97, 1.03);
        Assert.All(ode.Unpack(y).Recovery(), rho => Assert.InRange(rho, 0, 1e-3));
    }

    /// <summary>The whole column of a diagram; thirteen cells of forty-eight had no label.</summary>
    [Fact]
    public void TheColumnOnTheLine_IsDecided()
    {
        GanParameters gan = new([5, 3], [4, 4], 0.2, 0.65, 1, 1);
        GanParameters[] column = [.. Enumerable.Range(0, 6).Select(k => gan.With(noise: 2.2 + 0.25 * k))];
        Assert.All(new OdePhaseClassifier().ClassifyMany(column), v => Assert.Equal((Phase.Fail, "Locked"), (v.Phase, v.Attractor)));
    }

    /// <summary>Equal Λ turn together; that of one alone is the coefficient of one feature, and on a circle the energy falls as Dormand–Prince at 1e-10 says: nine coordinates, nothing averaged.</summary>
    [Theory]
    [InlineData(4, 4, 3)]
    [InlineData(2, 3, 1.8)]
    [InlineData(4, 1.5, 3.1)]
    public void EqualFeatures_TurnOnACircleOrALine_AsTheCoefficientsSay(double real, double fake, double noise)
    {
        double alpha = (real + 2 * fake) / fake;
        var gan = new GanParameters([real, real], [fake, fake], 0.2, 0.2 * alpha, noise, noise);
        Assert.True(AlignedHopf.Attracts(gan, 0, out double u));
        double r = Math.Sqrt(u), slow = alpha * fake * u, omega = Math.Sqrt(slow * (2 * fake - slow)), share = slow * alpha * fake / (omega * omega + slow * slow);
        var c = new SingleFeatureConstants(real, 2 * fake, 0.5 * alpha, gan.EffectiveNoise, gan.FakeGain, gan.RealGain);
        (double circle, double line) = AlignedHopf.Turns(c, u, omega);
        Assert.Equal(HopfNormalForm.FirstLyapunov(c, 0, 0, r, omega) * omega * (1 + share), line, 1e-9 * Math.Abs(line));

        // q = 2ε(cos, sin), and P behind it; means of |q|² over turns
        const double size = 0.01;
        double along = alpha * fake * r * slow / (slow * slow + omega * omega), across = alpha * fake * r * omega / (slow * slow + omega * omega);
        double[] y = [2 * size * along, 2 * size * along, -2 * size * across, -2 * size * across, 2 * size, 0, r, r, 1];
        var ode = new ReducedOde(gan);
        double turn = 2 * Math.PI / (0.2 * omega);
        double Mean()
        {
            double sum = 0;
            for (int k = 0; k < 64; k++)
            {
                y = [.. DormandPrince.Integrate(ode, y, 20 * turn / 64, s_fine with { Output = PathOutput.End }).End];
                sum += (y[4] * y[4] + y[5] * y[5]) / 64;
            }
            return sum;
        }

        Mean();
        double first = Mean();
        for (int k = 0; k < 4; k++)
            Mean();
        // |q|² = 2|z|², and |z|² falls as 2 Re a |z|⁴
        double fall = (1 / first - 1 / Mean()) / (5 * 20 * turn * 0.2);
        Assert.Equal(circle, fall, 0.01 * Math.Abs(fall));
    }

    [Fact]
    public void EqualFeaturesOnTheLine_Fail()
    {
        var gan = new GanParameters([4, 4], [4, 4], 0.2, 0.6, 1, 1);
        GanParameters[] column = [.. Enumerable.Range(0, 4).Select(k => gan.With(noise: 2.5 + 0.4 * k))];
        Assert.All(new OdePhaseClassifier().ClassifyMany(column), v => Assert.Equal((Phase.Fail, "Locked", "0"), (v.Phase, v.Attractor, v.Evidence[0])));
    }

    /// <summary>A thousandth beside the line a rate shows: above it training still fails, and below it a cycle is born, since the coefficient is negative. Six draws.</summary>
    [Fact]
    public void BesideTheLine_LabelsAreWhatTheSignOfTheCoefficientSays()
    {
        var random = new Random(11);
        var beside = new List<GanParameters>();
        while (beside.Count < 12)
        {
            double fake = 0.5 + 3 * random.NextDouble(), real = fake * (0.6 + random.NextDouble()), other = real * (0.3 + 0.5 * random.NextDouble()), tau = 0.05 + 0.2 * random.NextDouble();
            double alpha = (real + 2 * fake) / fake, noise = Math.Sqrt(fake * random.NextDouble() / tau);
            var gan = new GanParameters([real, other], [fake, fake], tau, alpha * tau, noise, noise);
            if (!AlignedHopf.Attracts(gan, 0, out double u) || !(alpha * u is > 1.1 and < 1.8))
                continue;
            beside.Add(gan.With(rateRatio: alpha + 1e-3));
            beside.Add(gan.With(rateRatio: alpha - 1e-3));
            Assert.False(AlignedHopf.Attracts(beside[^1], 0, out _));
        }
        PhaseVerdict[] verdicts = [.. new OdePhaseClassifier().ClassifyMany([.. beside])];
        for (int k = 0; k < verdicts.Length; k += 2)
        {
            Assert.Equal((Phase.Fail, "Locked"), (verdicts[k].Phase, verdicts[k].Attractor));
            Assert.Equal(Phase.Oscillation, verdicts[k + 1].Phase);
        }
    }

    [Fact]
    public void WhereARateGrowsOrTheStateIsFar_NothingIsCaught()
    {
        var gan = new GanParameters([5, 3], [4, 4], 0.2, 0.65, 3, 3);
        Assert.True(AlignedHopf.Attracts(gan, 0, out double u));
        double r = Math.Sqrt(u);
        Assert.True(AlignedHopf.Catches(gan, [0.01, 0.01, 0, 0, 0.003, 0, r, r, 1]));
        Assert.True(AlignedHopf.Catches(gan, [0.01, -0.01, 0, 0, 0.003, 0, -r, r, -1]));
        Assert.False(AlignedHopf.Catches(gan, [0.01, -0.01, 0, 0, 0.003, 0, r, r, 1]));
        Assert.False(AlignedHopf.Catches(gan, [0.01, 0.01, 0, 0.01, 0.003, 0, r, r, 1]));
        Assert.False(AlignedHopf.Catches(gan, [0.01, 0.01, 0, 0, 0.003, 0, r, 0, 0]));
        Assert.False(AlignedHopf.Catches(gan, [0.2, 0.2, 0, 0, 0.003, 0, r, r, 1]));
        // the line of the weaker feature, on which the stronger one grows; columns that differ; past it where Locked repels; too much noise, so that the columns part
        Assert.False(AlignedHopf.Attracts(gan.With(rateRatio: 11.0 / 4), 1, out _));
        Assert.False(AlignedHopf.Attracts(gan.With(fakeVariances: [4, 4.001]), 0, out _));
        Assert.False(AlignedHopf.Attracts(gan.With(rateRatio: 3.25 * (1 - 1e-12)), 0, out _));
        Assert.False(AlignedHopf.Attracts(gan.With(noise: 4), 0, out _));
    }
}
