using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>More digits of problems of the literature: rests, cycles and curves, each from its equations or as printed by the program that is named.</summary>
public sealed class PublishedProblemTests
{
    /// <summary>p2 = 14, p3 = 3; printed with five digits by AUTO.</summary>
    [Fact]
    public void TheReactionAtThree_HasOneHopfPoint()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Reaction(14).Holding("p3", 3), [0, 0], 0, 0, 0.3);
        Assert.Equal(0.165042045323560957, Assert.Single(branch.SpecialPoints).Parameters[0], 1e-13);
    }

    /// <summary>AUTO's periods grow to 4000 at p1 = 0.105507; the neutral saddle at p1 = 0.105710501206339145 is no Hopf point.</summary>
    [Fact]
    public void TheReactionsCycles_EndAtTheHomoclinicOrbit_AndItsNeutralSaddleIsNothing()
    {
        FieldFamily family = Problems.Reaction(14).Holding("p3", 2);
        Branch rests = Branch.OfFixedPoint(family, [0, 0], 0, 0, 0.3);
        Assert.DoesNotContain(rests.SpecialPoints, s => Math.Abs(s.Parameters[0] - 0.105710501206339145) < 1e-6);
        CycleBranch cycles = CycleBranch.FromHopf(family, rests.SpecialPoints.Single(s => s.Kind == SpecialKind.Hopf), 0, 0.3);
        Assert.Equal(CycleBranchEnd.LongPeriod, cycles.LastEnd);
        Assert.Equal(0.105507, cycles.Points[^1].Parameters[0], 1e-6);
        Assert.Empty(cycles.SpecialPoints);
    }

    [Fact]
    public void Lorenz84_HasItsFrequencies_AndAHopfPointOnAnotherPiece()
    {
        FieldFamily held = Problems.Lorenz84.Holding("T", 0.04);
        Branch[] branches = [.. FixedPointFinder.Find(held.At(2.9), [-1, -2, -2, -2], [2, 2, 2, 2]).Orbits.Select(r => Branch.OfFixedPoint(held, r.Representative, 2.9, 0.5, 3.2))];
        SpecialPoint[] hopfs = [.. branches.SelectMany(b => b.SpecialPoints).Where(s => s.Kind == SpecialKind.Hopf).DistinctBy(s => Math.Round(s.Parameters[0], 9)).OrderBy(s => s.Parameters[0])];
        Assert.Equal([1.6196578209425831, 2.4672221231127467, 2.859875412748288, 2.9645900993011525], hopfs.Select(h => h.Parameters[0]), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal([0.2952868167129867, 0.723205920022479, 1.171522646689402], hopfs.Take(3).Select(h => h.NormalForm!.Frequency!.Value), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(-0.0768397078078, hopfs[3].NormalForm!.Coefficient, 1e-11);
    }

    [Fact]
    public void Lorenz84_HasTheFrequenciesOfItsPointsOfCodimensionTwo()
    {
        FieldFamily family = Problems.Lorenz84, held = family.Holding("T", 0.04);
        Branch branch = FixedPointFinder.Find(held.At(2.9), [-1, -2, -2, -2], [2, 2, 2, 2]).Orbits.Select(r => Branch.OfFixedPoint(held, r.Representative, 2.9, 0.5, 3.2)).First(b => b.SpecialPoints.Any(s => s.Kind == SpecialKind.Fold));
        SpecialPoint[] starts = [branch.SpecialPoints.Single(s => s.Kind == SpecialKind.Fold), .. branch.SpecialPoints.Where(s => s.Kind == SpecialKind.Hopf && s.Parameters[0] > 2)];
        SpecialPoint[] all = [.. starts.SelectMany(s => Branch.OfBifurcation(s.Kind == SpecialKind.Fold ? BranchKind.Folds : BranchKind.HopfPoints, family, s, [s.Parameters[0], 0.04], [0.5, -0.1], [3.2, 0.1]).SpecialPoints)];
        NormalForm zeroHopf = all.First(s => s.Kind == SpecialKind.ZeroHopf).NormalForm!, generalized = all.First(s => s.Kind == SpecialKind.GeneralizedHopf).NormalForm!;
        DoubleHopfForm pairs = all.First(s => s.Kind == SpecialKind.DoubleHopf).NormalForm!.DoubleHopf!;
        Assert.Equal(1.2079144990255, zeroHopf.Frequency!.Value * zeroHopf.Frequency.Value, 1e-9);
        Assert.Equal([0.55237488493339, 1.3260564595053], new[] { pairs.First * pairs.First, pairs.Second * pairs.Second }.Order(), (x, y) => Math.Abs(x - y) < 1e-9);
        Assert.Equal(0.6903674739581278, generalized.Frequency!.Value, 1e-10);
        // the centre manifold as a power series to the fifth order; BifurcationKit prints 0.15555
        Assert.Equal(0.155801164719, generalized.Coefficient, 1e-6);
    }

    [Fact]
    public void HodgkinAndHuxleysAxon_HasItsBogdanovTakensPoint()
    {
        const double potassium = -4.977020454108788, current = -0.06185214966177632;
        Branch branch = Branch.OfFixedPoint(Problems.HodgkinHuxley.Holding("VK", -5), [-2.8, 0.07, 0.36, 0.49], current, -100, 100);
        SpecialPoint fold = branch.SpecialPoints.First(s => s.Kind == SpecialKind.Fold);
        Branch folds = Branch.OfBifurcation(BranchKind.Folds, Problems.HodgkinHuxley, fold, [-5, fold.Parameters[0]], [-20, -100], [20, 100]);
        SpecialPoint point = Assert.Single(folds.SpecialPoints, s => s.Kind == SpecialKind.BogdanovTakens);
        Assert.Equal([potassium, current], point.Parameters, (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal([-2.835463618170097, 0.07351498630356315, 0.361877602925177, 0.494859128785482], point.Coordinates, (x, y) => Math.Abs(x - y) < 1e-11);
        Assert.Equal(2.551541e-5, Math.Abs(point.NormalForm!.Coefficient), 1e-11);
        Assert.Equal(7.458949e-3, Math.Abs(point.NormalForm.SecondCoefficient!.Value), 1e-9);
    }

    [Fact]
    public void TheCircuitsRests_HaveTheirHopfPoint_AndThePitchforkWhereTheResistancesBalance()
    {
        Branch rests = Branch.OfFixedPoint(CycleProblems.Circuit, [0, 0, 0], -0.65, -0.7, -0.3);
        Assert.Equal([SpecialKind.Hopf, SpecialKind.Pitchfork], rests.SpecialPoints.Select(s => s.Kind));
        Assert.Equal(-0.58933647799179441, rests.SpecialPoints[0].Parameters[0], 1e-14);
        Assert.Equal(0.773448606134865134, rests.SpecialPoints[0].NormalForm!.Frequency!.Value, 1e-11);
        Assert.Equal(-0.45636300182874, rests.SpecialPoints[0].NormalForm!.Coefficient, 1e-8);
        Assert.Equal(-0.5, rests.SpecialPoints[1].Parameters[0], 1e-14);
    }

    /// <summary>A neutral saddle cycle that MatCont prints at ν = −0.5881194 is no torus; the torus passes y = 0 at a known place.</summary>
    [Fact]
    public void TheCircuitsTorus_PassesAKnownPlace()
    {
        SpecialPoint hopf = CycleBranchTests.Hopf(CycleProblems.Circuit, [0, 0, 0], -0.65, -0.7, -0.3);
        CycleBranch branch = CycleBranch.FromHopf(CycleProblems.Circuit, hopf, -0.7, -0.3), other = branch.OtherAt(branch.SpecialPoints.Single(s => s.Kind == CycleSpecialKind.BranchPoint));
        Assert.DoesNotContain(branch.SpecialPoints.Concat(other.SpecialPoints), s => Math.Abs(s.Parameters[0] + 0.5881194) < 1e-5);
        Assert.Contains(other.SpecialPoints.Where(s => s.Kind == CycleSpecialKind.Torus), s => Passes(CycleProblems.Circuit.At(s.Parameters[0]), s, [0.126163625346, 0, 0.169594279069], 1e-9));
    }

    [Fact]
    public void TheFeedbacksFirstDoubling_PassesAKnownPlace_AndTheDoubledBranchHasThePeriodsOfMatCont()
    {
        FieldFamily family = CycleProblems.Feedback.Holding("beta", 1);
        CycleBranch branch = CycleBranch.FromHopf(family, CycleBranchTests.Hopf(family, [0, 0, 0], 1.5, -0.1, 2), -0.1, 2);
        CycleSpecialPoint first = branch.SpecialPoints.Single();
        Assert.True(Passes(family.At(first.Parameters[0]), first, [0.7521959941454304, 0, -0.5268947610827133], 1e-9));
        CycleSpecialPoint[] all = [.. branch.OtherAt(first).SpecialPoints];
        Assert.Equal([12.734365542206, 11.06284, 11.03168, 11.03168, 11.06284], all.Select(s => s.Period), (x, y) => Math.Abs(x - y) < 2e-5);
    }

    /// <summary>The doublings of the feedback in two parameters are a closed curve, symmetric under α → −α, which MatCont leaves at two resonances 1:2.</summary>
    [Fact]
    public void DoublingsOfTheFeedback_AreAClosedCurveWithTwoResonances()
    {
        FieldFamily family = CycleProblems.Feedback, one = family.Holding("beta", 1);
        CycleSpecialPoint doubling = CycleBranch.FromHopf(one, CycleBranchTests.Hopf(one, [0, 0, 0], 1.5, -0.1, 2), -0.1, 2).SpecialPoints.Single();
        CycleBranch curve = CycleBranch.OfBifurcation(CycleBranchKind.PeriodDoublings, family, doubling, [doubling.Parameters[0], 1], [-2, 0.1], [2, 3]);
        Assert.Equal((CycleBranchEnd.Closed, CycleBranchEnd.Closed), (curve.FirstEnd, curve.LastEnd));
        Assert.Equal([CycleSpecialKind.Resonance12, CycleSpecialKind.Resonance12], curve.SpecialPoints.Select(s => s.Kind));
        CycleSpecialPoint[] resonances = [.. curve.SpecialPoints.OrderBy(s => s.Parameters[1])];
        Assert.All(resonances, s => Assert.Equal(0, s.Parameters[0], 1e-12));
        // MatCont's manual
        Assert.Equal([0.6782783, 1.698711], resonances.Select(s => s.Parameters[1]), (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal([9.058318, 4.841835], resonances.Select(s => s.Period), (x, y) => Math.Abs(x - y) < 1e-6);
    }

    /// <summary>Sel'kov's glycolysis in units of 1e-6 and rates of 1e-9: cycles from one Hopf point, b² = (1 − 2a ∓ √(1 − 8a))/2 with a = 0.08, to the other; they shrink there and do not halve their period.</summary>
    [Fact]
    public void GlycolysisInSmallUnits_HasCyclesFromOneHopfPointToTheOther()
    {
        FieldFamily family = FieldFamily.Of("b", b => new JetField(2, y =>
        {
            Jet x = y[0] / 1e-6, z = y[1] / 1e-6, made = 0.08 * z + x * x * z;
            return [1e-9 * (made - x), 1e-9 * (b - made)];
        }));
        Branch rests = Branch.OfFixedPoint(family, [0.3e-6, 1.7e-6], 0.3, 0.1, 1.2);
        double[] expected = [.. new[] { -1, 1 }.Select(sign => Math.Sqrt(0.5 * (1 - 0.16 + sign * Math.Sqrt(1 - 0.64))))];
        Assert.Equal(expected, rests.SpecialPoints.Select(s => s.Parameters[0]), (x, y) => Math.Abs(x - y) < 1e-12);
        CycleBranch cycles = CycleBranch.FromHopf(family, rests.SpecialPoints[0], 0.1, 1.2);
        Assert.Equal((CycleBranchEnd.ShrinksToRest, CycleBranchEnd.ShrinksToRest), (cycles.FirstEnd, cycles.LastEnd));
        Assert.Equal(expected[1], cycles.LastRest!.Value[0] / 1e-6, 1e-6);
        Assert.Empty(cycles.SpecialPoints);
    }

    /// <summary>Whether the cycle of a special point passes a place.</summary>
    private static bool Passes(IVectorField field, CycleSpecialPoint point, double[] place, double tolerance)
    {
        LimitCycle cycle = LimitCycleSolver.Polish(field, place, point.Period).GetValueOrThrow();
        return Math.Abs(cycle.Period - point.Period) < tolerance && cycle.Point.Zip(place, (x, y) => Math.Abs(x - y)).Max() < tolerance;
    }
}
