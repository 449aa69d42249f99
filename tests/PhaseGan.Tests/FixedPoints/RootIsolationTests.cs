using Xunit;

namespace PhaseGan.Tests.FixedPoints;

public sealed class RootIsolationTests
{
    [Fact]
    public void EveryKnownRoot_LiesInAnInterval_AndEveryInterval_HoldsOne()
    {
        var random = new Random(11);
        var from = new double[RootIsolation.MaxIntervals];
        var to = new double[RootIsolation.MaxIntervals];
        int doubled = 0;
        for (int trial = 0; trial < 3000; trial++)
        {
            // simple roots inside, outside and next to 0, double ones, and pairs that are not real
            double end = Math.Pow(10, 2 * random.NextDouble() - 1);
            var polynomial = new SizedPolynomial(1 + random.NextDouble(), 2, 0, 0);
            var roots = new List<double>();
            while (polynomial.Degree < 5)
            {
                double at = random.Next(4) == 0 ? Math.Pow(10, -12 * random.NextDouble()) * end : end * (1.4 * random.NextDouble() - 0.2);
                SizedPolynomial factor = new(-at, Math.Abs(at), 1, 1);
                switch (random.Next(6))
                {
                    case 0 when polynomial.Degree < 4:
                        double gap = end * (0.1 + random.NextDouble());
                        polynomial *= new SizedPolynomial(at * at + gap * gap, at * at + gap * gap, -2 * at, 2 * Math.Abs(at)).With(2, 1, 1);
                        break;
                    case 1 when polynomial.Degree < 4 && at > 0.01 * end && roots.TrueForAll(r => Math.Abs(r - at) > 0.2 * end):
                        polynomial = polynomial * factor * factor;
                        roots.AddRange([at, at]);
                        doubled++;
                        break;
                    case > 1 when roots.TrueForAll(r => Math.Abs(r - at) > 0.05 * Math.Max(Math.Abs(r), Math.Abs(at))):
                        polynomial *= factor;
                        roots.Add(at);
                        break;
                }
            }
            int count = RootIsolation.Isolate(polynomial, end, from, to);
            Assert.InRange(count, 0, RootIsolation.MaxIntervals);
            foreach (double root in roots.Where(r => r >= 0 && r <= end))
                Assert.Contains(Enumerable.Range(0, count), k => from[k] <= root && root <= to[k]);
            for (int k = 0; k < count; k++)
            {
                Assert.InRange(to[k] - from[k], 0, 1e-5 * end);
                Assert.Contains(roots, r => r >= from[k] - 1e-5 * end && r <= to[k] + 1e-5 * end);
            }
        }
        Assert.InRange(doubled, 300, 3000);
    }

    [Fact]
    public void RootsAtBothEnds_AndOneThatRoundingMakesThreefold_AreNotLost()
    {
        var from = new double[RootIsolation.MaxIntervals];
        var to = new double[RootIsolation.MaxIntervals];
        // w(w − 1)
        Assert.Equal(2, RootIsolation.Isolate(new SizedPolynomial(0, 0, -1, 1).With(2, 1, 1), 1, from, to));
        Assert.Equal((0.0, 1.0), (from[0], to[1]));
        // (w − 0.3)⁵ has no short interval
        var factor = new SizedPolynomial(-0.3, 0.3, 1, 1);
        Assert.Equal(-1, RootIsolation.Isolate(factor * factor * factor * factor * factor, 1, from, to));
    }
}
