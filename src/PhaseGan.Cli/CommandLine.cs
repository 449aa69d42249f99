using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PhaseGan.Cli;

/// <summary>The command <c>phasegan</c>: parses arguments, runs the command that they name and turns what happens into an exit code.</summary>
internal static class CommandLine
{
    // An argument means what it says: the name of a file may begin with @.
    private static readonly ParserConfiguration s_parser = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs a command line. Keeps no state: each call stands alone.</summary>
    /// <param name="args">The arguments, without the name of the program.</param>
    /// <param name="session">Streams and the wish to stop.</param>
    /// <returns>0, 1 on a failure, 2 on bad usage, 130 when interrupted, 75 when a scheduler stops a shard.</returns>
    public static int Run(IReadOnlyList<string> args, Session session)
    {
        ParseResult parse = Root(session).Parse(args.Count == 0 ? ["--help"] : args, s_parser);
        string name = Name(parse);
        if (parse.Action is ParseErrorAction)
        {
            foreach (string message in Messages(parse))
                session.Error.WriteLine($"{name}: {message}");
            session.Error.WriteLine($"Try '{name} --help'.");
            return ExitCode.BadUsage;
        }
        try
        {
            return parse.Invoke(new InvocationConfiguration
            {
                Output = session.Output,
                Error = session.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException)
        {
            session.Error.WriteLine($"{name}: interrupted; nothing was written");
            return session.StopCode();
        }
        catch (UsageException e)
        {
            session.Error.WriteLine($"{name}: {e.Message}");
            session.Error.WriteLine($"Try '{name} --help'.");
            return ExitCode.BadUsage;
        }
        catch (ReaderGoneException)
        {
            return ExitCode.ReaderGone;
        }
        catch (ArgumentException e)
        {
            session.Error.WriteLine($"{name}: {UsageException.Of(e).Message}");
            return ExitCode.BadUsage;
        }
        catch (OutOfMemoryException)
        {
            session.Error.WriteLine($"{name}: there is not enough memory for what was asked; take a smaller diagram or fewer records");
            return ExitCode.Failure;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or SweepException)
        {
            session.Error.WriteLine($"{name}: {e.Message}");
            return ExitCode.Failure;
        }
#pragma warning disable CA1031 // The last line of defence: a defect is reported whole, with the exit code of a failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            session.Error.WriteLine($"{name}: unexpected failure, please report it: {e}");
            return ExitCode.Failure;
        }
    }

    private static RootCommand Root(Session session)
    {
        var root = new RootCommand("Phase diagrams of the solvable high-dimensional GAN of Wang, Hu and Lu (NeurIPS 2019).")
        {
            HelpName = "phasegan",
        };
        (Command Command, string Example)[] commands =
        [
            (DiagramCommand.Create(session), DiagramCommand.Example),
            (ClassifyCommand.Create(session), ClassifyCommand.Example),
            (SimulateCommand.Create(session), SimulateCommand.Example),
            (TrajectoryCommand.Create(session), TrajectoryCommand.Example),
            (CheckCommand.Create(session), CheckCommand.Example),
            (AttractorCommand.Create(session), AttractorCommand.Example),
            (MapCommand.Create(session), MapCommand.Example),
            (BranchCommand.Create(session), BranchCommand.Example),
            (CurveCommand.Create(session), CurveCommand.Example),
            (BoundariesCommand.Create(session), BoundariesCommand.Example),
            (ParticlesCommand.Create(session), ParticlesCommand.Example),
            (CodesCommand.Create(session), CodesCommand.Example),
            (ProveCommand.Create(session), ProveCommand.Example),
            (StatusCommand.Create(session), StatusCommand.Example),
            (MergeCommand.Create(session), MergeCommand.Example),
            (SlurmCommand.Create(session), SlurmCommand.Example),
            (CompletionCommand.Create(session), CompletionCommand.Example),
        ];
        foreach (var (command, _) in commands)
            root.Subcommands.Add(command);
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
            help.Action = new GroupedHelp(commands.ToDictionary(c => c.Command, c => c.Example), session.OutputIsTerminal);
        return root;
    }

    private static IEnumerable<string> Messages(ParseResult parse) =>
        parse.UnmatchedTokens.Count > 0
            ? [$"unknown here: {string.Join(' ', parse.UnmatchedTokens)}{Hint(parse)}"]
            : parse.Errors.Select(e => e.Message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal)).Distinct();

    private static string Hint(ParseResult parse) =>
        parse.UnmatchedTokens.Select(word => Misspelling.Meant(parse.CommandResult.Command, word)).OfType<string>().Distinct().ToList() is { Count: > 0 } meant
            ? $"; did you mean {string.Join(' ', meant)}?"
            : "";

    private static string Name(ParseResult parse) =>
        parse.CommandResult.Command is RootCommand ? "phasegan" : $"phasegan {parse.CommandResult.Command.Name}";
}
