using System.CommandLine;

namespace PhaseGan.Cli;

/// <summary>The parameters of the model, shared by all commands that take one point.</summary>
internal sealed class ModelOptions
{
    private const double DefaultRate = 0.2;
    private const double DefaultGeneratorRate = 0.04;
    private const double DefaultNoise = 2;

    private readonly Option<double[]> _lambda = Values.Variances("--lambda", "Λ: variance of each real feature.");
    private readonly Option<double[]> _lambdaFake = Values.Variances("--lambda-fake", "Λ̃: variance of each fake feature [default: as --lambda]");
    private readonly Option<double> _tau = Values.Positive("--tau", "τ: learning rate of the discriminator.", DefaultRate);
    private readonly Option<double> _tauTilde = Values.Positive("--tau-tilde", "τ̃: learning rate of the generator.", DefaultGeneratorRate);
    private readonly Option<double> _eta = Values.NonNegative("--eta", "η_T = η_G: variance of the noise in real and fake data [default: 2]");
    private readonly Option<double> _etaReal = Values.NonNegative("--eta-t", "η_T: variance of the noise in real data; with --eta-g.");
    private readonly Option<double> _etaFake = Values.NonNegative("--eta-g", "η_G: variance of the noise in fake data; with --eta-t.");
    private readonly Option<int> _batch = Values.Whole("--batch", "m: mini-batch size of the discriminator step.", minimum: 1, fallback: 1);

    /// <summary>Adds the options to a command, without the generator's rate if the command moves it.</summary>
    public void AddTo(Command command, bool generatorRate = true)
    {
        _lambda.Required = true;
        foreach (Option option in (Option[])[_lambda, _lambdaFake, _tau, _tauTilde, _eta, _etaReal, _etaFake, _batch])
            if (generatorRate || option != _tauTilde)
                command.Options.Add(option);
    }

    /// <summary>The parameters given; those that an axis moves may be left out, and must be unless the axis only scales them.</summary>
    /// <exception cref="UsageException">Options contradict each other or an axis.</exception>
    public GanParameters Read(ParseResult parse, params ReadOnlySpan<ParameterAxis> axes)
    {
        double[] lambda = parse.GetRequiredValue(_lambda);
        double[] fake = parse.IsGiven(_lambdaFake) ? parse.GetRequiredValue(_lambdaFake) : lambda;
        if (fake.Length != lambda.Length)
            throw new UsageException($"--lambda-fake must have as many entries as --lambda ({lambda.Length}); got {fake.Length}");

        bool realNoiseMoves = false, fakeNoiseMoves = false;
        foreach (ParameterAxis axis in axes)
        {
            realNoiseMoves |= axis.Moves(ParameterAxis.RealNoise);
            fakeNoiseMoves |= axis.Moves(ParameterAxis.FakeNoise);
            Refuse(parse, axis, _tau, ParameterAxis.DiscriminatorRate);
            Refuse(parse, axis, _tauTilde, ParameterAxis.GeneratorRate);
            if (axis.KeepsNoiseRatio)
                continue;
            Refuse(parse, axis, _etaReal, ParameterAxis.RealNoise);
            Refuse(parse, axis, _etaFake, ParameterAxis.FakeNoise);
            if (axis.Moves(ParameterAxis.RealNoise) && axis.Moves(ParameterAxis.FakeNoise))
                Refuse(parse, axis, _eta, ParameterAxis.RealNoise);
        }

        double? both = parse.Given(_eta), real = parse.Given(_etaReal), generated = parse.Given(_etaFake);
        if (both is not null && (real ?? generated) is not null)
            throw new UsageException("--eta sets both noises; give it alone, or --eta-t and --eta-g");
        if (real is not null && generated is null && !fakeNoiseMoves)
            throw new UsageException("--eta-t needs --eta-g, or give --eta for both");
        if (generated is not null && real is null && !realNoiseMoves)
            throw new UsageException("--eta-g needs --eta-t, or give --eta for both");
        try
        {
            return new GanParameters(lambda, fake, parse.GetValue(_tau),
                parse.GetResult(_tauTilde) is null ? DefaultGeneratorRate : parse.GetValue(_tauTilde),
                real ?? both ?? DefaultNoise, generated ?? both ?? DefaultNoise, parse.GetValue(_batch));
        }
        catch (ArgumentException e)
        {
            throw UsageException.Of(e, OptionOf(e.ParamName, both is not null));
        }
    }

    /// <summary>The option that gives an argument of <see cref="GanParameters"/>.</summary>
    private string? OptionOf(string? argument, bool oneNoise) => argument?.Split('[')[0] switch
    {
        "realVariances" => _lambda.Name,
        "fakeVariances" => _lambdaFake.Name,
        "discriminatorRate" => _tau.Name,
        "generatorRate" => _tauTilde.Name,
        "realNoise" => oneNoise ? _eta.Name : _etaReal.Name,
        "fakeNoise" => oneNoise ? _eta.Name : _etaFake.Name,
        _ => null,
    };

    private static void Refuse(ParseResult parse, ParameterAxis axis, Option option, string parameter)
    {
        if (axis.Moves(parameter) && parse.IsGiven(option))
            throw new UsageException($"axis '{axis.Name}' moves what {option.Name} sets; leave one of them out");
    }
}
