using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>The search knows nothing of the GAN: fields from textbooks, with their known attractors.</summary>
public sealed class AttractorFinderTests
{
    [Fact]
    public void VanDerPolsOscillator_HasALimitCycle_OfTheKnownPeriod()
    {
        // μ = 1: period 6.6632868593231301896996820305 (D. Viswanath).
        var cycle = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(new VanDerPol(), [0.1, 0]));
        Assert.Equal(AttractorKind.LimitCycle, cycle.Kind);
        Assert.Equal(6.66328685932313, cycle.Cycle.Period, 1e-7);
    }

    [Theory]
    [InlineData(0.5, AttractorKind.FixedPoint)]
    [InlineData(10, AttractorKind.FixedPoint)]
    [InlineData(28, AttractorKind.Aperiodic)]
    [InlineData(160, AttractorKind.LimitCycle)]
    public void LorenzsSystem_GoesFromRestToChaosToAPeriodicWindow(double rho, AttractorKind kind)
    {
        Attractor attractor = AttractorFinder.Find(new Lorenz(rho), [1, 2, 20]);
        Assert.Equal(kind, attractor.Kind);
        if (attractor is FixedPointAttractor rest)
        {
            // x = y = ±√(8(ρ − 1)/3), z = ρ − 1, or the origin.
            double x = rho > 1 ? Math.Sqrt(8 * (rho - 1) / 3) : 0;
            Assert.Equal(x, Math.Abs(rest.Point.Coordinates[0]), 1e-8);
            Assert.Equal(Math.Max(0, rho - 1), rest.Point.Coordinates[2], 1e-8);
            Assert.Equal(FixedPointKind.Other, rest.Point.Kind);
        }
    }

    [Fact]
    public void ASpiralIntoAFocus_IsAFixedPoint_HoweverSlow()
    {
        foreach (double decay in new[] { 0.3, 1e-2, 1e-3 })
        {
            var found = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(new Spiral(-decay), [1, 0]));
            Assert.Equal(0, found.Point.Coordinates.Max(Math.Abs), 1e-10);
            Assert.Equal(-decay, found.Spectrum.GrowthRate, 1e-12);
        }
    }

    [Fact]
    public void ACenter_IsUndetermined_SinceNothingAttracts()
    {
        var found = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(new Spiral(0), [1, 0]));
        Assert.Equal(UndeterminedCause.Neutral, found.Cause);
        // a budget that does not suffice to see that leaves it open, with the marginal point in the middle as what was met
        found = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(new Spiral(0), [1, 0], new AttractorOptions { MaxEvaluations = 20_000 }));
        Assert.Equal(UndeterminedCause.Marginal, found.Cause);
    }

    [Fact]
    public void ATrajectoryThatBlowsUp_IsUndetermined_WithTheReason()
    {
        var unknown = Assert.IsType<UndeterminedAttractor>(AttractorFinder.Find(new Square(), [1]));
        Assert.NotEmpty(unknown.Reason);
        // y = 1/(1 − t)
        Assert.InRange(unknown.Time, 0.99, 1.001);
    }

    [Fact]
    public void StartsThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => AttractorFinder.Find<IVectorField>(null!, [0]));
        Assert.Throws<ArgumentException>(() => AttractorFinder.Find(new Spiral(-1), [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttractorFinder.Find(new Spiral(-1), [0, double.NaN]));
    }

    private sealed class VanDerPol : IVectorField
    {
        public int Dimension => 2;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> f) => (f[0], f[1]) = (y[1], (1 - y[0] * y[0]) * y[1] - y[0]);

        public void Jacobian(ReadOnlySpan<double> y, Span<double> j) =>
            (j[0], j[1], j[2], j[3]) = (0, 1, -2 * y[0] * y[1] - 1, 1 - y[0] * y[0]);
    }

    private sealed class Lorenz(double rho) : IVectorField
    {
        public int Dimension => 3;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> f) =>
            (f[0], f[1], f[2]) = (10 * (y[1] - y[0]), y[0] * (rho - y[2]) - y[1], y[0] * y[1] - 8.0 / 3 * y[2]);

        public void Jacobian(ReadOnlySpan<double> y, Span<double> j)
        {
            (j[0], j[1], j[2]) = (-10, 10, 0);
            (j[3], j[4], j[5]) = (rho - y[2], -1, -y[0]);
            (j[6], j[7], j[8]) = (y[1], y[0], -8.0 / 3);
        }
    }

    private sealed class Spiral(double rate) : IVectorField
    {
        public int Dimension => 2;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> f) => (f[0], f[1]) = (rate * y[0] - y[1], y[0] + rate * y[1]);

        public void Jacobian(ReadOnlySpan<double> y, Span<double> j) => (j[0], j[1], j[2], j[3]) = (rate, -1, 1, rate);
    }

    private sealed class Square : IVectorField
    {
        public int Dimension => 1;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> f) => f[0] = y[0] * y[0];

        public void Jacobian(ReadOnlySpan<double> y, Span<double> j) => j[0] = 2 * y[0];
    }
}
