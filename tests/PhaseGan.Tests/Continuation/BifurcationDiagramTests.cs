using System.Text.Json;
using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Whole diagrams against closed forms and digits of the literature: no branch is missing, and none is there twice.</summary>
public sealed class BifurcationDiagramTests
{
    [Fact]
    public void Lorenz_HasThePitchfork_BothWings_AndTheCyclesOfBothHopfPoints()
    {
        BifurcationDiagram diagram = BifurcationDiagram.Of(Problems.Lorenz, [0, 0, 0], 0.5, 0.2, 26, new BifurcationDiagramOptions { Values = 1, CycleBranches = new CycleBranchOptions { MaxPeriodFactor = 6 } });
        Assert.Equal((2, 2, true), (diagram.Branches.Length, diagram.Cycles.Length, diagram.IsComplete));
        Assert.Equal((BranchOriginKind.BranchPoint, 1), (diagram.OriginOf(2).Kind, diagram.OriginOf(2).Parent));
        Assert.Equal(1, diagram.OriginOf(2).Parameter, 1e-12);
        SpecialPoint[] hopfs = [.. diagram.Branches[1].SpecialPoints.Where(s => s.Kind == SpecialKind.Hopf)];
        Assert.All(hopfs, h => Assert.Equal(470.0 / 19, h.Parameters[0], 1e-11));
        // mirror images, both subcritical: the cycles are unstable and grow to a homoclinic orbit of the origin
        Assert.Equal(0, hopfs.Sum(h => h.Coordinates[0]), 1e-8);
        foreach (CycleBranch cycles in diagram.Cycles)
        {
            Assert.Equal((CycleBranchEnd.ShrinksToRest, CycleBranchEnd.LongPeriod), (cycles.FirstEnd, cycles.LastEnd));
            Assert.All(cycles.Points, p => Assert.True(p.UnstableCount > 0 && p.Parameters[0] < 470.0 / 19 + 1e-6));
            // 13.926 is where the homoclinic orbit is: Sparrow, The Lorenz Equations (1982), chapter 2
            Assert.Equal(13.926, cycles.Points[^1].Parameters[0], 2e-2);
        }
        Assert.NotEqual(Math.Sign(diagram.Cycles[0].Points[1].Point[0]), Math.Sign(diagram.Cycles[1].Points[1].Point[0]));
    }

    [Fact]
    public void PredatorAndPrey_AreFollowedThroughBothTranscriticalPoints_ToTheirCycles()
    {
        BifurcationDiagram diagram = BifurcationDiagram.Of(Problems.PredatorPrey, [0, 0], 0.5, 0.3, 1, new BifurcationDiagramOptions { Values = 2, CycleBranches = new CycleBranchOptions { MaxPeriodFactor = 6 } });
        Assert.Equal((3, 1), (diagram.Branches.Length, diagram.Cycles.Length));
        Assert.Equal([null, 1, 2, 3], Enumerable.Range(1, 4).Select(k => diagram.OriginOf(k).Parent));
        Assert.Equal(0.6, diagram.OriginOf(2).Parameter, 1e-12);
        Assert.Equal(0.821904345373990811, diagram.OriginOf(3).Parameter, 1e-12);
        Assert.Equal(0.671593847478831752, diagram.OriginOf(4).Parameter, 1e-12);
        Assert.Equal(0.832929322234157, diagram.Branches[1].SpecialPoints.Single(s => s.Kind == SpecialKind.Fold).Parameters[0], 1e-12);
        Assert.Equal(CycleBranchEnd.LongPeriod, diagram.Cycles[0].LastEnd);
    }

