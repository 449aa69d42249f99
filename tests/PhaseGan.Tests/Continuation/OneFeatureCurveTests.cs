using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Curves in (α, η) of the GAN with one feature, Λ = Λ̃ = 1 and τ = 0.2, by the general tools, against the exact map and closed forms.</summary>
public sealed class OneFeatureCurveTests
{
    private const double Tau = 0.2;

    private static readonly FieldFamily s_family = FieldFamily.Of("alpha", "eta", (alpha, eta) => new ReducedOde(Gan(alpha, eta)));

    /// <summary>The double root of BαΛ̃u² − (AΛ̃ − B(Λ − αΛ̃))u + (Λ̃ − Λ + x).</summary>
    [Fact]
    public void TheFoldsOfUndeceived_AreWhereItsQuadraticHasADoubleRoot()
    {
        SpecialPoint fold = Through(SpecialKind.Fold, 1.2, 1);
        Branch curve = Branch.OfBifurcation(BranchKind.Folds, s_family, fold, [fold.Parameters[0], 1], [0.7, 0.6], [1.4, 1.3]);
        Assert.True(curve.Points.Length > 10);
        Assert.All(curve.Points, p =>
        {
            (double alpha, double eta) = (p.Parameters[0], p.Parameters[1]);
            double x = Tau * eta * eta, a = 1 - Tau * eta / 2, b = 1 + Tau * eta / 2, middle = a - b * (1 - alpha);
            Assert.Equal(0, middle * middle - 4 * b * alpha * x, 1e-10);
        });
    }

    [Fact]
    public void TheHopfPointsOfUndeceived_AreThoseOfTheExactMap()
    {
        SingleFeatureBoundaryPoint start = SingleFeaturePhases.HopfPoints(Gan(1, 1.32)).First(p => p.P > 0.1);
        Branch branch = Branch.OfFixedPoint(s_family.Holding("eta", 1.32), [start.P, start.Q, start.R], start.Alpha, 0.9 * start.Alpha, 1.1 * start.Alpha);
        SpecialPoint hopf = branch.SpecialPoints.Where(s => s.Kind == SpecialKind.Hopf).MinBy(s => Math.Abs(s.Parameters[0] - start.Alpha))!;
        Branch curve = Branch.OfBifurcation(BranchKind.HopfPoints, s_family, hopf, [hopf.Parameters[0], 1.32], [1.3, 1.28], [1.9, 1.38]);
        BranchPoint[] points = [.. curve.Points.Where(p => p.Eigenvalues.Any(v => v.Imaginary > 1e-3 && Math.Abs(v.Real) < 1e-9))];
        Assert.True(points.Length > 10);
        Assert.All(points, p => Assert.Equal(0, SingleFeaturePhases.HopfPoints(Gan(1, p.Parameters[1])).Min(e => Math.Abs(e.Alpha - p.Parameters[0])), 1e-10));
    }

    /// <summary>α = (Λ + Λ̃)/Λ̃ for every noise, and u of Locked in closed form.</summary>
    [Fact]
    public void TheHopfPointsOfLocked_LieAtTwo()
    {
        SpecialPoint hopf = Through(SpecialKind.Hopf, 2.3, 2, locked: true);
        Branch curve = Branch.OfBifurcation(BranchKind.HopfPoints, s_family, hopf, [hopf.Parameters[0], 2], [1.5, 1.8], [2.5, 2.2]);
        Assert.True(curve.Points.Length > 5);
        Assert.All(curve.Points, p => Assert.Equal(2, p.Parameters[0], 1e-10));
    }

    /// <summary>u = (Λ̃(1 − α) + x)/(Λ̃(A − α)) of Locked is that of Undeceived with P = 0, 1 − Λ/(αΛ̃).</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1.5)]
    public void ThePitchforkOfLocked_IsWhereUndeceivedLosesItsOverlap(double eta)
    {
        SpecialPoint point = Through(SpecialKind.Pitchfork, 2.5, eta, locked: true);
        (double alpha, double x) = (point.Parameters[0], Tau * eta * eta);
        Assert.Equal(1 - 1 / alpha, (1 - alpha + x) / (1 - Tau * eta / 2 - alpha), 1e-10);
    }

    /// <summary>On the line q = r = 0 the trace Λ − Λ̃ + αΛ̃ − 2x vanishes for all members together, the determinant (Λ − x)(αΛ̃ − Λ̃ − x) + P²ΛΛ̃ for each alone.</summary>
    [Fact]
    public void TheDeceivedLine_HasBothOfItsCurves()
    {
        Branch branch = Branch.OfFixedPoint(s_family.Holding("eta", 1), [1, 0, 0], 0.1, 0.05, 1);
        SpecialPoint hopf = Assert.Single(branch.SpecialPoints, s => s.Kind == SpecialKind.Hopf);
        Branch curve = Branch.OfBifurcation(BranchKind.HopfPoints, s_family, hopf, [hopf.Parameters[0], 1], [0.05, 0.5], [1, 1.5]);
        Assert.True(curve.Points.Length > 10);
        Assert.All(curve.Points, p => Assert.Equal(2 * Tau * p.Parameters[1] * p.Parameters[1], p.Parameters[0], 1e-10));
        Assert.All(curve.Points, p => Assert.Equal((1, 1.0), (p.FamilyDimension, p.Coordinates[0])));
    }

    private static GanParameters Gan(double alpha, double eta) => new GanParameters([1], [1], Tau, Tau, 1, 1).With(rateRatio: alpha, noise: eta);

    /// <summary>The first point of a kind on the branch through the Undeceived or the Locked point at a place.</summary>
    private static SpecialPoint Through(SpecialKind kind, double alpha, double eta, bool locked = false)
    {
        FixedPointOrbit orbit = SingleFeature.FixedPoints(Gan(alpha, eta)).First(o => o.Representative.Kind == (locked ? FixedPointKind.Locked : FixedPointKind.Undeceived));
        Branch branch = Branch.OfFixedPoint(s_family.Holding("eta", eta), orbit.Representative, alpha, 0.5, 4);
        return branch.SpecialPoints.First(s => s.Kind == kind);
    }
}
