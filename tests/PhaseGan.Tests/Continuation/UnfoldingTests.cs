using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>
/// Fixed points whose bifurcation is known in closed form, among further directions, in random coordinates and times and with mixed parameters: kind, place, number and coefficients are right each time. 500 of each
/// kind with PHASEGAN_LONG_TESTS=1.
/// </summary>
public sealed class UnfoldingTests
{
    private const int Many = 500;

    [Theory]
    [InlineData(UnfoldingKind.Fold, SpecialKind.Fold)]
    [InlineData(UnfoldingKind.Transcritical, SpecialKind.Transcritical)]
    [InlineData(UnfoldingKind.Pitchfork, SpecialKind.Pitchfork)]
    [InlineData(UnfoldingKind.Hopf, SpecialKind.Hopf)]
    public void OneParameter_HasTheOneBifurcationThatItMustHave(UnfoldingKind kind, SpecialKind expected)
    {
        Prop.ForAll(UnfoldingArbitrary.Of(kind), RandomDraws.Judged<Unfolding>(unfolding =>
        {
            Branch branch = BranchOf(unfolding);
            Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
            SpecialPoint special = Assert.Single(branch.SpecialPoints);
            Assert.Equal(expected, special.Kind);
            Assert.True(special.IsLocated);
            double[] at = [special.Parameters[0], unfolding.At[1]];
            Assert.InRange(Off(unfolding, unfolding.ParametersOf(0, unfolding.UnfoldedOf(at).Kappa), at), 0, special.Error);
            Assert.InRange(special.Error, 0, 1e-8);
            Assert.Equal(kind == UnfoldingKind.Hopf ? 2 : 1, Math.Abs(special.Unstable.After - special.Unstable.Before));
            bool isFree = kind is UnfoldingKind.Fold or UnfoldingKind.Transcritical;
            AssertNumber(unfolding.Coefficient!.Value, isFree ? Math.Abs(special.NormalForm!.Coefficient) : special.NormalForm!.Coefficient, 1e-6);
            if (kind == UnfoldingKind.Hopf)
                AssertNumber(unfolding.Frequencies[0], special.NormalForm.Frequency!.Value, 1e-9);
        })).Check(Config.QuickThrowOnFailure.WithMaxTest(RandomDraws.Count(8, Many)).WithReplay(91_700_033, 19));
    }

    /// <summary>μ = x of a crossing and μ = ∓x² of a pitchfork, to leading order, with the curves' own higher terms.</summary>
    [Theory]
    [InlineData(UnfoldingKind.Transcritical)]
    [InlineData(UnfoldingKind.Pitchfork)]
    public void TheOtherBranch_IsTheOneThatItMustBe(UnfoldingKind kind)
    {
        Prop.ForAll(UnfoldingArbitrary.Of(kind), RandomDraws.Judged<Unfolding>(unfolding =>
        {
            Branch branch = BranchOf(unfolding), other = branch.OtherAt(branch.SpecialPoints[0]);
            Assert.True(other.Points.Length > 3, other.ToString());
            foreach (BranchPoint point in other.Points)
            {
                double[] at = [point.Parameters[0], unfolding.At[1]];
                double x = unfolding.StraightOf(point.Coordinates, at)[0], mu = unfolding.UnfoldedOf(at).Mu;
                if (kind == UnfoldingKind.Transcritical)
                    Assert.InRange(Math.Abs(mu - x), 0, 0.16 * x * x + 1e-9);
                else
                    Assert.InRange(Math.Abs(Math.Abs(mu) - x * x), 0, 0.16 * x * x * x * x + 1e-9);
            }
            double[] mus = [.. other.Points.Select(p => unfolding.UnfoldedOf([p.Parameters[0], unfolding.At[1]]).Mu)];
            Assert.Equal(kind == UnfoldingKind.Transcritical, mus.Min() < -0.05 && mus.Max() > 0.05);
        })).Check(Config.QuickThrowOnFailure.WithMaxTest(RandomDraws.Count(5, Many / 2)).WithReplay(91_700_039, 21));
    }

