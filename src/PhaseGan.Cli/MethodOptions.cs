using System.CommandLine;

namespace PhaseGan.Cli;

/// <summary>How points are labelled, shared by all commands that label: the method, the start, the number of threads.</summary>
internal sealed class MethodOptions
{
    private readonly Option<string> _method = new("--method")
    {
        Description = "Source of the labels: the attractor of the ODE, or the paper's Claim 1.",
        HelpName = string.Join('|', Classifiers.Methods),
        DefaultValueFactory = _ => Classifiers.Methods[0],
    };

    private readonly Option<double> _epsilon = Values.Positive("--epsilon", "Size of the overlaps of the generic start, at most 1.", 0.03);
    private readonly Option<int> _seed = Values.Whole("--seed", "Seed of the generic start.", minimum: null, fallback: 1);
    private readonly Option<int> _threads = Values.Whole("--threads", "Points labelled at once; does not change the result [default: number of processors]", minimum: 1, fallback: null);

    public MethodOptions()
    {
        _method.AcceptOnlyFromAmong([.. Classifiers.Methods]);
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_method);
        AddStartTo(command);
        command.Options.Add(_threads);
    }

    public void AddStartTo(Command command)
    {
        command.Options.Add(_epsilon);
        command.Options.Add(_seed);
    }

    public string Method(ParseResult parse) => parse.GetRequiredValue(_method);

    public int Threads(ParseResult parse) => parse.IsGiven(_threads) ? parse.GetValue(_threads) : Environment.ProcessorCount;

    /// <summary>The generic start.</summary>
    /// <exception cref="UsageException">Its size is impossible.</exception>
    public Func<GanParameters, MacroState> Start(ParseResult parse)
    {
        double epsilon = parse.GetValue(_epsilon);
        if (epsilon > 1)
            throw new UsageException($"--epsilon is the size of an overlap and must be ≤ 1; got {Values.Text(epsilon)}");
        int seed = parse.GetValue(_seed);
        return gan => MacroState.NearOrigin(gan, epsilon, seed);
    }

    /// <summary>The start in words.</summary>
    public string StartText(ParseResult parse) => $"generic start of size {Values.Text(parse.GetValue(_epsilon))}, seed {parse.GetValue(_seed)}";
}
