using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using PhaseGan.Sqlite;
using PhaseGan.Tests.Cli;
using PhaseGan.Tests.Sweeps;
using Xunit;
using Xunit.Abstractions;

namespace PhaseGan.Tests.Slurm;

/// <summary>Sweeps as job arrays of a real Slurm, which these tests install where they may.</summary>
public sealed class SlurmTests(SlurmCluster cluster) : IClassFixture<SlurmCluster>
{
    /// <summary>Enough work for every task to be seen at it: about two seconds of processor time each.</summary>
    private static readonly string[] s_sweep = ["--lambda", "1", "--x", "alpha:0.3:2:16", "--y", "eta:0.3:2.6:16", "--method", "simulation", "--n", "500", "--replicas", "2"];

    [SkippableFact]
    public void AnArrayOf8Shards_AndItsMerge_GiveTheBytesOfOneProcess()
    {
        SkipWithoutSlurm();
        using var folder = new TemporaryFolder();
        string[] sweep = ["--lambda", "1", "--x", "alpha:0.02:4:12", "--y", "eta:0.1:2.6:12"];
        WaitForEnd(Submit(folder, sweep).Merge);
        AssertWhole(folder, sweep);
        Assert.Contains("imbalance: the longest took ", File.ReadAllText(folder.File("jobs/merge.log")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void TasksThatAreKilled_Cancelled_RequeuedOrWarned_EndInTheSameBytes_AfterTheRerunThatTheMergeNames()
    {
        SkipWithoutSlurm();
        using var folder = new TemporaryFolder();
        (int array, int merge) = Submit(folder, s_sweep, "--requeues", "1");

        WaitForCells(folder, 1);
        cluster.Run("kill", "-KILL", $"{ProgramOf(folder, 1)}");
        WaitForCells(folder, 2);
        cluster.Run("scancel", $"{array}_2");
        WaitForCells(folder, 3);
        cluster.Run("scontrol", "requeue", $"{array}_3");
        Warn(folder, 8, run: 1);
        cluster.Wait("the requeue of task 8", () => Log(folder, 8).Contains("task 8 goes back into the queue", StringComparison.Ordinal));
        // A second warning is one more than was allowed.
        Warn(folder, 8, run: 2);

        WaitForEnd(merge);
        Assert.Contains("task 8 was requeued 1 times already; run it again by hand", Log(folder, 8), StringComparison.Ordinal);
        int[] stopped = [1, 2, 8], atTheStop = [.. stopped.Select(k => State(folder, k).Finished)];
        string said = File.ReadAllText(folder.File("jobs/merge.log"));
        Assert.Contains("3 of 8 shards are not complete:\n  1: ", said, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("jobs/diagram.csv")));
        Assert.False(File.Exists(folder.File("jobs/diagram.db")));
        // Requeued tasks went on where they were.
        Assert.Equal(State(folder, 3).Total, State(folder, 3).Finished);
        foreach (int task in (int[])[3, 8])
        {
            Assert.Equal(2, State(folder, task).Sessions.Length);
            Assert.Contains("Restarts=1", cluster.Run("scontrol", "show", "job", $"{array}_{task}"), StringComparison.Ordinal);
        }
        // The last task bears the number of the array, by which Slurm would have requeued them all.
        foreach (int task in (int[])[4, 5, 6, 7])
            Assert.Contains("Restarts=0", cluster.Run("scontrol", "show", "job", $"{array}_{task}"), StringComparison.Ordinal);

        string[] rerun = [.. said.Split('\n').Where(l => l.Contains("sbatch", StringComparison.Ordinal)).Select(l => l.Trim())];
        Assert.Equal(2, rerun.Length);
        Assert.Contains("--array=1-2,8 ", rerun[0], StringComparison.Ordinal);
        WaitForEnd(Numbers(cluster.Run("bash", "-c", string.Join('\n', rerun)))[^1]);
        AssertWhole(folder, s_sweep);
        foreach ((int task, int before) in stopped.Zip(atTheStop))
        {
            SweepStoreState state = State(folder, task);
            Assert.Equal(state.Total, state.Sessions.Sum(s => s.Cells));
            Assert.Equal(state.Total - before, state.Sessions[^1].Cells);
        }
    }

    /// <summary>Writes the scripts and submits them.</summary>
    private (int Array, int Merge) Submit(TemporaryFolder folder, string[] sweep, params string[] options)
    {
        using Process process = CommandProcess.Start(
            ["slurm", .. sweep, .. options, "--shards", "8", "--time", "30", "--partition", "test", "--out", folder.File("jobs"), "--submit"], cluster.Variables);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)));
        Assert.True(process.ExitCode == 0, error.Result);
        Assert.Equal(
            [$"array=$(sbatch --parsable {folder.File("jobs/array.sh")})", $"sbatch --dependency=afterany:${{array%%;*}} {folder.File("jobs/merge.sh")}"],
            output.Result.Trim().Split('\n'));
        int[] jobs = Numbers(error.Result.Trim().Split('\n')[^1]);
        return (jobs[0], jobs[1]);
    }

    private void WaitForCells(TemporaryFolder folder, int task) => cluster.Wait($"cells of task {task}", () =>
        File.Exists(folder.File($"jobs/shard-{task}.db")) && State(folder, task).Finished > 0);

    /// <summary>Sends what Slurm sends before the time limit, to the shell of a task that is at work.</summary>
    private void Warn(TemporaryFolder folder, int task, int run)
    {
        cluster.Wait($"cells of run {run} of task {task}", () => File.Exists(folder.File($"jobs/shard-{task}.db")) && State(folder, task).Sessions.Length >= run);
        string shell = File.ReadLines($"/proc/{ProgramOf(folder, task)}/status").Single(l => l.StartsWith("PPid:", StringComparison.Ordinal)).Split('\t')[1];
        cluster.Run("kill", "-USR1", shell);
    }

    /// <summary>The process of a task's program, not that of the shell around it.</summary>
    private static int ProgramOf(TemporaryFolder folder, int task)
    {
        foreach (string process in Directory.GetDirectories("/proc").Where(p => p.Split('/')[^1].All(char.IsAsciiDigit)))
        {
            try
            {
                if (File.ReadAllText($"{process}/cmdline").Contains($"\0shard-{task}.db\0", StringComparison.Ordinal)
                    && Directory.ResolveLinkTarget($"{process}/cwd", returnFinalTarget: false)?.FullName == folder.File("jobs"))
                    return int.Parse(process.Split('/')[^1], CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended since.
            }
        }
        throw new InvalidOperationException($"task {task} runs no program");
    }

    private void WaitForEnd(int job) => cluster.Wait($"the end of job {job}", () =>
        !cluster.Run("squeue", "--noheader", "--format=%A").Split('\n').Contains($"{job}"));

    private static void AssertWhole(TemporaryFolder folder, string[] sweep)
    {
        string said = File.ReadAllText(folder.File("jobs/merge.log"));
        Assert.True(File.Exists(folder.File("jobs/diagram.csv")), said);
        Assert.Equal(0, Terminal.Run(["diagram", .. sweep, "--out", folder.File("whole")]).ExitCode);
        foreach (string name in (string[])["diagram.csv", "diagram.svg", "diagram.html"])
            Assert.Equal(File.ReadAllBytes(folder.File($"whole/{name}")), File.ReadAllBytes(folder.File($"jobs/{name}")));
    }

    private static SweepStoreState State(TemporaryFolder folder, int task)
    {
        using var store = SqliteSweepStore.OpenRead(folder.File($"jobs/shard-{task}.db"));
        return store.State();
    }

    private static string Log(TemporaryFolder folder, int task) => File.ReadAllText(folder.File($"jobs/shard-{task}.log"));

    private static int[] Numbers(string text) => [.. Regex.Matches(text, "[0-9]+").Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture))];

    private void SkipWithoutSlurm() => Skip.If(cluster.Missing is not null, $"no Slurm ({cluster.Missing})");
}
