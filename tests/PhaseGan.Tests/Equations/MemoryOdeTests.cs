using Xunit;

namespace PhaseGan.Tests.Equations;

/// <summary>The ODE of slow momentum and averaged generators.</summary>
public sealed class MemoryOdeTests
{
    private static readonly TrainingMemory[] Memories =
    [
        new() { Discriminator = 3 }, new() { Generator = 2 }, new() { Average = 1.5 }, new() { Discriminator = 3, Generator = 2 }, new() { Discriminator = 3, Generator = 2, Average = 1.5 },
    ];

    [Fact]
    public void Jacobians_AgreeWithDifferences_ForEveryMemoryLossAndStrength()
    {
        var random = new Random(3);
        int seed = 0;
        foreach (TrainingMemory memory in Memories)
        {
            foreach (double strength in new[] { 2.5, double.PositiveInfinity })
            {
                foreach (GanLoss loss in new[] { GanLoss.Linear, GanLoss.Tanh })
                {
                    int d = 1 + seed++ % 2;
                    GanParameters gan = Parameters(d);
                    var rule = new TrainingRule { Memory = memory, Strength = strength, Loss = loss, Penalty = seed % 3 == 0 ? new GradientPenalty(0.3, 0.2) : GradientPenalty.None, InstanceNoise = seed % 2 };
                    var ode = new MemoryOde(gan, rule);
                    double[] y = ode.Pack(MacroState.NearOrigin(gan, 0.4, seed));
                    for (int k = 0; k < y.Length; k++)
                        y[k] += 0.2 * (random.NextDouble() - 0.3);
                    CheckJacobian(ode, y);
                }
            }
        }
    }

    /// <summary>d = 1 with slow momentum of the discriminator, equation by equation, at finite strength and at unit norms.</summary>
    [Theory]
    [InlineData(2.0)]
    [InlineData(double.PositiveInfinity)]
    public void ScalarCase_IsWhatOneWritesDownByHand(double strength)
    {
        const double Tau = 0.3, Tilde = 0.1, Real = 2, Fake = 1.5, EtaT = 0.7, EtaG = 1.9, Gamma = 3;
        bool unit = double.IsPositiveInfinity(strength);
        var ode = new MemoryOde(
            new GanParameters([Real], [Fake], Tau, Tilde, EtaT, EtaG, batchSize: 4),
            new TrainingRule { Strength = strength, Regulariser = Regulariser.Quadratic, Memory = new TrainingMemory { Discriminator = Gamma } });
        double p = 0.2, q = 0.5, r = -0.3, s = unit ? 1 : 1.3, z = unit ? 1 : 0.8, a = 0.15, e = -0.25, zeta = 0.35, kappa = 0.9;
        double g = Real * q, push = Fake * r, h0 = EtaT - EtaG, h = unit ? -zeta : -strength * (z - 1), l = unit ? -r * push : -strength * (s - 1);
        double b = EtaT * (Real * q * q + EtaT * z) + EtaG * (Fake * r * r + EtaG * z);
        var expected = new Dictionary<string, double>
        {
            ["p_11"] = Tilde * (q * push + p * l),
            ["q_1"] = Tau * (a + h * q),
            ["r_1"] = Tau * (e + h * r) + Tilde * (z * push + l * r),
            ["u_1.m"] = Gamma * (g - p * push + h0 * q - a),
            ["v_1.m"] = Gamma * (p * g - s * push + h0 * r - e) + Tilde * (zeta * push + l * e),
            ["w.m"] = Gamma * (q * g - r * push + h0 * z - zeta) + Tau * (kappa + h * zeta),
            ["m.m"] = 2 * Gamma * (a * g - e * push + h0 * zeta - kappa) + Gamma * Gamma * b / 4,
        };
        if (!unit)
        {
            expected["s_11"] = Tilde * (2 * r * push + 2 * s * l);
            expected["z"] = 2 * Tau * (zeta + h * z);
        }
        var values = new Dictionary<string, double> { ["p_11"] = p, ["q_1"] = q, ["r_1"] = r, ["s_11"] = s, ["z"] = z, ["u_1.m"] = a, ["v_1.m"] = e, ["w.m"] = zeta, ["m.m"] = kappa };
        double[] f = Evaluate(ode, [.. ode.CoordinateNames().Select(name => values[name])]);
        Assert.Equal(expected.Count, f.Length);
        for (int k = 0; k < f.Length; k++)
            Assert.Equal(expected[ode.CoordinateNames()[k]], f[k], 1e-14);
    }

