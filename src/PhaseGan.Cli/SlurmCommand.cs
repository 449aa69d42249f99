using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PhaseGan.Cli;

/// <summary><c>phasegan slurm</c>: writes the batch scripts of a sweep in parts, and submits them when asked to.</summary>
internal static partial class SlurmCommand
{
    public const string Example = "phasegan slurm --lambda 5,3 --x alpha:0.02:2:512 --y eta:0.05:2.6:512 --shards 32 --cpus 4 --time 4:00:00 --out sweep";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public static Command Create(Session session)
    {
        var command = new Command("slurm", "Writes the scripts of a Slurm job array that labels the grid of 'phasegan diagram' in parts, and of the job that joins them; prints the two lines that submit them.");
        var request = new DiagramOptions();
        Option<int> shards = Values.Whole("--shards", "Number of parts, one a task of the array.", minimum: 1, fallback: null);
        shards.Required = true;
        var folder = new Option<string>("--out") { Description = "Folder for scripts, stores, logs and in the end the diagram; one that all nodes see.", HelpName = "DIR", Required = true };
        Option<int> processors = Values.Whole("--cpus", "Processors of a task", minimum: 1, fallback: 1);
        var time = new Option<string>("--time") { Description = "Time limit of a task, as Slurm reads it: minutes, hours:minutes:seconds, days-hours [default: that of the partition]", HelpName = "LIMIT" };
        var partition = new Option<string>("--partition") { Description = "Partition of both jobs [default: that of the cluster]", HelpName = "NAME" };
        var extra = new Option<string[]>("--sbatch") { Description = "A further option of sbatch for both jobs, as --sbatch=--account=physics; may be given several times.", HelpName = "OPTION", Arity = ArgumentArity.OneOrMore };
        Option<int> requeues = Values.Whole("--requeues", "How often a task that its time limit stops goes back into the queue", minimum: 0, fallback: 20);
        var submit = new Option<bool>("--submit") { Description = "Submit both jobs." };
        request.AddTo(command);
        Option[] options = [shards, folder, processors, time, partition, extra, requeues, submit];
        foreach (Option option in options)
            command.Options.Add(option);
        command.SetAction(parse =>
        {
            PhaseSweep sweep = request.Read(parse).Sweep(threads: 1);
            int parts = parse.GetRequiredValue(shards), cells = sweep.X.Count * sweep.Y.Count;
            if (parts > cells)
                throw new UsageException($"--shards must not exceed the number of cells, {cells}; got {parts}");
            SlurmArray array = SlurmArray.In(parse.GetRequiredValue(folder));
            List<string> directives = [];
            if (parse.GetValue(time) is { } limit)
                directives.Add(TimeLimit().IsMatch(limit) ? $"--time={limit}" : throw new UsageException($"--time must be a time limit as Slurm reads it, like 90, 4:00:00 or 1-12; got '{limit}'"));
            if (parse.GetValue(partition) is { } name)
                directives.Add(PartitionNames().IsMatch(name) ? $"--partition={name}" : throw new UsageException($"--partition must name partitions, separated by commas; got '{name}'"));
            foreach (string option in parse.GetValue(extra) ?? [])
                directives.Add(option.StartsWith('-') && !option.Any(char.IsControl) ? option : throw new UsageException($"--sbatch must be an option of sbatch, on one line; got '{option}'"));

            var scripts = new SlurmScripts(array, [.. DiagramArguments.Given(parse, [.. options])], parts, parse.GetValue(processors), parse.GetValue(requeues), directives);
            using (var output = new OutputFolder(array.Folder))
            {
                AtomicFile.WriteText(output.File(Path.GetFileName(array.ArrayScript)), file => file.Write(scripts.ArrayScript));
                AtomicFile.WriteText(output.File(Path.GetFileName(array.MergeScript)), file => file.Write(scripts.MergeScript));
                session.Error.WriteLine($"Wrote {string.Join(", ", output.Commit())} to {parse.GetRequiredValue(folder)}; about {(cells + parts - 1) / parts} of {cells} cells a task");
            }
            foreach (string line in array.Lines())
                session.Output.WriteLine(line);
            if (parse.GetValue(submit))
            {
                string job = Submit("--parsable", array.ArrayScript).Split(';')[0];
                session.Error.WriteLine($"Submitted the array as job {job}, the merge as job {Submit("--parsable", $"--dependency=afterany:{job}", array.MergeScript).Split(';')[0]}");
            }
            session.Next("'phasegan status' with the stores in the folder says how far the tasks are, at any time");
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Runs sbatch and gives what it prints.</summary>
    private static string Submit(params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("sbatch", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(s_patience))
            {
                process.Kill();
                throw new IOException($"sbatch did not answer within {s_patience.TotalSeconds} s; look with squeue whether the job is there");
            }
            return process.ExitCode == 0 ? output.Result.Trim() : throw new IOException($"sbatch failed: {error.Result.Trim()}");
        }
        catch (Win32Exception)
        {
            throw new IOException("sbatch is not on this machine; run the two lines where it is");
        }
    }

    [GeneratedRegex(@"^[0-9]+(:[0-9]+){0,2}\z|^[0-9]+-[0-9]+(:[0-9]+){0,2}\z")]
    private static partial Regex TimeLimit();

    [GeneratedRegex(@"^[\w.-]+(,[\w.-]+)*\z")]
    private static partial Regex PartitionNames();
}
