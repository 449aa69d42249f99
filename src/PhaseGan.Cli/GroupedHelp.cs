using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PhaseGan.Cli;

/// <summary>The help of a command: what it does, its options under headings, an example. That of the program has a line a command.</summary>
internal sealed partial class GroupedHelp(Dictionary<Command, string> examples, bool terminal) : SynchronousCommandLineAction
{
    /// <summary>Characters of a line where nobody tells the width, and the fewest that leave room for descriptions.</summary>
    private const int UsualWidth = 110, LeastWidth = 60;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Command command = parseResult.CommandResult.Command;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        int width = terminal ? Math.Max(LeastWidth, Width()) : UsualWidth;
        (string Heading, (string Left, string Right)[] Rows)[] groups = [.. Groups(command)];
        int column = groups.SelectMany(g => g.Rows).Max(r => r.Left.Length) + 2;

        output.WriteLine("Description:");
        foreach (string line in Wrapped(command.Description ?? "", width - 2))
            output.WriteLine($"  {line}");
        output.WriteLine($"\nUsage:\n  {Usage(command)}");
        foreach ((string heading, (string Left, string Right)[] rows) in groups)
        {
            output.WriteLine($"\n{heading}:");
            foreach ((string left, string right) in rows)
                WriteRow(output, left, right, column, width);
        }
        output.WriteLine(examples.TryGetValue(command, out string? example)
            ? $"\nExample:\n  {example}\n"
            : $"\nExamples:\n{string.Join('\n', examples.Values.Select(e => $"  {e}"))}\n\n'phasegan COMMAND --help' says more of a command and lists its options.\n");
        return ExitCode.Success;
    }

    private static IEnumerable<(string Heading, (string Left, string Right)[] Rows)> Groups(Command command)
    {
        if (command.Arguments.Count > 0)
            yield return ("Arguments", [.. command.Arguments.Select(a => (Shown(a), a.Description ?? ""))]);
        foreach ((string heading, Command[] commands) in HelpGroups.Of([.. command.Subcommands]))
            yield return (heading, [.. commands.Select(c => (c.Name, FirstStatement().Match(c.Description ?? "").Value))]);
        foreach ((string heading, Option[] options) in HelpGroups.Of(command))
            yield return (heading, [.. options.Select(o => (Shown(o), $"{o.Description}{Default(o)}"))]);
    }

    private static string Usage(Command command) => command is RootCommand
        ? "phasegan [command] [options]"
        : $"phasegan {command.Name} {string.Concat(command.Arguments.Select(a => $"{Shown(a)} "))}[options]";

    private static string Shown(Argument argument) => $"<{argument.HelpName}>{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}";

    private static string Shown(Option option)
    {
        string names = string.Join(", ", option.Aliases.Where(a => a.StartsWith('-')).Order(StringComparer.Ordinal).Append(option.Name).Distinct());
        return $"{names}{(option.HelpName is { } value ? $" <{value}>" : "")}{(option.Required ? " (REQUIRED)" : "")}";
    }

    private static string Default(Option option) =>
        option.HasDefaultValue && option.GetDefaultValue() is not (null or bool) and { } value ? $" [default: {Convert.ToString(value, CultureInfo.InvariantCulture)}]" : "";

    private static void WriteRow(TextWriter output, string left, string right, int column, int width)
    {
        string[] lines = [.. Wrapped(right, width - column - 2)];
        output.WriteLine($"  {left.PadRight(column)}{lines[0]}");
        foreach (string line in lines.Skip(1))
            output.WriteLine($"  {"".PadRight(column)}{line}");
    }

    /// <summary>The words of a text in lines that are not longer than a width, unless a word is.</summary>
    private static IEnumerable<string> Wrapped(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return line;
    }

    private static int Width()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return UsualWidth;
        }
    }

    [GeneratedRegex("^[^.:;]*")]
    private static partial Regex FirstStatement();
}
