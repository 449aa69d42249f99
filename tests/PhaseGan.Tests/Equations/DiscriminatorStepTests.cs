using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Equations;

/// <summary>What is added to the discriminator's step, multipliers, gradient penalties and instance noise, in the ODE and in Claim 1.</summary>
public sealed class DiscriminatorStepTests
{
    private static Config Quick(ulong seed, int cases) => Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(seed, 3);

    [Fact]
    public void Jacobians_AgreeWithDifferences_AtRandomStates_ForEveryCombinationOfTerms()
    {
        int seed = 0;
        // every subset of the terms, with every kind of loss, penalty and norm
        Response[] slopes = [Response.Identity, Response.Tanh(), Response.Polynomial([0.5, 1, 0.2]), Response.Logistic(0.7)];
        foreach (GanLoss loss in new[] { GanLoss.Linear, GanLoss.Tanh, new(Response.Polynomial([0.1, 1, 0, -0.05]), Response.Tanh(2)) })
        {
            foreach (double strength in new[] { 0, 2.5, double.PositiveInfinity })
            {
                for (int terms = 0; terms < 16; terms++)
                {
                    var rule = new TrainingRule
                    {
                        Loss = loss,
                        Strength = strength,
                        RealMultiplier = (terms & 1) != 0 ? 0.7 : 1,
                        FakeMultiplier = (terms & 1) != 0 ? 1.4 : 1,
                        Penalty = new GradientPenalty((terms & 2) != 0 ? 0.3 : 0, (terms & 4) != 0 ? 0.6 : 0, slopes[(terms + seed) % 4]),
                        InstanceNoise = (terms & 8) != 0 ? 0.5 : 0,
                        HasNoisyGenerator = seed % 2 == 0,
                    };
                    int d = 1 + seed++ % 2;
                    CheckJacobian(rule, d, seed);
                }
            }
        }
    }

    [Fact]
    public void RandomRules_HaveJacobiansThatAgreeWithDifferences() =>
        Prop.ForAll(GanArbitrary.Rules(), GanArbitrary.Parameters(new ParameterDomain { MaxFeatures = 2, MaxBatchSize = 2, Variances = (0.3, 4) }), (rule, gan) =>
        {
            CheckJacobian(rule, gan.FeatureCount, gan.GetHashCode() & 0xffff, gan);
            return true;
        }).Check(Quick(77_001, 60));

    /// <summary>The equations of a quadratic critic at finite λ, written down for d = 1: f_e = (j − γz)x, h with the decays, b of f_e.</summary>
    [Fact]
    public void ScalarCase_IsWhatOneWritesDownByHand()
    {
        const double Tau = 0.3, Tilde = 0.1, Real = 2, Fake = 1.5, EtaT = 0.7, EtaG = 1.9, Sigma = 0.4, GammaT = 0.25, GammaG = 0.35, JT = 0.8, JG = 1.3, Lambda = 3;
        var gan = new GanParameters([Real], [Fake], Tau, Tilde, EtaT, EtaG, batchSize: 4);
        var rule = new TrainingRule
        {
            Regulariser = Regulariser.Quadratic,
            Strength = Lambda,
            RealMultiplier = JT,
            FakeMultiplier = JG,
            Penalty = new GradientPenalty(GammaT, GammaG),
            InstanceNoise = Sigma,
        };
        double p = 0.2, q = 0.5, r = -0.3, s = 1.3, z = 0.8;
        double real = JT - GammaT * z, fake = JG + GammaG * z;
        double realSquare = Real * q * q + z * (EtaT + Sigma), fakeSquare = Fake * r * r + z * (EtaG + Sigma);
        double g = real * Real * q, push = fake * Fake * r, lift = Fake * r, l = -Lambda * (s - 1);
        double h = (EtaT + Sigma) * real - (EtaG + Sigma) * fake - Lambda * (z - 1) - GammaT * realSquare - GammaG * fakeSquare;
        double b = (EtaT + Sigma) * real * real * realSquare + (EtaG + Sigma) * fake * fake * fakeSquare;
        double[] f = Evaluate(new GeneralOde(gan, rule), [p, q, r, s, z]);
        Assert.Equal(Tilde * (q * lift + p * l), f[0], 1e-14);
        Assert.Equal(Tau * (g - p * push + h * q), f[1], 1e-14);
        Assert.Equal(Tau * (p * g - s * push + h * r) + Tilde * (z * lift + l * r), f[2], 1e-14);
        Assert.Equal(Tilde * (2 * r * lift + 2 * s * l), f[3], 1e-14);
        Assert.Equal(2 * Tau * (q * g - r * push + z * h) + Tau * Tau * b / 4, f[4], 1e-14);
    }

