using System.CommandLine;

namespace PhaseGan.Cli;

/// <summary>The rule of training, shared by all commands that know more than Example 1: loss, regulariser and its strength, law of the codes.</summary>
internal sealed class RuleOptions
{
    private static readonly (string Name, GanLoss Value)[] s_losses = [("linear", GanLoss.Linear), ("tanh", GanLoss.Tanh), ("logistic", GanLoss.Logistic)];

    private static readonly (string Name, Regulariser Value)[] s_regularisers = [("logcosh", Regulariser.LogCosh), ("quadratic", Regulariser.Quadratic)];

    private static readonly (string Name, LatentLaw Value)[] s_laws =
        [("gaussian", LatentLaw.Gaussian), ("uniform", LatentLaw.Uniform), ("rademacher", LatentLaw.Rademacher)];

    private readonly Option<string> _loss = Choice("--loss", "Responses: linear f = f̃ = x, tanh f = f̃ = tanh x, logistic f = 1/(1 + e^x) and f̃ = 1/(1 + e^-x), those of the first GANs.", s_losses);
    private readonly Option<string> _regulariser = Choice("--regulariser", "H of the regulariser, with --strength: logcosh H' = tanh(a - 1), quadratic H' = a - 1.", s_regularisers);
    private readonly Option<double> _strength = Values.Positive("--strength", "λ: weight of the regulariser [default: infinite, which keeps w and the columns of V at unit length]");
    private readonly Option<string> _latent = Choice("--latent", "Law of the codes c and c̃; their variances are --lambda and --lambda-fake all the same.", s_laws);

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_loss, _regulariser, _strength, _latent])
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
        return new TrainingRule
        {
            Loss = Value(parse, _loss, s_losses),
            Regulariser = Value(parse, _regulariser, s_regularisers),
            Strength = strength ?? double.PositiveInfinity,
            RealCodes = law,
            FakeCodes = law,
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
        return rule;
    }

    /// <summary>The options that were given, as they are written.</summary>
    public string Given(ParseResult parse) =>
        string.Join(' ', ((Option[])[_loss, _regulariser, _strength, _latent]).Where(parse.IsGiven).Select(o => $"{o.Name} {parse.GetResult(o)!.Tokens[0].Value}"));

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
