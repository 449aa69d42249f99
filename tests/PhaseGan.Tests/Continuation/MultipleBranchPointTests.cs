using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Branch points at which several eigenvalues vanish together, with branches that are known in closed form, in turned and bent coordinates.</summary>
public sealed class MultipleBranchPointTests
{
    private static readonly (double C, double S) s_turn = (Math.Cos(0.7), Math.Sin(0.7));

    [Fact]
    public void TwoPitchforksAtOnce_HaveFourOtherBranches()
    {
        (SpecialPoint point, BranchSwitch others) = At(2, (p, x) => [p * x[0] - x[0] * x[0] * x[0], p * x[1] - x[1] * x[1] * x[1]]);
        AssertLocated(point, 2);
        Assert.Equal((BranchSwitchStatus.All, 4), (others.Status, others.Branches.Length));
        // on each branch a coordinate is 0 or ±√p
        Assert.All(others.Branches.SelectMany(b => b.Points), q => Assert.All(Straight(q), x => Assert.Equal(0, x * (q.Parameters[0] - x * x), 1e-9)));
        Assert.Equal(4, others.Branches.Select(b => string.Join(',', Straight(b.Points[^1]).Select(x => Math.Round(Math.Abs(x)) * Math.Sign(x * Straight(b.Points[^1]).First(y => Math.Abs(y) > 0.5))))).Distinct().Count());
    }

    /// <summary>z′ = pz + z̄² − |z|²z: |z| = r with p = −r cos 3φ + r² on three lines.</summary>
    [Fact]
    public void ATriangleHasThreeTranscriticalBranches()
    {
        (SpecialPoint point, BranchSwitch others) = At(2, (p, x) =>
        {
            Jet square = x[0] * x[0] + x[1] * x[1];
            return [p * x[0] + x[0] * x[0] - x[1] * x[1] - square * x[0], p * x[1] - 2 * x[0] * x[1] - square * x[1]];
        });
        AssertLocated(point, 2);
        Assert.Equal((BranchSwitchStatus.All, 3), (others.Status, others.Branches.Length));
        foreach (Branch branch in others.Branches)
        {
            Assert.All(branch.Points.Select(q => (X: Straight(q), P: q.Parameters[0])), q => Assert.Equal(0, Math.Sin(3 * Math.Atan2(q.X[1], q.X[0])) * double.Hypot(q.X[0], q.X[1]), 1e-8));
            // the fold of p = r² − r
            Assert.Equal(-0.25, Assert.Single(branch.SpecialPoints, s => s.Kind == SpecialKind.Fold).Parameters[0], 1e-11);
        }
    }

    /// <summary>BifurcationKit's example with the symmetry D₆, μxᵢ + axⱼxₖ − bxᵢ³ − c(xⱼ² + xₖ²)xᵢ: μ = bx² on three axes, and μ = (b + 2c)x² ∓ ax on four diagonals.</summary>
    [Fact]
    public void AKernelOfThreeDimensions_HasThreeAxesAndFourDiagonals()
    {
        const double a = 0.3, b = 1.5, c = 2.9;
        (SpecialPoint point, BranchSwitch others) = At(3, (p, x) => [.. Enumerable.Range(0, 3).Select(i =>
        {
            Jet y = x[(i + 1) % 3], z = x[(i + 2) % 3];
            return p * x[i] + a * y * z - b * x[i] * x[i] * x[i] - c * (y * y + z * z) * x[i];
        })]);
        AssertLocated(point, 3);
        Assert.Equal((BranchSwitchStatus.All, 7), (others.Status, others.Branches.Length));
        int diagonals = 0;
        foreach (Branch branch in others.Branches)
        {
            bool isDiagonal = Straight(branch.Points[^1]).Min(Math.Abs) > 1e-3;
            diagonals += isDiagonal ? 1 : 0;
            Assert.All(branch.Points.Select(q => (X: Straight(q), P: q.Parameters[0])), q =>
            {
                double size = q.X.Max(Math.Abs), side = Math.Sign(q.X[0] * q.X[1] * q.X[2]);
                Assert.Equal(q.P, isDiagonal ? (b + 2 * c) * size * size - side * a * size : b * size * size, 1e-8);
            });
        }
        Assert.Equal(4, diagonals);
    }