    /// <summary>At q = r = 0 and finite λ the length of w obeys dz/τz = 2(η_T − η_G) − 4z(γ_Tη_T + γ_Gη_G) − 2λH′ + τ[η_T²(1 − γ_Tz)² + η_G²(1 + γ_Gz)²].</summary>
    [Fact]
    public void WithoutOverlaps_TheLengthOfTheDiscriminator_ObeysItsOwnEquation()
    {
        var gan = new GanParameters([2.0], [1.5], 0.3, 0.1, 1.2, 0.7);
        var rule = new TrainingRule { Strength = 2, Penalty = new GradientPenalty(0.4, 0.1) };
        foreach (double z in new[] { 0.3, 1, 2.5 })
        {
            double expected = 2 * (1.2 - 0.7) - 4 * z * (0.4 * 1.2 + 0.1 * 0.7) - 4 * Math.Tanh(z - 1)
                + 0.3 * (1.44 * Math.Pow(1 - 0.4 * z, 2) + 0.49 * Math.Pow(1 + 0.1 * z, 2));
            Assert.Equal(0.3 * z * expected, Evaluate(new GeneralOde(gan, rule), [0.4, 0, 0, 1, z])[4], 1e-14);
        }
    }

    /// <summary>With D̂ = x, ρ = 1 the penalty is weight decay of γ_T + γ_G: nothing at unit norms, and at finite λ as if λH′ were larger by that.</summary>
    [Fact]
    public void APenaltyOfALinearCritic_IsWeightDecay()
    {
        var gan = new GanParameters([2.0, 1], [1.5, 1], 0.3, 0.1, 1.2, 0.7);
        MacroState state = MacroState.NearOrigin(gan, 0.4, 3);
        var constant = new GradientPenalty(0.3, 0.2, Response.Polynomial([1]));
        foreach (GanLoss loss in new[] { GanLoss.Linear, GanLoss.Tanh })
        {
            var unit = new UnitNormOde(gan, new TrainingRule { Loss = loss, Penalty = constant });
            Close(Evaluate(new UnitNormOde(gan, new TrainingRule { Loss = loss }), unit.Pack(state)), Evaluate(unit, unit.Pack(state)), 1e-14);

            var decayed = new GeneralOde(gan, new TrainingRule { Loss = loss, Strength = 2, Penalty = constant });
            double[] y = decayed.Pack(state), plain = Evaluate(new GeneralOde(gan, new TrainingRule { Loss = loss, Strength = 2 }), y), f = Evaluate(decayed, y);
            var names = decayed.CoordinateNames();
            for (int k = 0; k < y.Length; k++)
            {
                double extra = names[k][0] switch { 'q' or 'r' => -0.3 * 0.5 * y[k], 'z' => -2 * 0.3 * 0.5 * y[k], _ => 0 };
                Assert.Equal(plain[k] + extra, f[k], 1e-13);
            }
        }
    }

    /// <summary>Two ways to one field: averages of f_e over data, and Example 1 at other parameters.</summary>
    [Fact]
    public void ARenamingRule_HasTheFieldJacobianAndBlock_OfExample1AtItsParameters() =>
        Prop.ForAll(GanArbitrary.Rules(renamesExample1: true), GanArbitrary.ParametersAndStates(new ParameterDomain { MaxBatchSize = 3 }), (rule, pair) =>
        {
            (GanParameters gan, MacroState state) = pair;
            var averages = new UnitNormOde(gan, rule);
            var renamed = (ReducedOde)MacroscopicOde.For(gan, rule);
            double[] y = renamed.Pack(state);
            Close(Evaluate(renamed, y), Evaluate(averages, y), 1e-12);
            Close(Jacobian(renamed, y), Jacobian(averages, y), 1e-12);
            int d = gan.FeatureCount;
            double[] block = new double[4 * d * d], expected = new double[4 * d * d];
            renamed.TransverseBlock(y, expected);
            averages.TransverseBlock(y, block);
            Close(expected, block, 1e-12);
        }).Check(Quick(77_003, 300));