    /// <summary>The averaged generator leaves training alone, and at first order momentum that forgets at once is none.</summary>
    [Fact]
    public void AnAverage_IsPassive_AndFastMomentumIsNone()
    {
        GanParameters gan = Parameters(2);
        MacroState start = MacroState.NearOrigin(gan, 0.4, 3);
        foreach (TrainingRule rule in (TrainingRule[])[new(), new() { Loss = GanLoss.Tanh, Strength = 3 }])
        {
            IVectorField<MacroState> plain = MacroscopicOde.For(gan, rule);
            double[] expected = DormandPrince.Integrate(plain, start, 3, Tight).End.ToArray();
            var averaged = new MemoryOde(gan, rule with { Memory = new TrainingMemory { Average = 2 } });
            double[] end = DormandPrince.Integrate(averaged, start, 3, Tight).End.ToArray();
            for (int k = 0; k < expected.Length; k++)
                Assert.Equal(expected[k], end[k], 1e-8);
            var errors = new List<double>();
            foreach (double rate in new[] { 200, 400, 800 })
            {
                var fast = new MemoryOde(gan, rule with { Memory = new TrainingMemory { Discriminator = rate, Generator = 2 * rate } });
                double[] y = DormandPrince.Integrate(fast, start, 3, Tight).End.ToArray();
                errors.Add(Enumerable.Range(0, expected.Length).Max(k => Math.Abs(y[k] - expected[k])));
            }
            Assert.InRange(Math.Log2(errors[0] / errors[1]), 0.9, 1.1);
            Assert.InRange(Math.Log2(errors[1] / errors[2]), 0.9, 1.1);
        }
    }

    /// <summary>The average of V where V does not move: V̄ tends to V like e^(−γ_E t), and its recovery is that of V.</summary>
    [Fact]
    public void TheAverage_OfAGeneratorAtRest_IsThatGenerator()
    {
        GanParameters gan = Parameters(2);
        var ode = new MemoryOde(gan, new TrainingRule { Memory = new TrainingMemory { Average = 2 } });
        MacroState rest = MacroState.Create(new[,] { { 0.5, -0.2 }, { 0.1, 0.6 } }, [0, 0], [0, 0], new[,] { { 1, 0.3 }, { 0.3, 1 } });
        double[] y = ode.Pack(rest);
        Assert.All(Evaluate(ode, y), v => Assert.Equal(0, v, 1e-15));
        MacroState average = ode.UnpackAverage(y);
        Assert.Equal(rest.PValues.ToArray(), average.PValues.ToArray());
        Assert.Equal(rest.SValues.ToArray(), average.SValues.ToArray());
        for (int k = 9; k < y.Length; k++)
            y[k] = 0;
        double[] later = DormandPrince.Integrate(ode, y, 1.5, Tight).End.ToArray();
        Assert.Equal(0.5 * (1 - Math.Exp(-3)), ode.UnpackAverage(later).P(0, 0), 1e-9);
        Assert.Equal(0.3 * Math.Pow(1 - Math.Exp(-3), 2), ode.UnpackAverage(later).S(0, 1), 1e-9);
        Assert.Throws<InvalidOperationException>(() => new MemoryOde(gan, new TrainingRule { Memory = new TrainingMemory { Generator = 1 } }).UnpackAverage(y));
    }

