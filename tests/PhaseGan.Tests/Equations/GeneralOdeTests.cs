using Xunit;

namespace PhaseGan.Tests.Equations;

public sealed class GeneralOdeTests
{
    private static readonly LatentLaw TwoClouds = LatentLaw.Mixture([0.4, 0.6], [[1.5], [-1]], [[0.25], [0.5]]);

    [Fact]
    public void WithUnitNormsAndLinearResponses_ItIsTheReducedOde_OnRandomStates()
    {
        var random = new Random(31);
        LatentLaw[] laws = [LatentLaw.Gaussian, LatentLaw.Uniform, LatentLaw.Rademacher];
        for (int i = 0; i < 400; i++)
        {
            int d = 1 + i % 4;
            GanParameters gan = RandomParameters(random, d);
            MacroState state = RandomState(random, d, normalised: true);
            var rule = new TrainingRule { RealCodes = laws[i % 3], FakeCodes = laws[i / 3 % 3] };
            var reduced = new ReducedOde(gan);
            var unit = new UnitNormOde(gan, rule);
            var general = new GeneralOde(gan, rule);
            double[] y = reduced.Pack(state), full = general.Pack(state);
            Assert.Equal(y, unit.Pack(state));
            Assert.Equal(reduced.CoordinateNames().AsEnumerable(), unit.CoordinateNames());
            double[] expected = Evaluate(reduced, y), actual = Evaluate(unit, y), wide = Evaluate(general, full);
            double scale = 1 + expected.Max(Math.Abs);
            var names = general.CoordinateNames();
            var reducedNames = reduced.CoordinateNames();
            for (int k = 0; k < y.Length; k++)
            {
                Assert.Equal(expected[k], actual[k], 1e-13 * scale);
                Assert.Equal(expected[k], wide[names.IndexOf(reducedNames[k])], 1e-13 * scale);
            }
            for (int k = 0; k < full.Length; k++)
                if (!reducedNames.Contains(names[k]))
                    Assert.Equal(0, wide[k]);

            double[] jacobian = Jacobian(reduced, y), sameJacobian = Jacobian(unit, y), wideJacobian = Jacobian(general, full);
            double size = 1 + jacobian.Max(Math.Abs);
            for (int k = 0; k < y.Length; k++)
            {
                for (int l = 0; l < y.Length; l++)
                {
                    Assert.Equal(jacobian[k * y.Length + l], sameJacobian[k * y.Length + l], 1e-13 * size);
                    Assert.Equal(
                        jacobian[k * y.Length + l],
                        wideJacobian[names.IndexOf(reducedNames[k]) * full.Length + names.IndexOf(reducedNames[l])], 1e-13 * size);
                }
            }
            double[] block = new double[4 * d * d], sameBlock = new double[4 * d * d];
            reduced.TransverseBlock(y, block);
            unit.TransverseBlock(y, sameBlock);
            for (int k = 0; k < block.Length; k++)
                Assert.Equal(block[k], sameBlock[k], 1e-13 * size);
        }
    }

    [Fact]
    public void Jacobians_AgreeWithDifferences_ForEveryLossRegulariserAndLaw()
    {
        var random = new Random(32);
        GanLoss[] losses =
        [
            GanLoss.Linear, GanLoss.Tanh, GanLoss.Logistic, new(Response.Polynomial([0.1, 1, 0.2, -0.1]), Response.Tanh(2)),
            new(Response.Custom(Math.Sin, Math.Cos), Response.Custom(Math.Atan, x => 1 / (1 + x * x))),
        ];
        LatentLaw[] laws = [LatentLaw.Gaussian, LatentLaw.Uniform, LatentLaw.Rademacher, TwoClouds.WithIndependentEntries()];
        foreach (GanLoss loss in losses)
        {
            foreach (double strength in new[] { 0, 2.5, double.PositiveInfinity })
            {
                for (int i = 0; i < 8; i++)
                {
                    int d = 1 + i % 2;
                    var rule = new TrainingRule
                    {
                        Loss = loss,
                        Strength = strength,
                        Regulariser = i % 2 == 0 ? Regulariser.LogCosh : Regulariser.Quadratic,
                        RealCodes = laws[i / 2],
                        FakeCodes = laws[(i / 2 + 1) % 4],
                    };
                    GanParameters gan = RandomParameters(random, d);
                    bool unit = double.IsPositiveInfinity(strength);
                    CheckJacobian(new GeneralOde(gan, rule), RandomState(random, d, unit), loss);
                    if (unit)
                        CheckJacobian(new UnitNormOde(gan, rule), RandomState(random, d, true), loss);
                }
            }
        }
    }

