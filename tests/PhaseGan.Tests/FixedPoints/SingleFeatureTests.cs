using Xunit;

namespace PhaseGan.Tests.FixedPoints;

public sealed class SingleFeatureTests
{
    [Fact]
    public void EveryClosedForm_IsARootOfTheOde_ToRounding_OnFiveThousandRandomParameters()
    {
        var random = new Random(20190);
        var kinds = new HashSet<FixedPointKind>();
        int twoRoots = 0;
        for (int i = 0; i < 5000; i++)
        {
            GanParameters gan = Draw(random);
            double scale = (gan.DiscriminatorRate + gan.GeneratorRate) * (gan.RealVariances[0] + gan.FakeVariances[0] + gan.EffectiveNoise);
            var found = SingleFeature.FixedPoints(gan);
            twoRoots += found.Count(f => f.Kind == FixedPointKind.Undeceived) == 2 ? 1 : 0;
            Assert.Equal(FixedPointKind.Deceived, found[0].Kind);
            Assert.Equal(1, found[0].FamilyDimension);
            foreach (FixedPointOrbit orbit in found)
            {
                kinds.Add(orbit.Kind);
                foreach (var image in orbit.SignImages(new ReducedOde(gan)))
                {
                    (double p, double q, double r) = (image[0], image[1], image[2]);
                    Assert.True(Residual(gan, p, q, r) <= 1e-14 * scale, $"{gan}: {orbit.Representative}");
                    Assert.InRange(1 - p * p - q * q - r * r + 2 * p * q * r, -1e-12, 2);
                    Assert.InRange(Math.Max(Math.Abs(p), Math.Max(Math.Abs(q), Math.Abs(r))), 0, 1 + 1e-14);
                }
            }
        }
        Assert.Equal(4, kinds.Count);
        Assert.InRange(twoRoots, 50, 5000);
    }

    [Fact]
    public void NothingIsMissed_AgainstBruteForceNewtonFromManyStarts()
    {
        var random = new Random(77);
        int compared = 0;
        for (int i = 0; i < 150; i++)
        {
            GanParameters gan = Draw(random);
            var known = SingleFeature.FixedPoints(gan).Where(f => f.FamilyDimension == 0)
                .SelectMany(f => f.SignImages(new ReducedOde(gan))).ToList();
            var hit = new bool[known.Count];
            for (int s = 0; s < 300; s++)
            {
                double[] y = [2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1];
                if (!PlainNewton(gan, y))
                    continue;
                (double p, double q, double r) = (y[0], y[1], y[2]);
                bool valid = Math.Abs(p) <= 1 && Math.Abs(q) <= 1 && Math.Abs(r) <= 1 && 1 - p * p - q * q - r * r + 2 * p * q * r >= -1e-9;
                if (!valid || Math.Abs(q) + Math.Abs(r) < 1e-4)
                    continue;
                int nearest = known.FindIndex(k => Math.Abs(k[0] - p) + Math.Abs(k[1] - q) + Math.Abs(k[2] - r) < 1e-5);
                Assert.True(nearest >= 0, $"{gan} has a root at ({p}, {q}, {r}) that no closed form gives");
                hit[nearest] = true;
                compared++;
            }
        }
        Assert.InRange(compared, 2000, 45000);
    }

    [Fact]
    public void TheOrbit_IsTheSetOfPointsThatSignFlipsReach()
    {
        // Λ = Λ̃ = 1, τ = 0.2, α = 1, η = 0.5: P = 0.921, q = 0.849, r = 0.921.
        var gan = new GanParameters([1], [1], 0.2, 0.2, 0.5, 0.5);
        FixedPointOrbit point = SingleFeature.FixedPoints(gan).Where(f => f.Kind == FixedPointKind.Undeceived)
            .MaxBy(f => f.Representative.Coordinates[2])!;
        Assert.Equal(0.921, point.Representative.Coordinates[0], 5e-4);
        Assert.Equal(0.849, point.Representative.Coordinates[1], 5e-4);
        Assert.Equal(0.921, point.Representative.Coordinates[2], 5e-4);
        var images = point.SignImages(new ReducedOde(gan));
        Assert.Equal(4, images.Length);
        Assert.Equal(4, point.OrbitSize);
        Assert.All(images, y => Assert.True(y[0] * y[1] * y[2] > 0));
        Assert.Equal(4, images.Select(y => (Math.Sign(y[0]), Math.Sign(y[1]))).Distinct().Count());
    }