    /// <summary>px − x³ − bxy², py − y³ − bx²y: p = r² on both axes, and p = (1 + b)r²/2 on both diagonals; a slaved mode adds to the cubic part.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(-0.4)]
    public void ASquareHasBranchesOnItsAxesAndItsDiagonals(double b)
    {
        (SpecialPoint point, BranchSwitch others) = At(3, (p, x) =>
            [p * x[0] - 1.2 * x[0] * x[0] * x[0] - (b + 0.2) * x[0] * x[1] * x[1] + 0.4 * x[0] * x[2], p * x[1] - 1.2 * x[1] * x[1] * x[1] - (b + 0.2) * x[0] * x[0] * x[1] + 0.4 * x[1] * x[2], x[0] * x[0] / 2 + x[1] * x[1] / 2 - x[2]]);
        AssertLocated(point, 2);
        Assert.Equal((BranchSwitchStatus.All, 4), (others.Status, others.Branches.Length));
        int diagonals = 0;
        foreach (Branch branch in others.Branches)
        {
            bool isDiagonal = Straight(branch.Points[^1]) is var end && Math.Abs(end[0] * end[1]) > 0.1;
            diagonals += isDiagonal ? 1 : 0;
            Assert.All(branch.Points, q => Assert.Equal(q.Parameters[0], (isDiagonal ? 0.5 * (1 + b) : 1) * (Straight(q)[0] * Straight(q)[0] + Straight(q)[1] * Straight(q)[1]), 1e-8));
        }
        Assert.Equal(2, diagonals);
    }

    [Fact]
    public void ThreePitchforksAtOnce_HaveThirteenOtherBranches()
    {
        (SpecialPoint point, BranchSwitch others) = At(3, (p, x) => [p * x[0] - x[0] * x[0] * x[0], p * x[1] - x[1] * x[1] * x[1], p * x[2] - x[2] * x[2] * x[2]]);
        AssertLocated(point, 3);
        Assert.Equal((BranchSwitchStatus.All, 13), (others.Status, others.Branches.Length));
    }

    [Fact]
    public void ACircleOfBranches_IsNotFollowed_AndSaysSo()
    {
        (SpecialPoint point, BranchSwitch others) = At(2, (p, x) =>
        {
            Jet square = x[0] * x[0] + x[1] * x[1];
            return [p * x[0] - square * x[0], p * x[1] - square * x[1]];
        });
        AssertLocated(point, 2);
        Assert.Equal((BranchSwitchStatus.NotIsolated, 0), (others.Status, others.Branches.Length));
    }

    /// <summary>A transcritical branch and a pitchfork at once: the quadratic part decides about one and not about the other.</summary>
    [Fact]
    public void WhereTermsOfHigherOrderDecide_OnlyTheSimpleRootsAreFollowed()
    {
        (_, BranchSwitch others) = At(2, (p, x) => [x[0] * (p - x[0]), x[1] * (p - x[1] * x[1])]);
        Assert.Equal(BranchSwitchStatus.NotIsolated, others.Status);
        Branch one = Assert.Single(others.Branches);
        Assert.All(one.Points, q => Assert.Equal(q.Parameters[0], Straight(q)[0], 1e-10));
    }

