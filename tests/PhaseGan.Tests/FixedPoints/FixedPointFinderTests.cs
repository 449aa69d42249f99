using Xunit;

namespace PhaseGan.Tests.FixedPoints;

public sealed class FixedPointFinderTests
{
    private static readonly GanParameters Figure1 = new([5, 3], [5, 3], 0.2, 0.04, 2, 2);

    [Fact]
    public void WithOneFeature_FindsExactlyTheClosedForms()
    {
        var random = new Random(5);
        for (int i = 0; i < 100; i++)
        {
            GanParameters gan = SingleFeatureTests.Draw(random);
            var exact = SingleFeature.FixedPoints(gan);
            FixedPointSearch search = FixedPointFinder.Find(new ReducedOde(gan));
            Assert.Equal(exact.Select(f => (f.Kind, f.FamilyDimension, f.OrbitSize)).Order(),
                search.Orbits.Select(f => (f.Kind, f.FamilyDimension, f.OrbitSize)).Order());
            foreach (FixedPointOrbit orbit in search.Orbits)
                Assert.Contains(exact, e => Distance(e, orbit) < 1e-6);
        }
    }

    /// <summary>A search in a box knows no closed form and starts at none.</summary>
    [Fact]
    public void WithOneFeature_ABoxSearchMeetsEveryImageOfTheClosedForms_AndNothingElse()
    {
        var random = new Random(6);
        for (int i = 0; i < 8; i++)
        {
            GanParameters gan = SingleFeatureTests.Draw(random);
            var ode = new ReducedOde(gan);
            double[][] exact = [.. SingleFeature.FixedPoints(gan).Where(o => o.Kind != FixedPointKind.Deceived).SelectMany(o => o.SignImages(ode)).Select(y => y.ToArray())];
            FixedPointSearch search = FixedPointFinder.Find((IVectorField)ode, [-1.01, -1.01, -1.01], [1.01, 1.01, 1.01]);
            double[][] found = [.. search.Orbits.Where(o => o.Kind != FixedPointKind.Deceived).Select(o => o.Representative.Coordinates.ToArray())];
            Assert.Equal(exact.Length, found.Length);
            Assert.All(exact, e => Assert.Contains(found, f => e.Zip(f, (a, b) => Math.Abs(a - b)).Max() < 1e-6));
        }
    }

    [Fact]
    public void WithSeveralFeatures_EveryPairOfOneFeatureAndOneColumnHasItsSingleFeaturePoints_AndOnlyThose()
    {
        var random = new Random(11);
        for (int i = 0; i < 12; i++)
        {
            int d = 2 + i % 2;
            double[] real = [.. Enumerable.Range(0, d).Select(_ => 0.5 + 4.5 * random.NextDouble())];
            double[] fake = i % 3 == 0 ? real : [.. Enumerable.Range(0, d).Select(_ => 0.5 + 4.5 * random.NextDouble())];
            GanParameters gan = new GanParameters(real, fake, 0.2, 0.2 * (0.05 + 2 * random.NextDouble()), 1, 0.5)
                .With(effectiveNoise: real.Max() * (0.02 + 1.2 * random.NextDouble()));
            var expected = new List<(int Feature, int Column, double Q, double R)>();
            for (int f = 0; f < d; f++)
            {
                for (int c = 0; c < d; c++)
                {
                    var pair = new GanParameters([real[f]], [fake[c]], gan.DiscriminatorRate, gan.GeneratorRate, gan.RealNoise, gan.FakeNoise);
                    foreach (var y in SingleFeature.FixedPoints(pair).Where(o => o.Kind != FixedPointKind.Deceived).Select(o => o.Representative.Coordinates))
                    {
                        (int, int, double, double) key = (y[1] > 0 ? f : -1, y[2] > 0 ? c : -1, y[1], y[2]);
                        if (!expected.Any(e => e.Feature == key.Item1 && e.Column == key.Item2 && Math.Abs(e.Q - key.Item3) + Math.Abs(e.R - key.Item4) < 1e-9))
                            expected.Add(key);
                    }
                }
            }
            FixedPointSearch search = FixedPointFinder.Find(new ReducedOde(gan), new FixedPointSearchOptions { Starts = 128 });
            var found = search.Orbits.Select(o => o.Representative.Coordinates)
                .Where(y => Enumerable.Range(0, d).Count(j => y[d * d + d + j] != 0) <= 1)
                .Select(y => (
                    Feature: Enumerable.Range(0, d).FirstOrDefault(k => y[d * d + k] != 0, -1),
                    Column: Enumerable.Range(0, d).FirstOrDefault(k => y[d * d + d + k] != 0, -1),
                    Q: Enumerable.Range(0, d).Max(k => y[d * d + k]),
                    R: Enumerable.Range(0, d).Max(k => y[d * d + d + k])))
                .Where(y => y.Feature >= 0 || y.Column >= 0).ToList();
            Assert.True(expected.Count == found.Count, $"{gan}: expected {string.Join(' ', expected)}; found {string.Join(' ', found)}");
            foreach (var e in expected)
                Assert.Contains(found, f => f.Feature == e.Feature && f.Column == e.Column && Math.Abs(f.Q - e.Q) + Math.Abs(f.R - e.R) < 1e-7);
        }
    }

