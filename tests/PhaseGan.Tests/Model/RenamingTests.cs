using Xunit;

namespace PhaseGan.Tests.Model;

/// <summary>Schemes and outputs as mappings of parameters.</summary>
public sealed class RenamingTests
{
    private static readonly GanParameters Gan = new([2, 1], [1.5, 1], 0.3, 0.4, 1.6, 0.9, batchSize: 2);

    [Fact]
    public void MoreDiscriminatorSteps_KeepTheNoise_AndDivideTheRatioOfRates()
    {
        GanParameters three = new TrainingScheme { DiscriminatorSteps = 3 }.Rename(Gan);
        Assert.Equal(Gan.EffectiveNoise, three.EffectiveNoise, 1e-15);
        Assert.Equal(Gan.RateRatio / 3, three.RateRatio, 1e-15);
        Assert.Equal(6, three.BatchSize);
        Assert.Equal(Gan.RateRatio * 2, new TrainingScheme { GeneratorSteps = 2 }.Rename(Gan).RateRatio, 1e-15);
    }

    [Fact]
    public void HeavyBall_RaisesRateAndNoise_AndTheAveragingKindChangesNothing()
    {
        GanParameters heavy = new TrainingScheme { Momentum = 0.75, GeneratorMomentum = -0.6 }.Rename(Gan);
        Assert.Equal(4 * Gan.EffectiveNoise, heavy.EffectiveNoise, 1e-14);
        Assert.Equal((1.2, 0.25), (heavy.DiscriminatorRate, heavy.GeneratorRate));
        Assert.Same(Gan, new TrainingScheme { Momentum = 0.75, GeneratorMomentum = -0.6, HasAveragedMomentum = true, GeneratorBatch = 8 }.Rename(Gan));
    }

    /// <summary>The linear scaling rule: batch and rates times m are the same path in the time t/m, at any strength.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(double.PositiveInfinity)]
    public void BatchAndRatesTimesM_AreTheSamePath_MTimesAsFast(double strength)
    {
        var rule = new TrainingRule { Loss = GanLoss.Tanh, Strength = strength, Penalty = new GradientPenalty(0.2, 0.1), Scheme = new TrainingScheme { Momentum = 0.3 } };
        GanParameters scaled = Gan.With(discriminatorRate: 0.9, generatorRate: 1.2, batchSize: 6);
        IVectorField<MacroState> slow = MacroscopicOde.For(Gan, rule), fast = MacroscopicOde.For(scaled, rule);
        double[] y = slow.Pack(MacroState.NearOrigin(Gan, 0.7, 3)), f = new double[y.Length], g = new double[y.Length];
        slow.Evaluate(y, f);
        fast.Evaluate(y, g);
        for (int k = 0; k < y.Length; k++)
            Assert.Equal(3 * f[k], g[k], 1e-13);
    }

    [Fact]
    public void AScheme_IsPartOfARule_ForAllFieldsAlike()
    {
        var rule = new TrainingRule { Scheme = new TrainingScheme { DiscriminatorSteps = 2, Momentum = 0.5, GeneratorMomentum = 0.2 } };
        GanParameters renamed = rule.Scheme.Rename(Gan);
        MacroState state = MacroState.NearOrigin(Gan, 0.7, 3);
        (IVectorField<MacroState> Of, IVectorField<MacroState> Expected)[] pairs =
        [
            (MacroscopicOde.For(Gan, rule), new ReducedOde(renamed)),
            (MacroscopicOde.For(Gan, rule with { Loss = GanLoss.Tanh }), new UnitNormOde(renamed, new TrainingRule { Loss = GanLoss.Tanh })),
            (MacroscopicOde.For(Gan, rule with { Strength = 2 }), new GeneralOde(renamed, new TrainingRule { Strength = 2 })),
        ];
        foreach ((IVectorField<MacroState> ode, IVectorField<MacroState> expected) in pairs)
        {
            double[] y = ode.Pack(state), f = new double[y.Length], g = new double[y.Length];
            ode.Evaluate(y, f);
            expected.Evaluate(y, g);
            Assert.Equal(g, f);
        }
        Assert.Equal(Claim1.Check(renamed).LeftMargins.AsEnumerable(), Claim1.Check(Gan, rule).LeftMargins);
        // a law of single weights too
        var ode2 = new GeneralOde(Gan, rule with { Strength = 2 });
        MicroscopicLaw law = MicroscopicLaw.Along(ode2, state, 2);
        Assert.Equal(law.Macroscopic(2).Q(0), law.SecondMoments(2).Q(0), 1e-8);
        Assert.Equal(law.Macroscopic(2).DiscriminatorPower, law.SecondMoments(2).DiscriminatorPower, 1e-8);
    }

