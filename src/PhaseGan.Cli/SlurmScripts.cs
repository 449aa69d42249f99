using System.Globalization;

namespace PhaseGan.Cli;

/// <summary>The batch scripts of a sweep.</summary>
/// <param name="Array">Where they lie.</param>
/// <param name="Sweep">The options of <c>phasegan diagram</c> that say which sweep.</param>
/// <param name="Shards">Number of parts, one a task.</param>
/// <param name="Processors">Processors of a task.</param>
/// <param name="Requeues">How often a task that its time limit stops is put back into the queue.</param>
/// <param name="Directives">Further options of <c>sbatch</c> for both jobs.</param>
internal sealed record SlurmScripts(SlurmArray Array, IReadOnlyList<string> Sweep, int Shards, int Processors, int Requeues, IReadOnlyList<string> Directives)
{
    /// <summary>How this process was started, as words of a shell.</summary>
    private static string Command
    {
        get
        {
            string assembly = Path.Combine(AppContext.BaseDirectory, typeof(SlurmScripts).Assembly.GetName().Name + ".dll");
            string? process = Environment.ProcessPath;
            bool isHost = process is null || Path.GetFileNameWithoutExtension(process) is "dotnet" or "testhost";
            string[] words = isHost ? [process ?? "dotnet", "exec", assembly] : [process!];
            return string.Join(' ', words.Select(SlurmArray.Quoted));
        }
    }

    /// <summary>The script of the array's tasks.</summary>
    public string ArrayScript => Lines(
        "#!/bin/bash",
        "#SBATCH --job-name=phasegan",
        Invariant($"#SBATCH --array=1-{Shards}"),
        "#SBATCH --ntasks=1",
        Invariant($"#SBATCH --cpus-per-task={Processors}"),
        "#SBATCH --requeue",
        "#SBATCH --signal=B:USR1@60",
        Common("shard-%a.log"),
        "",
        Invariant($"# Labels one of {Shards} parts of a sweep into shard-N.db, and goes on with what is there. To run single tasks again:"),
        $"#   sbatch --array=3,5 {SlurmArray.Quoted(Array.ArrayScript)}",
        $"phasegan=({Command})",
        Invariant($"requeues={Requeues}"),
        "",
        "# Slurm sends the warning before the time limit to this shell alone, and SIGTERM, when the task is cancelled or preempted, to all its processes.",
        "warned= stopped= child=",
        """trap 'warned=1; [ -n "$child" ] && kill -USR1 "$child"' USR1""",
        "trap 'stopped=1' TERM",
        $"\"${{phasegan[@]}}\" diagram {string.Join(' ', Sweep.Select(SlurmArray.Quoted))} \\",
        Invariant($"  --shard slurm/{Shards} --store \"shard-$SLURM_ARRAY_TASK_ID.db\" --resume &"),
        """
        child=$!
        wait "$child"
        while kill -0 "$child" 2>/dev/null; do wait "$child"; done
        wait "$child"
        code=$?

        # 75: stopped in order. 138: the warning came while the program was starting. What Slurm itself stops is Slurm's to run again.
        if [ -z "$stopped" ] && { [ "$code" -eq 75 ] || { [ "$code" -eq 138 ] && [ -n "$warned" ]; }; }; then
          if [ "${SLURM_RESTART_COUNT:-0}" -ge "$requeues" ]; then
            echo "task $SLURM_ARRAY_TASK_ID was requeued $requeues times already; run it again by hand" >&2
            exit 1
          fi
          echo "task $SLURM_ARRAY_TASK_ID goes back into the queue" >&2
          # By both numbers: SLURM_JOB_ID of one of the tasks is that of the whole array, which would be requeued with it.
          scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
        fi
        exit "$code"
        """);

    /// <summary>The script of the job that joins the stores.</summary>
    public string MergeScript => Lines(
        "#!/bin/bash",
        "#SBATCH --job-name=phasegan-merge",
        "#SBATCH --ntasks=1",
        Common("merge.log"),
        "",
        "# Joins the parts and writes the files of the diagram; names the parts that are not complete.",
        $"phasegan=({Command})",
        $"rm -f {SlurmArray.Joined}",
        Invariant($"exec \"${{phasegan[@]}}\" merge --slurm . --store {SlurmArray.Joined} --out . shard-{{1..{Shards}}}.db"));

    private string Common(string log) => Lines(
    [
        $"#SBATCH --chdir='{Array.Folder}'",
        $"#SBATCH --output={log}",
        "#SBATCH --open-mode=append",
        .. Directives.Select(d => $"#SBATCH {d}"),
    ]).TrimEnd('\n');

    private static string Lines(params IEnumerable<string> lines) => string.Join('\n', lines).ReplaceLineEndings("\n") + "\n";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
