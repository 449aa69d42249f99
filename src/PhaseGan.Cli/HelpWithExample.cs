using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PhaseGan.Cli;

/// <summary>The usual help followed by an example of the command.</summary>
internal sealed class HelpWithExample(Dictionary<Command, string> examples, bool terminal) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var help = new HelpAction();
        if (!terminal)
            help.MaxWidth = 110;
        help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (examples.TryGetValue(parseResult.CommandResult.Command, out string? example))
            output.WriteLine($"Example:\n  {example}\n");
        else
            output.WriteLine($"Examples:\n{string.Join('\n', examples.Values.Select(e => $"  {e}"))}\n");
        return ExitCode.Success;
    }
}
