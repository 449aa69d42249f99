using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Complete lists of fixed points.</summary>
public sealed class FamilyListTests
{
    [Fact]
    public void WithOneFeature_TheListIsThatOfTheClosedForms()
    {
        var random = new System.Random(71);
        for (int k = 0; k < 300; k++)
        {
            GanParameters gan = Draw(random, 1);
            FixedPointOrbit[] closed = [.. SingleFeature.FixedPoints(gan)];
            var list = FamilyList.Of(ParameterBox.Of(gan));
            if (!list.IsExact)
                continue;
            Assert.Equal(closed.Length, list.Families.Length);
            foreach (FixedPointOrbit orbit in closed.Where(o => Math.Abs(o.Representative.Coordinates[2]) > 1e-9))
            {
                double r = orbit.Representative.Coordinates[2];
                ProvedFamily found = Assert.Single(list.Families, f => f.Kind.ToString() == orbit.Name && f.Squares[0].High - f.Squares[0].Low < 1e-6 && Math.Abs(f.Squares[0].Middle - r * r) < 1e-9);
                bool attracts = StabilityClassifier.Classify(new ReducedOde(gan), orbit.Representative)!.Eigenvalues.All(v => v.Real < 0);
                Assert.True(found.Stability == (attracts ? FamilyStability.Attracts : FamilyStability.Repels), $"{gan}: {found}");
            }
        }
    }

    [Theory]
    [InlineData(2, 40)]
    [InlineData(3, 6)]
    public void EveryFixedPointThatASearchFinds_IsInTheList(int d, int points)
    {
        var random = new System.Random(73);
        int seen = 0;
        for (int k = 0; k < points; k++)
        {
            GanParameters gan = Draw(random, d);
            var list = FamilyList.Of(ParameterBox.Of(gan));
            var layout = new StateLayout(d, hasNorms: false);
            foreach (FixedPointOrbit orbit in FixedPointFinder.Find(new ReducedOde(gan)).Orbits)
            {
                double[] y = [.. orbit.Representative.Coordinates];
                int[] active = [.. Enumerable.Range(0, d).Where(j => Math.Abs(y[layout.R(j)]) > 1e-5)];
                int[] features = [.. Enumerable.Range(0, d).Where(i => Math.Abs(y[layout.Q(i)]) > 1e-5)];
                Assert.True(features.Length < 2, $"{gan} at {string.Join(", ", y)}");
                int? feature = features.Length == 0 ? null : features[0];
                Assert.True(
                    list.Families.Any(f => f.Seen == feature && f.Active.SequenceEqual(active) && active.Select((j, a) => Math.Abs(f.Squares[a].Middle - y[layout.R(j)] * y[layout.R(j)]) < 1e-7).All(b => b)),
                    $"{gan} at {string.Join(", ", y)} is not in\n{list}");
                seen += active.Length > 0 ? 1 : 0;
            }
        }
        Assert.True(seen > points, $"{seen}");
    }

    [Fact]
    public void WhatAttractsByTheProof_IsWhatAttractsByTheBernsteinSearch_AndHardlyAnythingIsLeftOpen()
    {
        var random = new System.Random(79);
        int nothing = 0, some = 0, open = 0;
        for (int k = 0; k < 150; k++)
        {
            GanParameters gan = Draw(random, 2);
            var list = FamilyList.Of(ParameterBox.Of(gan));
            ProvedFamily[] others = [.. list.Families.Where(f => f.Kind is FixedPointKind.Locked or FixedPointKind.Undeceived)];
            bool may = TwoFeatureFamilies.AnyMayAttract(new ReducedOde(gan));
            if (others.All(f => f.Stability == FamilyStability.Repels))
            {
                nothing++;
                Assert.False(may, $"{gan}\n{list}");
            }
            else if (others.Any(f => f.Stability is FamilyStability.SomeAttract or FamilyStability.Attracts))
            {
                some++;
                Assert.True(may, $"{gan}\n{list}");
            }
            else
                open++;
        }
        Assert.True(nothing > 30 && some > 10 && open < 5, $"{nothing}, {some}, {open}");
    }

    [Fact]
    public void TheMovingPointOfFigureOne_IsProved_AndOverABoxOfParametersToo()
    {
        Assert.True(FamilyList.Of(ParameterBox.Of(new GanParameters([5, 3], [5, 3], 0.2, 0.04, 1, 1))).NothingAttracts);
        Interval Around(double value) => new(value * 0.999, value * 1.001);
        var list = FamilyList.Of(new ParameterBox([Around(5), Around(3)], [Around(5), Around(3)], Around(0.2), Around(0.04), Around(1), Around(1)));
        Assert.True(list.NothingAttracts, list.ToString());
        // three and four features
        Assert.True(FamilyList.Of(ParameterBox.Of(new GanParameters([5, 4, 3], [5, 4, 3], 0.2, 0.1, 1, 1))).NothingAttracts);
        Assert.True(FamilyList.Of(ParameterBox.Of(new GanParameters([5, 4, 3, 2], [5, 4, 3, 2], 0.2, 0.2, 1, 1))).NothingAttracts);
    }

    [Fact]
    public void WithoutNoise_WithEqualVariances_AndOnALine_TheListEnds()
    {
        // r = 1 is at rest without noise
        var quiet = FamilyList.Of(ParameterBox.Of(new GanParameters([5, 3], [5, 3], 0.2, 0.6, 0, 0)));
        Assert.Contains(quiet.Families, f => f.Stability == FamilyStability.Attracts && f.Squares.All(u => u.Contains(1)));
        // Locked is a line where α = 1
        var line = FamilyList.Of(ParameterBox.Of(new GanParameters([5, 3], [5, 3], 0.2, 0.2, 0, 0)));
        Assert.False(line.IsExact || line.NothingAttracts);
        Assert.InRange(line.Families.Length, 3, 100);
        var equal = FamilyList.Of(ParameterBox.Of(new GanParameters([3, 3], [3, 3], 0.2, 0.1, 1, 1)));
        Assert.True(equal.NothingAttracts, equal.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => FamilyList.Of(ParameterBox.Of(new GanParameters([1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1], 0.2, 0.2, 1, 1))));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => FamilyList.Of(ParameterBox.Of(new GanParameters([5, 3], [5, 3], 0.2, 0.1, 1, 1)), source.Token));
    }

    private static GanParameters Draw(System.Random random, int d)
    {
        double[] Variances() => [.. Enumerable.Range(0, d).Select(_ => 0.5 + 2 * random.NextDouble())];
        return new GanParameters(Variances(), Variances(), 0.1 + 0.4 * random.NextDouble(), 0.05 + 0.6 * random.NextDouble(), 0.2 + 1.5 * random.NextDouble(), 0.2 + 1.5 * random.NextDouble());
    }
}
