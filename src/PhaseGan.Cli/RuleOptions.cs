using System.CommandLine;

namespace PhaseGan.Cli;

/// <summary>The rule of training, shared by all commands that know more than Example 1: loss, regulariser and its strength, law of the codes, and what is added to the steps.</summary>
internal sealed class RuleOptions
{
    private static readonly (string Name, GanLoss Value)[] s_losses = [("linear", GanLoss.Linear), ("tanh", GanLoss.Tanh), ("logistic", GanLoss.Logistic)];

    private static readonly (string Name, Regulariser Value)[] s_regularisers = [("logcosh", Regulariser.LogCosh), ("quadratic", Regulariser.Quadratic)];

    private static readonly (string Name, LatentLaw Value)[] s_laws =
        [("gaussian", LatentLaw.Gaussian), ("uniform", LatentLaw.Uniform), ("rademacher", LatentLaw.Rademacher)];

    private static readonly (string Name, DiscriminatorNorms Value)[] s_norms = [("orthonormal", DiscriminatorNorms.Orthonormal), ("unit", DiscriminatorNorms.UnitColumns)];

    private readonly Option<string> _loss = Choice("--loss", "Responses: linear f = f̃ = x, tanh f = f̃ = tanh x, logistic f = 1/(1 + e^x) and f̃ = 1/(1 + e^-x), those of the first GANs.", s_losses);
    private readonly Option<string> _regulariser = Choice("--regulariser", "H of the regulariser, with --strength: logcosh H' = tanh(a - 1), quadratic H' = a - 1.", s_regularisers);
    private readonly Option<double> _strength = Values.Positive("--strength", "λ: weight of the regulariser [default: infinite, which keeps w and the columns of V at unit length]");
    private readonly Option<string> _latent = Choice("--latent", "Law of the codes c and c̃; their variances are --lambda and --lambda-fake all the same.", s_laws);

    private readonly Option<double> _penalty = Values.NonNegative("--penalty", "γ_T = γ_G: weight of a zero-centred gradient penalty on real and fake data, D = (y·w)²/2.", "a weight");
    private readonly Option<double> _realPenalty = Values.NonNegative("--penalty-real", "γ_T: weight of the penalty on real data alone.", "a weight");
    private readonly Option<double> _fakePenalty = Values.NonNegative("--penalty-fake", "γ_G: weight of the penalty on fake data alone.", "a weight");
    private readonly Option<double> _realMultiplier = Values.Finite("--multiplier-real", "j_T: factor of f in the discriminator's step [default: 1]");
    private readonly Option<double> _fakeMultiplier = Values.Finite("--multiplier-fake", "j_G: factor of f̃ in the discriminator's step, not in the generator's [default: 1]");
    private readonly Option<double> _instanceNoise = Values.NonNegative("--instance-noise", "σ: variance of the noise added to real and fake samples when the discriminator learns.");
    private readonly Option<bool> _noisyGenerator = new("--noisy-generator") { Description = "The generator's sample has the instance noise too." };

    private readonly Option<int> _discriminatorSteps = Values.Whole("--discriminator-steps", "n_d: discriminator steps for each generator step; the same as α/n_d.", minimum: 1, fallback: 1);
    private readonly Option<double> _momentum = Values.Finite("--momentum", "β in (-1, 1): heavy ball u = βu + g of the discriminator; the same as τ/(1 - β) [default: 0]");
    private readonly Option<double> _generatorMomentum = Values.Finite("--momentum-generator", "β_G in (-1, 1): heavy ball of the generator; the same as τ̃/(1 - β_G) [default: 0]");
    private readonly Option<bool> _extragradient = new("--extragradient") { Description = "The discriminator looks ahead by a step on its own sample; for linear losses." };

    private readonly Option<double> _clip = Values.Positive("--clip", "c: the discriminator's gradient is cut to the length c√n where it is longer; for linear losses and Gaussian codes [default: never]");
    private readonly Option<bool> _normalised = new("--normalised-gradient") { Description = "The discriminator's gradient is given the length √n before each step." };
    private readonly Option<bool> _signs = new("--sign-gradient") { Description = "The discriminator moves by the signs of its gradient's entries." };
    private readonly Option<int> _features = Values.Whole("--discriminator-features", "k: features of the discriminator, D = |W'y|²/2 with k columns of W; for linear losses. Starts of one feature are spread over k.", minimum: 1, fallback: 1);
    private readonly Option<string> _norms = Choice("--discriminator-norms", "What holds the columns of W without --strength: orthonormal, or unit length for each alone.", s_norms);