    [Fact]
    public void ASimplePointHasOneOtherBranch()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Lorenz, [0, 0, 0], 0.5, 0.2, 30);
        BranchSwitch others = branch.OthersAt(branch.SpecialPoints[0]);
        Assert.Equal((BranchSwitchStatus.All, 1), (others.Status, others.Branches.Length));
    }

    /// <summary>The pitchfork of (p − q² + ¼)x − x³ and the transcritical point of x(p − q − x) on a moving branch persist; the one of h + px − x³ is unfolded by h, whichever parameter comes first.</summary>
    [Fact]
    public void BranchPointsAreFollowedInTwoParameters_AsLongAsTheyPersist()
    {
        FieldFamily fork = FieldFamily.Of("p", "q", (p, q) => new JetField(2, y => [(p - q * q + 0.25) * y[0] - y[0] * y[0] * y[0], y[0] * y[0] - y[1]]));
        Branch curve = BranchPoints(fork, "q", 0.1, [0, 0], -0.7);
        Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (curve.FirstEnd, curve.LastEnd));
        Assert.All(curve.Points, x => Assert.Equal(x.Parameters[0], x.Parameters[1] * x.Parameters[1] - 0.25, 1e-9));
        FieldFamily moving = FieldFamily.Of("q", "p", (q, p) => new JetField(2, y =>
        {
            Jet x = y[0] - p * q - 0.3;
            return [x * (p - q - x), y[0] - 2 * y[1]];
        }));
        curve = BranchPoints(moving, "q", 0.1, [0.33, 0.165], 0.3);
        Assert.True(curve.Points.Length > 10);
        Assert.All(curve.Points, x => Assert.Equal(x.Parameters[0], x.Parameters[1], 1e-9));
        Assert.All(curve.Points, x => Assert.Equal(x.Parameters[0] * x.Parameters[1] + 0.3, x.Coordinates[0], 1e-9));
        foreach (FieldFamily imperfect in (FieldFamily[])[FieldFamily.Of("p", "h", (p, h) => Imperfect(p, h)), FieldFamily.Of("h", "p", (h, p) => Imperfect(p, h))])
        {
            curve = BranchPoints(imperfect, "h", 0, [0], -0.7);
            Assert.Equal((BranchEnd.Unfolded, BranchEnd.Unfolded), (curve.FirstEnd, curve.LastEnd));
            Assert.All(curve.Points, x => Assert.All(x.Parameters, value => Assert.Equal(0, value, 1e-7)));
        }

        static JetField Imperfect(double p, double h) => new(1, y => [h + p * y[0] - y[0] * y[0] * y[0]]);
    }

    private static Branch BranchPoints(FieldFamily family, string held, double value, double[] from, double at)
    {
        Branch branch = Branch.OfFixedPoint(family.Holding(held, value), from, at, -1, 1);
        SpecialPoint point = branch.SpecialPoints.First(s => s.Kind is SpecialKind.Pitchfork or SpecialKind.Transcritical);
        double[] place = family.Parameters[0] == held ? [value, point.Parameters[0]] : [point.Parameters[0], value];
        return Branch.OfBifurcation(BranchKind.BranchPoints, family, point, place, [-1, -1], [1, 1]);
    }

    /// <summary>The point and the branches through it of a field in coordinates x, which y are turned and bent from: y₁ = cx₁ − sx₂, y₂ = sx₁ + cx₂ + (cx₁ − sx₂)²/4.</summary>
    private static (SpecialPoint Point, BranchSwitch Others) At(int n, Func<double, Jet[], Jet[]> field)
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(n, y =>
        {
            Jet u = y[0], v = y[1] - 0.25 * y[0] * y[0];
            Jet[] x = [s_turn.C * u + s_turn.S * v, s_turn.C * v - s_turn.S * u, .. y[2..]], f = field(p, x);
            Jet first = s_turn.C * f[0] - s_turn.S * f[1];
            return [first, s_turn.S * f[0] + s_turn.C * f[1] + 0.5 * u * first, .. f[2..]];
        }));
        Branch branch = Branch.OfFixedPoint(family, new double[n], -0.7, -1, 1);
        SpecialPoint point = Assert.Single(branch.SpecialPoints);
        return (point, branch.OthersAt(point));
    }

    private static double[] Straight(BranchPoint point)
    {
        double u = point.Coordinates[0], v = point.Coordinates[1] - 0.25 * u * u;
        return [s_turn.C * u + s_turn.S * v, s_turn.C * v - s_turn.S * u, .. point.Coordinates.Skip(2)];
    }

    private static void AssertLocated(SpecialPoint point, int multiplicity)
    {
        Assert.Equal((SpecialKind.Multiple, multiplicity, true), (point.Kind, point.Multiplicity, point.IsLocated));
        Assert.Equal(0, point.Parameters[0], 1e-10);
        Assert.Equal((0, multiplicity), point.Unstable);
    }
}
