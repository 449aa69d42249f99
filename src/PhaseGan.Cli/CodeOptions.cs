using System.Collections.Immutable;
using System.CommandLine;
using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan.Cli;

/// <summary>Codes whose law the generator learns, shared by the commands that know them.</summary>
internal sealed class CodeOptions
{
    private readonly Option<double> _rate = Values.Positive("--code-rate", "τ_θ: learning rate of the law of the generator's codes [default: the law is given, and --lambda-fake has its variances]");
    private readonly Option<double[]> _scales = Values.Numbers("--code-scales", "s of the start, codes s_ℓ z_ℓ, with --code-rate [default: the roots of --lambda-fake]", value => value != 0, "is a scale of codes and must not be 0");
    private readonly Option<double[]> _matrix = Values.Numbers("--code-matrix", "A of the start, row-major, codes A z, with --code-rate; instead of scales.", _ => true, "");
    private readonly Option<double[]> _signs = Values.Numbers("--signs", "σ of each discriminator feature, D = Σ σ_a (y·w_a)²/2, with --code-rate [default: 1]", value => value is 1 or -1, "is a sign and must be 1 or -1");

    private Option[] All => [_rate, _scales, _matrix, _signs];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Options.Add(option);
    }

    /// <summary>The option that says that codes are learned.</summary>
    public Option RateOption => _rate;

    /// <summary>The codes and how they are learned, for labels; null if they are given.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="gan">The parameters.</param>
    /// <param name="rule">The rule of training, with unit norms.</param>
    /// <param name="size">Size of the overlaps of the generic start.</param>
    /// <param name="seed">Its seed.</param>
    /// <exception cref="UsageException">An option has no meaning without the rate, or there is no such model.</exception>
    public LearnableCodesOptions? Read(ParseResult parse, GanParameters gan, TrainingRule rule, double size, int seed)
    {
        if (!parse.IsGiven(_rate))
            return All.FirstOrDefault(parse.IsGiven) is { } stray ? throw new UsageException($"{stray.Name} is about codes that are learned and needs {_rate.Name}") : null;
        (LearnableCodesOde ode, _) = Field(parse, gan, rule, size, seed);
        try
        {
            return new LearnableCodesOptions(ode.Codes, ode.CodeRate) { Signs = ode.Signs, Rule = rule, StartSize = size, StartSeed = seed };
        }
        catch (ArgumentException e)
        {
            throw UsageException.Of(e);
        }
    }

    /// <summary>The field of training with learned codes, and its generic start.</summary>
    /// <param name="parse">The command line, with the rate.</param>
    /// <param name="gan">The parameters.</param>
    /// <param name="rule">The rule of training.</param>
    /// <param name="size">Size of the overlaps of the generic start.</param>
    /// <param name="seed">Its seed.</param>
    /// <exception cref="UsageException">There is no such model.</exception>
    public (LearnableCodesOde Field, LearnableCodesState Start) Field(ParseResult parse, GanParameters gan, TrainingRule rule, double size, int seed)
    {
        try
        {
            int[] signs = parse.IsGiven(_signs) ? [.. parse.GetRequiredValue(_signs).Select(s => (int)s)] : [1];
            var ode = new LearnableCodesOde(gan, Codes(parse, gan), parse.GetValue(_rate), signs, rule);
            return (ode, LearnableCodesState.NearOrigin(gan.FeatureCount, signs.Length, ode.Codes, size, seed));
        }
        catch (ArgumentException e)
        {
            throw UsageException.Of(e, e.ParamName == "size" ? "--epsilon" : null);
        }
    }

    /// <summary>The options that were given, as they are written.</summary>
    public string Given(ParseResult parse) => string.Join(' ', All.Where(parse.IsGiven).Select(o => $"{o.Name} {parse.GetResult(o)!.Tokens[0].Value}"));

    /// <summary>The codes in words, for captions.</summary>
    public static string Caption(LearnableCodesOptions options) =>
        $"learned {(options.Codes.Kind == GeneratorCodesKind.Matrix ? "matrix" : "scales")} of codes from ({Numbers(options.Codes.Parameters)}), τ_θ = {Values.Text(options.CodeRate)}{(options.Signs is [1] ? "" : $", signs ({string.Join(", ", options.Signs)})")}";

    /// <summary>Numbers with a comma between them.</summary>
    public static string Numbers(ImmutableArray<double> values) => string.Join(", ", values.Select(Values.Text));

    private GeneratorCodes Codes(ParseResult parse, GanParameters gan)
    {
        if (!parse.IsGiven(_matrix))
            return GeneratorCodes.Scales(parse.IsGiven(_scales) ? parse.GetRequiredValue(_scales) : [.. gan.FakeVariances.Select(Math.Sqrt)]);
        if (parse.IsGiven(_scales))
            throw new UsageException($"{_scales.Name} and {_matrix.Name} exclude each other; give one of them");
        double[] entries = parse.GetRequiredValue(_matrix);
        int d = (int)Math.Round(Math.Sqrt(entries.Length));
        if (d * d != entries.Length)
            throw new UsageException($"{_matrix.Name} must have as many numbers as a square matrix; got {entries.Length}");
        return GeneratorCodes.Matrix(Matrix<double>.Build.DenseOfRowMajor(d, d, entries).ToArray());
    }
}
