using PhaseGan.Tests.Cli;
using Xunit;

namespace PhaseGan.Tests.Model;

/// <summary>All pairs of what a rule may have: a pair whose limit is not known is refused when the rule is chosen, by the names of both, and every other pair works to the end.</summary>
public sealed class RulePairTests
{
    private static readonly Part[] s_parts =
    [
        new("tanh", "--loss tanh", rule => rule with { Loss = GanLoss.Tanh }, "loss", "linear"),
        new("logistic", "--loss logistic", rule => rule with { Loss = GanLoss.Logistic }, "loss", "linear"),
        new("strength", "--strength 2", rule => rule with { Strength = 2 }, "finite strength", "orthonormal"),
        new("codes", "--latent rademacher", rule => rule with { RealCodes = LatentLaw.Rademacher, FakeCodes = LatentLaw.Rademacher }, "codes"),
        new("penalty", "--penalty 0.2", rule => rule with { Penalty = new GradientPenalty(0.2, 0.2) }, "penalty"),
        new("multiplier", "--multiplier-real 0.9", rule => rule with { RealMultiplier = 0.9 }, "multipliers"),
        new("instance noise", "--instance-noise 0.3", rule => rule with { InstanceNoise = 0.3 }, "instance noise"),
        new("noisy generator", "--instance-noise 0.3 --noisy-generator", rule => rule with { InstanceNoise = 0.3, HasNoisyGenerator = true }, "instance noise"),
        new("steps", "--discriminator-steps 3", rule => rule with { Scheme = rule.Scheme with { DiscriminatorSteps = 3 } }, "n_d = 3"),
        new("momentum", "--momentum 0.5", rule => rule with { Scheme = rule.Scheme with { Momentum = 0.5 } }, "β = 0.5"),
        new("generator momentum", "--momentum-generator -0.5", rule => rule with { Scheme = rule.Scheme with { GeneratorMomentum = -0.5 } }, "β_G = -0.5"),
        new("extragradient", "--extragradient", rule => rule with { Scheme = rule.Scheme with { HasExtragradient = true } }, "extragradient"),
        new("clip", "--clip 1", rule => rule with { Scaling = GradientScaling.Clipped(1) }, "scaled gradient"),
        new("normalised", "--normalised-gradient", rule => rule with { Scaling = GradientScaling.Normalised }, "scaled gradient"),
        new("sign", "--sign-gradient", rule => rule with { Scaling = GradientScaling.Sign }, "scaled gradient"),
        new("features", "--discriminator-features 2", rule => rule with { DiscriminatorFeatures = 2 }, "several discriminator features"),
        new("unit columns", "--discriminator-features 2 --discriminator-norms unit", rule => rule with { DiscriminatorFeatures = 2, DiscriminatorNorms = DiscriminatorNorms.UnitColumns }, "several discriminator features"),
        new("memory", "--slow-momentum 3", rule => rule with { Memory = new TrainingMemory { Discriminator = 3 } }, "memory"),
        new("generator memory", "--slow-momentum-generator 3", rule => rule with { Memory = new TrainingMemory { Generator = 3 } }, "memory"),
    ];

    /// <summary>Commands that read a rule, with what they need beside it.</summary>
    private static readonly string[] s_commands =
    [
        "trajectory --lambda 1 --until 0.1", "attractor --lambda 1 --exponents 0", "classify --input -", "diagram --lambda 1 --x alpha:0.2:0.4:2 --y eta:1:1.2:2", "simulate --lambda 1 --n 50 --until 0.02 --points 2",
        "check --lambda 1", "particles --lambda 1", "codes --lambda 1 --code-rate 0.1",
    ];

    /// <summary>Names of pairs that cannot both be said, since the second is the first with more.</summary>
    private static readonly HashSet<(string, string)> s_same =
    [
        ("tanh", "logistic"), ("instance noise", "noisy generator"), ("clip", "normalised"), ("clip", "sign"), ("normalised", "sign"), ("features", "unit columns"),
    ];