    /// <summary>τζ*² + (γ − τh₀)ζ* = γ(h₀ + τb/2), κ* = h₀ζ* + γb/2 is at rest, and at P = 0 feature ℓ grows if Λ_ℓ > ζ* − h₀: both sides of the threshold, in the eigenvalues.</summary>
    [Theory]
    [InlineData(1.2, 1.2)]
    [InlineData(1.6, 0.9)]
    public void SlowMomentum_LowersTheThresholdOfLearning(double realNoise, double fakeNoise)
    {
        const double Tau = 0.8, Gamma = 0.6;
        double h0 = realNoise - fakeNoise, b = realNoise * realNoise + fakeNoise * fakeNoise, linear = Gamma - Tau * h0;
        double zeta = (-linear + Math.Sqrt(linear * linear + 4 * Tau * Gamma * (h0 + Tau * b / 2))) / (2 * Tau), threshold = zeta - h0;
        if (realNoise == fakeNoise)
        {
            double x = Tau * b / 2;
            Assert.Equal(Gamma / (2 * Tau) * (Math.Sqrt(1 + 4 * Tau * x / Gamma) - 1), threshold, 1e-12);
            Assert.True(threshold < 0.75 * x);
        }
        foreach (double factor in new[] { 0.97, 1.03 })
        {
            var gan = new GanParameters([factor * threshold], [1], Tau, 0.1, realNoise, fakeNoise);
            var ode = new MemoryOde(gan, new TrainingRule { Memory = new TrainingMemory { Discriminator = Gamma } });
            double[] y = new double[ode.Dimension];
            y[ode.CoordinateNames().IndexOf("w.m")] = zeta;
            y[ode.CoordinateNames().IndexOf("m.m")] = h0 * zeta + Gamma * b / 2;
            Assert.All(Evaluate(ode, y), v => Assert.Equal(0, v, 1e-12));
            int n = y.Length;
            double[] jacobian = new double[n * n];
            ode.Jacobian(y, jacobian);
            double leading = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.Create(n, n, (i, j) => jacobian[i * n + j]).Evd().EigenValues.Max(v => v.Real);
            Assert.Equal(factor > 1, leading > 1e-6);
        }
    }

    [Fact]
    public void WhatDoesNotGoWithMemory_IsRefusedByName()
    {
        GanParameters gan = Parameters(1);
        var rule = new TrainingRule { Memory = new TrainingMemory { Discriminator = 2 } };
        Assert.IsType<MemoryOde>(MacroscopicOde.For(gan, rule));
        foreach (Func<object> make in (Func<object>[])[() => new UnitNormOde(gan, rule), () => new GeneralOde(gan, rule), () => new GramSimulator(rule), () => Claim1.Check(gan, rule)])
            Assert.Contains("γ = 2", Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
        Assert.Contains("plain steps", Assert.Throws<ArgumentException>(() => new OdePhaseOptions { Rule = rule with { Scheme = new TrainingScheme { Momentum = 0.5 } } }).Message, StringComparison.Ordinal);
        Assert.Contains("rate of forgetting", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingMemory { Average = 0 }).Message, StringComparison.Ordinal);
        Assert.Null(Renaming.ToExample1(rule, gan));
    }

    private static readonly IntegrationOptions Tight = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-12 };

    private static GanParameters Parameters(int d) => d == 1 ? new([2], [1.5], 0.3, 0.4, 1.6, 0.9, 2) : new([2, 1], [1.5, 1], 0.3, 0.4, 1.6, 0.9);

    private static double[] Evaluate(MemoryOde field, double[] y)
    {
        var f = new double[y.Length];
        field.Evaluate(y, f);
        return f;
    }

    private static void CheckJacobian(MemoryOde ode, double[] y)
    {
        int n = y.Length;
        double[] jacobian = new double[n * n];
        ode.Jacobian(y, jacobian);
        const double H = 1e-3;
        double size = 1 + jacobian.Max(Math.Abs);
        for (int k = 0; k < n; k++)
        {
            double[][] f = [.. new[] { -2, -1, 1, 2 }.Select(shift => Evaluate(ode, [.. y[..k], y[k] + shift * H, .. y[(k + 1)..]]))];
            for (int i = 0; i < n; i++)
            {
                double numeric = (f[0][i] - 8 * f[1][i] + 8 * f[2][i] - f[3][i]) / (12 * H);
                Assert.True(Math.Abs(numeric - jacobian[i * n + k]) < 3e-9 * size, $"{ode}: {ode.CoordinateNames()[i]} by {ode.CoordinateNames()[k]}: {jacobian[i * n + k]} against {numeric}");
            }
        }
    }
}