    [Theory]
    [InlineData(UnfoldingKind.Cusp, BranchKind.Folds, SpecialKind.Cusp)]
    [InlineData(UnfoldingKind.BogdanovTakens, BranchKind.Folds, SpecialKind.BogdanovTakens)]
    [InlineData(UnfoldingKind.BogdanovTakens, BranchKind.HopfPoints, SpecialKind.BogdanovTakens)]
    [InlineData(UnfoldingKind.GeneralizedHopf, BranchKind.HopfPoints, SpecialKind.GeneralizedHopf)]
    [InlineData(UnfoldingKind.ZeroHopf, BranchKind.Folds, SpecialKind.ZeroHopf)]
    [InlineData(UnfoldingKind.ZeroHopf, BranchKind.HopfPoints, SpecialKind.ZeroHopf)]
    [InlineData(UnfoldingKind.DoubleHopf, BranchKind.HopfPoints, SpecialKind.DoubleHopf)]
    public void ACurve_HasThePointThatItMustHave_AndNoOther(UnfoldingKind kind, BranchKind curve, SpecialKind expected)
    {
        // coefficients of Hopf points of fields that are no cubic ones take the most time
        bool isSlow = curve == BranchKind.HopfPoints && kind != UnfoldingKind.BogdanovTakens;
        Prop.ForAll(UnfoldingArbitrary.Of(kind), RandomDraws.Judged<Unfolding>(unfolding =>
        {
            foreach (int varied in kind == UnfoldingKind.DoubleHopf ? (int[])[0, 1] : [0])
            {
                if (CurveOf(unfolding, curve, varied) is not { } branch)
                    continue;
                Assert.True(Ends(branch.FirstEnd, branch.Points[0]) && Ends(branch.LastEnd, branch.Points[^1]), branch.ToString());
                Assert.All(branch.Points, p => Assert.InRange(OffCurve(unfolding, curve, varied, p), 0, 1e-9));
                SpecialPoint special = Assert.Single(branch.SpecialPoints);
                Assert.Equal(expected, special.Kind);
                Assert.True(special.IsLocated);
                Assert.InRange(Off(unfolding, unfolding.ParametersOf(0, 0), special.Parameters), 0, special.Error);
                Assert.InRange(special.Error, 0, 1e-8);
                AssertForm(unfolding, special.NormalForm!);
            }
        })).Check(Config.QuickThrowOnFailure.WithMaxTest(RandomDraws.Count(isSlow ? 1 : 8, Many)).WithReplay(91_700_041, 23));
    }

    [Theory]
    [InlineData(UnfoldingKind.Cusp)]
    [InlineData(UnfoldingKind.BogdanovTakens)]
    [InlineData(UnfoldingKind.ZeroHopf)]
    [InlineData(UnfoldingKind.DoubleHopf)]
    public void TheJacobianOfAnUnfolding_IsThatOfDifferences(UnfoldingKind kind)
    {
        Prop.ForAll(UnfoldingArbitrary.Of(kind), unfolding =>
        {
            IVectorField field = unfolding.Family.At(unfolding.At.AsSpan());
            int n = field.Dimension;
            double[] y = [.. unfolding.Point.Select((x, i) => x + 0.1 * Math.Cos(i))], jacobian = new double[n * n], high = new double[n], low = new double[n];
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
            field.Evaluate([.. unfolding.Point], high);
            Assert.All(high, f => Assert.InRange(Math.Abs(f), 0, 1e-13));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20).WithReplay(61_400_027, 11));
    }

    internal static Branch BranchOf(Unfolding unfolding, int varied = 0) => Branch.OfFixedPoint(
        unfolding.Family.Holding(varied == 0 ? "q" : "p", unfolding.At[1 - varied]), unfolding.Point, unfolding.At[varied], unfolding.Lower[varied], unfolding.Upper[varied]);

    /// <summary>The curve from a point on the branch through the start; null where that has none, as one of neutral saddles next to a double zero.</summary>
    internal static Branch? CurveOf(Unfolding unfolding, BranchKind curve, int varied = 0)
    {
        Branch branch = BranchOf(unfolding, varied);
        Assert.True(branch.IsAccounted, branch.ToString());
        SpecialKind kind = curve == BranchKind.Folds ? SpecialKind.Fold : SpecialKind.Hopf;
        SpecialPoint[] starts = [.. branch.SpecialPoints.Where(s => s.Kind == kind)];
        int folds = Expected(unfolding, SpecialKind.Fold), hopfs = Expected(unfolding, SpecialKind.Hopf);
        Assert.Equal((folds, hopfs, folds + hopfs), (branch.SpecialPoints.Count(s => s.Kind == SpecialKind.Fold), branch.SpecialPoints.Count(s => s.Kind == SpecialKind.Hopf), branch.SpecialPoints.Length));
        if (starts.Length == 0)
            return null;
        double[] at = varied == 0 ? [starts[0].Parameters[0], unfolding.At[1]] : [unfolding.At[0], starts[0].Parameters[0]];
        return Branch.OfBifurcation(curve, unfolding.Family, starts[0], at, unfolding.Lower, unfolding.Upper);
    }