    [Fact]
    public void WithTwoActiveColumns_NothingIsMissed_AgainstBruteForceOnTheReducedConditions()
    {
        // Unknowns u_1 = r_1², u_2 = r_2² and Q = Λ_f q²; with P = q/r and S implied, dr_j = 0 times r_j and dq = 0 are three equations.
        var random = new Random(3);
        int compared = 0;
        for (int i = 0; i < 40; i++)
        {
            double[] real = [1 + 3 * random.NextDouble(), 1 + 3 * random.NextDouble()];
            double[] fake = i % 2 == 0 ? [1, 1] : [0.8 + 0.4 * random.NextDouble(), 0.8 + 0.4 * random.NextDouble()];
            double tau = 0.2, alpha = 0.1 + 4 * random.NextDouble();
            GanParameters gan = new GanParameters(real, fake, tau, tau * alpha, 1, 0.5).With(effectiveNoise: 0.01 + 0.5 * random.NextDouble());
            double a = 1 - tau * gan.FakeNoise / 2, b = 1 + tau * gan.RealNoise / 2, x = gan.EffectiveNoise;
            var search = FixedPointFinder.Find(new ReducedOde(gan)).Orbits.Select(o => o.Representative.Coordinates).ToList();
            for (int start = 0; start < 400; start++)
            {
                int feature = start % 3 - 1;
                double[] y = [random.NextDouble(), random.NextDouble(), feature < 0 ? 0 : real[feature] * random.NextDouble()];
                if (!Solve(y, feature))
                    continue;
                (double u1, double u2, double q) = (y[0], y[1], feature < 0 ? 0 : y[2] / real[feature]);
                double sum = fake[0] * u1 + fake[1] * u2;
                if (u1 < 1e-6 || u2 < 1e-6 || u1 > 1 || u2 > 1 || q < (feature < 0 ? 0 : 1e-6))
                    continue;
                (double r1, double r2, double s) = (Math.Sqrt(u1), Math.Sqrt(u2), Math.Sqrt(u1 * u2) * (fake[0] + fake[1]) / sum);
                if (q > 0.999 || q / u1 > 0.999 || q / u2 > 0.999 || s > 1 + 1e-12)
                    continue;
                // On the orthogonal complement of the seen feature the three vectors v_1, v_2, w must still have a valid Gram matrix.
                (double g11, double g22, double g12, double g1, double g2, double g) =
                    (1 - q / u1, 1 - q / u2, s - q / (r1 * r2), r1 - q / r1, r2 - q / r2, 1 - q);
                double det = g11 * (g22 * g - g2 * g2) - g12 * (g12 * g - g1 * g2) + g1 * (g12 * g2 - g22 * g1);
                if (det < -1e-9 || g11 * g22 - g12 * g12 < -1e-9 || g11 * g - g1 * g1 < -1e-9 || g22 * g - g2 * g2 < -1e-9)
                    continue;
                if (fake[0] == fake[1] && r1 < r2)
                    (r1, r2) = (r2, r1);
                double overlap = Math.Sqrt(q);
                Assert.True(
                    search.Exists(c => Math.Abs(c[6] - r1) + Math.Abs(c[7] - r2) + Math.Abs((feature < 0 ? c[4] + c[5] : c[4 + feature]) - overlap) < 1e-5),
                    $"{gan} has a root with r = ({r1}, {r2}), q = {overlap} on feature {feature} that was not found");
                compared++;
            }

            bool Solve(double[] y, int feature)
            {
                int n = feature < 0 ? 2 : 3;
                for (int step = 0; step < 60; step++)
                {
                    double[] f = F(y, feature);
                    if (!(f.Max(Math.Abs) < 1e6))
                        return false;
                    if (f.Take(n).Max(Math.Abs) < 1e-13)
                        return true;
                    var j = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, n);
                    for (int k = 0; k < n; k++)
                    {
                        double[] up = [.. y], down = [.. y];
                        up[k] += 1e-6;
                        down[k] -= 1e-6;
                        double[] fu = F(up, feature), fd = F(down, feature);
                        for (int l = 0; l < n; l++)
                            j[l, k] = (fu[l] - fd[l]) / 2e-6;
                    }
                    if (Math.Abs(j.Determinant()) < 1e-12)
                        return false;
                    var delta = j.Solve(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense([.. f.Take(n)]));
                    for (int k = 0; k < n; k++)
                        y[k] -= delta[k];
                }
                return false;
            }

            double[] F(double[] y, int feature)
            {
                double h = a * (fake[0] * y[0] + fake[1] * y[1]) - b * y[2] - x;
                double cross = (fake[0] + fake[1]) * y[0] * y[1] / (fake[0] * y[0] + fake[1] * y[1]);
                return
                [
                    y[2] - fake[0] * y[0] - fake[1] * cross + h * y[0] + alpha * fake[0] * (1 - y[0]) * y[0],
                    y[2] - fake[1] * y[1] - fake[0] * cross + h * y[1] + alpha * fake[1] * (1 - y[1]) * y[1],
                    feature < 0 ? 0 : real[feature] + h - fake[0] - fake[1],
                ];
            }
        }
        Assert.InRange(compared, 100, 10000);
    }

    [Fact]
    public void EveryPoint_IsAValidRoot_OnceOnly_WithTheFamilyDimensionThatItsIdleColumnsAndFreeRotationsGive()
    {
        GanParameters[] cases =
        [
            Figure1,
            new([5, 3, 2], [5, 3, 2], 0.2, 0.04, 1, 1),
            new([2, 2], [2, 2], 0.2, 0.1, 1, 1),
            new([3, 3, 1], [2, 2, 2], 0.1, 0.15, 1, 2),
            new([4, 3, 2, 1], [4, 3, 2, 1], 0.2, 0.3, 1, 1),
        ];
        foreach (GanParameters gan in cases)
        {
            var ode = new ReducedOde(gan);
            int d = gan.FeatureCount;
            FixedPointSearch search = FixedPointFinder.Find(ode);
            Assert.Equal(search.Starts, search.Converged + search.Outside + search.Unconverged);
            Assert.Equal(search.Converged, search.Orbits.Sum(o => o.Hits));
            Assert.Single(search.Orbits, o => o.Kind == FixedPointKind.Deceived);
            foreach (FixedPointOrbit orbit in search.Orbits)
            {
                var y = orbit.Representative.Coordinates.AsSpan();
                Assert.InRange(orbit.Representative.Residual, 0, 1e-13);
                Assert.True(ode.Unpack(y).GramMargin() >= -1e-8);
                int idle = y.Slice(d * d + d, d).ToArray().Count(v => v == 0);
                int seen = y.Slice(d * d, d).ToArray().Select((v, l) => v == 0 ? -1 : l).Max();
                int free = seen < 0 ? 0 : gan.RealVariances.Count(v => v == gan.RealVariances[seen]) - 1;
                int expected = free + idle * (d - (seen < 0 ? 0 : 1)) + idle * (idle - 1) / 2;
                Assert.True(expected == orbit.FamilyDimension, $"{gan}, {ode.Unpack(y)}: {orbit.FamilyDimension} ≠ {expected}");
            }
        }
    }

    [Fact]
    public void PointsThatASymmetryMaps_AreOneEntry_WithTheRightNumberOfCopies()
    {
        // Equal variances throughout: one column alone follows any of the features, so two columns give 2 places × 2 signs of r, and the
        // direction of q is a connected circle.
        var gan = new GanParameters([2, 2], [2, 2], 0.2, 0.2, 0.5, 0.5);
        FixedPointSearch search = FixedPointFinder.Find(new ReducedOde(gan));
        var single = search.Orbits.Where(o => o.Kind == FixedPointKind.Undeceived && o.Representative.Coordinates[7] == 0).ToList();
        Assert.NotEmpty(single);
        Assert.All(single, o => Assert.Equal(4, o.OrbitSize));

        // Distinct variances: sign of q, sign of r.
        var distinct = FixedPointFinder.Find(new ReducedOde(new GanParameters([2, 1.5], [2, 1.8], 0.2, 0.2, 0.5, 0.5)));
        Assert.All(distinct.Orbits.Where(o => o.Kind == FixedPointKind.DiscriminatorOnly), o => Assert.Equal(2, o.OrbitSize));
        Assert.All(distinct.Orbits, o => Assert.Equal(o.OrbitSize, o.SignImages(new ReducedOde(new GanParameters([2, 1.5], [2, 1.8], 0.2, 0.2, 0.5, 0.5))).Length));
    }

    [Fact]
    public void TheLorenzField_HasItsThreeTextbookPoints()
    {
        // σ = 10, ρ = 28, β = 8/3: the origin and (±√72, ±√72, 27).
        var lorenz = new Field(3,
            (y, f) => (f[0], f[1], f[2]) = (10 * (y[1] - y[0]), y[0] * (28 - y[2]) - y[1], y[0] * y[1] - 8.0 / 3 * y[2]),
            (y, j) => new[] { -10, 10, 0, 28 - y[2], -1, -y[0], y[1], y[0], -8.0 / 3 }.CopyTo(j));
        FixedPointSearch search = FixedPointFinder.Find(lorenz, [-30, -30, -10], [30, 30, 60]);
        Assert.Equal(3, search.Orbits.Length);
        Assert.Equal(256, search.Converged + search.Unconverged);
        double c = Math.Sqrt(72);
        double[][] expected = [[-c, -c, 27], [0, 0, 0], [c, c, 27]];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(FixedPointKind.Other, search.Orbits[i].Kind);
            Assert.Equal(0, search.Orbits[i].FamilyDimension);
            for (int k = 0; k < 3; k++)
                Assert.Equal(expected[i][k], search.Orbits[i].Representative.Coordinates[k], 1e-12);
        }
    }

    [Fact]
    public void ACircleOfFixedPoints_IsOneFamily_AndADegenerateRootIsNone()
    {
        var circle = new Field(2,
            (y, f) => (f[0], f[1]) = (y[0] * (1 - y[0] * y[0] - y[1] * y[1]), y[1] * (1 - y[0] * y[0] - y[1] * y[1])),
            (y, j) => (j[0], j[1], j[2], j[3]) = (1 - 3 * y[0] * y[0] - y[1] * y[1], -2 * y[0] * y[1], -2 * y[0] * y[1], 1 - y[0] * y[0] - 3 * y[1] * y[1]));
        FixedPointSearch search = FixedPointFinder.Find(circle, [-2, -2], [2, 2]);
        Assert.Equal([0, 1], search.Orbits.Select(o => o.FamilyDimension).Order());

        // y' = −y³: the Jacobian vanishes at the root, yet no fixed points lie beside it.
        var flat = new Field(1, (y, f) => f[0] = -y[0] * y[0] * y[0], (y, j) => j[0] = -3 * y[0] * y[0]);
        FixedPointSearch cubic = FixedPointFinder.Find(flat, [-1], [1], new FixedPointSearchOptions { MergeDistance = 1e-3 });
        Assert.Equal(0, Assert.Single(cubic.Orbits).FamilyDimension);
    }

    [Fact]
    public void TheSameSeed_GivesTheSameBits_AndAnotherSeedTheSamePoints()
    {
        var ode = new ReducedOde(Figure1.With(noise: 1));
        FixedPointSearch a = FixedPointFinder.Find(ode), b = FixedPointFinder.Find(ode);
        FixedPointSearch c = FixedPointFinder.Find(ode, new FixedPointSearchOptions { Seed = 9 });
        Assert.Equal(a.Orbits.SelectMany(o => o.Representative.Coordinates), b.Orbits.SelectMany(o => o.Representative.Coordinates));
        Assert.Equal(a.Orbits.Select(o => o.Hits), b.Orbits.Select(o => o.Hits));
        Assert.NotEqual(a.Orbits.Select(o => o.Hits), c.Orbits.Select(o => o.Hits));
        Assert.Equal(a.Orbits.Length, c.Orbits.Length);
        foreach (var (x, y) in a.Orbits.Zip(c.Orbits))
            Assert.InRange(Distance(x, y), 0, 1e-9);
    }

    [Fact]
    public void BadArguments_AreNamed_AndCancellationIsHeard()
    {
        var line = new Field(1, (y, f) => f[0] = y[0] - 1, (_, j) => j[0] = 1);
        Assert.Throws<ArgumentNullException>(() => FixedPointFinder.Find(null!));
        Assert.Throws<ArgumentException>(() => FixedPointFinder.Find(line, [0, 0], [1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointFinder.Find(line, [1], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointFinder.Find(line, [double.NaN], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedPointSearchOptions { Starts = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedPointSearchOptions { MergeDistance = double.NaN });
        Assert.Throws<OperationCanceledException>(() => FixedPointFinder.Find(new ReducedOde(Figure1), cancellationToken: new CancellationToken(true)));
        Assert.Equal(1, Assert.Single(FixedPointFinder.Find(line, i => [i]).Orbits).Representative.Coordinates[0]);
    }

    private static double Distance(FixedPointOrbit a, FixedPointOrbit b) =>
        a.Representative.Coordinates.Zip(b.Representative.Coordinates, (x, y) => Math.Abs(x - y)).Max();
}
