using System.CommandLine;

namespace PhaseGan.Cli;

/// <summary>What simulates trainings, and at which dimension; shared by all commands that simulate.</summary>
internal sealed class EngineOptions
{
    private const string Gram = "gram";
    private const string Micro = "micro";
    private const int MostNormals = 1 << 17;

    private readonly Option<long> _dimension = Values.Count("--n", "n: dimension of the data; 1e6 and the like are allowed.", minimum: 3, fallback: 5000);

    private readonly Option<string> _engine = new("--engine")
    {
        Description = "gram: the chain of the overlaps, the same law at a cost that does not depend on n; micro: with vectors of length n, also taken for momentum, scaled gradients and other steps.",
        HelpName = $"{Gram}|{Micro}",
        DefaultValueFactory = _ => Gram,
    };

    public EngineOptions()
    {
        _engine.AcceptOnlyFromAmong(Gram, Micro);
    }

    /// <summary>The options, in the order of the help.</summary>
    public IEnumerable<Option> All => [_dimension, _engine];

    public long Dimension(ParseResult parse) => parse.GetValue(_dimension);

    /// <summary>The engine, for a rule of training.</summary>
    /// <exception cref="UsageException">The engines know no such steps.</exception>
    public Simulator Engine(ParseResult parse, TrainingRule rule)
    {
        if (parse.IsGiven(_engine) && parse.GetRequiredValue(_engine) == Gram && IsMicro(parse, rule))
            throw new UsageException($"--engine {Gram} knows plain steps alone; take --engine {Micro}, or the rates that have the same limit, for {RuleOptions.Caption(rule)}");
        try
        {
            return IsMicro(parse, rule) ? new MicroscopicSimulator(rule: rule) : new GramSimulator(rule);
        }
        catch (ArgumentException e)
        {
            throw UsageException.Of(e);
        }
    }

    /// <summary>Refuses a size that the engine cannot simulate.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="rule">The rule of training.</param>
    /// <param name="gan">The parameters, where they are known before the points are.</param>
    /// <exception cref="UsageException">There is no such training.</exception>
    public void Check(ParseResult parse, TrainingRule rule, GanParameters? gan)
    {
        long dimension = Dimension(parse);
        if (gan?.FeatureCount is { } d && dimension < 2 * d + 1)
            throw new UsageException($"--n is the dimension of the data and must be at least 2d + 1 = {2 * d + 1} for {Features(d)}; got {dimension}");
        if (dimension > 1_000_000_000_000)
            throw new UsageException($"--n must not exceed 10^12; got {dimension}");
        if (IsMicro(parse, rule) && dimension > MicroscopicSimulator.LargestDimension)
            throw new UsageException($"--n must not exceed 2^30 = {MicroscopicSimulator.LargestDimension} with --engine {Micro}, which keeps vectors of that length; --engine {Gram} has none");
        if (gan is not null && (long)gan.BatchSize * (2 * gan.FeatureCount + 2) > MostNormals)
            throw new UsageException($"--batch must not exceed {MostNormals / (2 * gan.FeatureCount + 2)} for {Features(gan.FeatureCount)}; got {gan.BatchSize}");

        static string Features(int d) => $"{d} {(d == 1 ? "feature" : "features")}";
    }

    /// <summary>Whether there are vectors: where the user asks for them, and for steps that the chain of the overlaps does not know.</summary>
    private bool IsMicro(ParseResult parse, TrainingRule rule) =>
        parse.GetRequiredValue(_engine) == Micro || !GramSimulator.KnowsSteps(rule);
}