    [Fact]
    public void WithoutNoise_TheGeneratorThatEqualsTheDiscriminatorThatEqualsTheFeature_IsAFixedPoint()
    {
        foreach (double alpha in new[] { 0.1, 0.3, 0.7, 1.0, 1.7 })
        {
            var gan = new GanParameters([1.3], [0.7], 0.2, 0.2 * alpha, 0, 0);
            Assert.Contains(SingleFeature.FixedPoints(gan), f =>
                f.Kind == FixedPointKind.Undeceived && f.Representative.Coordinates.All(v => Math.Abs(v - 1) < 1e-14));
        }
    }

    [Fact]
    public void NextToTheEdge_UndeceivedExistsWithoutNoiseForEveryAlpha_AndWithNoiseWhereItsEquationSays()
    {
        foreach ((double real, double fake) in new[] { (3.3, 3.3), (1.3, 0.7), (0.7, 1.3), (3.3, 3.299999999), (2.0, 2.1) })
        {
            for (double alpha = 1e-12; alpha < 3; alpha *= 3)
            {
                GanParameters gan = new GanParameters([real], [fake], 0.2, 0.2, 0, 0).With(rateRatio: alpha);
                Assert.Contains(SingleFeature.FixedPoints(gan), f => f.Kind == FixedPointKind.Undeceived && f.Representative.Coordinates.All(v => v == 1));
                // to first order in the noise 1 − u = ζ/(BΛ + BαΛ̃ − AΛ̃), far from the fold: it exists where that is positive
                foreach (double noise in new[] { 1e-12, 1e-10, 1e-8, 1e-6 })
                {
                    GanParameters near = gan.With(noise: noise);
                    double slope = real - fake + alpha * fake + 0.1 * noise * (real + alpha * fake + fake);
                    double zeta = 0.1 * noise * (real + fake) + near.EffectiveNoise;
                    if (zeta * alpha * fake > 1e-4 * slope * slope || zeta > 0.05 * Math.Abs(slope))
                        continue;
                    double? u = SingleFeature.Undeceived(new SingleFeatureConstants(near)).Upper;
                    Assert.Equal(slope > 0, u > 0.9);
                    if (slope > 0)
                        Assert.Equal(zeta / slope, 1 - u!.Value, 3e-4 * zeta / slope + 3e-16);
                }
            }
        }
    }

    [Fact]
    public void WithoutNoiseAndWithEqualRates_LockedIsALineOfFixedPoints()
    {
        var gan = new GanParameters([1], [2], 0.2, 0.2, 0, 0);
        FixedPointOrbit locked = Assert.Single(SingleFeature.FixedPoints(gan), f => f.Kind == FixedPointKind.Locked);
        Assert.Equal(1, locked.FamilyDimension);
        foreach (double r in new[] { 0.1, 0.5, 0.9 })
            Assert.Equal(0, Residual(gan, 0, 0, r), 1e-16);
    }

    [Fact]
    public void AtTheEdgesOfExistence_PointsAppearOnTheRightSide()
    {
        // DiscriminatorOnly ends at x = Λ.
        var gan = new GanParameters([1], [1], 0.2, 0.02, 1, 1);
        Assert.DoesNotContain(SingleFeature.FixedPoints(gan.With(effectiveNoise: 1)), f => f.Kind == FixedPointKind.DiscriminatorOnly);
        Assert.Contains(SingleFeature.FixedPoints(gan.With(effectiveNoise: 1 - 1e-9)), f => f.Kind == FixedPointKind.DiscriminatorOnly);

        // An Undeceived point leaves the deceived manifold at x = Λ − Λ̃ for Λ > Λ̃.
        var wide = new GanParameters([3], [1], 0.2, 0.02, 1, 1);
        Assert.DoesNotContain(SingleFeature.FixedPoints(wide.With(effectiveNoise: 2)), f => f.Kind == FixedPointKind.Undeceived);
        Assert.DoesNotContain(SingleFeature.FixedPoints(wide.With(effectiveNoise: 2 + 1e-6)), f => f.Kind == FixedPointKind.Undeceived);
        Assert.Contains(SingleFeature.FixedPoints(wide.With(effectiveNoise: 2 - 1e-6)), f => f.Kind == FixedPointKind.Undeceived);
    }

