using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Branches of fixed points against closed forms and digits of the literature.</summary>
public sealed class BranchTests
{
    [Fact]
    public void TheFoldsOfTheCusp_LieAtTwoThirdsOfARootOfAThird()
    {
        FieldFamily family = Problems.Cusp.Holding("lambda", 1);
        Branch branch = Branch.OfFixedPoint(family, [-1.3247179572447461], -1, -1, 1);
        Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
        SpecialPoint[] folds = Located(branch, SpecialKind.Fold, SpecialKind.Fold);
        AssertPoint(folds[0], 0.38490017945975052, -0.57735026918962576);
        AssertPoint(folds[1], -0.38490017945975052, 0.57735026918962576);
        Assert.Equal(3, branch.Segments().Count);
    }

    [Fact]
    public void TheReaction_HasTwoFoldsAndOneHopfPoint_AndItsNeutralSaddleIsNone()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Reaction(14).Holding("p3", 2), [0, 0], 0, 0, 0.3);
        SpecialPoint[] all = Located(branch, SpecialKind.Fold, SpecialKind.Fold, SpecialKind.Hopf);
        AssertPoint(all[0], 0.105738978271650651, (1 - Math.Sqrt(1.0 / 7)) / 2);
        AssertPoint(all[1], 0.0889318461857728026, (1 + Math.Sqrt(1.0 / 7)) / 2);
        AssertPoint(all[2], 0.130900044820043325, 0.895080633867805345);
        AssertForm(all[2], -1.558842132493, 2 * Math.PI / 1.56774914652731, 1e-10);
    }

    [Fact]
    public void TheReactionWithMoreHeat_HasAHopfPointOfEachSign()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Reaction(18).Holding("p3", 3), [0, 0], 0, 0, 0.3);
        SpecialPoint[] all = Located(branch, SpecialKind.Hopf, SpecialKind.Fold, SpecialKind.Fold, SpecialKind.Hopf);
        AssertPoint(all[1], 0.111565080074214914, 1.0 / 3);
        AssertPoint(all[2], 0.099574136735727886, 2.0 / 3);
        AssertPoint(all[0], 0.11115348418986419);
        AssertPoint(all[3], 0.183834607985987429);
        Assert.Equal(7.3267863096445, all[0].NormalForm!.Coefficient, 1e-9);
        Assert.Equal(-2.4003771066864, all[3].NormalForm!.Coefficient, 1e-9);
    }

    [Fact]
    public void Bratu_TurnsAndHasAPitchfork_OnWhoseOtherBranchTheSymmetryIsBroken()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Bratu, [0, 0], 0, 0, 0.4);
        SpecialPoint[] all = Located(branch, SpecialKind.Fold, SpecialKind.Pitchfork);
        AssertPoint(all[0], 1 / Math.E, 1, 1);
        Assert.Equal(0.353553390593273762, Math.Abs(all[0].NormalForm!.Coefficient), 1e-12);
        AssertPoint(all[1], 3 * Math.Exp(-3), 3, 3);
        Branch other = branch.OtherAt(all[1]);
        Assert.Contains(other.Points, p => Math.Abs(p.Coordinates[0] - p.Coordinates[1]) > 1);
        Assert.Contains(other.SpecialPoints, s => s.Kind == SpecialKind.Pitchfork && Math.Abs(s.Parameters[0] - 3 * Math.Exp(-3)) < 1e-10);
        Assert.True(other.IsAccounted);
    }

    [Fact]
    public void TheOxidation_HasTheTwoHopfPointsAndTheTwoFoldsOfMatCont()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Oxidation.Holding("k", 0.4), [0.001137, 0.891483, 0.062345], 1.4, 0.6, 1.4);
        SpecialPoint[] all = [.. Located(branch, SpecialKind.Hopf, SpecialKind.Fold, SpecialKind.Fold, SpecialKind.Hopf).OrderByDescending(s => s.Coordinates[1])];
        AssertPoint(all[0], 1.0515574624577304, 0.016357543040156482, 0.52397118459040745, 0.32833662312102576);
        AssertForm(all[0], 10.701019634455, 0.0507403448967863406, 1e-9);
        AssertPoint(all[3], 1.0409915695326163, 0.077927770598853551, 0.23306493012973372, 0.49214807090815195);
        AssertForm(all[3], 4.3313789782129, 0.0591061479357753558, 1e-9);
        Assert.Equal(1.0522002878699547, all[2].Parameters[0], 1e-13);
        Assert.Equal(0.13465051612392, Math.Abs(all[2].NormalForm!.Coefficient), 1e-11);
        Assert.Equal(1.0420485053785267, all[1].Parameters[0], 1e-13);
        Assert.Equal(0.11665934688074, Math.Abs(all[1].NormalForm!.Coefficient), 1e-11);
    }

    [Fact]
    public void Lorenz_BranchesAtOne_AndItsWings_LoseStabilityAtAHopfPointThatIsSubcritical()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Lorenz, [0, 0, 0], 0.5, 0.2, 30);
        SpecialPoint pitchfork = Assert.Single(Located(branch, SpecialKind.Pitchfork));
        AssertPoint(pitchfork, 1, 0, 0, 0);
        Branch wings = branch.OtherAt(pitchfork);
        SpecialPoint[] hopf = [.. wings.SpecialPoints.Where(s => s.Kind == SpecialKind.Hopf)];
        Assert.Equal(2, hopf.Length);
        Assert.All(hopf, h => Assert.Equal(7.95601945787182497, Math.Abs(h.Coordinates[0]), 1e-12));
        Assert.All(hopf, h => Assert.Equal(470.0 / 19, h.Parameters[0], 1e-12));
        Assert.All(hopf, h => AssertForm(h, 0.00255549533411847, 9.62453006371575635, 1e-11));
        Assert.Contains(wings.SpecialPoints, s => s.Kind == SpecialKind.Pitchfork);
        Assert.True(wings.IsAccounted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0.5)]
    public void TheBrusselator_HasItsHopfPointAtOnePlusTheSquare(double a)
    {
        Branch branch = Branch.OfFixedPoint(Problems.Brusselator(a), [a, 0.1 / a], 0.1, 0.1, 8);
        SpecialPoint hopf = Assert.Single(Located(branch, SpecialKind.Hopf));
        AssertPoint(hopf, 1 + a * a, a, (1 + a * a) / a);
        AssertForm(hopf, -(2 + a * a) / (2 * (1 + 2 * a * a)), a, 1e-12);
        Assert.Equal(-(2 + a * a) / (2 * a * (1 + 2 * a * a)), hopf.NormalForm!.FirstLyapunov!.Value, 1e-12);
        Assert.Equal((0, 2), hopf.Unstable);
    }

    [Fact]
    public void TheFastMorrisLecarModel_HasItsHopfPointAndTwoFolds()
    {
        FixedPointSearch roots = FixedPointFinder.Find(Problems.FastMorrisLecar.At(0.0), [-0.6, -0.1], [0.6, 1.1]);
        Branch branch = Branch.OfFixedPoint(Problems.FastMorrisLecar, roots.Orbits[0].Representative, 0, -0.1, 0.15);
        SpecialPoint hopf = Assert.Single(branch.SpecialPoints, s => s.Kind == SpecialKind.Hopf);
        AssertPoint(hopf, 0.07565878645042385);
        AssertForm(hopf, 8.2390136758973, 1.89430402368539595, 1e-9);
        double[] folds = [.. branch.SpecialPoints.Where(s => s.Kind == SpecialKind.Fold).Select(s => s.Parameters[0]).Order()];
        Assert.Equal([-0.020727165255464718, 0.083256568943219485], folds, (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.True(branch.IsAccounted);
    }

    [Fact]
    public void PredatorAndPrey_HaveFourBranches()
    {
        Branch zero = Branch.OfFixedPoint(Problems.PredatorPrey, [0, 0], 0, 0, 1);
        SpecialPoint first = Assert.Single(Located(zero, SpecialKind.Transcritical));
        AssertPoint(first, 0.6, 0, 0);
        Branch prey = zero.OtherAt(first);
        Assert.Equal(0.83292932223415686, Assert.Single(prey.SpecialPoints, s => s.Kind == SpecialKind.Fold).Parameters[0], 1e-13);
        SpecialPoint second = Assert.Single(prey.SpecialPoints, s => s.Kind == SpecialKind.Transcritical && Math.Abs(s.Coordinates[0] - 1.0 / 3) < 1e-3);
        AssertPoint(second, 0.821904345373990811, 1.0 / 3, 0);
        Branch both = prey.OtherAt(second);
        SpecialPoint hopf = Assert.Single(both.SpecialPoints, s => s.Kind == SpecialKind.Hopf);
        AssertPoint(hopf, 0.671593847478831752, 1.0 / 3, 0.365761535977190465);
        AssertForm(hopf, -0.42927478797475, 0.604782221942072686, 1e-11);
    }

    private static SpecialPoint[] Located(Branch branch, params SpecialKind[] kinds)
    {
        Assert.Equal(kinds, branch.SpecialPoints.Select(s => s.Kind));
        Assert.True(branch.IsAccounted);
        return [.. branch.SpecialPoints];
    }

    private static void AssertPoint(SpecialPoint point, double parameter, params double[] coordinates)
    {
        Assert.Equal(parameter, point.Parameters[0], 1e-12);
        for (int i = 0; i < coordinates.Length; i++)
            Assert.Equal(coordinates[i], point.Coordinates[i], 1e-12);
        Assert.InRange(point.Error, 0, 1e-10);
    }

    private static void AssertForm(SpecialPoint point, double coefficient, double frequency, double tolerance)
    {
        Assert.Equal(coefficient, point.NormalForm!.Coefficient, tolerance * Math.Max(1, Math.Abs(coefficient)));
        Assert.Equal(frequency, point.NormalForm.Frequency!.Value, 1e-11);
    }
}
