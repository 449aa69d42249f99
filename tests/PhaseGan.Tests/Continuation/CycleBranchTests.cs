using System.Numerics;
using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Branches of cycles against closed forms and digits of the literature.</summary>
public sealed class CycleBranchTests
{
    [Fact]
    public void TheBrusselatorsCycles_BeginAtItsHopfPoint_AndAreStable()
    {
        FieldFamily family = Problems.Brusselator(1);
        CycleBranch branch = FromHopf(family, [1, 0.5], 0.5, 0.1, 4);
        Assert.Equal((CycleBranchEnd.ShrinksToRest, CycleBranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
        Assert.Equal(1, branch.FirstRest!.Value[0], 1e-9);
        Assert.Equal(2, branch.FirstRest!.Value[1], 1e-9);
        Assert.Empty(branch.SpecialPoints);
        Assert.All(branch.Points, p => Assert.True(p.IsStable && p.TrivialError < 1e-9));
        Assert.Equal(4, branch.Points[^1].Parameters[0]);
        // the same cycle by another method
        LimitCycle cycle = LimitCycleSolver.Polish(family.At(4), branch.Points[^1].Point.AsSpan(), 9).GetValueOrThrow();
        Assert.Equal(cycle.Period, branch.Points[^1].Period, 1e-8);
        Assert.Equal(cycle.Multipliers[0].Real, branch.Points[^1].Multipliers[0].Real, 1e-8);
        Assert.Equal(2 * cycle.Amplitudes[0], branch.Points[^1].Maxima[0] - branch.Points[^1].Minima[0], 1e-7);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void TheFrequencyOfSmallCycles_ShiftsAsTheSecondOrderSays(double a)
    {
        FieldFamily family = Problems.Brusselator(a);
        var frame = new BranchFrame(family, [1, 1], [0], [1]);
        HopfPredictor predictor = HopfPredictor.At(frame, frame.Unknowns([a, (1 + a * a) / a], [1 + a * a]), a)!;
        double[] off = [.. new[] { 0.04, 0.02 }.Select(radius =>
        {
            double move = predictor.ParameterMove(radius), at = 1 + a * a + move;
            LimitCycle cycle = LimitCycleSolver.Polish(family.At(at), predictor.State(radius, 0, [move]), 2 * Math.PI / predictor.Frequency(radius, [move])).GetValueOrThrow();
            double frequency = 2 * Math.PI / cycle.Period;
            Assert.True(Math.Abs(frequency - a) > 10 * Math.Abs(frequency - predictor.Frequency(radius, [move])));
            return Math.Abs(frequency - predictor.Frequency(radius, [move]));
        })];
        // what is left is of order four
        Assert.InRange(off[0] / off[1], 12, 20);
    }

    [Fact]
    public void TheCircuit_HasTheFoldAndTheBranchPoint_AndOnTheOtherBranchATorusAndADoubling()
    {
        CycleBranch branch = FromHopf(CycleProblems.Circuit, [0, 0, 0], -0.65, -0.7, -0.3);
        CycleSpecialPoint[] all = Located(branch, CycleSpecialKind.Fold, CycleSpecialKind.BranchPoint);
        AssertPoint(all[0], -0.584334771866183, 8.426472920002);
        AssertPoint(all[1], -0.587028974364877, 8.689669621042);
        CycleBranch other = branch.OtherAt(all[1]);
        all = Located(other, CycleSpecialKind.PeriodDoubling, CycleSpecialKind.Torus, CycleSpecialKind.BranchPoint, CycleSpecialKind.Torus, CycleSpecialKind.PeriodDoubling);
        foreach (CycleSpecialPoint torus in (CycleSpecialPoint[])[all[1], all[3]])
        {
            AssertPoint(torus, -0.591650195032125, 8.794151746402);
            Assert.Equal(0.6090740956854852, torus.Angle!.Value, 1e-11);
        }
        AssertPoint(all[0], -0.614955221137965, 9.266303320566);
        AssertPoint(all[4], -0.614955221137965, 9.266303320566);
    }

    [Fact]
    public void Feedback_DoublesItsPeriodAgainAndAgain()
    {
        CycleBranch branch = FromHopf(CycleProblems.Feedback.Holding("beta", 1), [0, 0, 0], 1.5, -0.1, 2);
        CycleSpecialPoint first = Located(branch, CycleSpecialKind.PeriodDoubling)[0];
        AssertPoint(first, 0.630302006159624, 6.36407133944144);
        // the determinant of the monodromy matrix
        Assert.All(branch.Points, p => Assert.Equal(Math.Exp(-p.Parameters[0] * p.Period), p.Multipliers.Aggregate(Complex.One, (x, y) => x * y).Real, 1e-8));
        CycleBranch doubled = branch.OtherAt(first);
        Assert.Equal(CycleBranchEnd.Bifurcation, doubled.FirstEnd);
        CycleSpecialPoint[] all = Located(
            doubled, CycleSpecialKind.PeriodDoubling, CycleSpecialKind.PeriodDoubling, CycleSpecialKind.Fold, CycleSpecialKind.Fold, CycleSpecialKind.PeriodDoubling);
        AssertPoint(all[0], 0.579629840895587, 12.7343655422062);
        Assert.Equal(-0.04471966, all[1].Parameters[0], 1e-8);
        Assert.Equal(-0.04494912, all[2].Parameters[0], 1e-8);
        Assert.Equal(0.04494912, all[3].Parameters[0], 1e-8);
    }

    [Fact]
    public void Feedback_HasAThirdDoubling_AtTheRatioOfAllCascades()
    {
        FieldFamily family = CycleProblems.Feedback.Holding("beta", 1);
        SpecialPoint hopf = Hopf(family, [0, 0, 0], 1.5, -0.1, 2);
        CycleBranch branch = CycleBranch.FromHopf(family, hopf, -0.1, 2, new CycleBranchOptions { MaxPoints = 80 });
        var at = new double[3];
        for (int k = 0; k < 3; k++)
        {
            CycleSpecialPoint doubling = branch.SpecialPoints.First(s => s.Kind == CycleSpecialKind.PeriodDoubling);
            at[k] = doubling.Parameters[0];
            if (k == 2)
                AssertPoint(doubling, 0.569222719606440, 25.4737384995122);
            else
                branch = branch.OtherAt(doubling);
        }
        Assert.Equal(4.869, (at[0] - at[1]) / (at[1] - at[2]), 1e-3);
    }

    [Fact]
    public void FastMorrisLecar_TurnsAndEndsNextToASaddle()
    {
        CycleBranch branch = FromHopf(CycleProblems.FastMorrisLecar.Holding("z", 0.1), [0.1, 0.5], 0.15, -0.1, 0.3);
        CycleSpecialPoint fold = Located(branch, CycleSpecialKind.Fold)[0];
        Assert.Equal(0.08456948, fold.Parameters[0], 1e-8);
        Assert.Equal(4.222012, fold.Period, 2e-6);
        Assert.Equal(CycleBranchEnd.LongPeriod, branch.LastEnd);
        double[] rest = [.. branch.LastRest!.Value], rate = new double[2], jacobian = new double[4];
        IVectorField field = CycleProblems.FastMorrisLecar.At(branch.Points[^1].Parameters[0], 0.1);
        field.Evaluate(rest, rate);
        field.Jacobian(rest, jacobian);
        Assert.All(rate, f => Assert.Equal(0, f, 1e-10));
        Assert.True(jacobian[0] * jacobian[3] < jacobian[1] * jacobian[2], "the fixed point is no saddle");
    }

    [Fact]
    public void LorenzsUnstableCycles_EndNextToTheOrigin_AtTheKnownHomoclinicOrbit()
    {
        CycleBranch branch = FromHopf(Problems.Lorenz, [7.118, 7.118, 19], 20, 10, 30);
        Assert.Empty(branch.SpecialPoints);
        Assert.Equal(CycleBranchEnd.LongPeriod, branch.LastEnd);
        Assert.All(branch.Points, p => Assert.Equal(1, p.UnstableCount));
        // Sparrow, The Lorenz Equations (1982): r = 13.926
        Assert.Equal(13.926, branch.Points[^1].Parameters[0], 1e-3);
        Assert.All(branch.LastRest!.Value, y => Assert.Equal(0, y, 1e-9));
    }

    [Fact]
    public void AnIslandOfCycles_IsAClosedBranchWithTwoFolds()
    {
        LimitCycle cycle = LimitCycleSolver.Polish(CycleProblems.Island.At(0.1), [1.55, 0], 6).GetValueOrThrow();
        CycleBranch branch = CycleBranch.OfCycle(CycleProblems.Island, cycle, 0.1, -1, 1);
        Assert.Equal((CycleBranchEnd.Closed, CycleBranchEnd.Closed), (branch.FirstEnd, branch.LastEnd));
        CycleSpecialPoint[] all = Located(branch, CycleSpecialKind.Fold, CycleSpecialKind.Fold);
        Assert.Equal([-0.5, 0.5], all.Select(s => Math.Round(s.Parameters[0], 11)).Order());
        Assert.All(branch.Points, p => Assert.Equal(0.25, Math.Pow(p.Maxima[0] * p.Maxima[0] - 2, 2) + p.Parameters[0] * p.Parameters[0], 1e-7));
    }

    [Fact]
    public void RelaxationCycles_AreFollowedByTheImplicitMethod_FromNearlyHarmonicOnes()
    {
        LimitCycle cycle = LimitCycleSolver.Polish(CycleProblems.VanDerPol.At(1), [2, 0], 6.6).GetValueOrThrow();
        CycleBranch branch = CycleBranch.OfCycle(CycleProblems.VanDerPol, cycle, 1, 0.1, 20);
        Assert.Equal((CycleBranchEnd.RangeReached, CycleBranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
        Assert.Empty(branch.SpecialPoints);
        Assert.Equal(6.663286859323130, branch.Points.MinBy(p => Math.Abs(p.Parameters[0] - 1))!.Period, 1e-9);
        LimitCycle last = LimitCycleSolver.Polish(CycleProblems.VanDerPol.At(20), branch.Points[^1].Point.AsSpan(), branch.Points[^1].Period).GetValueOrThrow();
        Assert.Equal(last.Period, branch.Points[^1].Period, 1e-6);
    }

    [Fact]
    public void CyclesOfAConservedQuantity_AreNoBranch()
    {
        LimitCycle cycle = LimitCycleSolver.Polish(CycleProblems.LotkaVolterra.At(1), [1.5, 1], 6.5).GetValueOrThrow();
        CycleBranch branch = CycleBranch.OfCycle(CycleProblems.LotkaVolterra, cycle, 1, 0.5, 2);
        Assert.Equal(CycleBranchEnd.NotIsolated, branch.FirstEnd);
        Assert.Empty(branch.Points);
    }

    [Fact]
    public void ACancelledBranch_IsWhatWasFoundUntilThen()
    {
        SpecialPoint hopf = Hopf(Problems.Brusselator(1), [1, 0.5], 0.5, 0.1, 4);
        CycleBranch none = CycleBranch.FromHopf(Problems.Brusselator(1), hopf, 0.1, 4, cancellationToken: new CancellationToken(canceled: true));
        Assert.Equal(CycleBranchEnd.Cancelled, none.LastEnd);
        CycleBranch few = CycleBranch.FromHopf(Problems.Brusselator(1), hopf, 0.1, 4, new CycleBranchOptions { MaxPoints = 5 });
        Assert.Equal(CycleBranchEnd.Budget, few.LastEnd);
        Assert.InRange(few.Points.Length, 5, 6);
    }

    [Fact]
    public void WrongArguments_AreNamed()
    {
        FieldFamily family = Problems.Brusselator(1);
        SpecialPoint hopf = Hopf(family, [1, 0.5], 0.5, 0.1, 4);
        Assert.Throws<ArgumentNullException>(() => CycleBranch.FromHopf(family, null!, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CycleBranch.FromHopf(family, hopf, 0.1, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => CycleBranch.FromHopf(family, hopf, 4, 0.1));
        Assert.Throws<ArgumentException>(() => CycleBranch.FromHopf(CycleProblems.Feedback, hopf, 0.1, 4));
        Assert.Throws<ArgumentException>(() => CycleBranch.FromHopf(CycleProblems.Circuit, hopf, 0.1, 4));
        Branch folds = Branch.OfFixedPoint(Problems.Cusp.Holding("lambda", 1), [-1.3], -1, -1, 1);
        Assert.Throws<ArgumentException>(() => CycleBranch.FromHopf(family, folds.SpecialPoints[0], -1, 4));
        CycleBranch branch = CycleBranch.FromHopf(family, hopf, 0.1, 4, new CycleBranchOptions { MaxPoints = 5 });
        Assert.Throws<ArgumentNullException>(() => branch.OtherAt(null!));
        Assert.Throws<ArgumentException>(() => branch.WriteCsv(TextWriter.Null, ["x"]));
    }

    [Fact]
    public void TheTable_HasARowForEachCycleAndEachSpecialPoint()
    {
        CycleBranch branch = FromHopf(CycleProblems.Circuit, [0, 0, 0], -0.65, -0.7, -0.3);
        using var writer = new StringWriter();
        branch.WriteCsv(writer, ["x", "y", "z"]);
        string[] lines = writer.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal("nu,period,x_min,x_max,y_min,y_max,z_min,z_max,unstable,stability,trivial_error,special,error,angle,coefficient,arc_length", lines[0]);
        Assert.Equal(1 + branch.Points.Length + branch.SpecialPoints.Length, lines.Length);
        Assert.All(lines, l => Assert.Equal(16, l.Split(',').Length));
        Assert.Contains(lines, l => l.Contains(",Fold,", StringComparison.Ordinal));
    }

    [Fact]
    public void Multipliers_DoNotDependOnTheNumberOfSegments()
    {
        // a chain of diagonal segments with multipliers 1e12, 1, −0.5 and 1e-12
        foreach (int m in (int[])[1, 2, 7])
        {
            double[] values = [1e12, 1, -0.5, 1e-12];
            double[][] blocks = [.. Enumerable.Range(0, m).Select(s =>
            {
                var block = new double[16];
                for (int i = 0; i < 4; i++)
                    block[5 * i] = Math.Pow(Math.Abs(values[i]), 1.0 / m) * (s == 0 ? Math.Sign(values[i]) : 1);
                return block;
            })];
            CycleMultipliers found = CycleMultipliers.Of(blocks, 4, _ => [0, 3, 0, 0]);
            Assert.True(found.IsKnown && found.TrivialError < 1e-12);
            Assert.InRange(found.Values[0].Real, 0.99e12, 1.01e12);
            Assert.Equal(-0.5, found.Values[1].Real, 1e-12);
            Assert.Equal(0, found.Values[2].Real, 1e-11);
        }
    }

    internal static SpecialPoint Hopf(FieldFamily family, double[] rest, double at, double lower, double upper) =>
        Branch.OfFixedPoint(family, rest, at, lower, upper).SpecialPoints.First(s => s.Kind == SpecialKind.Hopf);

    private static CycleBranch FromHopf(FieldFamily family, double[] rest, double at, double lower, double upper) =>
        CycleBranch.FromHopf(family, Hopf(family, rest, at, lower, upper), lower, upper);

    private static CycleSpecialPoint[] Located(CycleBranch branch, params CycleSpecialKind[] kinds)
    {
        Assert.Equal(kinds, branch.SpecialPoints.Select(s => s.Kind));
        Assert.True(branch.IsAccounted);
        return [.. branch.SpecialPoints];
    }

    /// <summary>A place to two digits less than those that are known, within its own bound.</summary>
    private static void AssertPoint(CycleSpecialPoint point, double parameter, double period)
    {
        Assert.Equal(parameter, point.Parameters[0], 1e-12);
        Assert.InRange(Math.Abs(period - point.Period), 0, 2e-11);
        Assert.InRange(point.Error, 1e-15, 1e-7);
    }
}
