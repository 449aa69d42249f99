namespace PhaseGan.Testing;

/// <summary>Draws rules of training from a seed and proposes simpler ones.</summary>
internal static class RuleCases
{
    private static readonly GanLoss[] s_losses = [GanLoss.Linear, GanLoss.Tanh, new(Response.Polynomial([0, 1, 0, -0.05]), Response.Tanh(2))];

    private static readonly Response[] s_slopes = [Response.Identity, Response.Tanh(), Response.Polynomial([0.5, 1, 0.2]), Response.Logistic(0.5)];

    private static readonly LatentLaw[] s_laws = [LatentLaw.Gaussian, LatentLaw.Uniform, LatentLaw.Rademacher];

    /// <summary>The rule of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="renamesExample1">Whether only rules are drawn that <see cref="Renaming"/> leads back to Example 1.</param>
    public static TrainingRule Draw(int seed, bool renamesExample1)
    {
        var random = new SplitMix(seed);
        bool penalised = random.NextUniform() < 0.7, multiplied = random.NextUniform() < 0.5, noised = random.NextUniform() < 0.5;
        double real = multiplied ? Number(1.5, ref random) + 0.2 : 1, fake = multiplied ? Number(1.5, ref random) + 0.2 : 1;
        // a penalty keeps the factor of the real responses positive where that is asked for
        double weight = renamesExample1 ? 0.9 * real : 1.5;
        var rule = new TrainingRule
        {
            RealMultiplier = real,
            FakeMultiplier = fake,
            InstanceNoise = noised ? Number(1, ref random) : 0,
        };
        Response slope = renamesExample1 ? Response.Identity : Pick(s_slopes, ref random);
        if (penalised)
            rule = rule with { Penalty = new GradientPenalty(Number(weight, ref random), Number(1, ref random), slope) };
        return renamesExample1
            ? rule
            : rule with
            {
                Loss = Pick(s_losses, ref random),
                Strength = random.NextUniform() < 0.5 ? double.PositiveInfinity : RoundNumbers.Round(1 + 4 * random.NextUniform(), 2),
                Regulariser = random.NextUniform() < 0.5 ? Regulariser.LogCosh : Regulariser.Quadratic,
                RealCodes = Pick(s_laws, ref random),
                FakeCodes = Pick(s_laws, ref random),
                HasNoisyGenerator = random.NextUniform() < 0.5,
            };
    }

    /// <summary>The rule with several discriminator features of a seed.</summary>
    public static TrainingRule DrawFeatures(int features, int seed)
    {
        var random = new SplitMix(seed);
        bool unit = random.NextUniform() < 0.7, angles = random.NextUniform() < 0.4, noised = random.NextUniform() < 0.3;
        return new TrainingRule
        {
            DiscriminatorFeatures = features,
            DiscriminatorNorms = unit && angles ? DiscriminatorNorms.UnitColumns : DiscriminatorNorms.Orthonormal,
            Strength = unit ? double.PositiveInfinity : RoundNumbers.Round(1 + 4 * random.NextUniform(), 2),
            Regulariser = random.NextUniform() < 0.5 ? Regulariser.LogCosh : Regulariser.Quadratic,
            InstanceNoise = noised ? Number(1, ref random) : 0,
        };
    }

    /// <summary>Rules that lack something that this one has.</summary>
    public static IEnumerable<TrainingRule> Simpler(TrainingRule rule)
    {
        TrainingRule example = TrainingRule.Example1;
        TrainingRule[] candidates =
        [
            example,
            rule with { Loss = example.Loss },
            rule with { Strength = example.Strength, Regulariser = example.Regulariser },
            rule with { RealCodes = example.RealCodes, FakeCodes = example.FakeCodes },
            rule with { Penalty = GradientPenalty.None },
            rule with { Penalty = new GradientPenalty(rule.Penalty.Real, 0, rule.Penalty.Slope) },
            rule with { Penalty = new GradientPenalty(0, rule.Penalty.Fake, rule.Penalty.Slope) },
            rule with { Penalty = new GradientPenalty(rule.Penalty.Real, rule.Penalty.Fake) },
            rule with { RealMultiplier = 1 },
            rule with { FakeMultiplier = 1 },
            rule with { InstanceNoise = 0, HasNoisyGenerator = false },
            rule with { HasNoisyGenerator = false },
            rule with { DiscriminatorNorms = DiscriminatorNorms.Orthonormal },
        ];
        return candidates.Where(c => Complexity(c) < Complexity(rule));
    }

    /// <summary>How much a rule has that Example 1 has not.</summary>
    internal static int Complexity(TrainingRule rule) =>
        Count(!rule.Loss.Equals(GanLoss.Linear), !rule.HasUnitNorms, !rule.RealCodes.Equals(LatentLaw.Gaussian), !rule.FakeCodes.Equals(LatentLaw.Gaussian),
            rule.Penalty.Real > 0, rule.Penalty.Fake > 0, !rule.Penalty.IsNone && !rule.Penalty.Slope.Equals(Response.Identity),
            rule.RealMultiplier != 1, rule.FakeMultiplier != 1, rule.InstanceNoise > 0, rule.HasNoisyGenerator, rule.DiscriminatorFeatures > 1, rule.DiscriminatorNorms != DiscriminatorNorms.Orthonormal);

    private static int Count(params ReadOnlySpan<bool> conditions)
    {
        int count = 0;
        foreach (bool condition in conditions)
            count += condition ? 1 : 0;
        return count;
    }

    private static double Number(double most, ref SplitMix random) => RoundNumbers.Round(most * random.NextUniform(), 2);

    private static T Pick<T>(T[] values, ref SplitMix random) => values[(int)(random.NextUniform() * values.Length)];
}
