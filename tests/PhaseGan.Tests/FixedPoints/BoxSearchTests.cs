using Xunit;

namespace PhaseGan.Tests.FixedPoints;

public sealed class BoxSearchTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 1e-8)]
    [InlineData(5, 1e8)]
    public void AMultipleRoot_IsOnePoint_AndItsUncertaintyReachesTheTrueOne(int multiplicity, double length)
    {
        FixedPointSearch search = FixedPointFinder.Find(new Power(multiplicity, length), [-3 * length], [3 * length]);
        FixedPoint point = Assert.Single(search.Orbits).Representative;
        Assert.InRange(Math.Abs(point.Coordinates[0] - length), 0, 4 * point.Uncertainty!.Value);
        // the m-th root of rounding, within two orders
        Assert.InRange(point.Uncertainty!.Value / length, 0, 100 * Math.Pow(2.2e-16, 1.0 / multiplicity));
    }

    [Fact]
    public void ATangency_IsOnePoint_AndASimpleRootIsKnownToRounding()
    {
        // the unit circle and a line that touches it at (0, 1); a line that cuts it at (±√¾, ½)
        var touch = Circle(height: 1);
        FixedPoint point = Assert.Single(FixedPointFinder.Find(touch, [-2, -2], [2, 2.5]).Orbits).Representative;
        Assert.InRange(Math.Abs(point.Coordinates[0]), 0, point.Uncertainty!.Value);
        var cut = FixedPointFinder.Find(Circle(height: 0.5), [-2, -2], [2, 2.5]).Orbits;
        Assert.Equal(2, cut.Length);
        Assert.All(cut, o => Assert.InRange(o.Representative.Uncertainty!.Value, 1e-17, 1e-14));
    }

    [Fact]
    public void TwoRootsAThousandthApart_AreTwo()
    {
        var pair = new Field(1, (y, f) => f[0] = (y[0] - 1) * (y[0] - 1) - 2.5e-7, (y, j) => j[0] = 2 * (y[0] - 1));
        Assert.Equal(2, FixedPointFinder.Find(pair, [-3], [3.1]).Orbits.Length);
    }

    [Theory]
    [InlineData(0.5, 0, 1)]
    [InlineData(0.5, 1, 1)]
    [InlineData(0.3, 0, 1)]
    [InlineData(0.3, 1, 1e-100)]
    [InlineData(0.1, 2, 1e6)]
    [InlineData(0.01, 0, 1)]
    public void TheFivePointsOfLagrange_AreFound_InAnyUnitOfLength(double mass, int seed, double length)
    {
        FixedPointSearch search = FixedPointFinder.Find(
            Lagrange(mass, length), [-10 * length, -10 * length, -length, -length], [10 * length, 10 * length, length, length], new FixedPointSearchOptions { Seed = seed });
        Assert.Equal(5, search.Orbits.Length);
        Assert.Equal(search.Starts, search.Converged + search.Outside + search.Unconverged);
        // the masses and the two triangular points form equilateral triangles of side 1
        Assert.Contains(search.Orbits, o => Math.Abs(o.Representative.Coordinates[1] / length - Math.Sqrt(0.75)) < 1e-12);
        Assert.Contains(search.Orbits, o => Math.Abs(o.Representative.Coordinates[1] / length + Math.Sqrt(0.75)) < 1e-12);
        // a point that only the second look found says that there may be others
        Assert.Equal(search.Orbits.Any(o => o.Hits <= 1), search.MayHaveMissed);
    }

    [Fact]
    public void ARootThatEveryPlainStartRunsAwayFrom_IsFoundBetweenTheOthers_AndTheSearchSaysThatItMayMiss()
    {
        // Newton's method leaves the origin from |x| > 0.01; −1 and 1 attract all else
        var narrow = new Field(1,
            (y, f) => f[0] = y[0] * (1 - y[0] * y[0]) / (1 + 1e4 * y[0] * y[0]),
            (y, j) =>
            {
                double x = y[0], w = 1 + 1e4 * x * x;
                j[0] = ((1 - 3 * x * x) * w - 2e4 * x * (x - x * x * x)) / (w * w);
            });
        FixedPointSearch search = FixedPointFinder.Find(narrow, [-5], [5.3]);
        Assert.Equal(3, search.Orbits.Length);
        Assert.Equal(0, search.Orbits[1].Hits);
        Assert.True(search.MayHaveMissed);
    }

    [Fact]
    public void WhereStartsKeepFindingPoints_MoreAreMade_AndTheCountsSayHowManyAreMissing()
    {
        // 81 points of a square grid
        var grid = new Field(2,
            (y, f) => (f[0], f[1]) = (Math.Sin(Math.PI * y[0]), Math.Sin(Math.PI * y[1])),
            (y, j) => (j[0], j[1], j[2], j[3]) = (Math.PI * Math.Cos(Math.PI * y[0]), 0, 0, Math.PI * Math.Cos(Math.PI * y[1])));
        FixedPointSearch whole = FixedPointFinder.Find(grid, [-4.3, -4.3], [4.3, 4.3]);
        Assert.Equal(81, whole.Orbits.Length);
        Assert.False(whole.MayHaveMissed);
        Assert.Equal(0, whole.EstimatedMissing);
        Assert.Equal(3.0 / whole.Starts, whole.LargestHiddenShare);

        // from 40 random starts not all are met, and the estimate says so
        var random = new Random(2);
        double[][] starts = [.. Enumerable.Range(0, 40).Select(_ => new[] { 8.6 * random.NextDouble() - 4.3, 8.6 * random.NextDouble() - 4.3 })];
        FixedPointSearch few = FixedPointFinder.Find(grid, i => starts[i], new FixedPointSearchOptions { Starts = 40 });
        Assert.True(few.MayHaveMissed);
        Assert.InRange(few.Orbits.Length, 20, 39);
        Assert.InRange(few.EstimatedMissing, 10, 300);
        Assert.Equal(40, few.Starts);
    }

    [Fact]
    public void FamiliesAndFieldsAtRest_AreOneEntryEach_FromTheStartsAskedFor()
    {
        var line = new Field(2, (y, f) => (f[0], f[1]) = (y[1] - y[0], y[0] - y[1]), (_, j) => new double[] { -1, 1, 1, -1 }.CopyTo(j));
        var rest = new Field(2, (_, f) => f.Clear(), (_, j) => j.Clear());
        FixedPointSearch one = FixedPointFinder.Find(line, [-2, -2], [2, 2.2]), all = FixedPointFinder.Find(rest, [-2, -2], [2, 2.2]);
        Assert.Equal((1, 256), (Assert.Single(one.Orbits).FamilyDimension, one.Starts));
        Assert.Equal((2, 256), (Assert.Single(all.Orbits).FamilyDimension, all.Starts));
        var none = new Field(1, (y, f) => f[0] = 1 + y[0] * y[0], (y, j) => j[0] = 2 * y[0]);
        FixedPointSearch empty = FixedPointFinder.Find(none, [-2], [2]);
        Assert.Empty(empty.Orbits);
        Assert.True(empty.MayHaveMissed);
    }

    private static Field Circle(double height) => new(2,
        (y, f) => (f[0], f[1]) = (y[0] * y[0] + y[1] * y[1] - 1, y[1] - height),
        (y, j) => (j[0], j[1], j[2], j[3]) = (2 * y[0], 2 * y[1], 0, 1));

    /// <summary>The restricted three-body problem in the rotating frame; the masses lie at −(1 − m)L and mL.</summary>
    private static Field Lagrange(double m, double length) => new(4,
        (y, f) =>
        {
            double u = y[0] / length, v = y[1] / length, a = u + 1 - m, b = u - m, r = Math.Pow(a * a + v * v, 1.5), s = Math.Pow(b * b + v * v, 1.5);
            (f[0], f[1]) = (y[2], y[3]);
            f[2] = 2 * y[3] + length * (u - m * a / r - (1 - m) * b / s);
            f[3] = -2 * y[2] + length * (v - m * v / r - (1 - m) * v / s);
        },
        (y, j) =>
        {
            double u = y[0] / length, v = y[1] / length, a = u + 1 - m, b = u - m, r = Math.Pow(a * a + v * v, 2.5), s = Math.Pow(b * b + v * v, 2.5);
            j.Clear();
            (j[2], j[7], j[11], j[14]) = (1, 1, 2, -2);
            j[8] = 1 - m * (v * v - 2 * a * a) / r - (1 - m) * (v * v - 2 * b * b) / s;
            j[9] = j[12] = 3 * m * a * v / r + 3 * (1 - m) * b * v / s;
            j[13] = 1 - m * (a * a - 2 * v * v) / r - (1 - m) * (b * b - 2 * v * v) / s;
        });
}
