namespace PhaseGan.Benchmarks;

/// <summary>A random point with a random rule of one kind, and its start.</summary>
/// <param name="Parameters">Λ̃/Λ from 0.6 to 1.4, equal noises. τ from 0.1 to 0.3, α to 3 and x to 1.2 max Λ are those of a round: with more steps of a player or with momentum the rates of one step are smaller.</param>
/// <param name="Rule">The rule, with strengths of its own.</param>
/// <param name="Start">A generic start of size 0.03.</param>
internal sealed record DrawnRule(GanParameters Parameters, TrainingRule Rule, MacroState Start)
{
    private const double StartSize = 0.03;

    /// <summary>Features of the discriminator where it has several.</summary>
    public const int Columns = 2;

    /// <summary>What <see cref="Draw"/> knows, with the ranges of the strengths.</summary>
    public const string Kinds = """
        columns         two features of the discriminator
        penalty         gradient penalty, gamma_T to 0.8 and gamma_G to 1.2, each absent in one of five; rho = x, in one of five x + c x^3 with c to 0.1
        instance-noise  sigma to 0.5
        steps           1 to 5 steps of the discriminator and 1 to 3 of the generator
        momentum        heavy balls of both players, beta from -0.5 to 0.95
        slow-momentum   gamma from 0.02 to 5 in logarithms; in one of two gamma_G, in one of four a running average
        extragradient   look-ahead on the same sample
        scaling         clipping at c from 0.3 to 3, normalised gradients, signs
        tanh-penalty    f and f~ tanh of saturations 0.5 to 2, and the penalty with rho = x or tanh
        """;

    /// <summary>A point of a kind of rule with d features; the numbers of a point do not depend on the kind.</summary>
    /// <exception cref="ArgumentException">The kind is not known.</exception>
    public static DrawnRule Draw(string kind, int seed, int index, int d)
    {
        int own = unchecked(seed * 1_000_003 + 8 * index + d);
        var random = new Random(own);
        double[] real = [.. Enumerable.Range(0, d).Select(l => l == 0 ? 1 : 0.3 + 0.7 * random.NextDouble())];
        double[] fake = [.. real.Select(v => v * (0.6 + 0.8 * random.NextDouble()))];
        double tau = 0.1 + 0.2 * random.NextDouble(), alpha = 3 * (1 - random.NextDouble()), x = 1.2 * random.NextDouble(), noise = Math.Sqrt(x / tau);
        TrainingRule rule = RuleOf(kind, new Random(~own));
        GanParameters gan = OfARound(new GanParameters(real, fake, tau, alpha * tau, noise, noise), rule.Scheme);
        return new DrawnRule(gan, rule, MacroState.NearOrigin(gan, StartSize, seed: index + 1).Spread(rule.DiscriminatorFeatures));
    }

    private static TrainingRule RuleOf(string kind, Random random)
    {
        return kind switch
        {
            "columns" => new() { DiscriminatorFeatures = Columns },
            "penalty" => new() { Penalty = Penalty(Chance(5) ? Response.Polynomial([0, 1, 0, Up(0.1)]) : Response.Identity) },
            "instance-noise" => new() { InstanceNoise = Up(0.5) },
            "steps" => new() { Scheme = new() { DiscriminatorSteps = random.Next(1, 6), GeneratorSteps = random.Next(1, 4) } },
            "momentum" => new() { Scheme = new() { Momentum = Up(1.45) - 0.5, GeneratorMomentum = Up(1.45) - 0.5 } },
            "slow-momentum" => new() { Memory = new() { Discriminator = Rate(), Generator = Chance(2) ? Rate() : null, Average = Chance(4) ? Rate() : null } },
            "extragradient" => new() { Scheme = new() { HasExtragradient = true } },
            "scaling" => new() { Scaling = random.Next(3) switch { 0 => GradientScaling.Normalised, 1 => GradientScaling.Sign, _ => GradientScaling.Clipped(Between(0.3, 3)) } },
            "tanh-penalty" => new() { Loss = new GanLoss(Response.Tanh(Between(0.5, 2)), Response.Tanh(Between(0.5, 2))), Penalty = Penalty(Chance(2) ? Response.Tanh() : Response.Identity) },
            _ => throw new ArgumentException($"--rule must be one of these; got {kind}{Environment.NewLine}{Kinds}"),
        };

        double Up(double most) => most * random.NextDouble();
        bool Chance(int one) => random.Next(one) == 0;
        double Between(double low, double high) => low * Math.Pow(high / low, random.NextDouble());
        double Rate() => Between(0.02, 5);
        GradientPenalty Penalty(Response slope) => new(Chance(5) ? 0 : Up(0.8), Chance(5) ? 0 : Up(1.2), slope);
    }

    /// <summary>The rates and noises of single steps with which rounds of a scheme have the τ, τ̃ and x that plain steps have at given parameters.</summary>
    private static GanParameters OfARound(GanParameters gan, TrainingScheme scheme)
    {
        GanParameters round = scheme.Rename(gan);
        double noise = Math.Sqrt((double)round.BatchSize / gan.BatchSize);
        return gan.With(
            discriminatorRate: gan.DiscriminatorRate * (gan.DiscriminatorRate / round.DiscriminatorRate), generatorRate: gan.GeneratorRate * (gan.GeneratorRate / round.GeneratorRate),
            realNoise: noise * gan.RealNoise, fakeNoise: noise * gan.FakeNoise);
    }
}