    private readonly Option<double> _memory = Values.Positive("--slow-momentum", "γ: rate of a momentum of the discriminator that forgets over a part 1/γ of the time, m = m + (γ/n)(g - m) [default: none]");
    private readonly Option<double> _generatorMemory = Values.Positive("--slow-momentum-generator", "γ_G: the same for the generator [default: none]");

    /// <summary>What is added to the steps of (5).</summary>
    private Option[] Additions =>
        [_penalty, _realPenalty, _fakePenalty, _realMultiplier, _fakeMultiplier, _instanceNoise, _noisyGenerator, _discriminatorSteps, _momentum, _generatorMomentum, _extragradient, _features, _norms];

    private Option[] All => [_loss, _regulariser, _strength, _latent, .. Additions, _clip, _normalised, _signs, _memory, _generatorMemory];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Options.Add(option);
    }

    /// <summary>Adds the options of which Claim 1 knows.</summary>
    public void AddAdditionsTo(Command command)
    {
        foreach (Option option in Additions)
            command.Options.Add(option);
    }

    /// <summary>The rule given.</summary>
    /// <exception cref="UsageException">A regulariser without a strength.</exception>
    public TrainingRule Read(ParseResult parse)
    {
        double? strength = parse.Given(_strength);
        if (strength is null && parse.IsGiven(_regulariser))
            throw new UsageException($"--regulariser {parse.GetValue(_regulariser)} needs a finite --strength; without it norms are kept at 1, whatever the regulariser");
        LatentLaw law = Value(parse, _latent, s_laws);
        return WithAdditions(parse, new TrainingRule
        {
            Loss = Value(parse, _loss, s_losses),
            Regulariser = Value(parse, _regulariser, s_regularisers),
            Strength = strength ?? double.PositiveInfinity,
            RealCodes = law,
            FakeCodes = law,
            Scaling = Scaling(parse),
            Memory = new TrainingMemory { Discriminator = parse.Given(_memory), Generator = parse.Given(_generatorMemory) },
        });
    }

    /// <summary>Example 1 with what is added to the steps of (5).</summary>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    public TrainingRule ReadAdditions(ParseResult parse) => WithAdditions(parse, TrainingRule.Example1);

    private TrainingRule WithAdditions(ParseResult parse, TrainingRule rule)
    {
        double? both = parse.Given(_penalty), real = parse.Given(_realPenalty), fake = parse.Given(_fakePenalty);
        if (both is not null && (real ?? fake) is not null)
            throw new UsageException("--penalty sets both weights; give it alone, or --penalty-real and --penalty-fake");
        double? noise = parse.Given(_instanceNoise);
        if (parse.GetValue(_noisyGenerator) && noise is null)
            throw new UsageException("--noisy-generator needs --instance-noise, the variance of that noise");
        rule = rule with
        {
            Penalty = new GradientPenalty(real ?? both ?? 0, fake ?? both ?? 0),
            RealMultiplier = parse.Given(_realMultiplier) ?? 1,
            FakeMultiplier = parse.Given(_fakeMultiplier) ?? 1,
            InstanceNoise = noise ?? 0,
            HasNoisyGenerator = parse.GetValue(_noisyGenerator),
            Scheme = Scheme(parse),
            DiscriminatorFeatures = Features(parse),
            DiscriminatorNorms = Value(parse, _norms, s_norms),
        };
        try
        {
            // says whether the limit of such a rule is known
            return new OdePhaseOptions { Rule = rule }.Rule;
        }
        catch (ArgumentException e)
        {
            throw UsageException.Of(e);
        }
    }

    private GradientScaling Scaling(ParseResult parse)
    {
        double? limit = parse.Given(_clip);
        bool normalised = parse.GetValue(_normalised), signs = parse.GetValue(_signs);
        if ((limit is null ? 0 : 1) + (normalised ? 1 : 0) + (signs ? 1 : 0) > 1)
            throw new UsageException("--clip, --normalised-gradient and --sign-gradient exclude each other; give one of them");
        return normalised ? GradientScaling.Normalised : signs ? GradientScaling.Sign : limit is { } length ? GradientScaling.Clipped(length) : GradientScaling.None;
    }

    private int Features(ParseResult parse)
    {
        int features = parse.GetValue(_features);
        if (features > TrainingRule.MaxDiscriminatorFeatures)
            throw new UsageException($"{_features.Name} must be at most {TrainingRule.MaxDiscriminatorFeatures}; got {features}");
        if (parse.IsGiven(_norms) && features == 1)
            throw new UsageException($"{_norms.Name} needs {_features.Name} of 2 or more: a single feature has unit length");
        return features;
    }

    private TrainingScheme Scheme(ParseResult parse)
    {
        foreach (Option<double> option in (Option<double>[])[_momentum, _generatorMomentum])
            if (parse.Given(option) is { } share && !(share is > -1 and < 1))
                throw new UsageException($"{option.Name} is what a step keeps of the last one and must lie in (-1, 1); got {Values.Text(share)}");
        return new TrainingScheme
        {
            DiscriminatorSteps = parse.GetValue(_discriminatorSteps),
            Momentum = parse.Given(_momentum) ?? 0,
            GeneratorMomentum = parse.Given(_generatorMomentum) ?? 0,
            HasExtragradient = parse.GetValue(_extragradient),
        };
    }

    /// <summary>The rule given, for parameters that are known.</summary>
    /// <exception cref="UsageException">As <see cref="Read(ParseResult)"/>, or there are too many features for the law of the codes.</exception>
    public TrainingRule Read(ParseResult parse, GanParameters gan)
    {
        TrainingRule rule = Read(parse);
        try
        {
            MacroscopicOde.For(gan, rule);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw UsageException.Of(e, "--lambda");
        }
        catch (ArgumentException e)
        {
            throw UsageException.Of(e);
        }
        return rule;
    }

    /// <summary>The options that were given, as they are written.</summary>
    public string Given(ParseResult parse) =>
        string.Join(' ', All.Where(parse.IsGiven).Select(o => parse.GetResult(o)!.Tokens is { Count: > 0 } tokens ? $"{o.Name} {tokens[0].Value}" : o.Name));

    /// <summary>What is not as in Example 1, for captions; empty if nothing is.</summary>
    public static string Caption(TrainingRule rule)
    {
        var parts = new List<string>();
        if (!rule.Loss.Equals(GanLoss.Linear))
            parts.Add(rule.Loss.ToString());
        if (!rule.HasUnitNorms)
            parts.Add($"H = {rule.Regulariser}, λ = {Values.Text(rule.Strength)}");
        if (!rule.RealCodes.Equals(LatentLaw.Gaussian))
            parts.Add($"{rule.RealCodes} codes");
        if (rule.RealMultiplier != 1 || rule.FakeMultiplier != 1)
            parts.Add($"j_T = {Values.Text(rule.RealMultiplier)}, j_G = {Values.Text(rule.FakeMultiplier)}");
        if (!rule.Penalty.IsNone)
            parts.Add($"penalty γ_T = {Values.Text(rule.Penalty.Real)}, γ_G = {Values.Text(rule.Penalty.Fake)}");
        if (rule.InstanceNoise > 0)
            parts.Add($"instance noise σ = {Values.Text(rule.InstanceNoise)}{(rule.HasNoisyGenerator ? " for both players" : "")}");
        if (!rule.Scaling.IsNone)
            parts.Add(rule.Scaling.ToString());
        if (!rule.Scheme.IsPlain)
            parts.Add(rule.Scheme.ToString());
        if (!rule.Memory.IsNone)
            parts.Add($"memory {rule.Memory}");
        if (rule.DiscriminatorFeatures > 1)
            parts.Add($"{rule.DiscriminatorFeatures} discriminator features{(rule.HasUnitNorms && rule.DiscriminatorNorms == DiscriminatorNorms.UnitColumns ? " of unit length" : "")}");
        return string.Join(", ", parts);
    }

    private static Option<string> Choice<T>(string name, string meaning, (string Name, T Value)[] choices)
    {
        var option = new Option<string>(name) { Description = meaning, HelpName = string.Join('|', choices.Select(c => c.Name)), DefaultValueFactory = _ => choices[0].Name };
        option.AcceptOnlyFromAmong([.. choices.Select(c => c.Name)]);
        return option;
    }

    private static T Value<T>(ParseResult parse, Option<string> option, (string Name, T Value)[] choices) =>
        choices.Single(c => c.Name == parse.GetRequiredValue(option)).Value;
}
