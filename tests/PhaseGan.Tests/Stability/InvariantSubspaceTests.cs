using PhaseGan.Tests.Phases;
using Xunit;

namespace PhaseGan.Tests.Stability;

/// <summary>Motion that keeps within an invariant subspace: exponents within it say what it is, those across it whether it attracts.</summary>
public sealed class InvariantSubspaceTests
{
    private static readonly LyapunovOptions Short = new() { Transient = 50, Duration = 600 };

    [Theory]
    [InlineData(0.5)]
    [InlineData(-0.25)]
    public void ACycleInAPlane_IsACycle_WhateverTheRateAcross(double across)
    {
        LyapunovEstimate estimate = LyapunovSpectrum.Estimate(TextbookFields.VanDerPolBeside(across), [2, 0, 0], 2, Short);
        Assert.Equal(MotionKind.Cycle, estimate.Classify());
        // where the plane repels, the exponents are those within it; the contraction of van der Pol's cycle at μ = 1 is the mean of 1 − x²
        Trajectory turn = DormandPrince.Integrate(TextbookFields.VanDerPolBeside(-1), [2.00861986087484, 0, 0], 6.66328685932313);
        double mean = Enumerable.Range(0, 4000).Average(k => 1 - Math.Pow(turn.At((k + 0.5) / 4000 * 6.66328685932313)[0], 2));
        Assert.Equal(across > 0 ? [mean] : [across, mean], estimate.Exponents.Select(e => Math.Round(e.Value, 10)), (a, b) => Math.Abs(a - b) < 2e-3);
        Assert.Equal(across, Assert.Single(estimate.Transverse).Value, 1e-6);
    }

    [Fact]
    public void ChaosInASubspace_HasItsOwnExponents_AndThoseAcrossApart()
    {
        LyapunovEstimate estimate = LyapunovSpectrum.Estimate(TextbookFields.LorenzBeside(2), [1, 2, 20, 0], 3, Short);
        Assert.Equal(2, estimate.Exponents.Length);
        Assert.InRange(Math.Abs(estimate.Exponents[0].Value - 0.9056), 0, 5 * estimate.Exponents[0].StandardError);
        Assert.Equal(2, Assert.Single(estimate.Transverse).Value, 1e-6);
        Assert.Empty(LyapunovSpectrum.Estimate(TextbookFields.Lorenz(28), [1, 2, 20], 2, Short).Transverse);
    }

    [Fact]
    public void AHull_IsTheSubspaceOfEqualCoordinates_AndTheWholeSpaceWhereTheFieldLeavesIt()
    {
        // three copies of x' = −x: any equal coordinates stay equal
        var copies = new FixedPoints.Field(3, (y, f) => (f[0], f[1], f[2]) = (-y[0], -y[1], -y[2]), (_, j) => Diagonal(j, -1, -1, -1));
        double[][] equal = [.. Enumerable.Range(0, 9).Select(k => new[] { k * 0.1, k * 0.1, 3 * k * 0.1 + 1 })];
        var hull = MotionHull.Of(copies, equal);
        Assert.Equal(1, hull.Dimension);
        double[] tangent = [1, 1, 3], other = [1, -1, 0];
        hull.Project(tangent, 1, across: false);
        hull.Project(other, 1, across: true);
        Assert.Equal([1, 1, 3], tangent.Select(v => Math.Round(v, 12)));
        Assert.Equal([1, -1, 0], other.Select(v => Math.Round(v, 12)));

        var different = new FixedPoints.Field(3, (y, f) => (f[0], f[1], f[2]) = (-y[0], -2 * y[1], -3 * y[2]), (_, j) => Diagonal(j, -1, -2, -3));
        Assert.True(MotionHull.Of(different, equal).IsWhole);

        static void Diagonal(Span<double> j, double a, double b, double c)
        {
            j.Clear();
            (j[0], j[4], j[8]) = (a, b, c);
        }
    }
}