    [Fact]
    public void Extragradient_IsAFactor_AndRefusedByNameWhereItIsNone()
    {
        var rule = new TrainingRule { Scheme = new TrainingScheme { HasExtragradient = true } };
        (TrainingRule plain, GanParameters same) = Renaming.WithoutScheme(rule, Gan);
        Assert.Equal((1 + 0.15 * 1.6, 1 - 0.15 * 0.9), (plain.RealMultiplier, plain.FakeMultiplier));
        Assert.Same(Gan, same);
        Assert.IsType<ReducedOde>(MacroscopicOde.For(Gan, rule));
        // a look-ahead so long that it turns the response round
        Assert.IsType<UnitNormOde>(MacroscopicOde.For(Gan.With(discriminatorRate: 3), rule));
        Assert.Contains("linear responses", Assert.Throws<ArgumentException>(() => new OdePhaseOptions { Rule = rule with { Loss = GanLoss.Tanh } }).Message, StringComparison.Ordinal);
        Assert.Contains("unit norms", Assert.Throws<ArgumentException>(() => MacroscopicOde.For(Gan, rule with { Strength = 2, Penalty = new GradientPenalty(1, 0) })).Message, StringComparison.Ordinal);
        Assert.Contains("extragradient", Assert.Throws<ArgumentException>(() => new GramSimulator(rule)).Message, StringComparison.Ordinal);
        Assert.Contains("n_d = 3", Assert.Throws<ArgumentException>(() => new GramSimulator(new TrainingRule { Scheme = new TrainingScheme { DiscriminatorSteps = 3 } })).Message, StringComparison.Ordinal);
        Assert.Contains("extragradient", Assert.Throws<ArgumentException>(() => new ClaimPhaseClassifier(rule)).Message, StringComparison.Ordinal);
        Assert.Contains("(-1, 1)", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingScheme { Momentum = 1 }).Message, StringComparison.Ordinal);
    }

    /// <summary>sign: γ₁ = √(2/πη), v = 1; erf(kx/√2): γ₁ = k√(2/π)/√(1 + k²η), v = (2/π) asin(k²η/(1 + k²η)); x³: γ₁ = 3η, v = 15η³.</summary>
    [Fact]
    public void OutputNonlinearities_HaveTheirClosedForms()
    {
        const double K = 0.9;
        double eta = Gan.FakeNoise, share = K * K * eta / (1 + K * K * eta);
        var erf = OutputNonlinearity.Custom(x => MathNet.Numerics.SpecialFunctions.Erf(K * x / Math.Sqrt(2)), "erf");
        GanParameters mapped = OutputNonlinearity.Rename(Gan, OutputNonlinearity.Sign, erf);
        Assert.Equal(2 / (Math.PI * 1.6) * 2, mapped.RealVariances[0], 1e-13);
        Assert.Equal(1, mapped.RealNoise, 1e-14);
        Assert.Equal(K * K * 2 / Math.PI / (1 + K * K * eta) * 1.5, mapped.FakeVariances[0], 1e-13);
        Assert.Equal(2 / Math.PI * Math.Asin(share), mapped.FakeNoise, 1e-13);
        GanParameters cubed = OutputNonlinearity.Rename(Gan, OutputNonlinearity.Custom(x => x * x * x), OutputNonlinearity.None);
        Assert.Equal(9 * 1.6 * 1.6 * 2, cubed.RealVariances[0], 1e-10);
        Assert.Equal(15 * Math.Pow(1.6, 3), cubed.RealNoise, 1e-10);
        Assert.Equal(Gan, OutputNonlinearity.Rename(Gan, OutputNonlinearity.None, OutputNonlinearity.None));
    }

    [Fact]
    public void OutputsWithoutALimit_AreRefusedByName()
    {
        var rectifier = OutputNonlinearity.Custom(x => Math.Max(x, 0), "rectifier");
        Assert.Contains("rectifier must average to zero", Assert.Throws<ArgumentException>(() => OutputNonlinearity.Rename(Gan, rectifier, OutputNonlinearity.None)).Message, StringComparison.Ordinal);
        Assert.Contains("must have a slope", Assert.Throws<ArgumentException>(() => OutputNonlinearity.Rename(Gan, OutputNonlinearity.None, OutputNonlinearity.Sign)).Message, StringComparison.Ordinal);
        Assert.Contains("needs noise", Assert.Throws<ArgumentException>(() => OutputNonlinearity.Rename(Gan.With(realNoise: 0), OutputNonlinearity.Tanh, OutputNonlinearity.None)).Message, StringComparison.Ordinal);
    }
}