    /// <summary>B_γ as MODEL has it, entry by entry, for penalties on D̂ = x²/2.</summary>
    [Fact]
    public void TheTransverseBlockOfAPenalty_IsItsClosedForm()
    {
        var gan = new GanParameters([2.0, 0.7], [1.5, 1], 0.3, 0.12, 1.2, 0.7, 2);
        const double Real = 1 - 0.3, Fake = 1 + 0.2;
        var ode = new UnitNormOde(gan, new TrainingRule { Penalty = new GradientPenalty(0.3, 0.2) });
        MacroState state = MacroState.Create(new[,] { { 0.5, -0.2 }, { 0.1, 0.6 } }, [0, 0], [0, 0], new[,] { { 1, 0.3 }, { 0.3, 1 } });
        double x = 0.3 * (Math.Pow(1.2 * Real, 2) + Math.Pow(0.7 * Fake, 2)) / 4;
        double[] block = new double[16];
        ode.TransverseBlock(ode.Pack(state), block);
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                double same = i == j ? 1 : 0;
                Assert.Equal(same * 0.3 * (Real * gan.RealVariances[i] - x), block[i * 4 + j], 1e-14);
                Assert.Equal(-0.3 * Fake * state.P(i, j) * gan.FakeVariances[j], block[i * 4 + 2 + j], 1e-14);
                Assert.Equal(0.3 * Real * state.P(j, i) * gan.RealVariances[j], block[(2 + i) * 4 + j], 1e-14);
                Assert.Equal(-0.3 * (Fake * state.S(i, j) * gan.FakeVariances[j] + same * x) + same * 0.12 * gan.FakeVariances[i], block[(2 + i) * 4 + 2 + j], 1e-14);
            }
        }
    }

    /// <summary>½ max{j_TΛ − (j_G − α)Λ̃} ≤ x_γ &lt; j_T min Λ, the determinants at p = 1 and p*², each by its formula in the parameters given.</summary>
    [Fact]
    public void Claim1_Generalises() =>
        Prop.ForAll(GanArbitrary.Rules(renamesExample1: true), GanArbitrary.Parameters(new ParameterDomain { MaxBatchSize = 3 }), (rule, gan) =>
        {
            Claim1 claim = Claim1.Check(gan, rule);
            double real = rule.RealMultiplier - rule.Penalty.Real, fake = rule.FakeMultiplier + rule.Penalty.Fake, alpha = gan.RateRatio;
            double x = gan.DiscriminatorRate * (Math.Pow(real * (gan.RealNoise + rule.InstanceNoise), 2) + Math.Pow(fake * (gan.FakeNoise + rule.InstanceNoise), 2)) / (2 * gan.BatchSize);
            for (int l = 0; l < gan.FeatureCount; l++)
            {
                double truth = gan.RealVariances[l], generated = gan.FakeVariances[l], scale = 1 + x * x + truth * truth + Math.Pow((fake + alpha) * generated, 2);
                Assert.Equal(x - 0.5 * (real * truth - (fake - alpha) * generated), claim.LeftMargins[l], 1e-12 * scale);
                Assert.Equal(real * truth - x, claim.RightMargins[l], 1e-12 * scale);
                Assert.Equal((real * truth - x) * ((alpha - fake) * generated - x) + real * fake * truth * generated, claim.DeterminantMargins[l], 1e-12 * scale * scale);
                Assert.Equal(
                    1, (real * truth - x) * (fake * generated + x - alpha * generated) / (real * fake * truth * generated) / claim.CriticalOverlapsSquared[l], 1e-9);
            }
            return claim.Rule.Equals(rule) && claim.Parameters.Equals(gan);
        }).Check(Quick(77_005, 300));

    /// <summary>Matched Λ: P = I attracts if α &lt; γ_T + γ_G + 2x_γ/Λ_ℓ for every feature, and a feature is learned if Λ_ℓ &gt; x_γ/(1 − γ_T); seen in the spectra of the averaged field.</summary>
    [Fact]
    public void Thresholds_OfAPenalty_AreWhereTheSpectraChange()
    {
        var random = new Random(9);
        int stable = 0;
        for (int i = 0; i < 200; i++)
        {
            int d = 1 + i % 3;
            double gammaT = 0.8 * random.NextDouble(), gammaG = random.NextDouble();
            double[] variances = [.. Enumerable.Range(0, d).Select(_ => 0.5 + 3 * random.NextDouble())];
            var gan = new GanParameters(variances, variances, 0.2, 0.2 * 2.5 * random.NextDouble() + 1e-3, 2 * random.NextDouble(), 2 * random.NextDouble());
            double x = 0.1 * (Math.Pow((1 - gammaT) * gan.RealNoise, 2) + Math.Pow((1 + gammaG) * gan.FakeNoise, 2));
            var ode = new UnitNormOde(gan, new TrainingRule { Penalty = new GradientPenalty(gammaT, gammaG) });
            double margin = variances.Min(v => gammaT + gammaG + 2 * x / v - gan.RateRatio), learned = variances.Min(v => v - x / (1 - gammaT));
            if (Math.Abs(margin) < 1e-6 || Math.Abs(learned) < 1e-6)
                continue;
            double[] zeros = new double[d], ones = [.. zeros.Select(_ => 1.0)];
            Spectrum perfect = StabilityClassifier.Classify(ode, ode.Pack(MacroState.Diagonal(ones, zeros, zeros)))!, none = StabilityClassifier.Classify(ode, ode.Pack(MacroState.Diagonal(zeros, zeros, zeros)))!;
            if (learned > 0)
            {
                Assert.Equal(margin > 0, perfect.Verdict == StabilityVerdict.Stable);
                stable += margin > 0 ? 1 : 0;
            }
            // at P = 0 feature ℓ grows at the rate τ((1 − γ_T)Λ_ℓ − x_γ), and the generator's own eigenvalue is apart
            double growth = variances.Max(v => Math.Max(0.2 * ((1 - gammaT) * v - x), 0.2 * (-(1 + gammaG) * v - x) + gan.GeneratorRate * v));
            Assert.Equal(growth, none.GrowthRate, 1e-12);
        }
        Assert.InRange(stable, 20, 180);
    }

    [Fact]
    public void WhatCannotBe_IsRefusedByName()
    {
        Assert.Contains("γ_T", Assert.Throws<ArgumentOutOfRangeException>(() => new GradientPenalty(-1, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("got custom", Assert.Throws<ArgumentException>(() => new GradientPenalty(1, 0, Response.Custom(Math.Sin, Math.Cos))).Message, StringComparison.Ordinal);
        Assert.Contains("degree 9", Assert.Throws<ArgumentException>(() => new GradientPenalty(1, 0, Response.Polynomial([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("instance noise", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingRule { InstanceNoise = -0.1 }).Message, StringComparison.Ordinal);
        Assert.Contains("j_T", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingRule { RealMultiplier = double.NaN }).Message, StringComparison.Ordinal);
        var gan = new GanParameters([2.0], [1.5], 0.3, 0.1, 1.2, 0.7);
        TrainingRule unlearning = new() { Penalty = new GradientPenalty(1, 0) };
        Assert.Null(Renaming.ToExample1(unlearning, gan));
        Assert.IsType<UnitNormOde>(MacroscopicOde.For(gan, unlearning));
        Assert.Contains("positive factors", Assert.Throws<ArgumentException>(() => Claim1.Check(gan, unlearning)).Message, StringComparison.Ordinal);
        Assert.Contains("positive factors", Assert.Throws<ArgumentException>(() => new ClaimPhaseClassifier(unlearning)).Message, StringComparison.Ordinal);
        Assert.Same(gan, Renaming.ToExample1(TrainingRule.Example1, gan));
    }

    private static void CheckJacobian(TrainingRule rule, int d, int seed, GanParameters? gan = null)
    {
        var random = new Random(seed);
        gan ??= new GanParameters(
            [.. Enumerable.Range(0, d).Select(_ => 0.3 + 3 * random.NextDouble())], [.. Enumerable.Range(0, d).Select(_ => 0.3 + 3 * random.NextDouble())],
            0.05 + random.NextDouble(), 0.02 + random.NextDouble(), 2 * random.NextDouble(), 2 * random.NextDouble(), 1 + random.Next(3));
        MacroState state = MacroState.NearOrigin(gan, 0.6 / (1 + d), seed);
        IVectorField<MacroState>[] fields = rule.HasUnitNorms ? [new UnitNormOde(gan, rule), MacroscopicOde.For(gan, rule)] : [new GeneralOde(gan, rule)];
        foreach (IVectorField<MacroState> ode in fields)
        {
            double[] y = ode.Pack(state), jacobian = Jacobian(ode, y);
            int n = y.Length;
            const double H = 1e-3;
            double size = 1 + jacobian.Max(Math.Abs);
            for (int k = 0; k < n; k++)
            {
                double[][] f = [.. new[] { -2, -1, 1, 2 }.Select(shift => Evaluate(ode, [.. y[..k], y[k] + shift * H, .. y[(k + 1)..]]))];
                for (int i = 0; i < n; i++)
                {
                    double numeric = (f[0][i] - 8 * f[1][i] + 8 * f[2][i] - f[3][i]) / (12 * H);
                    Assert.True(Math.Abs(numeric - jacobian[i * n + k]) < 3e-9 * size, $"{ode}: row {i}, column {k}: {jacobian[i * n + k]} against {numeric}");
                }
            }
        }
    }

    private static void Close(double[] expected, double[] actual, double tolerance)
    {
        double scale = 1 + expected.Max(Math.Abs);
        for (int k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], actual[k], tolerance * scale);
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
}
