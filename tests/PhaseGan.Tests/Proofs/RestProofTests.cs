using PhaseGan.Tests.Intervals;
using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Proved fixed points of the reduced ODE.</summary>
public sealed class RestProofTests
{
    [Fact]
    public void TheFieldAndTheJacobian_AreEnclosed_AtRandomStatesOfEveryNumberOfFeatures()
    {
        var random = new System.Random(41);
        for (int k = 0; k < 60; k++)
        {
            int d = 1 + k % 4;
            GanParameters gan = Draw(random, d);
            var ode = new ReducedOde(gan);
            var enclosed = new EnclosedOde(ParameterBox.Of(gan));
            int n = ode.Dimension;
            double[] y = [.. Enumerable.Range(0, n).Select(_ => 1.6 * random.NextDouble() - 0.8)], f = new double[n], j = new double[n * n];
            ode.Evaluate(y, f);
            ode.Jacobian(y, j);
            Interval[] box = [.. y.Select(v => (Interval)v)], value = new Interval[n], slope = new Interval[n * n];
            enclosed.Enclose(box, value);
            enclosed.EncloseJacobian(box, slope);
            double scale = f.Max(Math.Abs) + j.Max(Math.Abs);
            for (int i = 0; i < n; i++)
                Assert.True(value[i].High - value[i].Low < 1e-12 * scale && Math.Abs(value[i].Middle - f[i]) < 1e-12 * scale);
            for (int i = 0; i < n * n; i++)
                Assert.True(slope[i].High - slope[i].Low < 1e-12 * scale && Math.Abs(slope[i].Middle - j[i]) < 1e-12 * scale, $"{slope[i]} against {j[i]:R}");
        }
    }

    [Fact]
    public void TheEnclosure_ContainsTheFieldInExactArithmetic_OneFeature()
    {
        var random = new System.Random(43);
        for (int k = 0; k < 200; k++)
        {
            GanParameters gan = Draw(random, 1);
            double[] y = [.. Enumerable.Range(0, 3).Select(_ => 2 * random.NextDouble() - 1)];
            var value = new Interval[3];
            new EnclosedOde(ParameterBox.Of(gan)).Enclose([y[0], y[1], y[2]], value);
            ExactNumber p = ExactNumber.Of(y[0]), q = ExactNumber.Of(y[1]), r = ExactNumber.Of(y[2]), one = ExactNumber.Of(1), two = ExactNumber.Of(2);
            ExactNumber tau = ExactNumber.Of(gan.DiscriminatorRate), rate = ExactNumber.Of(gan.GeneratorRate), real = ExactNumber.Of(gan.RealVariances[0]), fake = ExactNumber.Of(gan.FakeVariances[0]);
            ExactNumber noiseT = ExactNumber.Of(gan.RealNoise), noiseG = ExactNumber.Of(gan.FakeNoise), half = tau / two;
            ExactNumber h = (one - half * noiseG) * fake * r * r - (one + half * noiseT) * real * q * q - half * (noiseT * noiseT + noiseG * noiseG);
            Assert.True((rate * fake * r * (q - p * r)).IsIn(value[0]));
            Assert.True((tau * (real * q - p * fake * r + h * q)).IsIn(value[1]));
            Assert.True((tau * (p * real * q - fake * r + h * r) + rate * (fake - fake * r * r) * r).IsIn(value[2]));
        }
    }

    [Fact]
    public void EveryIsolatedRestOfOneFeature_IsProved_WithTheDirectionsThatItsSpectrumHas()
    {
        var random = new System.Random(47);
        int proofs = 0, attracting = 0;
        for (int k = 0; k < 120; k++)
        {
            GanParameters gan = Draw(random, 1);
            var ode = new ReducedOde(gan);
            var enclosed = new EnclosedOde(ParameterBox.Of(gan));
            foreach (FixedPoint point in FixedPointFinder.Find(ode).Orbits.Select(o => o.Representative))
            {
                double[] y = [.. point.Coordinates];
                if (StabilityClassifier.Classify(ode, y) is not { } spectrum || y.Skip(1).All(v => Math.Abs(v) < 1e-6) || Math.Abs(spectrum.Eigenvalues.Min(v => Math.Abs(v.Real))) < 1e-4)
                    continue;
                RestProof? proof = RestProof.Try(enclosed, y);
                Assert.True(proof is not null, $"{gan} at {string.Join(", ", y)}");
                Assert.True(proof.Box.Zip(y).All(pair => Math.Abs(pair.First.Middle - pair.Second) < 1e-9 && pair.First.High - pair.First.Low < 1e-10));
                Assert.Equal(spectrum.Eigenvalues.Count(v => v.Real > 0), proof.Count!.Unstable);
                proofs++;
                attracting += proof.Attracts ? 1 : 0;
            }
        }
        Assert.True(proofs > 100 && attracting > 20, $"{proofs}, {attracting}");
    }

    [Fact]
    public void WithTwoFeatures_AnUndeceivedRestOfBothColumns_IsProved()
    {
        // Λ = (5, 3), both columns active: an isolated rest, followed from where training ends
        var gan = new GanParameters([5, 3], [5, 3], 0.04, 0.2, 1, 1);
        var ode = new ReducedOde(gan);
        var enclosed = new EnclosedOde(ParameterBox.Of(gan));
        int proofs = 0;
        foreach (FixedPoint point in FixedPointFinder.Find(ode).Orbits.Select(o => o.Representative))
        {
            double[] y = [.. point.Coordinates];
            if (StabilityClassifier.Classify(ode, y) is { } spectrum && y.Skip(6).Take(2).All(r => Math.Abs(r) > 1e-3) && RestProof.Try(enclosed, y) is { } proof)
            {
                proofs++;
                Assert.Equal(spectrum.Eigenvalues.Count(v => v.Real > 0), proof.Count!.Unstable);
            }
        }
        Assert.True(proofs > 0);
    }

    [Fact]
    public void NothingIsProved_WhereThereIsNoRest_OrAFamily()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.2, 1, 1);
        var enclosed = new EnclosedOde(ParameterBox.Of(gan));
        Assert.Null(RestProof.Try(enclosed, [0.5, 0.3, 0.2]));
        // and a rough guess of one that is there ends at rounding
        var quiet = new EnclosedOde(ParameterBox.Of(new GanParameters([1], [1], 0.2, 0.2, 0.5, 0.5)));
        Assert.InRange(RestProof.Try(quiet, [0.92, 0.85, 0.92])!.Box.Max(i => i.High - i.Low), 1e-17, 1e-14);
        // the deceived line q = r = 0 is at rest all along
        Assert.Null(RestProof.Try(enclosed, [0.5, 0, 0]));
        Assert.Throws<ArgumentException>(() => RestProof.Try(enclosed, [0.5, 0]));
    }

    private static GanParameters Draw(System.Random random, int d)
    {
        double[] Variances() => [.. Enumerable.Range(0, d).Select(_ => 0.5 + 2 * random.NextDouble())];
        return new GanParameters(Variances(), Variances(), 0.1 + 0.4 * random.NextDouble(), 0.05 + 0.4 * random.NextDouble(), 0.2 + 1.5 * random.NextDouble(), 0.2 + 1.5 * random.NextDouble());
    }
}