    [Fact]
    public void ScalarCase_IsWhatOneWritesDownByHand()
    {
        // d = 1, f = f̃ = x, quadratic H, λ = 3: g = Λq, b = η_T(Λq² + zη_T) + η_G(Λ̃r² + zη_G)
        var gan = new GanParameters([2.0], [1.5], 0.3, 0.1, 0.7, 1.9, batchSize: 4);
        var rule = new TrainingRule { Regulariser = Regulariser.Quadratic, Strength = 3 };
        var ode = new GeneralOde(gan, rule);
        double p = 0.2, q = 0.5, r = -0.3, s = 1.3, z = 0.8;
        double[] f = Evaluate(ode, [p, q, r, s, z]);
        double h = 0.7 - 1.9 - 3 * (z - 1), l = -3 * (s - 1), g = 2 * q, push = 1.5 * r;
        double b = 0.7 * (2 * q * q + z * 0.7) + 1.9 * (1.5 * r * r + z * 1.9);
        Assert.Equal(0.1 * (q * push + p * l), f[0], 1e-15);
        Assert.Equal(0.3 * (g - p * push + h * q), f[1], 1e-15);
        Assert.Equal(0.3 * (p * g - s * push + h * r) + 0.1 * (z * push + l * r), f[2], 1e-15);
        Assert.Equal(0.1 * (2 * r * push + 2 * s * l), f[3], 1e-15);
        Assert.Equal(2 * 0.3 * (q * g - r * push + z * h) + 0.09 * b / 4, f[4], 1e-15);
        Assert.Equal(["p_11", "q_1", "r_1", "s_11", "z"], ode.CoordinateNames().AsEnumerable());
        Assert.Equal(f[4] - 0.09 * b / 4, Evaluate(new GeneralOde(gan, rule, diffusion: false), [p, q, r, s, z])[4], 1e-15);
    }

    [Fact]
    public void LargeStrength_TendsToUnitNorms_AtTheRateOfItsInverse()
    {
        var gan = new GanParameters([2, 1], [2, 1], 0.2, 0.05, 1.5, 0.5);
        foreach (GanLoss loss in new[] { GanLoss.Linear, GanLoss.Tanh })
        {
            foreach (Regulariser regulariser in new[] { Regulariser.LogCosh, Regulariser.Quadratic })
            {
                MacroState start = MacroState.NearOrigin(gan, 0.2, 4);
                var limit = new UnitNormOde(gan, new TrainingRule { Loss = loss });
                double[] expected = limit.Pack(limit.Unpack(DormandPrince.Integrate(limit, start, 20, Tight).End));
                var errors = new List<double>();
                foreach (double strength in new[] { 50, 100, 200, 400 })
                {
                    var ode = new GeneralOde(gan, new TrainingRule { Loss = loss, Regulariser = regulariser, Strength = strength });
                    MacroState end = ode.Unpack(DormandPrince.Integrate(ode, start, 20, Tight).End);
                    MacroState target = limit.Unpack(expected);
                    double error = Math.Abs(end.DiscriminatorPower - 1);
                    for (int i = 0; i < 2; i++)
                        error = Math.Max(error, Math.Max(Math.Abs(end.Q(i) - target.Q(i)), Math.Max(Math.Abs(end.R(i) - target.R(i)), Math.Abs(end.P(i, i) - target.P(i, i)))));
                    errors.Add(error);
                }
                for (int k = 1; k < errors.Count; k++)
                    Assert.InRange(Math.Log2(errors[k - 1] / errors[k]), 0.9, 1.1);
            }
        }
    }

