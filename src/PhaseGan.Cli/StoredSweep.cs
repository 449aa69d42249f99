using System.Globalization;
using PhaseGan.Sqlite;

namespace PhaseGan.Cli;

/// <summary>A sweep that keeps its finished cells in a file.</summary>
/// <param name="session">Streams and the wish to stop.</param>
/// <param name="path">The file.</param>
/// <param name="resume">Whether the user asked to go on with cells that are there.</param>
/// <param name="choice">The part of the sweep, or null for the whole.</param>
/// <param name="note">Kept with a new store.</param>
internal sealed class StoredSweep(Session session, string path, bool resume, ShardChoice? choice, string note)
{
    /// <summary>Whether only a part is labelled, which is no diagram.</summary>
    public bool IsShard => choice is not null;

    /// <summary>Processors that the scheduler gave.</summary>
    public int? Threads => choice?.Threads;

    /// <summary>Labels the cells that the store lacks.</summary>
    /// <returns>The diagram, or null where only a part was labelled or the user interrupted; and the exit code.</returns>
    public (PhaseDiagram? Diagram, int ExitCode) Run(PhaseSweep sweep, IPhaseClassifier classifier)
    {
        using SqliteSweepStore store = SqliteSweepStore.Open(path, note);
        SweepStoreState before = store.State();
        if (before.Finished > 0 && !resume && choice is not { Resume: true })
            throw new SweepStoreException($"store '{path}' holds {Cells(before)} already; add --resume to go on with it, or name another file");
        try
        {
            return (SweepDisplay.Run(session, "cells", progress => Label(store, sweep, classifier, progress)), ExitCode.Success);
        }
        catch (OperationCanceledException) when (session.Cancellation.IsCancellationRequested)
        {
            return (null, Interrupted($"{Cells(store.State())} are in '{path}'"));
        }
    }

    /// <summary>Says what an interruption left behind.</summary>
    /// <returns>The exit code.</returns>
    public int Interrupted(string left)
    {
        session.Error.WriteLine($"phasegan diagram: interrupted; {left}; the same command with --resume goes on");
        return choice is { Scheduler: true } && session.StopCode() != ExitCode.Interrupted ? ExitCode.TemporaryFailure : session.StopCode();
    }

    private PhaseDiagram? Label(SqliteSweepStore store, PhaseSweep sweep, IPhaseClassifier classifier, IProgress<SweepProgress> progress)
    {
        if (choice is null)
            return sweep.Run(classifier, store, progress, session.Cancellation);
        sweep.RunShard(classifier, store, choice.Shard, progress, session.Cancellation);
        session.Error.WriteLine($"Shard {choice.Shard} is complete: {Cells(store.State())} in '{path}'");
        return null;
    }

    private static string Cells(SweepStoreState state) => state.Sweep is null ? "no cells" : string.Create(CultureInfo.InvariantCulture, $"{state.Finished} of {state.Total} cells");
}
