using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Curves of bifurcations of cycles that begin at rests of codimension two, where they are closed forms, and on problems of the literature. Hundreds of draws with PHASEGAN_LONG_TESTS=1.</summary>
public sealed class CycleOriginTests
{
    private static bool IsLong => Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1";

    /// <summary>r′ = r(μ + κr² + σr⁴): folds at κ² = 4σμ where r² = −κ/(2σ) &gt; 0.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void FoldsOfCycles_LeaveTheGeneralisedHopfPointOnTheParabola(int sigma)
    {
        FieldFamily family = FieldFamily.Of("mu", "kappa", (mu, kappa) => new JetField(2, y =>
        {
            Jet s = y[0] * y[0] + y[1] * y[1], growth = mu + kappa * s + sigma * s * s;
            return [growth * y[0] - y[1] - 0.3 * s * y[1], growth * y[1] + y[0] + 0.3 * s * y[0]];
        }));
        SpecialPoint point = Assert.Single(HopfCurve(family, [0, 0], -0.2, 0.3).SpecialPoints);
        CycleBranch curve = Assert.Single(CycleBranch.OfBifurcationsAt(family, point, [-0.6, -0.6], [0.6, 0.6]));
        Assert.Equal((CycleBranchKind.Folds, CycleBranchEnd.ShrinksToRest, CycleBranchEnd.RangeReached), (curve.Kind, curve.FirstEnd, curve.LastEnd));
        Assert.Empty(curve.SpecialPoints);
        Assert.InRange(Math.Abs(curve.Points[0].Parameters[1]), 0, 0.05);
        foreach (CycleBranchPoint p in curve.Points)
        {
            Assert.Equal(p.Parameters[1] * p.Parameters[1], 4 * sigma * p.Parameters[0], 1e-8);
            Assert.True(-sigma * p.Parameters[1] > 0);
            double square = -0.5 * sigma * p.Parameters[1];
            Assert.Equal(2 * Math.PI / (1 + 0.3 * square), p.Period, 1e-6);
        }
    }

