using System.CommandLine;

namespace PhaseGan.Cli;

/// <summary>How points are labelled, shared by all commands that label: the method and the number of threads.</summary>
internal sealed class MethodOptions
{
    private readonly Option<string> _method = new("--method")
    {
        Description = "Source of the labels: the attractor of the ODE, or the paper's Claim 1.",
        HelpName = string.Join('|', Classifiers.Methods),
        DefaultValueFactory = _ => Classifiers.Methods[0],
    };

    private readonly Option<int> _threads = Values.Whole("--threads", "Points labelled at once; does not change the result [default: number of processors]", minimum: 1, fallback: null);

    public MethodOptions()
    {
        _method.AcceptOnlyFromAmong([.. Classifiers.Methods]);
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_method);
        command.Options.Add(_threads);
    }

    public string Method(ParseResult parse) => parse.GetRequiredValue(_method);

    public int Threads(ParseResult parse) => parse.IsGiven(_threads) ? parse.GetValue(_threads) : Environment.ProcessorCount;
}
