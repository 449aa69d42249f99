using System.Collections.Immutable;
using System.Numerics;
using Xunit;

namespace PhaseGan.Tests.Equations;

/// <summary>A model of a user's own goes through every stage: integration, fixed points, stability, attractors, a sweep.</summary>
public sealed class DiracGanTests
{
    [Fact]
    public void Integration_KeepsTheRadius_WithoutAPenalty_AndMirrorsTheStart()
    {
        // x x' + y y' = 0 for γ = 0
        var field = new DiracGan(0);
        Trajectory path = DormandPrince.Integrate(field, [1, 0.5], 100, new IntegrationOptions { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-13 });
        Assert.Equal(StopReason.EndReached, path.StopReason);
        foreach (double t in new[] { 0.3, 20, 99.5 })
        {
            double[] y = path.At(t);
            Assert.Equal(1.25, y[0] * y[0] + y[1] * y[1], 1e-8);
        }
        double[] mirrored = DormandPrince.Integrate(field, [-1, -0.5], 10).End.ToArray();
        double[] plain = DormandPrince.Integrate(field, [1, 0.5], 10).End.ToArray();
        Assert.Equal(plain[0], -mirrored[0], 1e-12);
        Assert.Equal(plain[1], -mirrored[1], 1e-12);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(1.7)]
    public void FixedPoints_AreTheEquilibriumAlone_WithTheRootsOfItsQuadraticAsSpectrum(double gamma)
    {
        var field = new DiracGan(gamma);
        FixedPointOrbit only = Assert.Single(FixedPointFinder.Find(field, [-3, -3], [3, 3]).Orbits);
        Assert.All(only.Representative.Coordinates, v => Assert.Equal(0, v, 1e-12));
        Assert.Equal(FixedPointKind.Other, only.Kind);

        // λ² + γλ + 1/4 = 0
        Spectrum spectrum = StabilityClassifier.Classify(field, only.Representative)!;
        Complex root = Complex.Sqrt(gamma * gamma - 1), first = (-gamma + root) / 2, second = (-gamma - root) / 2;
        foreach (Complex value in spectrum.Eigenvalues)
            Assert.InRange(Math.Min((value - first).Magnitude, (value - second).Magnitude), 0, 1e-9);
        Assert.Equal(gamma > 0 ? StabilityVerdict.Stable : StabilityVerdict.Marginal, spectrum.Verdict);
    }

    [Fact]
    public void ASweep_FindsWhereThePenaltyMakesTrainingSettle()
    {
        // η_T stands for γ and α for the size of the start: everything settles but for γ = 0
        var gan = new GanParameters([1.0], [1.0], 1, 1, 1, 1);
        PhaseDiagram diagram = new PhaseSweep(
            Axis.Linear("size", 0.25, 1.5, 3), Axis.Linear("gamma", 0, 0.5, 3),
            (size, gamma) => gan.With(rateRatio: size, realNoise: gamma)).Run(new Settles());
        for (int row = 0; row < 3; row++)
            for (int column = 0; column < 3; column++)
                Assert.Equal(row == 0 ? Phase.Undetermined : Phase.Success, diagram[column, row].Phase);
    }

    /// <summary>x' = −y f′(xy), y' = x f′(xy) − γy with f(t) = −log(1 + e^(−t)): a generator at x against a linear discriminator of slope y.</summary>
    private readonly struct DiracGan(double gamma) : IVectorField
    {
        public int Dimension => 2;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            double slope = 1 / (1 + Math.Exp(y[0] * y[1]));
            (derivative[0], derivative[1]) = (-y[1] * slope, y[0] * slope - gamma * y[1]);
        }

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
        {
            double slope = 1 / (1 + Math.Exp(y[0] * y[1])), curvature = -slope * (1 - slope);
            (jacobian[0], jacobian[1]) = (-y[1] * y[1] * curvature, -slope - y[0] * y[1] * curvature);
            (jacobian[2], jacobian[3]) = (slope + y[0] * y[1] * curvature, y[0] * y[0] * curvature - gamma);
        }
    }

    private sealed class Settles : IPhaseClassifier
    {
        public string Name => "dirac";

        public ImmutableArray<string> EvidenceColumns => [];

        public ImmutableArray<KeyValuePair<string, string>> Describe(GanParameters parameters) => [];

        public PhaseVerdict Classify(GanParameters parameters, CancellationToken cancellationToken = default)
        {
            Attractor found = AttractorFinder.Find(
                new DiracGan(parameters.RealNoise), [parameters.RateRatio, 0.1], new AttractorOptions { MaxEvaluations = 20_000 }, cancellationToken);
            return found is FixedPointAttractor point && point.Point.Coordinates.All(v => Math.Abs(v) < 1e-9)
                ? new PhaseVerdict(Phase.Success, "Equilibrium", [1], [])
                : new PhaseVerdict(Phase.Undetermined, found.Kind.ToString(), [], [], "no attractor was shown");
        }
    }
}
