using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Curves of branch points of cycles in two parameters: on suspensions in closed form, on the published fields with a symmetry, and where nothing keeps them. 40 of each kind with PHASEGAN_LONG_TESTS=1.</summary>
public sealed class CycleBranchPointCurveTests
{
    private static readonly double[] s_lower = [-0.5, -0.5], s_upper = [0.6, 0.6];

    [Theory]
    [InlineData(SuspensionKind.PitchforkDegenerate, CycleSpecialKind.DegenerateBranchPoint)]
    [InlineData(SuspensionKind.TranscriticalDegenerate, CycleSpecialKind.DegenerateBranchPoint)]
    [InlineData(SuspensionKind.PitchforkFold, CycleSpecialKind.BranchPointFold)]
    [InlineData(SuspensionKind.PitchforkDoubling, CycleSpecialKind.BranchPointDoubling)]
    [InlineData(SuspensionKind.PitchforkTorus, CycleSpecialKind.BranchPointTorus)]
    public void ACurve_LiesWhereItMust_WithThePointThatItMustHave_AndNoOther(SuspensionKind kind, CycleSpecialKind expected)
    {
        Prop.ForAll(SuspensionArbitrary.Of(kind), RandomDraws.Judged<Suspension>(suspension =>
        {
            CycleBranch curve = CurveOf(suspension.Family, suspension.Point.AsSpan(), suspension.Period, suspension.At, suspension.Beside);
            Assert.Equal((CycleBranchKind.BranchPoints, CycleBranchEnd.RangeReached, CycleBranchEnd.RangeReached), (curve.Kind, curve.FirstEnd, curve.LastEnd));
            Assert.All(curve.Points, p => Assert.InRange(Math.Abs(OffCurve(kind, p.Parameters[0], p.Parameters[1])), 0, 1e-8));
            Assert.All(curve.Points, p => Assert.Contains(p.Multipliers, v => (v - 1).Magnitude < 1e-6));
            CycleSpecialPoint special = Assert.Single(curve.SpecialPoints);
            Assert.True(special.IsLocated && special.Kind == expected, curve.ToString());
            Assert.InRange(special.Error, 0, 1e-8);
            Assert.All(special.Parameters, p => Assert.InRange(Math.Abs(p), 0, special.Error));
            Assert.Equal(suspension.Period, special.Period, 1e-9);
            if (special.Angle is { } angle)
                Assert.Equal(suspension.Angle!.Value, angle, 1e-9);
            Assert.Equal(CycleBranchKind.BranchPoints, Assert.Single(special.Continuations));
        })).Check(Config.QuickThrowOnFailure.WithMaxTest(RandomDraws.Count(1, 40)).WithReplay(91_700_031, 19));
    }

    /// <summary>The last step comes from so far that the slopes which it leaves behind are those of nothing, and corrections stagnate.</summary>
    [Fact]
    public void PointsOfACurve_LieOnIt_WhereAStepSpoilsTheSlopes()
    {
        var suspension = Suspension.Draw(SuspensionKind.PitchforkFold, 1_688_656_044);
        CycleBranch curve = CurveOf(suspension.Family, suspension.Point.AsSpan(), suspension.Period, suspension.At, suspension.Beside);
        Assert.All(curve.Points, p => Assert.InRange(Math.Abs(OffCurve(suspension.Kind, p.Parameters[0], p.Parameters[1])), 0, 3e-9));
    }

    private static double OffCurve(SuspensionKind kind, double mu, double kappa) => kind == SuspensionKind.PitchforkFold ? kappa + mu * mu : mu - 0.5 * kappa * kappa;

    /// <summary>A circle with w′ = G(w) beside it, of which w = 0 or its neighbours branch where the first parameter passes zero.</summary>
    private static FieldFamily Circle(Func<double, double, Jet, Jet> across) => FieldFamily.Of("p", "q", (p, q) => new JetField(3, y =>
    {
        Jet growth = 1 - y[0] * y[0] - y[1] * y[1];
        return [growth * y[0] - y[1], growth * y[1] + y[0] + q * y[2], across(p, q, y[2])];
    }));

    private static CycleBranch CurveOf(FieldFamily family, ReadOnlySpan<double> point, double period, double at, double beside, bool isFirst = true)
    {
        LimitCycle cycle = LimitCycleSolver.Polish(family.At(at, beside), point, period).GetValueOrThrow();
        CycleBranch branch = isFirst
            ? CycleBranch.OfCycle(family.Holding(family.Parameters[1], beside), cycle, at, s_lower[0], s_upper[0])
            : CycleBranch.OfCycle(family.Holding(family.Parameters[0], at), cycle, beside, s_lower[1], s_upper[1]);
        CycleSpecialPoint start = branch.SpecialPoints.First(s => s.Kind == CycleSpecialKind.BranchPoint);
        return CycleBranch.OfBifurcation(CycleBranchKind.BranchPoints, family, start, isFirst ? [start.Parameters[0], beside] : [at, start.Parameters[0]], s_lower, s_upper);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ABranchPointThatTheSecondParameterUnfolds_IsOnePoint_AndTheEndSaysSo(bool isPitchfork)
    {
        FieldFamily family = Circle((p, q, w) => 0.3 * q + p * w - (isPitchfork ? w * w * w : w * w));
        CycleBranch curve = CurveOf(family, [1, 0, 0], 2 * Math.PI, -0.3, 0);
        Assert.Equal((CycleBranchEnd.Unfolded, CycleBranchEnd.Unfolded), (curve.FirstEnd, curve.LastEnd));
        Assert.All(Assert.Single(curve.Points).Parameters, p => Assert.Equal(0, p, 1e-9));
        Assert.Empty(curve.SpecialPoints);
    }

    /// <summary>What unfolds the pitchfork begins at q = 0.2 with the third power of the distance: 1e-8 of it is 1.5e-3 beyond.</summary>
    [Fact]
    public void ABranchPointThatPersistsForAWhile_IsFollowedToWhereItUnfolds()
    {
        FieldFamily family = Circle((p, q, w) => 3 * Math.Pow(Math.Max(0, q - 0.2), 3) + p * w - w * w * w);
        CycleBranch curve = CurveOf(family, [1, 0, 0], 2 * Math.PI, -0.3, 0);
        Assert.Equal([CycleBranchEnd.RangeReached, CycleBranchEnd.Unfolded], new[] { curve.FirstEnd, curve.LastEnd }.Order());
        Assert.Equal([-0.5, 0.2], new[] { curve.Points[0].Parameters[1], curve.Points[^1].Parameters[1] }.Order(), (x, y) => Math.Abs(x - y) < 2e-3);
        Assert.All(curve.Points, p => Assert.Equal(0, p.Parameters[0], 1e-6));
    }

    /// <summary>p² + q² = 0.16: the curve turns back in both parameters, and is followed from a branch over either of them.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ACurveOfBranchPoints_MayTurnBackInBothParameters_AndClose(bool isFirst)
    {
        FieldFamily family = Circle((p, q, w) => (p * p + q * q - 0.16) * w - w * w * w);
        CycleBranch curve = CurveOf(family, [1, 0, 0], 2 * Math.PI, isFirst ? 0.55 : 0.1, isFirst ? 0.1 : 0.55, isFirst);
        Assert.Equal((CycleBranchEnd.Closed, CycleBranchEnd.Closed), (curve.FirstEnd, curve.LastEnd));
        Assert.All(curve.Points, p => Assert.Equal(0.16, p.Parameters[0] * p.Parameters[0] + p.Parameters[1] * p.Parameters[1], 1e-8));
        Assert.Empty(curve.SpecialPoints);
    }
}
