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
        command.Arguments.Add(stores);
        foreach (Option option in (Option[])[target, folder, overlaps, gaps])
            command.Options.Add(option);
        command.SetAction(parse =>
        {
            string joined = parse.GetRequiredValue(target);
            if (string.IsNullOrWhiteSpace(joined))
                throw new UsageException("--store must name a file; got a blank name");
            MergeReport report = SweepMerge.Join(
                joined, parse.GetRequiredValue(stores), parse.GetValue(overlaps), parse.GetValue(gaps), session.Cancellation);
            Write(session.Output, joined, report);
            string? output = parse.GetValue(folder);
            if (report.Missing > 0)
            {
                session.Error.WriteLine($"No diagram yet: label the missing cells with 'phasegan diagram', the same options as before, and --store {joined} --resume");
                return ExitCode.Success;
            }
            if (DiagramArguments.Read(report.State.Note) is { } arguments)
                return CommandLine.Run([.. arguments, "--store", joined, "--resume", .. output is null ? (string[])[] : ["--out", output]], session);
            if (output is not null)
                throw new UsageException("the stores were not made by 'phasegan diagram' and do not say how to draw their diagram; leave --out away and draw it from the joined store");
            return ExitCode.Success;
        });
        return command;
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
