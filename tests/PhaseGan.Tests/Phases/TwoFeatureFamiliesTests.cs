using System.Collections.Immutable;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>The list of fixed points with two features is complete: nothing that another method finds is missing from it.</summary>
public sealed class TwoFeatureFamiliesTests
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1";

    [Theory]
    // equal Λ̃: both columns aligned, S = 1, attract; the counts are those of the search from single starts
    [InlineData("5,3", "2,2", 0.2, 0.5, 6, 12, 1.06, 10)]
    // nearly equal Λ̃: two roots 0.04 apart in the ratio r₂²/r₁²
    [InlineData("3.4,0.94", "5.37,5.31", 0.0666, 2.2, 2.6, 9, 0.8, 9)]
    // no noise: r₁ = r₂ = S = 1, on the edge of all windows
    [InlineData("5,3", "5,3", 0.2, 0.5, 6, 23, 0, 19)]
    public void WhereAlignedColumnsAttract_NoCellIsCalledMoving(string real, string fake, double tau, double from, double to, int cells, double noise, int collapsed)
    {
        GanParameters gan = new GanParameters(Numbers(real), Numbers(fake), tau, tau, 1, 1);
        GanParameters[] row = [.. Enumerable.Range(0, cells).Select(k => gan.With(rateRatio: from + (to - from) * k / (cells - 1), noise: noise))];
        ImmutableArray<PhaseVerdict> verdicts = new OdePhaseClassifier().ClassifyMany(row);
        Assert.Equal(collapsed, verdicts.Count(v => v.Phase == Phase.ModeCollapse && v.Attractor == "Undeceived"));
        Assert.Equal(cells - collapsed, verdicts.Count(v => v.Phase == Phase.Oscillation));

        // the last cell, integrated for long: at rest where the label says
        var ode = new ReducedOde(row[^1]);
        Trajectory path = DormandPrince.Integrate(ode, MacroState.NearOrigin(row[^1], 0.03, seed: 1), 3000, new IntegrationOptions { RelativeTolerance = 1e-10, MaxSteps = 400_000 });
        var derivative = new double[ode.Dimension];
        ode.Evaluate(path.End, derivative);
        Assert.InRange(derivative.Max(Math.Abs), 0, 1e-8);
        ImmutableArray<double> recovery = ode.Unpack(path.End).Recovery();
        for (int l = 0; l < 2; l++)
            Assert.Equal(recovery[l], verdicts[^1].Recovery[l], 1e-4);

        static double[] Numbers(string text) => [.. text.Split(',').Select(v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture))];
    }

    [Fact]
    public void AStablePointThatNewtonsMethodFindsFromAnyState_IsNeverExcluded()
    {
        var random = new Random(31);
        int stable = 0, excluded = 0, cells = s_long ? 5000 : 150;
        Span<double> jacobian = stackalloc double[81];
        for (int cell = 0; cell < cells; cell++)
        {
            GanParameters gan = DelicateParameters.Draw(random);
            var ode = new ReducedOde(gan);
            bool mayAttract = TwoFeatureFamilies.AnyMayAttract(ode);
            excluded += mayAttract ? 0 : 1;
            for (int start = 1; start <= 40; start++)
            {
                double[] y = ode.Pack(MacroState.NearOrigin(gan, 1, 100 * cell + start));
                if (start % 3 == 0)
                    Align(y, 0.5 + 0.5 * random.NextDouble());
                NewtonResult found = Newton.Polish(ode, y, 40);
                if (!found.IsConverged || found.Point[4..8].Max(Math.Abs) < 1e-4 || ode.Unpack(found.Point).GramMargin() < -1e-9)
                    continue;
                ode.Jacobian(found.Point, jacobian);
                double scale = Math.Sqrt(Squares(jacobian));
                var values = EigenSolver.Eigenvalues(jacobian, 9)!;
                // at most the two free overlaps of a family are neutral
                if (values.Max(v => v.Real) > 1e-7 * scale || values.Count(v => v.Real < -1e-6 * scale) < 7)
                    continue;
                stable++;
                Assert.True(mayAttract, $"{gan}: ({string.Join(", ", found.Point)}) attracts");
            }
        }
        Assert.InRange(stable, cells, 40 * cells);
        Assert.InRange(excluded, 0.2 * cells, 0.8 * cells);

        static void Align(double[] y, double r)
        {
            (y[6], y[7], y[1], y[3], y[8]) = (r, r, y[0], y[2], 0.98);
            (y[4], y[5]) = (y[0] * r, y[2] * r);
        }
    }

    [Fact]
    public void EveryPointWithBothColumnsActive_IsListed_AgainstNewtonsMethodOnTheReducedConditions()
    {
        var random = new Random(2);
        var points = new ActivePair.Point[ActivePair.MaxPoints];
        int roots = 0, unknown = 0, cells = s_long ? 20_000 : 700;
        for (int cell = 0; cell < cells; cell++)
        {
            GanParameters gan = DelicateParameters.Draw(random);
            var pair = new ActivePair(gan);
            for (int seen = 0; seen < 2; seen++)
            {
                double real = gan.RealVariances[seen], other = gan.RealVariances[1 - seen];
                if (!pair.TrySeen(real, other, points, out int count))
                {
                    unknown++;
                    continue;
                }
                foreach ((double u1, double u2) in RootsBySearch(gan, real, other, random))
                {
                    roots++;
                    Assert.True(
                        points[..count].Any(p => Math.Abs(p.First - u1) + Math.Abs(p.Second - u2) < 1e-5),
                        $"{gan}, feature {seen}: r₁² = {u1}, r₂² = {u2} is not listed");
                }
            }
        }
        Assert.InRange(roots, 2 * cells, 80 * cells);
        Assert.InRange(unknown, 0, 0.02 * cells);
    }

    [Fact]
    public void WithoutAFeatureSeen_TheOnePointIsWhereNewtonsMethodEnds()
    {
        var random = new Random(3);
        var points = new ActivePair.Point[1];
        int listed = 0;
        for (int cell = 0; cell < 400; cell++)
        {
            GanParameters gan = DelicateParameters.Draw(random).With(rateRatio: 2 + 4 * random.NextDouble(), effectiveNoise: 0.01 + random.NextDouble());
            var conditions = new ActiveColumns(gan, [0, 1], null);
            if (!new ActivePair(gan).TryUnseen(points, out int count))
                continue;
            listed += count;
            for (int start = 0; start < 20; start++)
            {
                NewtonResult found = Newton.Polish(conditions, [random.NextDouble(), random.NextDouble()], 60);
                (double u1, double u2) = (found.Point[0], found.Point[1]);
                if (found.IsConverged && u1 is > 1e-5 and < 0.99999 && u2 is > 1e-5 and < 0.99999 && Overlap(gan, u1, u2) < 0.99999)
                    Assert.Equal((1, 0.0), (count, Math.Round(Math.Abs(points[0].First - u1) + Math.Abs(points[0].Second - u2), 6)));
            }
        }
        Assert.InRange(listed, 50, 400);
    }

    [Fact]
    public void ThePolynomialsOfFamilies_AreThoseOfTheJacobian()
    {
        var random = new Random(4);
        int compared = 0;
        Span<double> jacobian = stackalloc double[81], expected = stackalloc double[6];
        for (int cell = 0; cell < 400; cell++)
        {
            GanParameters gan = DelicateParameters.Draw(random);
            var ode = new ReducedOde(gan);
            (int i, int j) = (random.Next(2), random.Next(2));
            (int l, int k) = (1 - i, 1 - j);
            var c = new SingleFeatureConstants(gan, i, j);
            double s = random.NextDouble(), t = (1 - s) * random.NextDouble(), tau = gan.DiscriminatorRate;
            var y = new double[9];
            if (SingleFeature.Undeceived(c).Upper is { } u)
            {
                double p = Math.Sqrt(c.OverlapSquared(u)), r = Math.Sqrt(u);
                (y[2 * i + j], y[4 + i], y[6 + j], y[2 * l + k]) = (p, p * r, r, Math.Sqrt(s));
                ode.Jacobian(y, jacobian);
                Hurwitz.Polynomial(jacobian, 9, [2 * l + j, 2 * i + k, 8, 4 + l, 6 + k], 0, expected);
                var block = new OddBlock(gan, j, c.Fake - c.Real, c.Fake + c.Real, c.Alpha * c.Fake * u);
                (SizedPolynomial origin, SizedPolynomial slope) = block.Undeceived(i, p * p * u);
                AssertEqual(jacobian, expected[..5], power => origin[power] + s * slope[power], tau * block.Unit);
                compared++;
            }
            if (SingleFeature.Locked(c) is { } locked)
            {
                y = new double[9];
                (y[6 + j], y[k], y[2 + k]) = (Math.Sqrt(locked), Math.Sqrt(s), Math.Sqrt(t));
                ode.Jacobian(y, jacobian);
                Hurwitz.Polynomial(jacobian, 9, [j, 2 + j, 4, 5, 8, 6 + k], 0, expected);
                double h = c.Fake - c.Alpha * c.Fake * (1 - locked);
                var block = new OddBlock(gan, j, h, c.Fake + c.Alpha * c.Fake, c.Alpha * c.Fake * locked);
                (SizedPolynomial origin, SizedPolynomial one, SizedPolynomial other) = block.Locked();
                AssertEqual(jacobian, expected, power => origin[power] + s * one[power] + t * other[power], tau * block.Unit);
                compared++;
            }
        }
        Assert.InRange(compared, 250, 800);

        static void AssertEqual(ReadOnlySpan<double> jacobian, ReadOnlySpan<double> expected, Func<int, double> actual, double unit)
        {
            double scale = Math.Sqrt(Squares(jacobian));
            for (int k = 0; k < expected.Length; k++)
                Assert.Equal(expected[k] / Math.Pow(scale, k + 1), actual(expected.Length - 1 - k) * Math.Pow(unit / scale, k + 1), 1e-11);
        }
    }

    [Fact]
    public void AStablePieceOfAFamily_IsFound_HoweverNarrow()
    {
        // stable within 0.003 of P₁₂² = 0.0767, P₂₂² = 0.0033 alone: a witness, by eigenvalues of the whole Jacobian
        GanParameters gan = new GanParameters([5, 3], [5, 3], 0.2, 0.2, 1, 1).With(rateRatio: 2.9344881889763779, noise: 2.5799212598425196);
        var ode = new ReducedOde(gan);
        double u = SingleFeature.Locked(new SingleFeatureConstants(gan, 0, 0))!.Value;
        double[] y = new double[9];
        (y[1], y[3], y[6]) = (Math.Sqrt(0.23 / 3), Math.Sqrt(0.01 / 3), Math.Sqrt(u));
        var jacobian = new double[81];
        ode.Jacobian(y, jacobian);
        double scale = Math.Sqrt(Squares(jacobian));
        Assert.InRange(EigenSolver.Eigenvalues(jacobian, 9)!.Where(v => v.Magnitude > 1e-9 * scale).Max(v => v.Real), -scale, -1e-4 * scale);
        Assert.True(TwoFeatureFamilies.AnyMayAttract(ode));
    }

    /// <summary>Points with 0 ≤ q² ≤ r_j² ≤ 1 and S² ≤ 1 that do not repel by the trace of a block, from random starts.</summary>
    private static IEnumerable<(double First, double Second)> RootsBySearch(GanParameters gan, double real, double other, Random random)
    {
        var conditions = new ActiveColumns(gan, [0, 1], real);
        (double f1, double f2, double alpha) = (gan.FakeVariances[0], gan.FakeVariances[1], gan.RateRatio);
        double h = f1 + f2 - real;
        var residual = new double[3];
        for (int start = 0; start < 25; start++)
        {
            double first = Size(), second = start % 3 == 0 ? first : Size();
            NewtonResult found = Newton.Polish(conditions, [first, second, real * random.NextDouble()], 60);
            if (!found.IsConverged)
                continue;
            (double u1, double u2, double v) = (found.Point[0], found.Point[1], found.Point[2] / real);
            double weight = f1 * u1 + f2 * u2;
            bool isPoint = u1 is > 1e-6 and <= 1 && u2 is > 1e-6 and <= 1 && v >= 0 && v <= Math.Min(u1, u2) && Overlap(gan, u1, u2) <= 1;
            conditions.Evaluate(found.Point, residual);
            if (isPoint && residual.Max(Math.Abs) < 1e-11 * (f1 + f2) && other + h - alpha * weight < 0 && 2 * gan.EffectiveNoise + 4 * h + alpha * (f1 + f2 - 5 * weight) < 0)
                yield return (u1, u2);
        }

        double Size() => Math.Pow(1e-4, random.NextDouble() * random.NextDouble());
    }

    /// <summary>|S|, from dS = 0.</summary>
    private static double Overlap(GanParameters gan, double u1, double u2) =>
        Math.Sqrt(u1 * u2) * (gan.FakeVariances[0] + gan.FakeVariances[1]) / (gan.FakeVariances[0] * u1 + gan.FakeVariances[1] * u2);

    private static double Squares(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double v in values)
            sum += v * v;
        return sum;
    }
}
