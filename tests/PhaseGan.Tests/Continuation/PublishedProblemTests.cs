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

    /// <summary>AUTO's manual prints the Hopf points and the folds of cycles, with their periods and largest values.</summary>
    [Fact]
    public void TwoReactions_HaveTheHopfPointsAndTheFoldOfCyclesOfAuto()
    {
        Branch rests = Branch.OfFixedPoint(Problems.TwoReactions, [0, 0, 0], 0, 0, 0.4);
        Near([0.204185, 0.229836, 0.259957, 0.346208], rests.SpecialPoints.Where(s => s.Kind == SpecialKind.Hopf).Select(s => s.Parameters[0]), 2e-5);
        CycleBranch cycles = CycleBranch.FromHopf(Problems.TwoReactions, rests.SpecialPoints[1], 0, 0.4);
        Assert.Equal((CycleBranchEnd.ShrinksToRest, CycleBranchEnd.ShrinksToRest), (cycles.FirstEnd, cycles.LastEnd));
        CycleSpecialPoint fold = Assert.Single(cycles.SpecialPoints);
        Assert.Equal(CycleSpecialKind.Fold, fold.Kind);
        Near([0.224962, 6.52551, 0.932614, 0.765288, 4.12206], [fold.Parameters[0], fold.Period, .. fold.Maxima], 1e-4);
    }

    [Fact]
    public void TheEnzymesTwoCells_HaveTheFoldsAndTheBranchPointsOfAuto()
    {
        Branch even = Branch.OfFixedPoint(Problems.Enzyme, [0, 0], 0, 0, 40), uneven = even.OtherAt(even.SpecialPoints.First(s => s.Kind == SpecialKind.Pitchfork));
        Near([34.3569, 18.8871], even.SpecialPoints.Where(s => s.Kind == SpecialKind.Fold).Select(s => s.Parameters[0]), 1e-5);
        Assert.Equal((BranchEnd.Closed, BranchEnd.Closed), (uneven.FirstEnd, uneven.LastEnd));
        Near([25.3727, 25.3727, 26.6221, 26.6221], uneven.SpecialPoints.Where(s => s.Kind == SpecialKind.Fold).Select(s => s.Parameters[0]).Order(), 1e-5);
        Near([22.1816, 34.2229], uneven.SpecialPoints.Where(s => s.Kind == SpecialKind.Pitchfork).Select(s => s.Parameters[0]).Order(), 1e-5);
    }

    [Fact]
    public void TheFoodChainsCycles_HaveTheDoublingsAndTheFoldOfAuto()
    {
        SpecialPoint hopf = CycleBranchTests.Hopf(Problems.FoodChain, [0.7415816238, 0.1666666667, 8.664398854], 0.5, 0.15, 0.6);
        Near([0.512270], [hopf.Parameters[0]], 1e-5);
        CycleSpecialPoint[] points = [.. CycleBranch.FromHopf(Problems.FoodChain, hopf, 0.15, 0.6).SpecialPoints.Take(3)];
        Assert.Equal([CycleSpecialKind.PeriodDoubling, CycleSpecialKind.PeriodDoubling, CycleSpecialKind.Fold], points.Select(s => s.Kind));
        Near([0.428911, 0.216681, 0.208045], points.Select(s => s.Parameters[0]), 1e-5);
        Near([65.8869, 40.4772, 34.3745], points.Select(s => s.Period), 1e-5);
    }

    [Fact]
    public void TheCubicCircuitAndTheMembrane_HaveTheFoldsOfCyclesOfAuto()
    {
        SpecialPoint hopf = CycleBranchTests.Hopf(Problems.CubicCircuit, [0.9, 1.314, 0.9], 0.9, 0.8, 0.99);
        CycleSpecialPoint[] folds = [.. CycleBranch.FromHopf(Problems.CubicCircuit, hopf, 0.8, 0.99).SpecialPoints];
        Near([0.921972, 0.928528, 6.61494, 10.1841], folds.Select(s => s.Parameters[0]).Concat(folds.Select(s => s.Period)), 1e-5);
        FieldFamily membrane = Problems.Membrane.Holding("s0", 110);
        Branch rests = Branch.OfFixedPoint(membrane, [45.6, 177.8], 2.02, 1, 6);
        Near([3.49995, 4.65046], rests.SpecialPoints.Select(s => s.Parameters[0]), 1e-5);
        folds = [.. CycleBranch.FromHopf(membrane, rests.SpecialPoints[0], 1, 6).SpecialPoints];
        Near([2.75969, 5.00784, 10.0064, 5.67658], folds.Select(s => s.Parameters[0]).Concat(folds.Select(s => s.Period)), 1e-5);
    }

    /// <summary>The cycles in the plane cross those outside of it, whose extremes have a corner there: each branch is there once.</summary>
    [Fact]
    public void TheDiagramOfThreeSpecies_HasThePointsOfAuto_AndEachBranchOfCyclesOnce()
    {
        BifurcationDiagram diagram = BifurcationDiagram.Of(Problems.ThreeSpecies, [1, 0, 0], 0.1, 0, 1);
        Near([0.106415, 0.229357, 0.459600, 0.503835], diagram.Branches.SelectMany(b => b.SpecialPoints).Where(s => s.Kind == SpecialKind.Hopf).Select(s => s.Parameters[0]).Order(), 1e-5);
        Assert.Equal(2, diagram.Cycles.Length);
        Assert.All(diagram.Cycles, c => Near([0.301234, 8.27624], [Assert.Single(c.SpecialPoints).Parameters[0], c.SpecialPoints[0].Period], 1e-5));
        Assert.Equal(0.75, diagram.Branches[0].SpecialPoints.Single().Parameters[0], 1e-13);
    }

    /// <summary>Places of AUTO's demo lor; the doubled branches begin at each other's points.</summary>
    [Fact]
    public void LorenzesCyclesAtLargeRates_HaveTheDoublingsOfAuto()
    {
        LimitCycle cycle = LimitCycleSolver.Polish(Problems.Lorenz.At(280), [46.5750735513, 5.32308635943, 357.463663926], 0.4345).GetValueOrThrow();
        CycleBranch branch = CycleBranch.OfCycle(Problems.Lorenz, cycle, 280, 200, 300);
        var found = new List<CycleSpecialPoint>();
        for (int generation = 0; generation < 3; generation++)
        {
            found.Add(branch.SpecialPoints.First(s => s.Kind == CycleSpecialKind.PeriodDoubling));
            branch = branch.OtherAt(found[^1]);
        }
        Near([229.407, 218.210, 215.966, 0.480867, 0.987949, 1.98675], found.Select(s => s.Parameters[0]).Concat(found.Select(s => s.Period)), 1e-5);
    }

    /// <summary>Cycles by explosion: between the folds and the Hopf points the parameter moves by 1e-9 while cycles grow by a half, and the multiplier goes from a hundred to 1e-10.</summary>
    [Fact]
    public void FitzHughNagumosCycles_HaveTheirTwoFolds_OnTheSidesOfTheSymmetry()
    {
        SpecialPoint[] hopfs = [.. Branch.OfFixedPoint(Problems.FitzHughNagumo, [-1.2, -0.6], 0, 0, 2).SpecialPoints];
        // 1 − v² = 0.064, I = w − v + v³/3
        double v = -Math.Sqrt(0.936), first = (v + 0.7) / 0.8 - v + v * v * v / 3;
        Assert.Equal([first, 1.75 - first], hopfs.Select(h => h.Parameters[0]), (x, y) => Math.Abs(x - y) < 1e-13);
        CycleBranch cycles = CycleBranch.FromHopf(Problems.FitzHughNagumo, hopfs[0], 0, 2);
        Assert.True(cycles.IsAccounted);
        Assert.Equal([CycleSpecialKind.Fold, CycleSpecialKind.Fold], cycles.SpecialPoints.Select(s => s.Kind));
        Assert.Equal(0.3241785225, cycles.SpecialPoints[0].Parameters[0], 1e-9);
        Assert.Equal(1.75, cycles.SpecialPoints.Sum(s => s.Parameters[0]), 1e-9);
        Assert.Equal(cycles.SpecialPoints[0].Period, cycles.SpecialPoints[1].Period, 1e-4);
        Assert.True(!cycles.Points.Any(p => p.IsNeutral) && cycles.Points.Where(p => p.Parameters[0] is > 0.33 and < 1.42 && p.Maxima[0] > 1.5).All(p => p.IsStable));
    }

    [Fact]
    public void RoesslersCycles_DoubleWhereTheLiteratureSays()
    {
        LimitCycle cycle = LimitCycleSolver.Polish(Problems.Roessler.At(2.5), [-3.39692907647, -1.56174971452, 0.0331618943863], 5.749).GetValueOrThrow();
        CycleBranch branch = CycleBranch.OfCycle(Problems.Roessler, cycle, 2.5, 2, 5);
        CycleSpecialPoint first = Assert.Single(branch.SpecialPoints), second = Assert.Single(branch.OtherAt(first).SpecialPoints);
        Near([2.832, 3.837], [first.Parameters[0], second.Parameters[0]], 3e-4);
    }

    /// <summary>α = ε/(2β^{3/2}). On the doubled branch a multiplier of 1e11, of which rounding leaves no digit, is still none of the unit circle; points near those are looked for without long ways off the branch.</summary>
    [Fact]
    public void TheGovernorsDoubledCycles_AreUnstable_HoweverLargeTheirMultiplier()
    {
        SpecialPoint hopf = CycleBranchTests.Hopf(Problems.Governor, [0.64, 0, 1.118], 0.1, 0.01, 2);
        Assert.Equal(0.7 / (2 * Math.Pow(0.8, 1.5)), hopf.Parameters[0], 1e-13);
        CycleBranch branch = CycleBranch.FromHopf(Problems.Governor, hopf, 0.01, 2), doubled = branch.OtherAt(branch.SpecialPoints.Single(s => s.Kind == CycleSpecialKind.PeriodDoubling));
        Assert.Equal(CycleBranchEnd.RangeReached, doubled.LastEnd);
        Assert.Contains(doubled.Points, p => p.Multipliers[0].Magnitude > 1e10);
        Assert.All(doubled.Points.Where(p => p.Multipliers[0].Magnitude > 2), p => Assert.True(p.UnstableCount == 1 && !p.IsNeutral));
    }

    /// <summary>The state is 3 % off a rest whose Jacobian is regular.</summary>
    [Fact]
    public void AStateNearARestWithSteepSwitches_IsAStart()
    {
        double[] rest = [0.29657121915124596, 0.014294697165610671, 0.00014640036030454467];
        Branch exact = Branch.OfFixedPoint(Problems.Mitosis, rest, 0.003, 0.001, 0.1), near = Branch.OfFixedPoint(Problems.Mitosis, [.. rest.Select(y => 0.97 * y)], 0.003, 0.001, 0.1);
        Assert.Equal(Assert.Single(exact.SpecialPoints).Parameters[0], Assert.Single(near.SpecialPoints).Parameters[0], 1e-11);
        Assert.True(near.Passes([0.003], rest));
    }

    /// <summary>Differences of the second order have an error of h²: from two grids the fold of the differential equation follows. Points do not grow in number with the places of the grid.</summary>
    [Fact]
    public void BratusFoldOnGrids_LeadsToThatOfTheDifferentialEquation_WithAsManyPointsOnEach()
    {
        Branch[] branches = [.. new[] { 31, 63 }.Select(n => Branch.OfFixedPoint(Problems.BratuOnAGrid(n), new double[n], 0, 0, 4))];
        double[] folds = [.. branches.Select(b => Assert.Single(b.SpecialPoints, s => s.Kind == SpecialKind.Fold).Parameters[0])];
        Assert.Equal(3.513830719, folds[1] + (folds[1] - folds[0]) / 3, 1e-6);
        Assert.All(branches, b => Assert.InRange(b.Points.Length, 50, 1000));
    }

    private static void Near(IEnumerable<double> expected, IEnumerable<double> found, double share) => Assert.Equal(expected, found, (x, y) => Math.Abs(x - y) <= share * Math.Abs(x));

    /// <summary>Whether the cycle of a special point passes a place.</summary>
    private static bool Passes(IVectorField field, CycleSpecialPoint point, double[] place, double tolerance)
    {
        LimitCycle cycle = LimitCycleSolver.Polish(field, place, point.Period).GetValueOrThrow();
        return Math.Abs(cycle.Period - point.Period) < tolerance && cycle.Point.Zip(place, (x, y) => Math.Abs(x - y)).Max() < tolerance;
    }
}
