using System.CommandLine;
using System.Globalization;
using PhaseGan.Sqlite;

namespace PhaseGan.Cli;

/// <summary><c>phasegan merge</c>: joins the stores of the parts of a sweep and writes its files.</summary>
internal static class MergeCommand
{
    public const string Example = "phasegan merge --store run.db --out fig1 run-1.db run-2.db run-3.db";

    public static Command Create(Session session)
    {
        var command = new Command("merge", "Joins the stores of the parts of a sweep into one, and writes the files that 'phasegan diagram' would have written for the whole.");
        var stores = new Argument<string[]>("stores") { Description = "The stores to join.", HelpName = "FILE", Arity = ArgumentArity.OneOrMore };
        var target = new Option<string>("--store") { Description = "The joined store, a new file.", HelpName = "FILE", Required = true };
        var folder = new Option<string>("--out") { Description = "Folder for the files of the diagram, made if need be; without it only the picture is printed.", HelpName = "DIR" };
        var overlaps = new Option<bool>("--allow-overlaps") { Description = "Take cells that are in several stores, if they have the same verdict in all." };
        var gaps = new Option<bool>("--allow-gaps") { Description = "Join stores that lack cells; 'phasegan diagram --resume' can label them afterwards." };
        var slurm = new Option<string>("--slurm") { Description = "Folder of 'phasegan slurm', whose tasks 1, 2, … the stores are of: say which are not complete, and how to run just those again.", HelpName = "DIR" };
        command.Arguments.Add(stores);
        foreach (Option option in (Option[])[target, folder, overlaps, gaps, slurm])
            command.Options.Add(option);
        command.SetAction(parse =>
        {
            string joined = parse.GetRequiredValue(target);
            if (string.IsNullOrWhiteSpace(joined))
                throw new UsageException("--store must name a file; got a blank name");
            if (parse.GetValue(slurm) is { } array)
                RequireComplete(SlurmArray.In(array), parse.GetRequiredValue(stores));
            MergeReport report = SweepMerge.Join(
                joined, parse.GetRequiredValue(stores), parse.GetValue(overlaps), parse.GetValue(gaps), session.Cancellation);
            Write(session.Output, joined, report);
            session.Output.Flush();
            string? output = parse.GetValue(folder);
            if (report.Missing > 0)
            {
                session.Error.WriteLine($"No diagram yet: label the missing cells with 'phasegan diagram', the same options as before, and --store {joined} --resume");
                session.Next("'phasegan status' says how far each of the stores is");
                return ExitCode.Success;
            }
            if (DiagramArguments.Read(report.State.Note) is { } arguments)
                return CommandLine.Run([.. arguments, "--store", joined, "--resume", .. output is null ? (string[])[] : ["--out", output]], session);
            if (output is not null)
                throw new UsageException("the stores were not made by 'phasegan diagram' and do not say how to draw their diagram; leave --out away and draw it from the joined store");
            session.Next("'phasegan status' says what the joined store holds; the program that made the parts can draw it");
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Names the tasks of an array that did not label all their cells.</summary>
    /// <exception cref="SweepStoreException">There are such tasks.</exception>
    private static void RequireComplete(SlurmArray array, string[] stores)
    {
        (int Task, string? Lack)[] lacks = [.. stores.Select((path, k) => (k + 1, Lack(path))).Where(l => l.Item2 is not null)];
        if (lacks.Length == 0)
            return;
        throw new SweepStoreException(string.Create(CultureInfo.InvariantCulture, $"{lacks.Length} of {stores.Length} shards are not complete:\n") +
            string.Concat(lacks.Select(l => string.Create(CultureInfo.InvariantCulture, $"  {l.Task}: {l.Lack}\n"))) +
            $"Run just these again, and then the merge:\n  {string.Join("\n  ", array.Lines(SlurmArray.Tasks(lacks.Select(l => l.Task))))}");
    }

    /// <summary>What a store lacks, or null if it is complete.</summary>
    private static string? Lack(string path)
    {
        if (!File.Exists(path))
            return $"no store '{path}'";
        try
        {
            using SqliteSweepStore store = SqliteSweepStore.OpenRead(path);
            SweepStoreState state = store.State();
            return state.Sweep is not null && state.Finished == state.Total
                ? null
                : state.Sweep is null ? $"no cells in '{path}'" : string.Create(CultureInfo.InvariantCulture, $"{state.Finished} of {state.Total} cells in '{path}'");
        }
        catch (SweepStoreException e)
        {
            return $"{e.Message}; remove it before the task runs again";
        }
    }

    private static void Write(TextWriter output, string joined, MergeReport report)
    {
        foreach (MergedStore store in report.Stores)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{store.Path}: shard {store.Shard}, {store.Cells} of {store.Total} cells, {store.Time.TotalSeconds:F1} s of work"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{joined}: {report.State.Finished} of {report.State.Total} cells{(report.Overlapping > 0 ? $", {report.Overlapping} of them more than once" : "")}"));
        if (report.Stores.Length > 1)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"imbalance: the longest took {report.Imbalance:F3} times the mean"));
    }
}