    [Fact]
    public void TheCounterexampleToInequality15_HasTheUndeceivedPointThatALongIntegrationReaches()
    {
        var gan = new GanParameters([3], [1], 0.2, 0.02, 0, 0).With(effectiveNoise: 1.5);
        FixedPointOrbit point = Assert.Single(SingleFeature.FixedPoints(gan), f => f.Kind == FixedPointKind.Undeceived);
        // Classical Runge-Kutta with step 0.01 from (0.999, 0.02, 0): q = 0.397547 at t = 120 and 0.403257 at t = 1000.
        Assert.Equal(0.403257, point.Representative.Coordinates[1], 2e-6);
        Assert.Equal(0.408974, point.Representative.Coordinates[2], 2e-6);
    }

    [Fact]
    public void MoreThanOneFeature_AndNull_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => SingleFeature.FixedPoints(null!));
        var error = Assert.Throws<ArgumentException>(() => SingleFeature.FixedPoints(new GanParameters([1, 2], [1, 2], 0.2, 0.1, 1, 1)));
        Assert.Contains("one feature", error.Message, StringComparison.Ordinal);
    }

    internal static GanParameters Draw(Random random)
    {
        double real = Uniform(0.5, 5), fake = random.Next(2) == 0 ? real : Uniform(0.5, 5);
        double tau = random.Next(3) switch { 0 => 0.1, 1 => 0.2, _ => Uniform(0.05, 1.5) };
        double ratio = Math.Pow(2, Uniform(-2, 2));
        return new GanParameters([real], [fake], tau, tau * Uniform(0.02, 4), ratio, 1, random.Next(4) == 0 ? 4 : 1)
            .With(effectiveNoise: random.Next(10) == 0 ? 0 : Uniform(0.001, 1.4) * Math.Max(real, fake));

        double Uniform(double low, double high) => low + (high - low) * random.NextDouble();
    }

    /// <summary>(13), (14) for d = 1 written out, apart from the library's own code.</summary>
    private static (double DP, double DQ, double DR) Derivative(GanParameters g, double p, double q, double r)
    {
        double l = g.RealVariances[0], lf = g.FakeVariances[0], tau = g.DiscriminatorRate, tt = g.GeneratorRate, m = g.BatchSize;
        double h = (1 - tau * g.FakeNoise / (2 * m)) * lf * r * r - (1 + tau * g.RealNoise / (2 * m)) * l * q * q
            - tau * (g.RealNoise * g.RealNoise + g.FakeNoise * g.FakeNoise) / (2 * m);
        return (tt * (q * r * lf - p * lf * r * r), tau * (l * q - p * lf * r + h * q),
            tau * (p * l * q - lf * r + h * r) + tt * (lf - lf * r * r) * r);
    }

    private static double Residual(GanParameters gan, double p, double q, double r)
    {
        (double a, double b, double c) = Derivative(gan, p, q, r);
        return Math.Max(Math.Abs(a), Math.Max(Math.Abs(b), Math.Abs(c)));
    }

    /// <summary>Undamped Newton with a Jacobian from differences and Cramer's rule.</summary>
    private static bool PlainNewton(GanParameters gan, double[] y)
    {
        const double H = 1e-6;
        for (int step = 0; step < 60; step++)
        {
            (double f0, double f1, double f2) = Derivative(gan, y[0], y[1], y[2]);
            double size = Math.Abs(f0) + Math.Abs(f1) + Math.Abs(f2);
            if (!(size < 1e6))
                return false;
            if (size < 1e-14 * gan.DiscriminatorRate)
                return true;
            var j = new double[3, 3];
            for (int k = 0; k < 3; k++)
            {
                double keep = y[k];
                y[k] = keep + H;
                (double a0, double a1, double a2) = Derivative(gan, y[0], y[1], y[2]);
                y[k] = keep - H;
                (double b0, double b1, double b2) = Derivative(gan, y[0], y[1], y[2]);
                y[k] = keep;
                (j[0, k], j[1, k], j[2, k]) = ((a0 - b0) / (2 * H), (a1 - b1) / (2 * H), (a2 - b2) / (2 * H));
            }
            double det = Det(j);
            if (Math.Abs(det) < 1e-14)
                return false;
            for (int k = 0; k < 3; k++)
            {
                var replaced = (double[,])j.Clone();
                (replaced[0, k], replaced[1, k], replaced[2, k]) = (f0, f1, f2);
                y[k] -= Det(replaced) / det;
            }
        }
        return false;
    }

    private static double Det(double[,] a) =>
        a[0, 0] * (a[1, 1] * a[2, 2] - a[1, 2] * a[2, 1]) - a[0, 1] * (a[1, 0] * a[2, 2] - a[1, 2] * a[2, 0])
        + a[0, 2] * (a[1, 0] * a[2, 1] - a[1, 1] * a[2, 0]);
}