    /// <summary>How many points of a kind the branch through the start has.</summary>
    private static int Expected(Unfolding unfolding, SpecialKind kind) => (unfolding.Kind, kind) switch
    {
        (UnfoldingKind.Cusp, SpecialKind.Fold) => 2,
        (UnfoldingKind.BogdanovTakens or UnfoldingKind.ZeroHopf, SpecialKind.Fold) => 1,
        (UnfoldingKind.ZeroHopf or UnfoldingKind.GeneralizedHopf or UnfoldingKind.DoubleHopf, SpecialKind.Hopf) => 1,
        // the trace vanishes at u = -κ/b, where u is a focus if au < 0
        (UnfoldingKind.BogdanovTakens, SpecialKind.Hopf) => unfolding.UnfoldedOf(unfolding.At).Kappa * unfolding.Coefficient!.Value * unfolding.SecondCoefficient!.Value > 0 ? 1 : 0,
        _ => 0,
    };

    /// <summary>Whether an end is that of the range, or one of neutral saddles, of which nothing is said, where another eigenvalue passes one of the pair.</summary>
    private static bool Ends(BranchEnd end, BranchPoint point) => end == BranchEnd.RangeReached
        || end == BranchEnd.StepTooSmall && point.Eigenvalues.Where(v => v.Imaginary == 0).Select(v => v.Real).Order().ToArray() is var real
            && Enumerable.Range(1, Math.Max(0, real.Length - 1)).Any(i => real[i] - real[i - 1] < 0.02 && real.Any(other => Math.Abs(other + real[i]) < 0.02));

    /// <summary>By how much a point is off what its curve must be, in the equations' own coordinates.</summary>
    private static double OffCurve(Unfolding unfolding, BranchKind curve, int varied, BranchPoint point)
    {
        var (mu, kappa) = unfolding.UnfoldedOf(point.Parameters);
        IReadOnlyList<double> s = unfolding.StraightOf(point.Coordinates, point.Parameters);
        return (unfolding.Kind, curve) switch
        {
            // the further terms are of the third order in x, and half of a fold's place is of the second
            (UnfoldingKind.Cusp, _) => Math.Max(0, Math.Abs(Math.Abs(kappa) - 3 * s[0] * s[0]) - 0.61 * Math.Abs(s[0] * s[0] * s[0])),
            (_, BranchKind.Folds) => Math.Abs(mu),
            (UnfoldingKind.BogdanovTakens, _) => Math.Max(0, Math.Abs(kappa) - Math.Abs(s[0]) - 0.11 * s[0] * s[0]) + Math.Abs(s[1]),
            (UnfoldingKind.ZeroHopf, _) => Math.Abs(s[1]) + Math.Abs(s[2]) + Math.Max(0, Math.Abs(mu) - s[0] * s[0] - 0.11 * Math.Abs(s[0] * s[0] * s[0])),
            _ => Math.Abs(varied == 0 ? mu : kappa),
        };
    }

    /// <summary>By how much parameters are off a place, in units of their ranges.</summary>
    private static double Off(Unfolding unfolding, IReadOnlyList<double> place, IReadOnlyList<double> at) =>
        Enumerable.Range(0, 2).Max(j => Math.Abs(place[j] - at[j]) / (unfolding.Upper[j] - unfolding.Lower[j]));

    private static void AssertForm(Unfolding unfolding, NormalForm form)
    {
        if (unfolding.Coefficient is { } coefficient)
        {
            bool isFree = unfolding.Kind is UnfoldingKind.BogdanovTakens or UnfoldingKind.ZeroHopf;
            double sign = isFree ? Math.Sign(form.Coefficient * coefficient) : 1;
            AssertNumber(coefficient, sign * form.Coefficient, 1e-5);
            if (form.SecondCoefficient is { } second)
                AssertNumber(unfolding.SecondCoefficient!.Value, sign * second, 1e-5);
        }
        if (unfolding.Ratios is not var (first, ratio))
            return;
        if (form.ZeroHopf is { } zero)
        {
            Assert.Equal(first, zero.S);
            AssertNumber(ratio, zero.Theta, 1e-6);
            Assert.Equal(unfolding.SecondCoefficient!.Value, zero.E, 1e-5 * (1 + Math.Abs(zero.E)));
        }
        else
        {
            AssertNumber(first, form.DoubleHopf!.Theta, 1e-6);
            AssertNumber(ratio, form.DoubleHopf.Delta, 1e-6);
        }
        if (form.Frequency is { } frequency)
            AssertNumber(unfolding.Frequencies[0], frequency, 1e-8);
    }

    private static void AssertNumber(double expected, double found, double share) => Assert.InRange(Math.Abs(found - expected), 0, share * Math.Abs(expected));
}
