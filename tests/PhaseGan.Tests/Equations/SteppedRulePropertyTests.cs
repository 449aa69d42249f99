using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Testing;
using PhaseGan.Tests.Games;
using Xunit;

namespace PhaseGan.Tests.Equations;

/// <summary>Random rules with other steps, and random learned codes: their fields have the Jacobian of differences, and what is drawn has a known limit.</summary>
public sealed class SteppedRulePropertyTests
{
    private static readonly ParameterDomain s_domain = new() { MaxFeatures = 2, MaxBatchSize = 3, Variances = (0.3, 4) };

    [Fact]
    public void FieldsOfRandomSteps_HaveTheJacobianOfDifferences()
    {
        int schemes = 0, memories = 0, scalings = 0;
        Prop.ForAll(GanArbitrary.SteppedRules(), GanArbitrary.ParametersAndStates(s_domain), (rule, pair) =>
        {
            (schemes, memories, scalings) = (schemes + (rule.Scheme.IsPlain ? 0 : 1), memories + (rule.Memory.IsNone ? 0 : 1), scalings + (rule.Scaling.IsNone ? 0 : 1));
            IVectorField<MacroState> field = MacroscopicOde.For(pair.Parameters, rule);
            return Differences.Confirm(field, field.Pack(pair.State), 1e-6);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(77_101, 1));
        Assert.True(schemes > 5 && memories > 5 && scalings > 5, $"{schemes}, {memories}, {scalings}");
    }

    [Fact]
    public void FieldsOfRandomLearnedCodes_HaveTheJacobianOfDifferences() =>
        Prop.ForAll(GanArbitrary.LearnedCodes(2), GanArbitrary.Parameters(s_domain with { MinFeatures = 2 }), (codes, gan) =>
        {
            int[] signs = codes.ComponentCount % 2 == 0 ? [1, -1] : [1];
            var ode = new LearnableCodesOde(gan, codes, 0.3, signs, new TrainingRule { Strength = codes.Kind == GeneratorCodesKind.Matrix ? 2 : double.PositiveInfinity });
            return Differences.Confirm(ode, ode.Pack(LearnableCodesState.NearOrigin(2, signs.Length, codes, 0.15, gan.BatchSize)), 1e-6);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(77_102, 1));

    /// <summary>Simpler rules have simpler steps, so that shrinking ends, and none of them has a limit that is not known.</summary>
    [Fact]
    public void ShrinkingEnds_AtRulesWithAKnownLimit()
    {
        Arbitrary<TrainingRule> rules = GanArbitrary.SteppedRules();
        foreach (TrainingRule drawn in rules.Generator.Sample(10, 40))
            for (TrainingRule? rule = drawn; rule is not null; rule = rules.Shrinker(rule).FirstOrDefault(next => !next.Equals(TrainingRule.Example1)))
                Assert.NotNull(new OdePhaseOptions { Rule = rule }.Rule);
    }
}
