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

    /// <summary>The rule with other steps than the paper's of a seed: a scheme, memory, or a scaled gradient.</summary>
    public static TrainingRule DrawSteps(int seed)
    {
        var random = new SplitMix(seed);
        TrainingRule rule = Draw(seed ^ 0x5eed, renamesExample1: false);
        return Whole(3, ref random) switch
        {
            0 => WithScheme(rule, ref random),
            1 => rule with { Memory = Memory(ref random) },
            _ => new TrainingRule
            {
                InstanceNoise = rule.InstanceNoise,
                Strength = rule.Strength,
                Regulariser = rule.Regulariser,
                Scaling = Whole(3, ref random) switch { 0 => GradientScaling.Sign, 1 => GradientScaling.Normalised, _ => GradientScaling.Clipped(0.3 + Number(2, ref random)) },
            },
        };
    }

    /// <summary>The codes of a seed.</summary>
    public static GeneratorCodes DrawCodes(int features, int seed)
    {
        var random = new SplitMix(seed);
        switch (Whole(3, ref random))
        {
            case 0:
                double[] scales = new double[features];
                for (int l = 0; l < features; l++)
                    scales[l] = (random.NextUniform() < 0.5 ? -1 : 1) * (0.1 + Number(2, ref random));
                return GeneratorCodes.Scales(scales);
            case 1:
                return GeneratorCodes.Matrix(Square(features, ref random));
            default:
                int components = 2 + Whole(2, ref random);
                double[] weights = [.. Enumerable.Repeat(1.0 / components, components)];
                double[][] means = new double[components][];
                double[][,] roots = new double[components][,];
                for (int l = 0; l < components; l++)
                {
                    means[l] = new double[features];
                    for (int i = 0; i < features; i++)
                        means[l][i] = Number(2, ref random) - 1;
                    roots[l] = Square(features, ref random);
                }
                return GeneratorCodes.Mixture(weights, means, roots);
        }
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
            rule with { Scheme = TrainingScheme.Plain },
            rule with { Scheme = rule.Scheme with { HasExtragradient = false } },
            rule with { Scheme = rule.Scheme with { Momentum = 0, GeneratorMomentum = 0 } },
            rule with { Scheme = rule.Scheme with { DiscriminatorSteps = 1, GeneratorSteps = 1, GeneratorBatch = 1 } },
            rule with { Memory = TrainingMemory.None },
            rule with { Memory = rule.Memory with { Average = null } },
            rule with { Memory = rule.Memory with { Generator = null } },
            rule with { Scaling = GradientScaling.None },
        ];
        return candidates.Where(c => Complexity(c) < Complexity(rule));
    }

    /// <summary>How much a rule has that Example 1 has not.</summary>
    internal static int Complexity(TrainingRule rule) =>
        Count(!rule.Loss.Equals(GanLoss.Linear), !rule.HasUnitNorms, !rule.RealCodes.Equals(LatentLaw.Gaussian), !rule.FakeCodes.Equals(LatentLaw.Gaussian),
            rule.Penalty.Real > 0, rule.Penalty.Fake > 0, !rule.Penalty.IsNone && !rule.Penalty.Slope.Equals(Response.Identity),
            rule.RealMultiplier != 1, rule.FakeMultiplier != 1, rule.InstanceNoise > 0, rule.HasNoisyGenerator, rule.DiscriminatorFeatures > 1, rule.DiscriminatorNorms != DiscriminatorNorms.Orthonormal,
            rule.Scheme.HasExtragradient, rule.Scheme.Momentum != 0 || rule.Scheme.GeneratorMomentum != 0, rule.Scheme.DiscriminatorSteps > 1 || rule.Scheme.GeneratorSteps > 1 || rule.Scheme.GeneratorBatch > 1,
            rule.Memory.Discriminator is not null, rule.Memory.Generator is not null, rule.Memory.Average is not null, !rule.Scaling.IsNone);

    /// <summary>With a scheme; a look-ahead only where its limit is known.</summary>
    private static TrainingRule WithScheme(TrainingRule rule, ref SplitMix random)
    {
        bool extragradient = random.NextUniform() < 0.4, averaged = random.NextUniform() < 0.3, remembers = random.NextUniform() < 0.6;
        if (extragradient)
            rule = rule with { Loss = GanLoss.Linear, Penalty = rule.HasUnitNorms ? new GradientPenalty(rule.Penalty.Real, rule.Penalty.Fake) : GradientPenalty.None };
        return rule with
        {
            Scheme = new TrainingScheme
            {
                HasExtragradient = extragradient,
                HasAveragedMomentum = averaged,
                DiscriminatorSteps = 1 + Whole(4, ref random),
                GeneratorSteps = 1 + Whole(3, ref random),
                GeneratorBatch = 1 + Whole(3, ref random),
                Momentum = remembers ? Number(1.4, ref random) - 0.5 : 0,
                GeneratorMomentum = remembers ? Number(1.4, ref random) - 0.5 : 0,
            },
        };
    }

    private static TrainingMemory Memory(ref SplitMix random)
    {
        // at least one of the three
        int which = 1 + Whole(7, ref random);
        return new TrainingMemory
        {
            Discriminator = (which & 1) != 0 ? 0.1 + Number(4, ref random) : null,
            Generator = (which & 2) != 0 ? 0.1 + Number(4, ref random) : null,
            Average = (which & 4) != 0 ? 0.1 + Number(4, ref random) : null,
        };
    }

    private static double[,] Square(int size, ref SplitMix random)
    {
        double[,] matrix = new double[size, size];
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
                matrix[i, j] = Number(2, ref random) - 1;
        return matrix;
    }

    /// <summary>One of 0, …, count − 1.</summary>
    private static int Whole(int count, ref SplitMix random) => (int)(random.NextUniform() * count);

    private static int Count(params ReadOnlySpan<bool> conditions)
    {
        int count = 0;
        foreach (bool condition in conditions)
            count += condition ? 1 : 0;
        return count;
    }

    private static double Number(double most, ref SplitMix random) => RoundNumbers.Round(most * random.NextUniform(), 2);

    private static T Pick<T>(T[] values, ref SplitMix random) => values[Whole(values.Length, ref random)];
}