    [Fact]
    public void WideSaturation_TendsToLinearResponses_AtTheRateOfItsSquare()
    {
        var random = new Random(6);
        GanParameters gan = RandomParameters(random, 2);
        MacroState state = RandomState(random, 2, normalised: false);
        var linear = new GeneralOde(gan, new TrainingRule { Strength = 2 });
        double[] y = linear.Pack(state), expected = Evaluate(linear, y);
        var errors = new List<double>();
        foreach (double saturation in new[] { 50, 100, 200 })
        {
            var loss = new GanLoss(Response.Tanh(saturation), Response.Tanh(saturation));
            double[] f = Evaluate(new GeneralOde(gan, new TrainingRule { Strength = 2, Loss = loss }), y);
            errors.Add(Enumerable.Range(0, f.Length).Max(k => Math.Abs(f[k] - expected[k])));
        }
        Assert.InRange(Math.Log2(errors[0] / errors[1]), 1.95, 2.05);
        Assert.InRange(Math.Log2(errors[1] / errors[2]), 1.95, 2.05);
    }

    [Fact]
    public void SmallLearningRates_TendToTheFieldWithoutDiffusion()
    {
        // in time τt the field at rates sτ, sτ̃ is that without diffusion plus s times the rest
        var gan = new GanParameters([2.0], [1.0], 0.2, 0.1, 1.5, 0.5);
        var rule = new TrainingRule { Loss = GanLoss.Tanh };
        MacroState state = MacroState.Diagonal([0.3], [0.4], [0.2]);
        var without = new UnitNormOde(gan, rule, diffusion: false);
        double[] y = without.Pack(state), expected = Evaluate(without, y), full = Evaluate(new UnitNormOde(gan, rule), y);
        foreach (double s in new[] { 0.1, 0.01, 0.001 })
        {
            double[] f = Evaluate(new UnitNormOde(gan.With(discriminatorRate: 0.2 * s, generatorRate: 0.1 * s), rule), y);
            for (int k = 0; k < f.Length; k++)
                Assert.Equal(expected[k] + s * (full[k] - expected[k]), f[k] / s, 1e-12);
        }
        // and so for large mini-batches
        double[] batched = Evaluate(new UnitNormOde(gan.With(batchSize: 1000), rule), y);
        for (int k = 0; k < y.Length; k++)
            Assert.Equal(expected[k] + (full[k] - expected[k]) / 1000, batched[k], 1e-13);
    }

    [Fact]
    public void DeceivedStates_AreAtRestForAnyLoss_AndTheirBlockIsThatOfTheJacobian()
    {
        var random = new Random(12);
        GanLoss[] losses = [GanLoss.Tanh, GanLoss.Logistic, new(Response.Tanh(0.5), Response.Logistic(2))];
        LatentLaw[] laws = [LatentLaw.Gaussian, LatentLaw.Uniform, LatentLaw.Rademacher, TwoClouds.WithIndependentEntries()];
        for (int i = 0; i < 24; i++)
        {
            int d = 1 + i % 2;
            GanParameters gan = RandomParameters(random, d);
            var ode = new UnitNormOde(gan, new TrainingRule { Loss = losses[i % 3], RealCodes = laws[i % 4], FakeCodes = laws[(i + 1) % 4] });
            double[] y = ode.Pack(RandomState(random, d, normalised: true));
            y.AsSpan(ode.TransverseStart, ode.TransverseCount).Clear();
            Assert.All(Evaluate(ode, y), v => Assert.Equal(0, v));
            double[] jacobian = Jacobian(ode, y);
            double[] block = new double[4 * d * d];
            ode.TransverseBlock(y, block);
            int n = ode.Dimension;
            for (int row = 0; row < n; row++)
            {
                for (int column = 0; column < n; column++)
                {
                    bool inside = row >= d * d && row < d * d + 2 * d;
                    double expected = inside && column >= d * d && column < d * d + 2 * d ? block[(row - d * d) * 2 * d + column - d * d] : 0;
                    if (!inside || column >= d * d && column < d * d + 2 * d)
                        Assert.Equal(expected, jacobian[row * n + column], 1e-12);
                }
            }
        }
    }

