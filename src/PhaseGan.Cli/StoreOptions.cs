using System.CommandLine;

namespace PhaseGan.Cli;

/// <summary>Where a sweep keeps its finished cells, and which part of it this process labels.</summary>
internal sealed class StoreOptions
{
    private readonly Option<string> _store = new("--store")
    {
        Description = "File that keeps every finished cell, so that the sweep can be stopped at any moment and gone on with.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with a store that holds cells already; starts a new one if there is none." };

    private readonly Option<string> _shard = new("--shard")
    {
        Description = "Label one of N parts only, each with a store of its own for 'phasegan merge'; slurm and kubernetes take the part from the environment of a job array.",
        HelpName = ShardChoice.Forms,
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_store, _resume, _shard])
            command.Options.Add(option);
    }

    /// <summary>The store that the user asked for, or null.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="session">Gives the environment.</param>
    /// <param name="others">Options that have no place in the note: they say where results go and how fast they come.</param>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    public StoredSweep? Read(ParseResult parse, Session session, params ReadOnlySpan<Option> others)
    {
        bool resume = parse.GetValue(_resume);
        ShardChoice? choice = parse.GetValue(_shard) is { } text ? ShardChoice.Parse(text, session.Variable) : null;
        if (parse.GetValue(_store) is not { } path)
            return !resume && choice is null ? null : throw new UsageException($"{(resume ? _resume.Name : _shard.Name)} needs --store, the file that keeps the finished cells");
        if (string.IsNullOrWhiteSpace(path))
            throw new UsageException("--store must name a file; got a blank name");
        return new StoredSweep(session, path, resume, choice, DiagramArguments.Of(parse, [_store, _resume, _shard, .. others]));
    }
}
