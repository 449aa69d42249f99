using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Branches end for a reason that is said, and do not jump.</summary>
public sealed class BranchGuardTests
{
    /// <summary>
    /// Factors of ∏(x − g(p) − kδ) with a random g: parallel branches at the distance δ = 1e-3. Each branch is known, so a jump shows as a distance of δ; nothing is left to chance but g, from a fixed seed.
    /// </summary>
    [Fact]
    public void CloseParallelBranches_AreNotMistakenForEachOther()
    {
        const double distance = 1e-3;
        var random = new Random(20261128);
        for (int trial = 0; trial < 20; trial++)
        {
            double a = 0.2 + random.NextDouble(), b = 1 + 5 * random.NextDouble(), c = 6 * random.NextDouble();
            double G(double p) => a * Math.Sin(b * p + c);
            FieldFamily family = FieldFamily.Of("p", p => new JetField(1, y => [(y[0] - G(p)) * (y[0] - G(p) - distance) * (y[0] - G(p) + distance)]));
            Branch branch = Branch.OfFixedPoint(family, [G(0) + distance], 0, 0, 2);
            Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
            Assert.All(branch.Points, x => Assert.Equal(G(x.Parameters[0]) + distance, x.Coordinates[0], 1e-8));
            Assert.Empty(branch.SpecialPoints);
        }
    }

