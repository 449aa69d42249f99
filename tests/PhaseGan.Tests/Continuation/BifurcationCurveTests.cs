using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Curves in two parameters and the points of codimension two on them, against closed forms and digits of the literature.</summary>
public sealed class BifurcationCurveTests
{
    [Fact]
    public void TheFoldsOfTheCusp_AreASemicubicalParabola_WithItsTipAtTheOrigin()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Cusp.Holding("lambda", 1), [-1.3247179572447461], -1, -1, 1);
        Branch folds = Branch.OfBifurcation(BranchKind.Folds, Problems.Cusp, branch.SpecialPoints[0], [branch.SpecialPoints[0].Parameters[0], 1], [-1, -1], [1, 1.5]);
        Assert.All(folds.Points, p => Assert.Equal(27 * p.Parameters[0] * p.Parameters[0], 4 * Math.Pow(p.Parameters[1], 3), 1e-9));
        SpecialPoint cusp = Assert.Single(folds.SpecialPoints);
        Assert.Equal(SpecialKind.Cusp, cusp.Kind);
        Assert.All([cusp.Parameters[0], cusp.Parameters[1], cusp.Coordinates[0]], x => Assert.Equal(0, x, 1e-9));
        Assert.Equal(-1, cusp.NormalForm!.Coefficient, 1e-8);
    }

    [Fact]
    public void TheReaction_HasACuspAndABogdanovTakensPoint()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Reaction(14).Holding("p3", 2), [0, 0], 0, 0, 0.3);
        Branch folds = Branch.OfBifurcation(BranchKind.Folds, Problems.Reaction(14), branch.SpecialPoints[0], [branch.SpecialPoints[0].Parameters[0], 2], [0, 0], [0.3, 4]);
        SpecialPoint cusp = Assert.Single(folds.SpecialPoints, s => s.Kind == SpecialKind.Cusp);
        AssertPoint(cusp, [Math.Exp(-2), 2.5], 0.5, 2);
        // p₂u²(1 − u) = 1 has two roots; p₃ = p₂u(1 − u) − 1
        SpecialPoint[] bt = [.. folds.SpecialPoints.Where(s => s.Kind == SpecialKind.BogdanovTakens)];
        Assert.Equal(2, bt.Length);
        AssertPoint(bt[0], [0.10954326763536522, 2.07318490371287539], 0.325395324827948916);
        Assert.All(bt, b => Assert.Equal(1, 14 * b.Coordinates[0] * b.Coordinates[0] * (1 - b.Coordinates[0]), 1e-12));
        Assert.All(bt, b => Assert.Equal(14 * b.Coordinates[0] * (1 - b.Coordinates[0]) - 1, b.Parameters[1], 1e-11));
        Assert.True(folds.IsAccounted);
    }

    [Fact]
    public void TheOxidation_HasItsCusp_TwoBogdanovTakensPoints_AndTwoGeneralizedHopfPointsOnAClosedCurve()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Oxidation.Holding("k", 0.4), [0.001137, 0.891483, 0.062345], 1.4, 0.6, 1.4);
        SpecialPoint fold = branch.SpecialPoints.First(s => s.Kind == SpecialKind.Fold), hopf = branch.SpecialPoints.First(s => s.Kind == SpecialKind.Hopf);
        Branch folds = Branch.OfBifurcation(BranchKind.Folds, Problems.Oxidation, fold, [fold.Parameters[0], 0.4], [0.5, 0.01], [2, 2]);
        AssertPoint(Assert.Single(folds.SpecialPoints, s => s.Kind == SpecialKind.Cusp), [1.0064083296783176, 0.35599127320867655]);
        SpecialPoint[] bt = [.. folds.SpecialPoints.Where(s => s.Kind == SpecialKind.BogdanovTakens).OrderBy(s => s.Parameters[0])];
        AssertPoint(bt[0], [1.1611987088217387, 0.72233907252222897]);
        AssertPoint(bt[1], [1.4176276376006464, 0.97139757348531339]);
        Assert.Equal((0.048225645243933, 1.9376325696281), (Round(bt[0].NormalForm!.Coefficient, 12), Round(bt[0].NormalForm!.SecondCoefficient!.Value, 10)), (x, y) => Near(x, y, 1e-9));
        Assert.Equal((0.083784441422863, 2.1362799251168), (Round(bt[1].NormalForm!.Coefficient, 12), Round(bt[1].NormalForm!.SecondCoefficient!.Value, 10)), (x, y) => Near(x, y, 1e-9));

        Branch curve = Branch.OfBifurcation(BranchKind.HopfPoints, Problems.Oxidation, hopf, [hopf.Parameters[0], 0.4], [0.5, 0.01], [4, 6]);
        Assert.Equal(BranchEnd.Closed, curve.LastEnd);
        SpecialPoint[] degenerate = [.. curve.SpecialPoints.Where(s => s.Kind == SpecialKind.GeneralizedHopf).OrderBy(s => s.Parameters[0])];
        AssertPoint(degenerate[0], [0.89131898077431862, 0.23248735420303664]);
        AssertPoint(degenerate[1], [0.92425501521857923, 0.30587926747792888]);
        Assert.Equal(2, curve.SpecialPoints.Count(s => s.Kind == SpecialKind.BogdanovTakens));
        Assert.True(folds.IsAccounted && curve.IsAccounted);
    }

    [Fact]
    public void Lorenz84_HasEveryKindOfPoint()
    {
        FieldFamily held = Problems.Lorenz84.Holding("T", 0.04);
        FixedPointSearch roots = FixedPointFinder.Find(held.At(2), [-1, -2, -2, -2], [2, 2, 2, 2]);
        Branch branch = roots.Orbits.Select(r => Branch.OfFixedPoint(held, r.Representative, 2, 0.5, 3.2)).First(b => b.SpecialPoints.Any(s => s.Kind == SpecialKind.Fold));
        SpecialPoint[] hopf = [.. branch.SpecialPoints.Where(s => s.Kind == SpecialKind.Hopf).OrderByDescending(s => s.Parameters[0])];
        Assert.Equal([2.859875412748288, 2.4672221231127467, 1.6196578209425831], hopf.Select(h => h.Parameters[0]), (x, y) => Math.Abs(x - y) < 1e-11);
        Assert.Equal([0.303845582011, -0.134874604053, 0.864734632296], hopf.Select(h => h.NormalForm!.Coefficient), (x, y) => Math.Abs(x - y) < 1e-10);
        Assert.Equal(1.5466483725981275, Assert.Single(branch.SpecialPoints, s => s.Kind == SpecialKind.Fold).Parameters[0], 1e-12);

        SpecialPoint fold = branch.SpecialPoints.Single(s => s.Kind == SpecialKind.Fold);
        Branch folds = Branch.OfBifurcation(BranchKind.Folds, Problems.Lorenz84, fold, [fold.Parameters[0], 0.04], [0.5, -0.1], [3.2, 0.1]);
        SpecialPoint bt = folds.SpecialPoints.First(s => s.Kind == SpecialKind.BogdanovTakens && s.Parameters[1] > 0);
        AssertPoint(bt, [1.4467167011153617, 0.020940169683322598]);
        Assert.Equal((0.21442335092735, 0.60651455182809), (Round(bt.NormalForm!.Coefficient, 12), Round(bt.NormalForm!.SecondCoefficient!.Value, 12)), (x, y) => Near(x, y, 1e-9));
        SpecialPoint zh = folds.SpecialPoints.First(s => s.Kind == SpecialKind.ZeroHopf);
        Assert.Equal(1.2834192961382716, zh.Parameters[0], 1e-9);
        Assert.Equal(0.00012654083412049846, Math.Abs(zh.Parameters[1]), 1e-11);

        Branch curve = Branch.OfBifurcation(BranchKind.HopfPoints, Problems.Lorenz84, hopf[0], [hopf[0].Parameters[0], 0.04], [0.5, -0.1], [3.2, 0.1]);
        Branch second = Branch.OfBifurcation(BranchKind.HopfPoints, Problems.Lorenz84, hopf[1], [hopf[1].Parameters[0], 0.04], [0.5, -0.1], [3.2, 0.1]);
        SpecialPoint[] all = [.. curve.SpecialPoints, .. second.SpecialPoints];
        AssertPoint(all.First(s => s.Kind == SpecialKind.DoubleHopf && s.Parameters[1] > 0), [2.5332211069598166, 0.026273942983084211]);
        AssertPoint(all.First(s => s.Kind == SpecialKind.GeneralizedHopf && s.Parameters[1] > 0), [2.376360088248219, 0.05019743200847222]);
    }

    [Fact]
    public void MorrisLecar_HasFourBogdanovTakensPoints()
    {
        Branch branch = Branch.OfFixedPoint(Problems.MorrisLecar.Holding("v3", 2), [-60, 0], 0, 0, 300);
        SpecialPoint[] hopf = [.. branch.SpecialPoints.Where(s => s.Kind == SpecialKind.Hopf).OrderBy(s => s.Parameters[0])];
        Assert.Equal([93.857618373725453, 212.01881610037437], hopf.Select(h => h.Parameters[0]), (x, y) => Math.Abs(x - y) < 1e-9);
        Assert.Equal([5.22014024077e-4, 5.45116161031e-4], hopf.Select(h => h.NormalForm!.Coefficient), (x, y) => Math.Abs(x - y) < 1e-12);
        Branch curve = Branch.OfBifurcation(BranchKind.HopfPoints, Problems.MorrisLecar, hopf[0], [hopf[0].Parameters[0], 2], [-1000, -300], [1500, 300]);
        SpecialPoint[] bt = [.. curve.SpecialPoints.Where(s => s.Kind == SpecialKind.BogdanovTakens).OrderBy(s => s.Parameters[0])];
        Assert.Equal(BranchEnd.Closed, curve.LastEnd);
        Assert.Equal([-227.13188804356887, 48.225938868986024, 487.99770300975226, 519.62536482453758], bt.Select(s => s.Parameters[0]), (x, y) => Math.Abs(x - y) < 1e-7);
        Assert.Equal([69.755737112162037, 21.734143349948232, -51.777428541837766, -63.401901533259546], bt.Select(s => s.Parameters[1]), (x, y) => Math.Abs(x - y) < 1e-8);
        Assert.Equal((0.00111990791587, 0.0330119499002), (Round(bt[0].NormalForm!.Coefficient, 13), Round(bt[0].NormalForm!.SecondCoefficient!.Value, 13)), (x, y) => Near(x, y, 1e-8));
    }

    [Fact]
    public void Bazykin_HasItsBogdanovTakensPoint()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Bazykin.Holding("delta", 0.17512759295021742), [6.3, 3.6], 0.45, 0.1, 0.6);
        SpecialPoint hopf = branch.SpecialPoints.First(s => s.Kind is SpecialKind.Fold);
        Branch curve = Branch.OfBifurcation(BranchKind.Folds, Problems.Bazykin, hopf, [hopf.Parameters[0], 0.17512759295021742], [0.1, 0.01], [0.8, 1]);
        SpecialPoint bt = Assert.Single(curve.SpecialPoints, s => s.Kind == SpecialKind.BogdanovTakens);
        AssertPoint(bt, [0.45362432777812946, 0.17512759295021742], 6.2657655289623531, 3.6015539368363648);
        Assert.Equal((0.039453091123676, 0.052538776492856), (Round(bt.NormalForm!.Coefficient, 13), Round(bt.NormalForm!.SecondCoefficient!.Value, 13)), (x, y) => Near(x, y, 1e-9));
    }

    private static void AssertPoint(SpecialPoint point, double[] parameters, params double[] coordinates)
    {
        Assert.Equal(parameters[0], point.Parameters[0], 1e-10);
        Assert.Equal(parameters[1], point.Parameters[1], 1e-10);
        for (int i = 0; i < coordinates.Length; i++)
            Assert.Equal(coordinates[i], point.Coordinates[i], 1e-9);
        Assert.InRange(point.Error, 0, 1e-8);
    }

    private static double Round(double value, int digits) => Math.Round(Math.Abs(value), digits);

    private static bool Near((double A, double B) x, (double A, double B) y, double tolerance) => Math.Abs(x.A - y.A) <= tolerance && Math.Abs(x.B - y.B) <= tolerance * 10;
}
