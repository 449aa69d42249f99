using MathNet.Numerics.LinearAlgebra;
using PhaseGan.Tests.Equations;
using Xunit;

namespace PhaseGan.Tests.Games;

public sealed class NeuralNetDistanceTests
{
    [Fact]
    public void FromOverlapsAlone_ItIsTheLargestEigenvalueInAnyDimension() =>
        RandomCase.ForAll(
            c =>
            {
                // vectors with these overlaps by another route than the library's: a Cholesky factor of the Gram matrix, padded with zeros
                int d = c.FeatureCount, n = 2 * d + 3;
                Matrix<double> gram = Matrix<double>.Build.Dense(2 * d, 2 * d, (a, b) =>
                    a < d && b < d ? (a == b ? 1 : 0) : a < d ? c.State.P(a, b - d) : b < d ? c.State.P(b, a - d) : c.State.S(a - d, b - d));
                Matrix<double> vectors = Matrix<double>.Build.Dense(n, 2 * d);
                vectors.SetSubMatrix(0, 0, (gram + 1e-12 * Matrix<double>.Build.DenseIdentity(2 * d)).Cholesky().Factor.Transpose());
                Matrix<double> weights = Matrix<double>.Build.DenseDiagonal(2 * d, 2 * d, k => k < d ? c.Parameters.RealVariances[k] : -c.Parameters.FakeVariances[k - d]);
                Matrix<double> full = vectors * weights * vectors.Transpose()
                    + (c.Parameters.RealNoise - c.Parameters.FakeNoise) * Matrix<double>.Build.DenseIdentity(n);
                double expected = full.Evd(Symmetricity.Symmetric).EigenValues.Max(v => v.Real);
                return Math.Abs(expected - NeuralNetDistance.Of(c.Parameters, c.State)) < 1e-9;
            },
            count: 100);

    [Fact]
    public void ItIsZeroAtPerfectRecovery_AndSeesTheLargestMissingFeature()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 2, 2);
        Assert.Equal(0, NeuralNetDistance.Of(gan, MacroState.Diagonal([1, 1], [0, 0], [0, 0])), 1e-12);
        Assert.Equal(5, NeuralNetDistance.Of(gan, MacroState.Diagonal([0, 0], [0, 0], [0, 0])), 1e-12);
        Assert.Equal(3, NeuralNetDistance.Of(gan, MacroState.Diagonal([1, 0], [0, 0], [0, 0])), 1e-12);

        // the complement of both spans counts: the supremum is not below the difference of the noises
        Assert.Equal(0.5, NeuralNetDistance.Of(new GanParameters([1], [4], 1, 1, 2.5, 2), MacroState.Diagonal([1], [0], [0])), 1e-12);
    }

    [Fact]
    public void AlongATrajectoryOfSuccess_ItFallsFromTheLargestFeatureToTheRemainder()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 2, 2);
        var ode = new ReducedOde(gan);
        Trajectory path = DormandPrince.Integrate(ode, MacroState.NearOrigin(gan, 0.03, seed: 1), until: 400);
        double[] distance = [.. NeuralNetDistance.Along(gan, ode, path, [0, 100, 200, 400])];
        Assert.Equal(5, distance[0], 0.02);
        Assert.Equal(NeuralNetDistance.Of(gan, ode.Unpack(path.End)), distance[3], 1e-12);
        Assert.InRange(distance[3], 0, 0.5 * distance[0]);
    }

    [Fact]
    public void OnSamples_ItApproachesThePopulationsWithTheRootOfTheirNumber()
    {
        // A mean of 16 errors is known to about 20 %, which moves the slope over a factor 16 by 0.1; the seeds are fixed.
        var gan = new GanParameters([2, 1], [2, 1], 0.2, 0.04, 1, 1);
        MacroState state = MacroState.Diagonal([0.9, 0.3], [0, 0], [0, 0]);
        double population = NeuralNetDistance.Of(gan, state);
        double Error(int samples) => Enumerable.Range(0, 16).Average(seed => Math.Abs(NeuralNetDistance.Empirical(gan, state, 8, samples, seed) - population));
        double few = Error(500), many = Error(8000);
        Assert.Equal(-0.5, Math.Log(many / few) / Math.Log(16), 0.2);
        Assert.InRange(many, 0, 0.1 * population);
        Assert.Equal(NeuralNetDistance.Empirical(gan, state, 8, 50, 3), NeuralNetDistance.Empirical(gan, state, 8, 50, 3));
        Assert.NotEqual(NeuralNetDistance.Empirical(gan, state, 8, 50, 3), NeuralNetDistance.Empirical(gan, state, 8, 50, 4));
    }

    [Theory]
    [InlineData(0.5, 3)]
    [InlineData(3, 0.5)]
    public void OnSamples_RealAndFakeNoiseAreEachTheirOwn(double real, double fake)
    {
        // With m samples in 8 dimensions the eigenvalues stray by about the noise times √(8/m): 0.13, and at most 0.5.
        var gan = new GanParameters([2, 1], [2, 1], 0.2, 0.04, real, fake);
        MacroState state = MacroState.Diagonal([0.9, 0.3], [0, 0], [0, 0]);
        Assert.Equal(NeuralNetDistance.Of(gan, state), NeuralNetDistance.Empirical(gan, state, 8, 4000, 1), 0.5);
    }

    [Fact]
    public void BadArguments_AreRefused()
    {
        var gan = new GanParameters([1], [1], 1, 1, 0, 0);
        MacroState state = MacroState.Diagonal([0], [0], [0]);
        Assert.Throws<ArgumentException>(() => NeuralNetDistance.Of(gan, MacroState.Diagonal([0, 0], [0, 0], [0, 0])));
        Assert.Throws<ArgumentOutOfRangeException>(() => NeuralNetDistance.Empirical(gan, state, 2, 10, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NeuralNetDistance.Empirical(gan, state, 3, 0, 1));
    }
}
