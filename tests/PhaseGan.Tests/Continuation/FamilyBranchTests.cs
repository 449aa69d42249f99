using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Branches of members of families of fixed points, and of relative equilibria, against closed forms.</summary>
public sealed class FamilyBranchTests
{
    /// <summary>x + y is conserved, and y = kx is at rest. A branch orthogonal to that line keeps |(x, y)|.</summary>
    [Fact]
    public void AConservedQuantity_LeavesOneDirection_WhichIsSetApart()
    {
        FieldFamily family = FieldFamily.Of("k", k => new JetField(2, y => [y[1] - k * y[0], k * y[0] - y[1]]));
        Branch branch = Branch.OfFixedPoint(family, [1, 1], 1, 0, 2);
        Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
        Assert.All(branch.Points, p => Assert.Equal(1, p.FamilyDimension));
        Assert.All(branch.Points, p => Assert.Equal(p.Parameters[0] * p.Coordinates[0], p.Coordinates[1], 1e-12));
        Assert.All(branch.Points, p => Assert.Equal(-1 - p.Parameters[0], Assert.Single(p.Eigenvalues).Real, 1e-12));
        Assert.All(branch.Points, p => Assert.True(p.IsStable));
        Assert.Empty(branch.SpecialPoints);
    }

    /// <summary>Each point of the circle x² + y² = p is at rest: the branch goes along a ray, with the eigenvalue −2p.</summary>
    [Fact]
    public void ACircleOfFixedPoints_IsFollowedAlongARay()
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(2, y => [y[0] * (p - y[0] * y[0] - y[1] * y[1]), y[1] * (p - y[0] * y[0] - y[1] * y[1])]));
        Branch branch = Branch.OfFixedPoint(family, [0.6, 0.8], 1, 0.01, 2);
        Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
        Assert.All(branch.Points, p => Assert.Equal(0.75, p.Coordinates[0] / p.Coordinates[1], 1e-10));
        Assert.All(branch.Points, p => Assert.Equal(-2 * p.Parameters[0], Assert.Single(p.Eigenvalues).Real, 1e-10));
    }

    /// <summary>With w = (x, y − s²) and w′ = Aw in coordinates (s, x, y), points (s, 0, s²) are at rest, and A has the eigenvalues p ± 2i: the whole parabola crosses.</summary>
    [Fact]
    public void AFamilyThatIsCurved_CrossesAsAWhole_WhereItsTransverseEigenvaluesDo()
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(3, y =>
        {
            Jet u = y[1], v = y[2] - y[0] * y[0], s = 0.3 * u;
            return [s, p * u - 2 * v, 2 * u + p * v + 2 * y[0] * s];
        }));
        Branch branch = Branch.OfFixedPoint(family, [0.7, 0, 0.49], -0.6, -1, 1);
        SpecialPoint hopf = Assert.Single(branch.SpecialPoints);
        Assert.Equal((SpecialKind.Hopf, 1, true, (0, 2)), (hopf.Kind, hopf.FamilyDimension, hopf.IsOfWholeFamily, hopf.Unstable));
        Assert.Equal(0, hopf.Parameters[0], 1e-11);
        Assert.Equal(2, hopf.Eigenvalues.Max(v => v.Imaginary), 1e-10);
        Assert.Null(hopf.NormalForm);
        Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
    }

    /// <summary>The pair p − s ± i of the member s crosses at p = s, where its neighbours do not.</summary>
    [Fact]
    public void AMemberThatCrossesAlone_LeadsToNothing()
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(3, y => [y[1] * y[1] + y[2] * y[2], (p - y[0]) * y[1] - y[2], y[1] + (p - y[0]) * y[2]]));
        Branch branch = Branch.OfFixedPoint(family, [0.3, 0, 0], -0.4, -1, 1);
        SpecialPoint hopf = Assert.Single(branch.SpecialPoints);
        Assert.Equal((SpecialKind.Hopf, false), (hopf.Kind, hopf.IsOfWholeFamily));
        Assert.Equal(0.3, hopf.Parameters[0], 1e-12);
        Assert.Empty(hopf.Continuations);
        Assert.Contains("this member alone", hopf.ToString(), StringComparison.Ordinal);
    }

    /// <summary>x′ = x(p − x²) with a conserved z, in turned coordinates: all of the plane's lines branch at p = 0, with the cubic coefficient −1.</summary>
    [Fact]
    public void APitchforkOfAWholeFamily_LeadsToOtherFamilies()
    {
        (double c, double s) = (Math.Cos(0.4), Math.Sin(0.4));
        FieldFamily family = FieldFamily.Of("p", p => new JetField(2, y =>
        {
            Jet x = c * y[0] + s * y[1], change = x * (p - x * x);
            return [c * change, s * change];
        }));
        Branch branch = Branch.OfFixedPoint(family, [-0.5 * s, 0.5 * c], -0.6, -1, 1);
        SpecialPoint point = Assert.Single(branch.SpecialPoints);
        Assert.Equal((SpecialKind.Pitchfork, true, 1), (point.Kind, point.IsOfWholeFamily, point.FamilyDimension));
        Assert.Equal(0, point.Parameters[0], 1e-12);
        Assert.Equal(-1, point.NormalForm!.Coefficient, 1e-10);
        Branch other = branch.OtherAt(point);
        Assert.All(other.Points, q => Assert.Equal(q.Parameters[0], Math.Pow(c * q.Coordinates[0] + s * q.Coordinates[1], 2), 1e-10));
        Assert.All(other.Points, q => Assert.Equal(1, q.FamilyDimension));
        Assert.Equal(BranchKind.FixedPoints, Assert.Single(point.Continuations));
    }

    /// <summary>x′ = p + q − x² turns at p + q = 0 with the coefficient −1, whatever z is, which follows x and is at rest with it.</summary>
    [Fact]
    public void AFoldOfAFamily_HasItsCoefficient_AndACurveInTwoParameters()
    {
        FieldFamily family = FieldFamily.Of("p", "q", (p, q) => new JetField(3, y =>
        {
            Jet change = p + q - y[0] * y[0];
            return [change, 0.4 * change, -y[2]];
        }));
        Branch branch = Branch.OfFixedPoint(family.Holding("q", 0.1), [Math.Sqrt(0.4), 0.5, 0], 0.3, -1, 1);
        SpecialPoint fold = Assert.Single(branch.SpecialPoints);
        Assert.Equal((SpecialKind.Fold, 1), (fold.Kind, fold.FamilyDimension));
        Assert.Equal(1, Math.Abs(fold.NormalForm!.Coefficient), 1e-10);
        Assert.Equal(-0.1, fold.Parameters[0], 1e-11);
        Branch folds = Branch.OfBifurcation(BranchKind.Folds, family, fold, [fold.Parameters[0], 0.1], [-1, -1], [1, 1]);
        Assert.True(folds.Points.Length > 10);
        Assert.All(folds.Points, x => Assert.Equal(0, x.Parameters[0] + x.Parameters[1], 1e-10));
        Assert.All(folds.Points, x => Assert.Equal((1, 0.5), (x.FamilyDimension, x.Coordinates[1])));
    }

    /// <summary>s′ = w, w′ = pw: at p = 0 the line w = 0 has an eigenvalue zero across it, and no null vector for it.</summary>
    [Fact]
    public void AnEigenvalueThatPassesZero_WhereTheRankIsWhole_LeadsToNoOtherFixedPoints()
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(2, y => [y[1], p * y[1] - y[1] * y[1] * y[1]]));
        Branch branch = Branch.OfFixedPoint(family, [0.4, 0], -0.6, -1, 1);
        SpecialPoint point = Assert.Single(branch.SpecialPoints);
        Assert.Equal((SpecialKind.BranchPoint, true, (0, 1)), (point.Kind, point.IsOfWholeFamily, point.Unstable));
        Assert.Equal(0, point.Parameters[0], 1e-11);
        Assert.Empty(point.Continuations);
        Assert.Empty(branch.OtherAt(point).Points);
    }

    /// <summary>Beyond p = 0 the line y = 0 drifts, or is drawn to the origin.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFamilyThatBreaks_EndsTheBranchThere(bool drifts)
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(2, y =>
        {
            double strength = p > 0 ? p : 0;
            return [drifts ? strength : -strength * y[0], -y[1]];
        }));
        Branch branch = Branch.OfFixedPoint(family, [0, 0], -0.5, -1, 1);
        Assert.Equal((BranchEnd.RangeReached, BranchEnd.FamilyBroken), (branch.FirstEnd, branch.LastEnd));
        Assert.InRange(branch.Points[^1].Parameters[0], -1e-7, 1e-8);
    }

    /// <summary>w′ = (p + i(1 + p/2) − |w|²)w has the rotating solution |w|² = p with the speed 1 + p/2; z′ = (p − 1 + 2i)z − |z|²z, which is not turned, has a Hopf point at p = 1.</summary>
    [Fact]
    public void ARotatingSolution_IsFollowedWithItsSpeed_AndItsHopfPointHasItsCoefficient()
    {
        FieldFamily family = FieldFamily.Of("p", p => new Rotating(p));
        Branch branch = Branch.OfFixedPoint(family, [0.6, 0.5, 0, 0], 0.5, 0.2, 2, new BranchOptions { Relative = true });
        Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
        Assert.All(branch.Points, p => Assert.Equal(p.Parameters[0], p.Coordinates[0] * p.Coordinates[0] + p.Coordinates[1] * p.Coordinates[1], 1e-11));
        Assert.All(branch.Points, p => Assert.Equal(1 + p.Parameters[0] / 2, Math.Abs(Assert.Single(p.Speeds)), 1e-11));
        SpecialPoint hopf = Assert.Single(branch.SpecialPoints);
        Assert.Equal((SpecialKind.Hopf, true), (hopf.Kind, hopf.IsOfWholeFamily));
        Assert.Equal(1, hopf.Parameters[0], 1e-12);
        Assert.Equal(2, hopf.NormalForm!.Frequency!.Value, 1e-11);
        // y = zq + z̄q̄ with q = (1, −i)/√2 has |y|² = 2|z|²
        Assert.Equal(-2, hopf.NormalForm.Coefficient, 1e-9);
    }

    private sealed class Rotating(double p) : ISymmetricField
    {
        private readonly JetField _field = new(4, y =>
        {
            Jet square = y[0] * y[0] + y[1] * y[1], growth = p - square, speed = 1 + p / 2, other = p - 1 - y[2] * y[2] - y[3] * y[3];
            return [growth * y[0] - speed * y[1], speed * y[0] + growth * y[1], other * y[2] - 2 * y[3], 2 * y[2] + other * y[3]];
        });

        public int Dimension => 4;

        public int SymmetryCount => 1;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => _field.Evaluate(y, derivative);

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => _field.Jacobian(y, jacobian);

        public void SymmetryDirections(ReadOnlySpan<double> y, Span<double> directions) => (directions[0], directions[1], directions[2], directions[3]) = (-y[1], y[0], 0, 0);
    }
}
