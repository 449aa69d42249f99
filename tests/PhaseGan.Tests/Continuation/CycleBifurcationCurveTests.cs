using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Curves of bifurcations of cycles in two parameters, on suspensions whose curves are known in closed form, and on problems of the literature. 40 of each kind with PHASEGAN_LONG_TESTS=1.</summary>
public sealed class CycleBifurcationCurveTests
{
    private static readonly double[] s_lower = [-0.5, -0.5], s_upper = [0.6, 0.6];

    /// <summary>The curve begins where the first parameter passes its value at the second one held, or the second one at the first held; both are then on the curve's closed form.</summary>
    [Theory]
    [InlineData(SuspensionKind.Cusp, CycleBranchKind.Folds, true, CycleSpecialKind.Cusp)]
    [InlineData(SuspensionKind.FoldResonance11, CycleBranchKind.Folds, true, CycleSpecialKind.Resonance11)]
    [InlineData(SuspensionKind.FoldDoubling, CycleBranchKind.Folds, true, CycleSpecialKind.FoldDoubling)]
    [InlineData(SuspensionKind.FoldTorus, CycleBranchKind.Folds, true, CycleSpecialKind.FoldTorus)]
    [InlineData(SuspensionKind.GeneralizedDoubling, CycleBranchKind.PeriodDoublings, true, CycleSpecialKind.GeneralizedDoubling)]
    [InlineData(SuspensionKind.Resonance12, CycleBranchKind.PeriodDoublings, true, CycleSpecialKind.Resonance12)]
    [InlineData(SuspensionKind.FoldDoubling, CycleBranchKind.PeriodDoublings, false, CycleSpecialKind.FoldDoubling)]
    [InlineData(SuspensionKind.DoublingTorus, CycleBranchKind.PeriodDoublings, true, CycleSpecialKind.DoublingTorus)]
    [InlineData(SuspensionKind.Chenciner, CycleBranchKind.Tori, true, CycleSpecialKind.Chenciner)]
    [InlineData(SuspensionKind.FoldResonance11, CycleBranchKind.Tori, true, CycleSpecialKind.Resonance11)]
    [InlineData(SuspensionKind.Resonance13, CycleBranchKind.Tori, true, CycleSpecialKind.Resonance13)]
    [InlineData(SuspensionKind.Resonance14, CycleBranchKind.Tori, true, CycleSpecialKind.Resonance14)]
    [InlineData(SuspensionKind.FoldTorus, CycleBranchKind.Tori, false, CycleSpecialKind.FoldTorus)]
    [InlineData(SuspensionKind.DoublingTorus, CycleBranchKind.Tori, false, CycleSpecialKind.DoublingTorus)]
    [InlineData(SuspensionKind.DoubleTorus, CycleBranchKind.Tori, true, CycleSpecialKind.DoubleTorus)]
    [InlineData(SuspensionKind.DoubleTorus, CycleBranchKind.Tori, false, CycleSpecialKind.DoubleTorus)]
    public void ACurve_HasThePointThatItMustHave_AndNoOther(SuspensionKind kind, CycleBranchKind curve, bool isFirst, CycleSpecialKind expected)
    {
        Prop.ForAll(SuspensionArbitrary.Of(kind), RandomDraws.Judged<Suspension>(suspension =>
        {
            CycleBranch branch = CurveOf(suspension, curve, isFirst);
            Assert.Equal((CycleBranchEnd.RangeReached, CycleBranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
            Assert.All(branch.Points, p => Assert.InRange(Math.Abs(OffCurve(suspension, curve, isFirst, p.Parameters)), 0, 1e-8));
            // the lines of tori have the other low resonances where the angle passes them
            CycleSpecialPoint special = Assert.Single(branch.SpecialPoints, s => s.Kind == expected);
            Assert.True(special.IsLocated && branch.IsAccounted, branch.ToString());
            Assert.All(special.Parameters, p => Assert.InRange(Math.Abs(p), 0, special.Error));
            Assert.InRange(special.Error, 0, 1e-8);
            Assert.Equal(suspension.Period, special.Period, 1e-9);
            if (special.Angle is { } angle)
                Assert.Contains(Angles(suspension), a => Math.Abs(a - angle) < 1e-9);
            bool mayHaveOthers = kind is SuspensionKind.Resonance13 or SuspensionKind.Resonance14 || kind == SuspensionKind.FoldResonance11 && curve == CycleBranchKind.Tori;
            Assert.True(mayHaveOthers || branch.SpecialPoints.Length == 1, branch.ToString());
            Assert.All(branch.SpecialPoints.Where(s => s.Kind != expected), s => Assert.True(s.Kind is CycleSpecialKind.Resonance13 or CycleSpecialKind.Resonance14, branch.ToString()));
        })).Check(Config.QuickThrowOnFailure.WithMaxTest(RandomDraws.Count(1, 40)).WithReplay(81_600_029, 17));
    }

    /// <summary>Where the search begins, the pair that crosses is so far from the circle that the curve's own is nearer to where it crosses.</summary>
    [Fact]
    public void ADoubleTorus_HasTwoPairs()
    {
        var suspension = Suspension.Draw(SuspensionKind.DoubleTorus, 1_724_812_403);
        CycleSpecialPoint special = Assert.Single(CurveOf(suspension, CycleBranchKind.Tori, isFirst: false).SpecialPoints);
        Assert.Equal(CycleSpecialKind.DoubleTorus, special.Kind);
        Assert.All(special.Parameters, p => Assert.InRange(Math.Abs(p), 0, special.Error));
    }

    /// <summary>The pair of neutral saddles becomes 5400 and its inverse, and its product bends so much within a step that slopes of the condition are soon of no use.</summary>
    [Fact]
    public void PointsOfACurve_LieOnIt_WhereItsMultipliersAreFarFromTheCircle()
    {
        var suspension = Suspension.Draw(SuspensionKind.FoldResonance11, 439_273_674);
        CycleBranch branch = CurveOf(suspension, CycleBranchKind.Tori, isFirst: true);
        Assert.Contains(branch.Points, p => p.Multipliers[0].Magnitude > 5000);
        Assert.All(branch.Points, p => Assert.InRange(Math.Abs(OffCurve(suspension, CycleBranchKind.Tori, true, p.Parameters)), 0, 2e-9));
    }

    /// <summary>By how much parameters are off the closed form of a curve.</summary>
    private static double OffCurve(Suspension suspension, CycleBranchKind curve, bool isFirst, IReadOnlyList<double> at) => (suspension.Kind, curve) switch
    {
        (SuspensionKind.Cusp, _) => 27 * at[0] * at[0] - 4 * at[1] * at[1] * at[1],
        // beyond the resonance, on the cycles at u = κ > 0, the same curve is one of neutral saddles
        (SuspensionKind.FoldResonance11, CycleBranchKind.Tori) => at[0] - at[1] * at[1],
        _ => isFirst ? at[0] : at[1],
    };

    /// <summary>Angles that may stand at a point: a torus' own one, that of the other torus, and those of resonances.</summary>
    private static double[] Angles(Suspension suspension) => suspension.Angle is { } angle ? [angle, Math.Abs(0.62 * Math.PI - angle)] : [];

    private static CycleBranch CurveOf(Suspension suspension, CycleBranchKind curve, bool isFirst)
    {
        FieldFamily family = suspension.Family;
        double mu = suspension.At, kappa = suspension.Beside;
        LimitCycle cycle = LimitCycleSolver.Polish(family.At(mu, kappa), suspension.Point.AsSpan(), suspension.Period).GetValueOrThrow();
        if (suspension.Kind == SuspensionKind.Cusp)
        {
            // to where there are folds
            CycleBranch across = CycleBranch.OfCycle(family.Holding("mu", mu), cycle, kappa, s_lower[1], s_upper[1]);
            CycleBranchPoint last = across.Points.MaxBy(p => p.Parameters[0])!;
            kappa = last.Parameters[0];
            cycle = LimitCycleSolver.Polish(family.At(mu, kappa), last.Point.AsSpan(), suspension.Period).GetValueOrThrow();
        }
        CycleBranch branch = isFirst
            ? CycleBranch.OfCycle(family.Holding("kappa", kappa), cycle, mu, s_lower[0], s_upper[0])
            : CycleBranch.OfCycle(family.Holding("mu", mu), cycle, kappa, s_lower[1], s_upper[1]);
        CycleSpecialKind kind = curve switch { CycleBranchKind.Folds => CycleSpecialKind.Fold, CycleBranchKind.PeriodDoublings => CycleSpecialKind.PeriodDoubling, _ => CycleSpecialKind.Torus };
        CycleSpecialPoint start = branch.SpecialPoints.First(s => s.Kind == kind);
        return CycleBranch.OfBifurcation(curve, family, start, isFirst ? [start.Parameters[0], kappa] : [mu, start.Parameters[0]], s_lower, s_upper);
    }

    [Fact]
    public void FoldsOfMorrisLecarsCycles_EndAtTheGeneralisedHopfPoint()
    {
        FieldFamily family = CycleProblems.FastMorrisLecar, one = family.Holding("z", 0.1);
        Branch rests = Branch.OfFixedPoint(one, [0.1, 0.5], 0.15, -0.1, 0.3);
        SpecialPoint hopf = rests.SpecialPoints.First(s => s.Kind == SpecialKind.Hopf);
        CycleSpecialPoint fold = CycleBranch.FromHopf(one, hopf, -0.1, 0.3).SpecialPoints.Single();
        // MatCont's manual: -0.2334578
        Assert.Equal(-0.2334578, fold.NormalForm!.SecondCoefficient!.Value, 5e-7);
        CycleBranch curve = CycleBranch.OfBifurcation(CycleBranchKind.Folds, family, fold, [fold.Parameters[0], 0.1], [-0.1, -0.2], [0.3, 0.4], new CycleBranchOptions { MaxPoints = 60 });
        Branch hopfs = Branch.OfBifurcation(BranchKind.HopfPoints, family, hopf, [hopf.Parameters[0], 0.1], [-0.1, -0.2], [0.3, 0.4]);
        SpecialPoint generalised = hopfs.SpecialPoints.First(s => s.Kind == SpecialKind.GeneralizedHopf);
        (CycleBranchEnd end, var rest, CycleBranchPoint last) = curve.FirstEnd == CycleBranchEnd.ShrinksToRest ? (curve.FirstEnd, curve.FirstRest, curve.Points[0]) : (curve.LastEnd, curve.LastRest, curve.Points[^1]);
        Assert.Equal(CycleBranchEnd.ShrinksToRest, end);
        Assert.Equal(generalised.Coordinates.AsEnumerable(), rest!.Value, (x, y) => Math.Abs(x - y) < 1e-8);
        Assert.All(generalised.Parameters.Zip(last.Parameters, (x, y) => Math.Abs(x - y)), d => Assert.InRange(d, 0, 0.03));
        Assert.All(curve.Points, p => Assert.Equal(1, p.Multipliers[0].Real, 1e-5));
    }

    [Fact]
    public void DoublingsOfTheFeedback_PassTheResonanceWhereTheTimeTurnsRound()
    {
        FieldFamily family = CycleProblems.Feedback, one = family.Holding("beta", 1);
        CycleSpecialPoint doubling = CycleBranch.FromHopf(one, CycleBranchTests.Hopf(one, [0, 0, 0], 1.5, -0.1, 2), -0.1, 2).SpecialPoints.Single();
        // BifurcationKit's -0.30509, with a vector whose square has the integral 1, at a place known to 1e-5
        Assert.Equal(-0.30509, doubling.NormalForm!.Coefficient / doubling.Period, 1e-4);
        CycleBranch curve = CycleBranch.OfBifurcation(CycleBranchKind.PeriodDoublings, family, doubling, [doubling.Parameters[0], 1], [-0.1, 0.4], [1, 2]);
        CycleSpecialPoint resonance = Assert.Single(curve.SpecialPoints);
        Assert.Equal(CycleSpecialKind.Resonance12, resonance.Kind);
        // the determinant of the monodromy matrix is exp(-alpha T)
        Assert.InRange(Math.Abs(resonance.Parameters[0]), 0, 1e-12);
        // MatCont's manual
        Assert.Equal(1.698711, resonance.Parameters[1], 1e-6);
        Assert.Equal(4.841835, resonance.Period, 1e-6);
        Assert.All(curve.Points, p => Assert.Contains(p.Multipliers, v => Math.Abs(v.Real + 1) < 1e-6));
        Assert.Equal((CycleBranchEnd.RangeReached, CycleBranchEnd.RangeReached), (curve.FirstEnd, curve.LastEnd));
    }

    [Fact]
    public void Coefficients_DependNeitherOnThePhaseNorOnTheSegmentsNorOnTheSizes()
    {
        var suspension = Suspension.Draw(SuspensionKind.Torus, 5);
        FieldFamily family = suspension.Family.Holding("kappa", 0);
        IVectorField field = suspension.Family.At(suspension.At, 0);
        LimitCycle cycle = LimitCycleSolver.Polish(field, suspension.Point.AsSpan(), suspension.Period).GetValueOrThrow();
        double[] later = [.. DormandPrince.Integrate(field, [.. cycle.Point], 0.37 * cycle.Period).End];
        NormalForm[] forms =
        [
            .. new[] { (cycle, CycleBranchOptions.Default), (LimitCycleSolver.Polish(field, later, cycle.Period).GetValueOrThrow(), new CycleBranchOptions { Sizes = [3, 0.5, 1, 2] }) }
                .Select(x => CycleBranch.OfCycle(family, x.Item1, suspension.At, -0.5, 0.6, x.Item2).SpecialPoints.Single().NormalForm!),
        ];
        Assert.Equal(forms[0].Coefficient, forms[1].Coefficient, 1e-8);
    }

    [Fact]
    public void WrongArgumentsOfCurves_AreNamed()
    {
        FieldFamily family = CycleProblems.Feedback, one = family.Holding("beta", 1);
        CycleSpecialPoint doubling = CycleBranch.FromHopf(one, CycleBranchTests.Hopf(one, [0, 0, 0], 1.5, -0.1, 2), -0.1, 2, new CycleBranchOptions { MaxPoints = 100 }).SpecialPoints.Single();
        double[] at = [doubling.Parameters[0], 1], lower = [0, 0.5], upper = [1, 2];
        Assert.Throws<ArgumentNullException>(() => CycleBranch.OfBifurcation(CycleBranchKind.PeriodDoublings, family, null!, at, lower, upper));
        Assert.Throws<ArgumentNullException>(() => CycleBranch.OfBifurcation(CycleBranchKind.PeriodDoublings, null!, doubling, at, lower, upper));
        Assert.Throws<ArgumentException>(() => CycleBranch.OfBifurcation(CycleBranchKind.Folds, family, doubling, at, lower, upper));
        Assert.Throws<ArgumentException>(() => CycleBranch.OfBifurcation(CycleBranchKind.Cycles, family, doubling, at, lower, upper));
        Assert.Throws<ArgumentException>(() => CycleBranch.OfBifurcation(CycleBranchKind.PeriodDoublings, one, doubling, at, lower, upper));
        Assert.Throws<ArgumentException>(() => CycleBranch.OfBifurcation(CycleBranchKind.PeriodDoublings, family, doubling, [1], lower, upper));
        Assert.Throws<ArgumentException>(() => CycleBranch.OfBifurcation(CycleBranchKind.PeriodDoublings, CycleProblems.FastMorrisLecar, doubling, at, lower, upper));
        Assert.Throws<ArgumentOutOfRangeException>(() => CycleBranch.OfBifurcation(CycleBranchKind.PeriodDoublings, family, doubling, at, [0.7, 0.5], upper));
        Assert.Throws<ArgumentOutOfRangeException>(() => CycleBranch.OfBifurcation(CycleBranchKind.PeriodDoublings, family, doubling, at, upper, lower));
        Assert.Throws<ArgumentOutOfRangeException>(() => CycleBranch.OfBifurcation(CycleBranchKind.PeriodDoublings, family, doubling, [double.NaN, 1], lower, upper));
        CycleBranch cancelled = CycleBranch.OfBifurcation(CycleBranchKind.PeriodDoublings, family, doubling, at, lower, upper, cancellationToken: new CancellationToken(canceled: true));
        Assert.Equal((CycleBranchKind.PeriodDoublings, CycleBranchEnd.Cancelled), (cancelled.Kind, cancelled.LastEnd));
    }
}
