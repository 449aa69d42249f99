using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Cycles whose bifurcation is known in closed form, in random coordinates: kind, place and number are right each time. 500 of each kind with PHASEGAN_LONG_TESTS=1.</summary>
public sealed class SuspensionTests
{
    private const int Many = 500;

    [Theory]
    [InlineData(SuspensionKind.Fold, CycleSpecialKind.Fold)]
    [InlineData(SuspensionKind.Transcritical, CycleSpecialKind.BranchPoint)]
    [InlineData(SuspensionKind.Pitchfork, CycleSpecialKind.BranchPoint)]
    [InlineData(SuspensionKind.PeriodDoubling, CycleSpecialKind.PeriodDoubling)]
    [InlineData(SuspensionKind.Torus, CycleSpecialKind.Torus)]
    public void OneParameter_HasTheOneBifurcationThatItMustHave(SuspensionKind kind, CycleSpecialKind expected)
    {
        Prop.ForAll(SuspensionArbitrary.Of(kind), RandomDraws.Judged<Suspension>(suspension =>
        {
            CycleBranch branch = BranchOf(suspension);
            CycleSpecialPoint special = Assert.Single(branch.SpecialPoints);
            Assert.Equal(expected, special.Kind);
            Assert.True(special.IsLocated);
            Assert.Equal(0, special.Parameters[0], 1e-10);
            Assert.InRange(Math.Abs(special.Parameters[0]), 0, special.Error);
            Assert.Equal(suspension.Period, special.Period, 1e-9);
            if (suspension.Angle is { } angle)
                Assert.Equal(angle, special.Angle!.Value, 1e-9);
            if (suspension.Coefficient is { } coefficient)
                AssertCoefficient(kind is SuspensionKind.Fold or SuspensionKind.Transcritical ? Math.Sign(special.NormalForm!.Coefficient) * Math.Abs(coefficient) : coefficient, special.NormalForm!, kind == SuspensionKind.Pitchfork);
            if (kind != SuspensionKind.Fold)
                Assert.Equal(kind == SuspensionKind.Pitchfork, special.NormalForm?.SecondCoefficient is not null);
            Assert.Equal((CycleBranchEnd.RangeReached, CycleBranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
        })).Check(Config.QuickThrowOnFailure.WithMaxTest(RandomDraws.Count(6, Many)).WithReplay(41_200_017, 7));
    }

    [Theory]
    [InlineData(SuspensionKind.PeriodDoubling, 2)]
    [InlineData(SuspensionKind.Pitchfork, 1)]
    [InlineData(SuspensionKind.Transcritical, 1)]
    public void TheOtherBranch_HasTheCyclesThatItMustHave(SuspensionKind kind, int turns)
    {
        Prop.ForAll(SuspensionArbitrary.Of(kind), RandomDraws.Judged<Suspension>(suspension =>
        {
            CycleBranch branch = BranchOf(suspension);
            CycleBranch other = branch.OtherAt(branch.SpecialPoints[0]);
            Assert.True(other.Points.Length > 3, other.ToString());
            Assert.All(other.Points, p => Assert.Equal(turns * suspension.Period, p.Period, 1e-8));
            if (kind == SuspensionKind.Transcritical)
                Assert.Equal([-0.5, 0.6], new[] { other.Points[0].Parameters[0], other.Points[^1].Parameters[0] }.Order().Select(p => Math.Round(p, 12)));
            else
                Assert.All(other.Points, p => Assert.True(p.IsStable && p.Parameters[0] > 0));
        })).Check(Config.QuickThrowOnFailure.WithMaxTest(RandomDraws.Count(2, Many / 20)).WithReplay(51_300_019, 9));
    }

    [Theory]
    [InlineData(SuspensionKind.PitchforkDegenerate, -0.3)]
    [InlineData(SuspensionKind.PitchforkDegenerate, 0.3)]
    [InlineData(SuspensionKind.GeneralizedDoubling, -0.3)]
    [InlineData(SuspensionKind.GeneralizedDoubling, 0.3)]
    [InlineData(SuspensionKind.Chenciner, -0.3)]
    [InlineData(SuspensionKind.Chenciner, 0.3)]
    public void TheCoefficient_SaysWhetherWhatIsBornIsStable(SuspensionKind kind, double kappa)
    {
        Prop.ForAll(SuspensionArbitrary.Of(kind), RandomDraws.Judged<Suspension>(suspension =>
        {
            CycleSpecialPoint special = Assert.Single(BranchOf(suspension, kappa).SpecialPoints);
            AssertCoefficient(-kappa * suspension.Coefficient!.Value, special.NormalForm!, kind == SuspensionKind.PitchforkDegenerate);
        })).Check(Config.QuickThrowOnFailure.WithMaxTest(RandomDraws.Count(1, Many / 30)).WithReplay(71_500_023, 13));
    }

    /// <summary>At this doubling rounding leaves equations of the null vector that are singular to the last bit.</summary>
    [Fact]
    public void TheCoefficient_IsKnown_WhereTheEquationsAreExactlySingular()
    {
        var suspension = Suspension.Draw(SuspensionKind.PeriodDoubling, 101_060_648);
        AssertCoefficient(suspension.Coefficient!.Value, Assert.Single(BranchOf(suspension).SpecialPoints).NormalForm!);
    }

    private static void AssertCoefficient(double expected, NormalForm form, bool isCubicOfPitchfork = false)
    {
        Assert.Equal(expected, isCubicOfPitchfork ? form.SecondCoefficient!.Value : form.Coefficient, 1e-7);
        Assert.Equal(isCubicOfPitchfork ? 0 : form.Coefficient, form.Coefficient, 1e-7);
        Assert.InRange(form.Error, 0, 1e-6);
    }

    [Theory]
    [InlineData(SuspensionKind.Torus)]
    [InlineData(SuspensionKind.DoublingTorus)]
    [InlineData(SuspensionKind.Resonance11)]
    public void TheJacobianOfASuspension_IsThatOfDifferences(SuspensionKind kind)
    {
        Prop.ForAll(SuspensionArbitrary.Of(kind), suspension =>
        {
            IVectorField field = suspension.Family.At(0.2, -0.1);
            int n = field.Dimension;
            double[] y = [.. suspension.Point.Select((x, i) => x + 0.1 * Math.Cos(i))], jacobian = new double[n * n], high = new double[n], low = new double[n];
            field.Jacobian(y, jacobian);
            for (int j = 0; j < n; j++)
            {
                const double step = 1e-5;
                y[j] += step;
                field.Evaluate(y, high);
                y[j] -= 2 * step;
                field.Evaluate(y, low);
                y[j] += step;
                for (int i = 0; i < n; i++)
                    Assert.Equal((high[i] - low[i]) / (2 * step), jacobian[i * n + j], 1e-7);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20).WithReplay(61_400_021, 11));
    }

    private static CycleBranch BranchOf(Suspension suspension, double kappa = 0)
    {
        LimitCycle cycle = LimitCycleSolver.Polish(suspension.Family.At(suspension.At, kappa), suspension.Point.AsSpan(), suspension.Period).GetValueOrThrow();
        return CycleBranch.OfCycle(suspension.Family.Holding("kappa", kappa), cycle, suspension.At, -0.5, 0.6);
    }
}