    /// <summary>h + px − x³ with h = 0.05: the pitchfork is broken, and two of its three arms are a branch of their own, with a fold at p = 3(h/2)^⅔.</summary>
    [Fact]
    public void ABrokenPitchfork_HasItsTwoParts_TheOtherOneFoundBySearch()
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(1, y => [0.05 + p * y[0] - y[0] * y[0] * y[0]]));
        BifurcationDiagram diagram = BifurcationDiagram.Of(family, [-0.05], -1, -1, 1, new BifurcationDiagramOptions { Values = 4 });
        Assert.Equal((2, true), (diagram.Branches.Length, diagram.IsComplete));
        Assert.Equal((BranchOriginKind.Search, null), (diagram.OriginOf(2).Kind, diagram.OriginOf(2).Parent));
        SpecialPoint fold = Assert.Single(diagram.Branches.SelectMany(b => b.SpecialPoints));
        Assert.Equal(3 * Math.Pow(0.025, 2.0 / 3), fold.Parameters[0], 1e-12);
        Assert.Equal([1, 3], ((double[])[0, 0.9]).Select(p => diagram.At(p).Count));
    }

    /// <summary>−y((y − 2)² + p² − ¼): beside y = 0 a circle with folds at p = ±½, to which nothing leads.</summary>
    [Fact]
    public void AnIsola_IsFoundBySearchAlone()
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(1, y => [-y[0] * ((y[0] - 2) * (y[0] - 2) + p * p - 0.25)]));
        Assert.Single(BifurcationDiagram.Of(family, [0], 0, -1, 1, new BifurcationDiagramOptions { Values = 0 }).Branches);
        BifurcationDiagram diagram = BifurcationDiagram.Of(family, [0], 0, -1, 1, new BifurcationDiagramOptions { Values = 4 });
        Assert.Equal(2, diagram.Branches.Length);
        Assert.Equal((BranchEnd.Closed, BranchEnd.Closed), (diagram.Branches[1].FirstEnd, diagram.Branches[1].LastEnd));
        Assert.Equal([-0.5, 0.5], diagram.Branches[1].SpecialPoints.Select(s => Math.Round(s.Parameters[0], 11)).Order());
        // deflation alone finds it too: without the search in a box, from the known fixed points
        Assert.Equal(2, BifurcationDiagram.Of(family, [0], 0, -1, 1, new BifurcationDiagramOptions { Starts = 0 }).Branches.Length);
    }

    /// <summary>−Π(y − aᵢ − bᵢp): three lines in any place, whose crossings in the window are transcritical points. Each is found once, whether or not the others cross it.</summary>
    [Fact]
    public void ThreeLines_AreThreeBranches_WhereverTheyCross()
    {
        var random = new Random(41);
        int tried = 0;
        while (tried < 5)
        {
            double[] a = [.. Enumerable.Range(0, 3).Select(_ => 2 * random.NextDouble() - 1)], b = [.. Enumerable.Range(0, 3).Select(k => 1.5 * (k - 1) + random.NextDouble())];
            double[] crossings = [.. (((int, int)[])[(0, 1), (0, 2), (1, 2)]).Select(c => (a[c.Item1] - a[c.Item2]) / (b[c.Item2] - b[c.Item1])).Where(p => p is > -1 and < 1).Order()];
            // two crossings between neighbouring points undo each other
            if (crossings.Zip(crossings.Skip(1), (u, v) => v - u).Any(gap => gap < 0.15))
                continue;
            tried++;
            FieldFamily family = FieldFamily.Of("p", p => new JetField(1, y => [-(y[0] - a[0] - b[0] * p) * (y[0] - a[1] - b[1] * p) * (y[0] - a[2] - b[2] * p)]));
            BifurcationDiagram diagram = BifurcationDiagram.Of(family, [a[0] - b[0]], -1, -1, 1, new BifurcationDiagramOptions { Values = 3 });
            Assert.Equal(3, diagram.Branches.Length);
            double[] found = [.. diagram.Branches.SelectMany(x => x.SpecialPoints).Where(s => s.Kind == SpecialKind.Transcritical).Select(s => s.Parameters[0]).Order()];
            // each on both of its branches
            Assert.Equal(2 * crossings.Length, found.Length);
            Assert.All(found, (p, k) => Assert.Equal(crossings[k / 2], p, 1e-9));
            foreach (double p in (double[])[-0.91, -0.37, 0.13, 0.71])
                Assert.All(diagram.At(p).OrderBy(x => x.Point.Coordinates[0]).Zip(a.Select((c, i) => c + b[i] * p).Order()), pair => Assert.Equal(pair.Second, pair.First.Point.Coordinates[0], 1e-10));
        }
    }

    [Fact]
    public void TheCircuitsCycles_AreFollowedThroughTheirBranchPoint_AndNotBackAgain()
    {
        BifurcationDiagram diagram = Circuit(doublings: 0);
        Assert.Equal((1, 2), (diagram.Branches.Length, diagram.Cycles.Length));
        Assert.Equal([BranchOriginKind.Hopf, BranchOriginKind.CycleBranchPoint], Enumerable.Range(2, 2).Select(k => diagram.OriginOf(k).Kind));
        Assert.Equal([1, 2], Enumerable.Range(2, 2).Select(k => diagram.OriginOf(k).Parent!.Value));
        Assert.Equal(-0.587028974364877, diagram.OriginOf(3).Parameter, 1e-11);
        Assert.Contains(diagram.Cycles[1].SpecialPoints, s => s.Kind == CycleSpecialKind.Torus && Math.Abs(s.Parameters[0] + 0.591650195032125) < 1e-11);
        Assert.Equal(2, diagram.Unfollowed.Length);
        Assert.All(diagram.Unfollowed, u => Assert.Equal((BranchOriginKind.PeriodDoubling, UnfollowedReason.Budget), (u.Origin.Kind, u.Reason)));
        Assert.False(diagram.IsComplete);
    }

    [SkippableFact]
    public void ItsDoublings_AreFollowedForAsManyGenerationsAsAsked()
    {
        Skip.If(Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") != "1", "set PHASEGAN_LONG_TESTS=1");
        BifurcationDiagram diagram = Circuit(doublings: 1);
        Assert.Equal(4, diagram.Cycles.Length);
        Assert.All((int[])[4, 5], k => Assert.Equal((BranchOriginKind.PeriodDoubling, 3), (diagram.OriginOf(k).Kind, diagram.OriginOf(k).Parent)));
        Assert.All((int[])[4, 5], k => Assert.Equal(-0.614955221137965, diagram.OriginOf(k).Parameter, 1e-11));
        Assert.All(diagram.Cycles.Skip(2), c => Assert.Equal(2 * 9.266303320566, c.Points[0].Period, 0.1));
    }

    /// <summary>The closed forms of one feature: at each value every fixed point and each of its sign images is met once, and of the family with q = r = 0 one member.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1.32)]
    [InlineData(0.3)]
    public void OneFeature_HasEveryFixedPointOfTheExactMap_Once(double noise)
    {
        BifurcationDiagram diagram = BifurcationDiagram.Of("alpha", a => Gan(a, noise), 0.5, 4, new BifurcationDiagramOptions { FollowsCycles = false, Images = state => [state] });
        for (double alpha = 0.55; alpha < 4; alpha += 0.23)
        {
            GanParameters gan = Gan(alpha, noise);
            var ode = new ReducedOde(gan);
            IReadOnlyList<(int Number, BranchPoint Point)> here = diagram.At(alpha);
            double[][] isolated = [.. here.Where(p => p.Point.FamilyDimension == 0).Select(p => (double[])[.. p.Point.Coordinates])];
            Assert.Single(here, p => p.Point.FamilyDimension == 1);
            double[][] exact = [.. SingleFeature.FixedPoints(gan).Where(o => o.FamilyDimension == 0).SelectMany(o => o.SignImages(ode)).Select(y => (double[])[.. y])];
            Assert.All(exact, y => Assert.Equal(1, isolated.Count(z => y.Zip(z, (u, v) => Math.Abs(u - v)).Max() < 1e-9)));
            // what the map does not list is no state: its overlaps are those of no vectors
            Assert.All(isolated.Where(z => !exact.Any(y => y.Zip(z, (u, v) => Math.Abs(u - v)).Max() < 1e-9)), z => Assert.True(ode.Unpack(z).GramMargin() < 0, string.Join(" ", z)));
        }
    }

    [Fact]
    public void ImagesUnderSigns_AreFollowedOnce()
    {
        BifurcationDiagram all = BifurcationDiagram.Of("alpha", a => Gan(a, 1), 0.5, 4, new BifurcationDiagramOptions { FollowsCycles = false, Images = state => [state] });
        BifurcationDiagram once = BifurcationDiagram.Of("alpha", a => Gan(a, 1), 0.5, 4, new BifurcationDiagramOptions { FollowsCycles = false });
        Assert.True(once.Branches.Length < all.Branches.Length);
        foreach (double alpha in (double[])[0.7, 1.11, 1.25, 2, 3.3])
        {
            string[] Modulo(BifurcationDiagram d) => [.. d.At(alpha).Select(p => string.Join(' ', p.Point.Coordinates.Select(y => Math.Round(Math.Abs(y), 8)))).Distinct().Order()];
            Assert.Equal(Modulo(all), Modulo(once));
        }
    }

    /// <summary>P = I with two features: a member of a family of dimension 5 whose neighbours cross elsewhere.</summary>
    [Fact]
    public void AHopfPointOfASingleMember_OffersNoCycles()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.2, 1, 1);
        FieldFamily family = FieldFamily.Of("alpha", a => new ReducedOde(gan.With(rateRatio: a)));
        BifurcationDiagram diagram = BifurcationDiagram.Of(family, [1, 0, 0, 1, 0, 0, 0, 0, 0], 0.03, 0.02, 0.2, new BifurcationDiagramOptions { Values = 0 });
        SpecialPoint[] hopfs = [.. Assert.Single(diagram.Branches).SpecialPoints.Where(s => s.Kind == SpecialKind.Hopf)];
        Assert.Equal(2, hopfs.Length);
        Assert.Equal(0.08, hopfs[0].Parameters[0], 1e-12);
        Assert.Equal(0.4 / 3, hopfs[1].Parameters[0], 1e-12);
        Assert.Empty(diagram.Cycles);
        Assert.Equal(2, diagram.Unfollowed.Count(u => u is { Reason: UnfollowedReason.OnFamily, Origin.Kind: BranchOriginKind.Hopf }));
    }

    [Fact]
    public void Tables_HaveARowForEachPointAndSpecialPoint_WithTheEndsAndTheCounts()
    {
        BifurcationDiagram diagram = BifurcationDiagram.Of(Problems.Brusselator(1), [1, 0.5], 0.5, 0.1, 4, new BifurcationDiagramOptions { Values = 1 });
        Assert.Equal((1, 1), (diagram.Branches.Length, diagram.Cycles.Length));
        string[][] rows = Table(w => diagram.WriteCsv(w, ["X", "Y"]));
        Assert.Equal("branch,kind,B,period,X_min,X_max,Y_min,Y_max,unstable,stability,special,error,coefficient,frequency,angle,arc_length,family,end", string.Join(',', rows[0]));
        Assert.Equal(diagram.Branches[0].Points.Length + 1 + diagram.Cycles[0].Points.Length, rows.Length - 1);
        Assert.All(rows, r => Assert.Equal(rows[0].Length, r.Length));
        string[] hopf = rows.Single(r => r[10] == "Hopf");
        Assert.Equal((2, -0.5, 1), (Number(hopf[2]), Math.Round(Number(hopf[12]), 9), Math.Round(Number(hopf[13]), 9)));
        string[][] branches = Table(diagram.WriteBranches);
        Assert.Equal(["1", "FixedPoints", "Start", "0.5", "", "RangeReached", "RangeReached", "true"], branches[1][..8]);
        Assert.Equal(["2", "Cycles", "Hopf", "1"], (string[])[.. branches[2][..3], branches[2][4]]);
        // stable below B = 2, unstable above; the cycles are stable
        Assert.Equal(rows.Count(r => r[1] == "FixedPoints" && r[10] == "" && Number(r[2]) < 2).ToString(System.Globalization.CultureInfo.InvariantCulture), branches[1][9]);
        Assert.Equal("0", branches[2][10]);
        using var text = new StringWriter();
        diagram.WriteJson(text);
        using JsonDocument json = JsonDocument.Parse(text.ToString());
        JsonElement first = json.RootElement.GetProperty("branches")[0];
        Assert.Equal(diagram.Branches[0].Points.Select(p => p.Coordinates[1]), first.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("y2_max").GetDouble()));
        Assert.Equal("Hopf", first.GetProperty("special")[0].GetProperty("special").GetString());
        Assert.True(json.RootElement.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public void ABudget_IsNamed_AndACancellationHeard()
    {
        BifurcationDiagram small = BifurcationDiagram.Of(Problems.PredatorPrey, [0, 0], 0.5, 0.3, 1, new BifurcationDiagramOptions { Values = 0, MaxBranches = 1 });
        UnfollowedStart left = Assert.Single(small.Unfollowed);
        Assert.Equal((BranchOriginKind.BranchPoint, UnfollowedReason.Budget, false), (left.Origin.Kind, left.Reason, small.IsComplete));
        Assert.Equal(0.6, left.Origin.Parameter, 1e-12);
        Assert.Throws<OperationCanceledException>(() => BifurcationDiagram.Of(Problems.Lorenz, [0, 0, 0], 0.5, 0.2, 30, cancellationToken: new CancellationToken(true)));
        Assert.Throws<ArgumentException>(() => BifurcationDiagram.Of(Problems.Lorenz, [], 0.2, 30));
        Assert.Throws<ArgumentOutOfRangeException>(() => BifurcationDiagram.Of(Problems.Lorenz, [0, 0, 0], 0.1, 0.2, 30));
        Assert.Throws<ArgumentException>(() => BifurcationDiagram.Of(Problems.Cusp, [0], 0.5, 0.2, 30));
        Assert.Throws<ArgumentOutOfRangeException>(() => small.OriginOf(2));
    }

    /// <summary>The cycles shrink to the Hopf point at B = 2, and the fixed point there is followed.</summary>
    [Fact]
    public void FromACycle_TheFixedPointAtWhichItsBranchEndsIsReached()
    {
        FieldFamily family = Problems.Brusselator(1);
        LimitCycle cycle = LimitCycleSolver.Polish(family.At(3.0), [1, 4], 7).GetValueOrThrow();
        BifurcationDiagram diagram = BifurcationDiagram.Of(family, cycle, 3, 0.1, 4, new BifurcationDiagramOptions { Values = 0 });
        Assert.Equal((1, 1, true), (diagram.Branches.Length, diagram.Cycles.Length, diagram.IsComplete));
        Assert.Equal((BranchOriginKind.CycleEnd, 2), (diagram.OriginOf(1).Kind, diagram.OriginOf(1).Parent));
        Assert.Equal((BranchOriginKind.Start, null), (diagram.OriginOf(2).Kind, diagram.OriginOf(2).Parent));
        Assert.Equal(2, Assert.Single(diagram.Branches[0].SpecialPoints).Parameters[0], 1e-12);
        Assert.Equal([0.1, 4], new[] { diagram.Branches[0].Points[0], diagram.Branches[0].Points[^1] }.Select(p => p.Parameters[0]).Order());
    }

    /// <summary>Three branches of cycles cross the one at a doubling and at its ends are followed from it; nothing is there twice.</summary>
    [Fact]
    public void FromACycleOfASuspension_ItsDoublingIsFollowed()
    {
        var suspension = PhaseGan.Testing.Suspension.Draw(PhaseGan.Testing.SuspensionKind.PeriodDoubling, 3);
        FieldFamily family = suspension.Family.Holding("kappa", 0);
        LimitCycle cycle = LimitCycleSolver.Polish(suspension.Family.At(suspension.At, 0), suspension.Point.AsSpan(), suspension.Period).GetValueOrThrow();
        BifurcationDiagram diagram = BifurcationDiagram.Of(family, [], -0.5, 0.6, new BifurcationDiagramOptions { Values = 0, CycleStarts = [(cycle, suspension.At), (cycle, suspension.At)] });
        Assert.Equal((0, 2), (diagram.Branches.Length, diagram.Cycles.Length));
        Assert.Equal((BranchOriginKind.PeriodDoubling, 1), (diagram.OriginOf(2).Kind, diagram.OriginOf(2).Parent));
        Assert.Equal(0, diagram.OriginOf(2).Parameter, 1e-9);
        string[][] rows = Table(w => diagram.WriteCsv(w));
        Assert.All(rows, r => Assert.Equal(rows[0].Length, r.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => BifurcationDiagram.Of(family, cycle, 2, -0.5, 0.6));
        Assert.Throws<ArgumentNullException>(() => BifurcationDiagram.Of(family, (LimitCycle)null!, 0, -0.5, 0.6));
    }

    private static BifurcationDiagram Circuit(int doublings) =>
        BifurcationDiagram.Of(CycleProblems.Circuit, [0, 0, 0], -0.62, -0.62, -0.57, new BifurcationDiagramOptions { Values = 0, MaxDoublings = doublings });

    private static GanParameters Gan(double alpha, double noise) => new GanParameters([1], [1], 0.2, 0.2, 1, 1).With(rateRatio: alpha, noise: noise);

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string[][] Table(Action<TextWriter> write)
    {
        using var text = new StringWriter();
        write(text);
        return [.. text.ToString().TrimEnd('\n').Split('\n').Select(l => l.Split(','))];
    }
}