    /// <summary>κ²/μ = 4 Re c₂ all along the curve, in random coordinates and times with further directions.</summary>
    [Fact]
    public void FoldsOfCycles_LeaveGeneralisedHopfPointsInAnyCoordinates()
    {
        Prop.ForAll(UnfoldingArbitrary.Of(UnfoldingKind.GeneralizedHopf), unfolding =>
        {
            CycleBranch curve = Assert.Single(At(unfolding).AsEnumerable());
            (double Mu, double Kappa)[] places = [.. curve.Points.Select(p => unfolding.UnfoldedOf(p.Parameters))];
            double ratio = places[^1].Kappa * places[^1].Kappa / places[^1].Mu;
            Assert.Equal((CycleBranchEnd.ShrinksToRest, CycleBranchEnd.RangeReached), (curve.FirstEnd, curve.LastEnd));
            Assert.All(places, p => Assert.InRange(Math.Abs(p.Kappa * p.Kappa - ratio * p.Mu), 0, 1e-6));
            Assert.True(ratio * unfolding.Coefficient > 0 && places.All(p => p.Kappa * unfolding.Coefficient < 0));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(IsLong ? 500 : 2).WithReplay(91_700_051, 25));
    }

    /// <summary>In short ranges the curve of the GAN with one feature bends within a thousandth of them: whatever they are, it goes on to their end, through cycles with a second multiplier 1.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.1)]
    [InlineData(0.01)]
    public void FoldsOfCycles_LeaveTheGeneralisedHopfPointOfTheGan_InWindowsOfAnySize(double share)
    {
        var gan = new GanParameters([1], [1], discriminatorRate: 0.2, generatorRate: 0.2, realNoise: 1, fakeNoise: 1);
        FieldFamily family = FieldFamily.Of("alpha", "eta", (alpha, eta) => new ReducedOde(gan.With(rateRatio: alpha, noise: eta)));
        FixedPoint rest = FixedPointFinder.Find(new ReducedOde(gan.With(rateRatio: 0.125, noise: 0.225))).Orbits.Select(o => o.Representative).First(p => p.Coordinates[0] is > 0.5 and < 0.999);
        SpecialPoint hopf = Branch.OfFixedPoint(family.Holding("eta", 0.225), rest, 0.125, 0.05, 0.2).SpecialPoints.Where(s => s.Kind == SpecialKind.Hopf).MinBy(s => s.Parameters[0])!;
        SpecialPoint point = Branch.OfBifurcation(BranchKind.HopfPoints, family, hopf, [hopf.Parameters[0], 0.225], [0.05, 0.22], [0.2, 0.26]).SpecialPoints.First(s => s.Kind == SpecialKind.GeneralizedHopf);
        (double alpha, double eta) = (point.Parameters[0], point.Parameters[1]);
        double[] upper = [alpha + 0.08 * share, eta + 0.0225 * share];
        CycleBranch curve = Assert.Single(CycleBranch.OfBifurcationsAt(family, point, [alpha - 0.07 * share, eta - 0.0175 * share], upper));
        Assert.Equal((CycleBranchEnd.ShrinksToRest, CycleBranchEnd.RangeReached), (curve.FirstEnd, curve.LastEnd));
        Assert.Equal(upper[1], curve.Points[^1].Parameters[1], 1e-12);
        Assert.All(curve.Points, p => Assert.Contains(p.Multipliers, v => (v - 1).Magnitude < 1e-6));
    }

    /// <summary>κ = δμ of the first pair's cycles and μ = θκ of the second one's, in random coordinates and times with further directions.</summary>
    [Fact]
    public void Tori_LeaveDoubleHopfPointsOnBothLines()
    {
        Prop.ForAll(UnfoldingArbitrary.Of(UnfoldingKind.DoubleHopf), unfolding =>
        {
            (double theta, double delta) = unfolding.Ratios!.Value;
            ImmutableArray<CycleBranch> curves = At(unfolding, IsLong ? 400 : 4);
            Assert.Equal(2, curves.Length);
            for (int k = 0; k < 2; k++)
            {
                Assert.Equal((CycleBranchKind.Tori, CycleBranchEnd.ShrinksToRest, IsLong ? CycleBranchEnd.RangeReached : CycleBranchEnd.Budget), (curves[k].Kind, curves[k].FirstEnd, curves[k].LastEnd));
                foreach (CycleBranchPoint p in curves[k].Points)
                {
                    (double mu, double kappa) = unfolding.UnfoldedOf(p.Parameters);
                    Assert.Equal(0, k == 0 ? kappa - delta * mu : mu - theta * kappa, 1e-7);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(IsLong ? 100 : 1).WithReplay(91_700_053, 27));
    }

    /// <summary>x′ = μ + x² − R − dxR and r′ = r(κ + x + fR), R = r²: tori where 2x + (2f − d)R = 0; without the minus before R there are none.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Tori_LeaveAZeroAndAPair_IfTheSignsAreThose(int sign)
    {
        const double d = 0.4, f = -0.3;
        FieldFamily family = FieldFamily.Of("mu", "kappa", (mu, kappa) => new JetField(3, y =>
        {
            Jet s = y[1] * y[1] + y[2] * y[2], growth = kappa + y[0] + f * s;
            return [mu + y[0] * y[0] + sign * s + d * sign * y[0] * s, growth * y[1] - 1.3 * y[2], growth * y[2] + 1.3 * y[1]];
        }));
        SpecialPoint point = Assert.Single(HopfCurve(family, [-0.5, 0, 0], -0.25, 0.3).SpecialPoints, s => s.Kind == SpecialKind.ZeroHopf);
        ImmutableArray<CycleBranch> curves = CycleBranch.OfBifurcationsAt(family, point, [-0.6, -0.6], [0.6, 0.6]);
        Assert.Equal(sign < 0 ? 1 : 0, curves.Length);
        foreach (CycleBranch curve in curves)
        {
            Assert.Equal((CycleBranchKind.Tori, CycleBranchEnd.ShrinksToRest), (curve.Kind, curve.FirstEnd));
            Assert.True(curve.Points.Length > 5, curve.ToString());
            foreach (CycleBranchPoint p in curve.Points)
            {
                // x = -(f - d/2)R, kappa = -x - fR
                double square = -p.Parameters[1] / (0.5 * d), x = (0.5 * d - f) * square;
                Assert.Equal(-x * x + square + d * x * square, p.Parameters[0], 1e-7);
            }
        }
    }

    /// <summary>MatCont's manual has a fold of cycles at y = 0.08456948 with the period 4.222012 for z = 0.1, and says that the curve of folds ends at the generalised Hopf point.</summary>
    [Fact]
    public void FoldsOfMorrisLecarsCycles_GoFromTheGeneralisedHopfPointThroughTheFoldOfMatCont()
    {
        FieldFamily family = CycleProblems.FastMorrisLecar, one = family.Holding("z", 0.1);
        SpecialPoint hopf = Branch.OfFixedPoint(one, [0.1, 0.5], 0.15, -0.1, 0.3).SpecialPoints.First(s => s.Kind == SpecialKind.Hopf);
        SpecialPoint[] points = [.. Branch.OfBifurcation(BranchKind.HopfPoints, family, hopf, [hopf.Parameters[0], 0.1], [-0.1, -0.2], [0.3, 0.4]).SpecialPoints.Where(s => s.Kind == SpecialKind.GeneralizedHopf)];
        CycleBranchPoint[] curve = [.. points.Select(p => Assert.Single(CycleBranch.OfBifurcationsAt(family, p, [-0.1, -0.2], [0.3, 0.4], new CycleBranchOptions { MaxPoints = 60 }))).First(c => c.Points[0].Parameters[1] < 0.1 != c.Points[^1].Parameters[1] < 0.1).Points];
        int after = Array.FindIndex(curve, p => p.Parameters[1] > 0.1 != curve[0].Parameters[1] > 0.1);
        CycleBranchPoint[] near = [.. curve.Skip(Math.Clamp(after - 2, 0, curve.Length - 4)).Take(4)];
        Assert.Equal(0.08456948, At(near, p => p.Parameters[0]), 1e-6);
        Assert.Equal(4.222012, At(near, p => p.Period), 1e-4);

        // the cubic through four points, at z = 0.1
        static double At(CycleBranchPoint[] near, Func<CycleBranchPoint, double> value) =>
            near.Sum(p => value(p) * near.Where(o => o != p).Aggregate(1.0, (product, o) => product * (0.1 - o.Parameters[1]) / (p.Parameters[1] - o.Parameters[1])));
    }

    /// <summary>Lorenz-84: at the double Hopf point ω² = 1.3260564595053 and 0.55237488493339, so that tori begin with the periods 2π/ω and the angles 2πω₂/ω₁ and 2πω₁/ω₂.</summary>
    [Fact]
    public void Lorenz84_HasFoldsOfCyclesFromItsGeneralisedHopfPoint_AndToriFromItsDoubleHopfPoint()
    {
        double[] lower = [0.5, -0.1], upper = [3.2, 0.1];
        Branch rests = Branch.OfFixedPoint(Problems.Lorenz84.Holding("T", 0.04), LorenzRest(2), 2, 0.5, 3.2);
        SpecialPoint[] all = [.. rests.SpecialPoints.Where(s => s.Kind == SpecialKind.Hopf).SelectMany(h => Branch.OfBifurcation(BranchKind.HopfPoints, Problems.Lorenz84, h, [h.Parameters[0], 0.04], lower, upper).SpecialPoints)];
        SpecialPoint generalised = all.First(s => s.Kind == SpecialKind.GeneralizedHopf && s.Parameters[1] > 0), both = all.First(s => s.Kind == SpecialKind.DoubleHopf && s.Parameters[1] > 0);
        var few = new CycleBranchOptions { MaxPoints = 6 };
        CycleBranch folds = Assert.Single(CycleBranch.OfBifurcationsAt(Problems.Lorenz84, generalised, lower, upper, few));
        Assert.Equal(CycleBranchKind.Folds, folds.Kind);
        Assert.All(folds.Points, p => Assert.Contains(p.Multipliers, v => (v - 1).Magnitude < 1e-4));
        Assert.Equal(2 * Math.PI / 0.6903674739581278, folds.Points[0].Period, 0.1);
        ImmutableArray<CycleBranch> tori = CycleBranch.OfBifurcationsAt(Problems.Lorenz84, both, lower, upper, few);
        double[] omega = [Math.Sqrt(1.3260564595053), Math.Sqrt(0.55237488493339)];
        for (int k = 0; k < 2; k++)
        {
            Assert.Equal((CycleBranchKind.Tori, CycleBranchEnd.ShrinksToRest), (tori[k].Kind, tori[k].FirstEnd));
            Assert.Equal(2 * Math.PI / omega[k], tori[k].Points[0].Period, 0.1);
            Assert.Equal(Math.Cos(2 * Math.PI * omega[1 - k] / omega[k]), Math.Cos(tori[k].Points[0].Angle!.Value), 0.1);
            Assert.All(tori[k].Points, p => Assert.True(p.Multipliers.Count(v => Math.Abs(v.Magnitude - 1) < 1e-6) == 2));
        }
    }

    private static double[] LorenzRest(double f) => FixedPointFinder.Find(Problems.Lorenz84.At(f, 0.04), [-1, -2, -2, -2], [2, 2, 2, 2]).Orbits
        .Select(r => r.Representative.Coordinates.ToArray())
        .First(y => Branch.OfFixedPoint(Problems.Lorenz84.Holding("T", 0.04), y, f, 0.5, 3.2).SpecialPoints.Any(s => s.Kind == SpecialKind.Fold));

    private static ImmutableArray<CycleBranch> At(Unfolding unfolding, int mostPoints = 400)
    {
        SpecialPoint point = UnfoldingTests.CurveOf(unfolding, BranchKind.HopfPoints)!.SpecialPoints.Single();
        return CycleBranch.OfBifurcationsAt(unfolding.Family, point, unfolding.Lower, unfolding.Upper, new CycleBranchOptions { MaxPoints = mostPoints });
    }

    private static Branch HopfCurve(FieldFamily family, double[] rest, double mu, double kappa)
    {
        Branch branch = Branch.OfFixedPoint(family.Holding("kappa", kappa), rest, mu, -0.6, 0.6);
        SpecialPoint hopf = branch.SpecialPoints.First(s => s.Kind == SpecialKind.Hopf);
        return Branch.OfBifurcation(BranchKind.HopfPoints, family, hopf, [hopf.Parameters[0], kappa], [-0.6, -0.6], [0.6, 0.6]);
    }
}