    [Fact]
    public void AnIsland_IsClosed_WithItsTwoFolds()
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(1, y => [1 - p * p - y[0] * y[0]]));
        Branch branch = Branch.OfFixedPoint(family, [1], 0, -2, 2);
        Assert.Equal((BranchEnd.Closed, BranchEnd.Closed), (branch.FirstEnd, branch.LastEnd));
        Assert.Equal([SpecialKind.Fold, SpecialKind.Fold], branch.SpecialPoints.Select(s => s.Kind));
        Assert.Equal([-1.0, 1.0], branch.SpecialPoints.Select(s => Math.Round(s.Parameters[0], 13)).Order());
    }

    [Fact]
    public void ABranchEndsWhereTheFamilyDoes()
    {
        FieldFamily family = FieldFamily.Of("p", p => p < 0 ? throw new ArgumentOutOfRangeException(nameof(p)) : new JetField(1, y => [p - y[0]]));
        Branch branch = Branch.OfFixedPoint(family, [1], 1, -1, 2);
        Assert.Equal((BranchEnd.OutsideDomain, BranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
        Assert.InRange(branch.Points[0].Parameters[0], 0, 1e-7);
    }

    [Fact]
    public void ABranchThatGoesToInfinity_SaysSo()
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(1, y => [p * y[0] - 1]));
        Branch branch = Branch.OfFixedPoint(family, [1], 1, -1, 2, new BranchOptions { MaxStep = 1e5, MaxPoints = 5000 });
        Assert.Equal(BranchEnd.Unbounded, branch.FirstEnd);
    }

    [Fact]
    public void ATooSmallBudget_IsTheReasonOfTheEnd()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Lorenz, [0, 0, 0], 0.5, 0.2, 30, new BranchOptions { MaxPoints = 5 });
        Assert.Equal(BranchEnd.Budget, branch.LastEnd);
    }

    /// <summary>x(p − x) and x(p − x²) have the branch x = 0; (x − p)(x + 3p) has the branch x = p, on which p moves more; all of them branch at the origin.</summary>
    [Fact]
    public void ABranchThatStartsAtABranchPoint_IsTheOneOnWhichTheParameterMovesMore()
    {
        (Func<Jet, double, Jet> Field, double Slope, SpecialKind Kind)[] cases =
        [
            ((x, p) => x * (p - x), 0, SpecialKind.Transcritical),
            ((x, p) => x * (p - x * x), 0, SpecialKind.Pitchfork),
            ((x, p) => (x - p) * (x + 3 * p), 1, SpecialKind.Transcritical),
        ];
        foreach ((Func<Jet, double, Jet> field, double slope, SpecialKind kind) in cases)
        {
            FieldFamily family = FieldFamily.Of("p", p => new JetField(2, y => [field(y[0], p), y[0] - y[1]]));
            Branch branch = Branch.OfFixedPoint(family, [0, 0], 0, -1, 1);
            Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
            Assert.All(branch.Points, x => Assert.Equal(slope * x.Parameters[0], x.Coordinates[0], 1e-9));
            SpecialPoint point = Assert.Single(branch.SpecialPoints);
            Assert.Equal((kind, true), (point.Kind, point.IsLocated));
            Assert.Equal(0, point.Parameters[0], 1e-9);
        }
    }

    [Fact]
    public void AStateWithoutARootNearby_IsNoStart()
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(1, y => [p + y[0] * y[0]]));
        Assert.Equal(BranchEnd.NoStart, Branch.OfFixedPoint(family, [0.3], 1, -1, 2).FirstEnd);
    }

    [Fact]
    public void CancellationIsHeard()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Branch.OfFixedPoint(Problems.Lorenz, [0, 0, 0], 0.5, 0.2, 30, null, source.Token));
    }

    /// <summary>Two modes that cross together are two, not a Hopf point; the frequency of a pair in a D₄-symmetric problem is zero.</summary>
    [Fact]
    public void TwoRealEigenvaluesThatCrossTogether_AreNoHopfPoint()
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(3, y => [p * y[0] - y[0] * y[0] * y[0], p * y[1] - y[1] * y[1] * y[1], -y[2]]));
        Branch branch = Branch.OfFixedPoint(family, [0, 0, 0], -0.7, -1, 1);
        SpecialPoint point = Assert.Single(branch.SpecialPoints);
        Assert.Equal((SpecialKind.Multiple, 2, true), (point.Kind, point.Multiplicity, point.IsLocated));
        Assert.Equal(0, point.Parameters[0], 1e-12);
        Assert.Equal((0, 2), point.Unstable);
        Assert.True(branch.IsAccounted);
    }

    [Fact]
    public void TwoHopfPointsOnOneStep_AreTwo()
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(4, y =>
            [p * y[0] - y[1], y[0] + p * y[1], (p - 1e-4) * y[2] - 3 * y[3], 3 * y[2] + (p - 1e-4) * y[3]]));
        Branch branch = Branch.OfFixedPoint(family, [0, 0, 0, 0], -0.7, -1, 1);
        Assert.Equal([SpecialKind.Hopf, SpecialKind.Hopf], branch.SpecialPoints.Select(s => s.Kind));
        Assert.Equal([0, 1e-4], branch.SpecialPoints.Select(s => Math.Round(s.Parameters[0], 12)));
    }

    [Fact]
    public void ABranchThatStartsAtAFold_GoesBothWaysFromIt()
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(1, y => [p - y[0] * y[0]]));
        Branch branch = Branch.OfFixedPoint(family, [0], 0, -1, 1);
        Assert.Equal(SpecialKind.Fold, Assert.Single(branch.SpecialPoints).Kind);
        Assert.Equal([-1, 1], new[] { branch.Points[0].Coordinates[0], branch.Points[^1].Coordinates[0] }.Order().Select(x => Math.Round(x, 12)));
    }

    [Fact]
    public void WrongArgumentsAreNamed()
    {
        Assert.Contains("mu, lambda", Assert.Throws<ArgumentException>(() => Branch.OfFixedPoint(Problems.Cusp, [0], 0, -1, 1)).Message, StringComparison.Ordinal);
        FieldFamily family = Problems.Cusp.Holding("lambda", 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Branch.OfFixedPoint(family, [0], 0, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Branch.OfFixedPoint(family, [0], 3, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Branch.OfFixedPoint(family, [double.NaN], 0, -1, 1));
        Assert.Throws<ArgumentException>(() => Branch.OfFixedPoint(family, [0, 0], 0, -1, 1));
        Assert.Throws<ArgumentException>(() => Problems.Cusp.Holding("nu", 1));
        Assert.Throws<ArgumentException>(() => FieldFamily.Of("a", "a", (a, b) => throw new InvalidOperationException()));
    }
}
