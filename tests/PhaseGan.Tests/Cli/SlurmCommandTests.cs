using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

/// <summary>The command slurm without a Slurm: what it writes and what it refuses. Slurm/SlurmTests run the scripts.</summary>
public class SlurmCommandTests
{
    private static readonly string[] s_slurm = ["slurm", "--lambda", "5,3", "--x", "alpha:0.02:2:12", "--method", "claim"];

    [Fact]
    public void TheScripts_HoldTheSweepAsItWasGiven_AndTheLimitsOfTheTasks()
    {
        using var folder = new TemporaryFolder();
        string jobs = folder.File("my jobs");
        Terminal run = Terminal.Run([.. s_slurm, "--shards", "6", "--cpus", "4", "--time", "1-12:30", "--partition", "long,short", "--sbatch=--account=physics", "--sbatch=--mem=2G", "--out", jobs]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal($"array=$(sbatch --parsable '{jobs}/array.sh')\nsbatch --dependency=afterany:${{array%%;*}} '{jobs}/merge.sh'\n", run.Output);
        Assert.Equal($"Wrote array.sh, merge.sh to {jobs}; about 128 of 768 cells a task\n", run.Error);
        string[] array = File.ReadAllLines(Path.Combine(jobs, "array.sh")), merge = File.ReadAllLines(Path.Combine(jobs, "merge.sh"));
        string[] both = [$"#SBATCH --chdir='{jobs}'", "#SBATCH --time=1-12:30", "#SBATCH --partition=long,short", "#SBATCH --account=physics", "#SBATCH --mem=2G"];
        Assert.Empty(both.Except(array));
        Assert.Empty(both.Except(merge));
        Assert.Empty(((string[])["#SBATCH --array=1-6", "#SBATCH --cpus-per-task=4", "#SBATCH --requeue", "#SBATCH --signal=B:USR1@60"]).Except(array));
        Assert.Contains("\"${phasegan[@]}\" diagram --lambda 5,3 --x alpha:0.02:2:12 --method claim \\", array);
        Assert.Contains("exec \"${phasegan[@]}\" merge --slurm . --store diagram.db --out . shard-{1..6}.db", merge);
    }

    [Theory]
    [InlineData("--shards 0 --out a", "--shards must be ≥ 1; got 0")]
    [InlineData("--shards 769 --out a", "--shards must not exceed the number of cells, 768; got 769")]
    [InlineData("--shards 2 --out it's", "must have no quotes")]
    [InlineData("--shards 2 --out a --time soon", "--time must be a time limit as Slurm reads it, like 90, 4:00:00 or 1-12; got 'soon'")]
    [InlineData("--shards 2 --out a --partition a;b", "--partition must name partitions, separated by commas; got 'a;b'")]
    [InlineData("--shards 2 --out a --sbatch account", "--sbatch must be an option of sbatch, on one line; got 'account'")]
    [InlineData("--shards 2 --out a --y alpha:1:2:3", "alpha")]
    [InlineData("--out a", "--shards")]
    public void BadUsage_IsExplained_BeforeAnythingIsWritten(string arguments, string message)
    {
        Terminal run = Terminal.Run([.. s_slurm, .. arguments.Split(' ')]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists("a"));
    }

    [Fact]
    public void TheMerge_NamesTasksWithoutAStore_AndWithADamagedOne()
    {
        using var folder = new TemporaryFolder();
        string[] stores = [.. Enumerable.Range(1, 8).Select(k => folder.File($"shard-{k}.db"))];
        foreach (int k in (int[])[1, 5])
            Assert.Equal(0, Terminal.Run(["diagram", .. s_slurm[1..], "--shard", $"{k}/8", "--store", stores[k - 1]]).ExitCode);
        File.WriteAllText(stores[6], "no store");
        Terminal merge = Terminal.Run(["merge", "--slurm", folder.Path, "--store", folder.File("all.db"), "--out", folder.File("out"), .. stores]);
        Assert.Equal(1, merge.ExitCode);
        Assert.Contains("6 of 8 shards are not complete:\n  2: no store ", merge.Error, StringComparison.Ordinal);
        Assert.Matches(@"\n  7: .*shard-7\.db.*; remove it before the task runs again\n", merge.Error);
        Assert.Contains($"\n  array=$(sbatch --parsable --array=2-4,6-8 {folder.Path}/array.sh)\n", merge.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("all.db")));
    }
}