    [Fact]
    public void StatesThatDoNotFit_AreRefused()
    {
        var gan = new GanParameters([2.0], [1.0], 0.2, 0.1, 1.5, 0.5);
        MacroState stretched = MacroState.Create(new double[,] { { 0.1 } }, [0.1], [0.1], new double[,] { { 2 } }, 1.5);
        Assert.Throws<ArgumentException>(() => new GeneralOde(gan).Pack(stretched));
        Assert.Throws<ArgumentException>(() => new UnitNormOde(gan).Pack(stretched));
        var free = new GeneralOde(gan, new TrainingRule { Strength = 1 });
        Assert.Equal(stretched, free.Unpack(free.Pack(stretched)));
        Assert.Contains("infinite strength", Assert.Throws<ArgumentException>(() => new UnitNormOde(gan, new TrainingRule { Strength = 1 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new GeneralOde(gan, new TrainingRule { RealCodes = LatentLaw.Discrete([[2, 0], [-1, 1], [-1, -1]]) }));
    }

    private static readonly IntegrationOptions Tight = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-12 };

    private static void CheckJacobian(IVectorField<MacroState> ode, MacroState state, GanLoss loss)
    {
        double[] y = ode.Pack(state);
        int n = y.Length;
        double[] jacobian = Jacobian(ode, y);
        double[] numeric = new double[n * n];
        const double h = 1e-3;
        double[][] f = new double[4][];
        for (int k = 0; k < n; k++)
        {
            int at = 0;
            foreach (double shift in new[] { -2 * h, -h, h, 2 * h })
            {
                double[] moved = [.. y];
                moved[k] += shift;
                f[at++] = Evaluate(ode, moved);
            }
            for (int i = 0; i < n; i++)
                numeric[i * n + k] = (f[0][i] - 8 * f[1][i] + 8 * f[2][i] - f[3][i]) / (12 * h);
        }
        double size = 1 + jacobian.Max(Math.Abs);
        for (int i = 0; i < n * n; i++)
            Assert.True(Math.Abs(numeric[i] - jacobian[i]) < 3e-9 * size, $"{loss}: row {i / n}, column {i % n}: {jacobian[i]} against {numeric[i]}");
    }

    private static double[] Evaluate(IVectorField field, double[] y)
    {
        var f = new double[y.Length];
        field.Evaluate(y, f);
        return f;
    }

    private static double[] Jacobian(IVectorField field, double[] y)
    {
        var jacobian = new double[y.Length * y.Length];
        field.Jacobian(y, jacobian);
        return jacobian;
    }

    private static GanParameters RandomParameters(Random random, int d) => new(
        [.. Enumerable.Range(0, d).Select(_ => 0.3 + 3 * random.NextDouble())], [.. Enumerable.Range(0, d).Select(_ => 0.3 + 3 * random.NextDouble())],
        0.05 + random.NextDouble(), 0.02 + random.NextDouble(), 2 * random.NextDouble(), 2 * random.NextDouble(), 1 + random.Next(3));

    /// <summary>The overlaps of random vectors in 2d + 3 dimensions.</summary>
    private static MacroState RandomState(Random random, int d, bool normalised)
    {
        int size = 2 * d + 3;
        double[][] v = [.. Enumerable.Range(0, d + 1).Select(_ => Enumerable.Range(0, size).Select(_ => 2 * random.NextDouble() - 1).ToArray())];
        foreach (double[] column in v)
        {
            double norm = Math.Sqrt(Dot(column, column)), length = normalised ? 1 : 0.7 + 0.6 * random.NextDouble();
            for (int i = 0; i < size; i++)
                column[i] *= length / norm;
        }
        var p = new double[d, d];
        var s = new double[d, d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                p[i, j] = v[j][i];
                s[i, j] = Dot(v[Math.Min(i, j)], v[Math.Max(i, j)]);
            }
        }
        return MacroState.Create(p, v[d][..d], [.. Enumerable.Range(0, d).Select(j => Dot(v[j], v[d]))], s, Dot(v[d], v[d]));
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