    private static IEnumerable<(Part First, Part Second)> Pairs =>
        from i in Enumerable.Range(0, s_parts.Length)
        from j in Enumerable.Range(i + 1, s_parts.Length - i - 1)
        where !s_same.Contains((s_parts[i].Name, s_parts[j].Name))
        select (s_parts[i], s_parts[j]);

    [Fact]
    public void APairIsRefusedWhereTheRuleIsChosen_ByTheNamesOfBoth_OrHasAFieldAndASimulator()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.1, 1, 1);
        MacroState start = MacroState.NearOrigin(gan, 0.3, 1);
        int known = 0, refused = 0, simulated = 0;
        foreach ((Part first, Part second) in Pairs)
        {
            TrainingRule rule = second.Add(first.Add(TrainingRule.Example1));
            if (Record.Exception(() => new OdePhaseOptions { Rule = rule }) is { } reason)
            {
                AssertNamed(reason, first, second);
                Assert.IsType<ArgumentException>(Record.Exception(() => MacroscopicOde.For(gan, rule)));
                refused++;
            }
            else
            {
                IVectorField<MacroState> ode = MacroscopicOde.ForEnds(gan, rule);
                double[] y = ode.Pack(start.Spread(rule.DiscriminatorFeatures)), change = new double[y.Length], jacobian = new double[y.Length * y.Length];
                ode.Evaluate(y, change);
                ode.Jacobian(y, jacobian);
                Assert.DoesNotContain(change.Concat(jacobian), v => !double.IsFinite(v));
                known++;
            }
            if (Record.Exception(() => new MicroscopicSimulator(rule: rule)) is { } without)
            {
                AssertNamed(without, first, second);
                continue;
            }
            var one = new SimulationOptions { Dimension = 20, Times = [0, 0.1], Replicas = 1 };
            MacroState end = new MicroscopicSimulator(rule: rule).Run(gan, start.Spread(rule.DiscriminatorFeatures), one).State(1, 0);
            Assert.True(end.IsFinite);
            simulated++;
        }
        Assert.InRange(known, 60, 150);
        Assert.InRange(refused, 25, 110);
        Assert.InRange(simulated, 60, 150);
    }

    /// <summary>Each command says so at once, on standard error and with the exit code of wrong use, before it has done anything.</summary>
    [Fact]
    public void APairThatIsNotKnown_IsRefusedByEveryCommand_WithTheNamesOfBoth()
    {
        foreach ((Part first, Part second) in Pairs)
        {
            TrainingRule rule = second.Add(first.Add(TrainingRule.Example1));
            if (Record.Exception(() => new OdePhaseOptions { Rule = rule }) is not { } reason)
                continue;
            foreach (string command in s_commands)
            {
                Terminal run = Terminal.Run($"{command} {first.Options} {second.Options}".Split(' '));
                Assert.True(run.ExitCode == 2 && run.Output.Length == 0, $"{command} {first.Options} {second.Options}: {run.ExitCode} {run.Output} {run.Error}");
                // 'check' has not all of the options, and says which it does not know
                if (!(command.StartsWith("check", StringComparison.Ordinal) && run.Error.Contains("--", StringComparison.Ordinal)))
                    AssertNamed(new ArgumentException(run.Error), first, second);
            }
        }
    }

    /// <summary>The reason is what comes before the rule in words, which names everything.</summary>
    private static void AssertNamed(Exception reason, Part first, Part second)
    {
        Assert.IsAssignableFrom<ArgumentException>(reason);
        string text = reason.Message.Split("; got")[0];
        foreach (Part part in new[] { first, second })
            Assert.True(part.Words.Any(word => text.Contains(word, StringComparison.Ordinal)), $"{first.Name} with {second.Name}: {reason.Message}");
    }

    /// <summary>What a rule may have: how to say it on the command line and in C#, and the words of which a refusal has one.</summary>
    private sealed record Part(string Name, string Options, Func<TrainingRule, TrainingRule> Add, params string[] Words);
}
