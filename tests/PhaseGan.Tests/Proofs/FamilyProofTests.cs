using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Proved members of families of fixed points.</summary>
public sealed class FamilyProofTests
{
    [Fact]
    public void EveryFamilyOfTwoAndThreeFeatures_IsProved_WithTheDimensionAndTheDirectionsThatTheSpectrumHas()
    {
        var random = new System.Random(67);
        int proofs = 0, open = 0, attracting = 0;
        for (int k = 0; k < 24; k++)
        {
            int d = k % 4 == 3 ? 3 : 2;
            GanParameters gan = Draw(random, d);
            var ode = new ReducedOde(gan);
            var enclosed = new EnclosedOde(ParameterBox.Of(gan));
            foreach (double[] y in Members(gan, random))
            {
                double[] jacobian = new double[y.Length * y.Length];
                ode.Jacobian(y, jacobian);
                FamilyProof? proof = FamilyProof.Try(enclosed, y);
                Assert.True(proof is not null, $"{gan} at {string.Join(", ", y)}");
                Assert.True(proof.Box.Zip(y).All(pair => Math.Abs(pair.First.Middle - pair.Second) < 1e-9 && pair.First.High - pair.First.Low < 1e-9));
                double[] real = [.. EigenSolver.Eigenvalues(jacobian, y.Length)!.Select(v => v.Real).OrderBy(Math.Abs)];
                // the zeros of the family, to rounding, and no others
                Assert.True(Math.Abs(real[proof.Dimension - 1]) < 1e-7, $"{gan} at {string.Join(", ", y)}: {proof.Dimension} of {string.Join(", ", real)}");
                if (proof.Count is null || Math.Abs(real[proof.Dimension]) < 1e-5)
                {
                    open++;
                    continue;
                }
                Assert.Equal(real.Skip(proof.Dimension).Count(v => v > 0), proof.Count.Unstable);
                Assert.Equal(ode.Dimension, proof.Dimension + proof.Count.Unstable + proof.Count.Stable);
                proofs++;
                attracting += proof.Attracts ? 1 : 0;
            }
        }
        Assert.True(proofs > 60 && open < proofs / 20 && attracting > 0, $"{proofs}, {open}, {attracting}");
    }

    [Fact]
    public void ADeceivedMemberWhereTrainingEnds_IsProvedToAttract()
    {
        // Figure 1, Success: Λ = (5, 3), η = 2, perfect recovery
        var enclosed = new EnclosedOde(ParameterBox.Of(new GanParameters([5, 3], [5, 3], 0.2, 0.04, 2, 2)));
        FamilyProof proof = FamilyProof.Try(enclosed, [0.9, 0.2, -0.1, 0.95, 0, 0, 0, 0, 0.1])!;
        Assert.Equal((5, 0, 4, true), (proof.Dimension, proof.Count!.Unstable, proof.Count.Stable, proof.Attracts));
        Assert.Equal<int>([4, 5, 6, 7], [.. proof.Vanishing]);
        // and the origin of the same family repels
        Assert.Equal(2, FamilyProof.Try(enclosed, new double[9])!.Count!.Unstable);
    }

    [Fact]
    public void AFieldOfAUser_WithALineOfRests_IsProved()
    {
        // x' = -x (1 + z), y' = y² − z with z free: y = √z, stable for y < 0
        FamilyProof proof = FamilyProof.Try(new Line(), [0, -1.1, 1.21])!;
        Assert.Equal((1, 0, 2), (proof.Dimension, proof.Count!.Unstable, proof.Count.Stable));
        Assert.True(proof.Box[1].Contains(-1.1) && proof.Box[2].Contains(1.21));
        Assert.Equal(1, FamilyProof.Try(new Line(), [0, 1.1, 1.21])!.Count!.Unstable);
        // y = 0 is a fold: no test succeeds
        Assert.Null(FamilyProof.Try(new Line(), [0, 1e-3, 0.5]));
        Assert.Throws<ArgumentException>(() => FamilyProof.Try(new Line(), [0, 1]));
    }

    private static IEnumerable<double[]> Members(GanParameters gan, System.Random random)
    {
        int d = gan.FeatureCount;
        var layout = new StateLayout(d, hasNorms: false);
        foreach (FixedPointOrbit orbit in FixedPointFinder.Find(new ReducedOde(gan)).Orbits.Where(o => o.FamilyDimension > 0))
        {
            double[] y = [.. orbit.Representative.Coordinates];
            yield return y;
            if (orbit.Name != "Deceived")
                continue;
            double[] other = new double[y.Length];
            for (int i = 0; i < d; i++)
                for (int j = 0; j < d; j++)
                    other[layout.P(i, j)] = (i == j ? 0.7 : 0) + 0.2 * random.NextDouble();
            yield return other;
        }
    }

    private static GanParameters Draw(System.Random random, int d)
    {
        double[] Variances() => [.. Enumerable.Range(0, d).Select(_ => 0.5 + 2 * random.NextDouble())];
        return new GanParameters(Variances(), Variances(), 0.1 + 0.4 * random.NextDouble(), 0.05 + 0.4 * random.NextDouble(), 0.2 + 1.5 * random.NextDouble(), 0.2 + 1.5 * random.NextDouble());
    }

    private sealed class Line : IIntervalField
    {
        public int Dimension => 3;

        public void Enclose(ReadOnlySpan<Interval> y, Span<Interval> derivative) =>
            (derivative[0], derivative[1], derivative[2]) = (-y[0] * (1 + y[2]), y[1].Square() - y[2], y[0] * y[1]);

        public void EncloseJacobian(ReadOnlySpan<Interval> y, Span<Interval> jacobian)
        {
            jacobian.Fill(0);
            (jacobian[0], jacobian[2], jacobian[4], jacobian[5], jacobian[6], jacobian[7]) = (-1 - y[2], -y[0], 2 * y[1], -1, y[1], y[0]);
        }
    }
}
