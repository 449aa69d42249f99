using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>The general tools on the GAN with one feature, whose Hopf points and their first Lyapunov coefficients are known from closed forms.</summary>
public sealed class GanBranchTests
{
    [Theory]
    [InlineData(1, 0.2, 1)]
    [InlineData(2, 0.2, 1.5)]
    [InlineData(1, 0.1, 0.5)]
    public void HopfPointsOfTheExactMap_AreMet(double variance, double tau, double eta)
    {
        var gan = new GanParameters([variance], [variance], tau, tau, eta, eta);
        var exact = SingleFeaturePhases.HopfPoints(gan, alphaTo: 3.5);
        Assert.NotEmpty(exact);
        FieldFamily family = FieldFamily.Of("alpha", alpha => new ReducedOde(gan.With(rateRatio: alpha)));
        foreach (SingleFeatureBoundaryPoint point in exact)
        {
            double start = point.Alpha * 1.02;
            Branch branch = Branch.OfFixedPoint(family, [point.P, point.Q, point.R], start, 0.9 * point.Alpha, 1.1 * point.Alpha);
            SpecialPoint hopf = Assert.Single(branch.SpecialPoints, s => s.Kind == SpecialKind.Hopf);
            Assert.Equal(point.Alpha, hopf.Parameters[0], 1e-11);
            Assert.Equal(point.R, Math.Abs(hopf.Coordinates[2]), 1e-10);
            Assert.Equal(point.FirstLyapunov, hopf.NormalForm!.FirstLyapunov!.Value, 1e-9 * Math.Max(1, Math.Abs(point.FirstLyapunov)));
        }
    }
}
